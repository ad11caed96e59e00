"""Who arranges mentoring circles, and who reads which circle."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import QuerySet

from fairlead.kernel import http
from fairlead.kernel.actors import Actor
from fairlead.mentoringcircles.enums import CirclesState
from fairlead.mentoringcircles.models import CircleAnswer, CircleSession
from fairlead.programmes import policies as programmes
from fairlead.programmes.enums import ParticipationState
from fairlead.programmes.models import Round


def can_look(actor: Actor, round: Round) -> bool:
    """Whether the actor reads the mentoring circles of a round: the central team."""
    return programmes.can_lead_round(actor, round)


def can_arrange(actor: Actor, round: Round) -> bool:
    """Whether the actor prepares mentoring circles of a round: coordinators."""
    return programmes.can_run_round(actor, round)


def can_see(actor: Actor, session: CircleSession) -> bool:
    """Whether the actor reads all circles of it."""
    return can_look(actor, session.round)


def can_change(actor: Actor, session: CircleSession) -> bool:
    """Whether the actor asks people, forms, changes and publishes the circles."""
    return can_arrange(actor, session.round)


def fetch(actor: Actor, pk: UUID, *, to: Callable[[Actor, CircleSession], bool] = can_see) -> CircleSession:
    """The circles if the actor may do `to`; else not found."""
    shown = CircleSession.objects.filter(round__in=programmes.visible_rounds(actor))
    return http.fetch(shown.select_related("round__programme__lead"), pk, actor=actor, to=to)


def asked(actor: Actor) -> QuerySet[CircleAnswer]:
    """What the actor was asked for, by their own participations."""
    mine = CircleAnswer.objects.filter(participation__person=actor.person_id)
    return mine.exclude(session__state=CirclesState.DRAFT)


def is_own(actor: Actor, answer: CircleAnswer) -> bool:
    """Whether it is the actor who was asked."""
    return actor.person_id is not None and answer.participation.person_id == actor.person_id


def can_say(actor: Actor, answer: CircleAnswer) -> bool:
    """Whether the actor can answer, or say that they do not come: they were asked, and take part."""
    return is_own(actor, answer) and answer.participation.state == ParticipationState.ACTIVE


def fetch_own(actor: Actor, pk: UUID, *, to: Callable[[Actor, CircleAnswer], bool] = is_own) -> CircleAnswer:
    """What the actor was asked for, by its id; else not found."""
    loaded = asked(actor).select_related("session__round__programme__lead", "participation__person")
    return http.fetch(loaded, pk, actor=actor, to=to)
