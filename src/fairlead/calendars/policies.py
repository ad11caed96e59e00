"""Who may do what with a connected calendar: its owner, and nobody else."""

from uuid import UUID

from django.db.models import QuerySet

from fairlead.calendars.models import Connection
from fairlead.kernel import http
from fairlead.kernel.actors import Actor


def visible(actor: Actor) -> QuerySet[Connection]:
    """The actor's own connections, whatever else they may do."""
    if not actor.signed_in:
        return Connection.objects.none()
    return Connection.objects.filter(person=actor.person_id)


def is_owner(actor: Actor, connection: Connection) -> bool:
    """Whether the calendar is the actor's own."""
    return actor.signed_in and connection.person_id == actor.person_id


def fetch(actor: Actor, pk: UUID) -> Connection:
    """The connection if it is the actor's own; else not found."""
    return http.fetch(visible(actor), pk, actor=actor, to=is_owner)
