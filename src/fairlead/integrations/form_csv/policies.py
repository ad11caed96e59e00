"""Who may bring applications in from a file: the coordinators of the round's programme."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import QuerySet

from fairlead.integrations.form_csv.models import Upload
from fairlead.kernel import http
from fairlead.kernel.actors import Actor
from fairlead.programmes import policies as programmes


def visible(actor: Actor) -> QuerySet[Upload]:
    """Uploads to rounds of the programmes that the actor coordinates, with round and programme."""
    led = [pk for pk in programmes.team_roles(actor) if programmes.coordinates(actor, pk)]
    return Upload.objects.filter(round__programme__in=led).select_related("round__programme")


def can_settle(actor: Actor, upload: Upload) -> bool:
    """Whether the actor may read the uploaded file, settle its problems and bring it in."""
    return programmes.can_run_round(actor, upload.round)


def fetch(actor: Actor, pk: UUID, *, to: Callable[[Actor, Upload], bool] = can_settle) -> Upload:
    """The upload if the actor may do `to`; else not found."""
    return http.fetch(visible(actor), pk, actor=actor, to=to)
