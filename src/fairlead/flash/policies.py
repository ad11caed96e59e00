"""Who arranges flash meetings, and who reads which timetable."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import QuerySet

from fairlead.flash.enums import FlashState
from fairlead.flash.models import FlashGuest, FlashSession
from fairlead.kernel import http
from fairlead.kernel.actors import Actor
from fairlead.programmes import policies as programmes
from fairlead.programmes.enums import ParticipationState
from fairlead.programmes.models import Round


def can_look(actor: Actor, round: Round) -> bool:
    """Whether the actor reads the flash meetings of a round: the central team."""
    return programmes.can_lead_round(actor, round)


def can_arrange(actor: Actor, round: Round) -> bool:
    """Whether the actor prepares flash meetings of a round: coordinators."""
    return programmes.can_run_round(actor, round)


def can_see(actor: Actor, session: FlashSession) -> bool:
    """Whether the actor reads the whole timetable."""
    return can_look(actor, session.round)


def can_change(actor: Actor, session: FlashSession) -> bool:
    """Whether the actor prepares, publishes and calls off this flash meeting."""
    return can_arrange(actor, session.round)


def fetch(actor: Actor, pk: UUID, *, to: Callable[[Actor, FlashSession], bool] = can_see) -> FlashSession:
    """The flash meeting if the actor may do `to`; else not found."""
    shown = FlashSession.objects.filter(round__in=programmes.visible_rounds(actor))
    return http.fetch(shown.select_related("round__programme__lead"), pk, actor=actor, to=to)


def invited(actor: Actor) -> QuerySet[FlashGuest]:
    """The actor's own places in flash meetings of which they have been told."""
    told = FlashGuest.objects.filter(sequence__gt=0, participation__person=actor.person_id)
    return told.exclude(session__state__in=[FlashState.DRAFT, FlashState.COMPUTED])


def is_guest(actor: Actor, guest: FlashGuest) -> bool:
    """Whether this is the actor's own place."""
    return actor.person_id is not None and guest.participation.person_id == actor.person_id


def can_decline(actor: Actor, guest: FlashGuest) -> bool:
    """Whether the actor can say that they do not come: it is their place, and they take part."""
    return is_guest(actor, guest) and guest.participation.state == ParticipationState.ACTIVE


def fetch_own(actor: Actor, pk: UUID, *, to: Callable[[Actor, FlashGuest], bool] = is_guest) -> FlashGuest:
    """The actor's own place, by its id; else not found."""
    loaded = invited(actor).select_related("session__round__programme__lead", "participation__person")
    return http.fetch(loaded, pk, actor=actor, to=to)
