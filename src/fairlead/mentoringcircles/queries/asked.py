"""Who was asked for mentoring circles, and what they answered."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairlead.matching.queries.circling import Said
from fairlead.mentoringcircles.models import CircleAnswer, CircleSession, CircleTime
from fairlead.programmes.enums import ParticipationState, Side
from fairlead.programmes.models import Participation, Round


@dataclass(frozen=True)
class Figures:
    """How many were asked, how many have answered, and how many of these with a time, by side."""

    asked: dict[str, int]
    answered: dict[str, int]
    coming: dict[str, int]


def of_round(round: Round) -> list[CircleSession]:
    """The mentoring circles of a round, the latest first; one query."""
    return list(CircleSession.objects.filter(round=round).order_by("-made_at", "title"))


def times(session: CircleSession) -> list[CircleTime]:
    """The times, the first first; one query."""
    return list(session.times.order_by("starts_at"))


def starts(session: CircleSession) -> list[datetime]:
    """When the times begin; one query."""
    return [one.starts_at for one in times(session)]


def not_asked(session: CircleSession) -> list[Participation]:
    """Everybody who takes part in the round and has not been asked, by name; one query."""
    found = Participation.objects.filter(
        round=session.round, state=ParticipationState.ACTIVE, person__is_active=True
    )
    found = found.exclude(pk__in=session.answers.values("participation"))
    return list(found.select_related("person").order_by("person__name", "pk"))


def answers(session: CircleSession) -> list[CircleAnswer]:
    """Everybody who was asked and still takes part, by name, with their times; two queries."""
    found = session.answers.filter(
        participation__state=ParticipationState.ACTIVE, participation__person__is_active=True
    )
    found = found.select_related("participation__person").prefetch_related("times")
    return list(found.order_by("participation__person__name", "pk"))


def said(people: list[CircleAnswer]) -> dict[UUID, Said]:
    """What those have answered who can come at some time."""
    found = {}
    for one in people:
        chosen = frozenset(time.pk for time in one.times.all())
        if one.answered_at is not None and chosen and one.circles:
            found[one.participation_id] = Said(chosen, one.circles)
    return found


def figures(people: list[CircleAnswer]) -> Figures:
    """The figures of these answers; no query."""
    coming = said(people)
    sides = {one.participation_id: str(one.participation.side) for one in people}
    answered = [one.participation_id for one in people if one.answered_at is not None]
    counted = [
        {str(side): count[str(side)] for side in Side}
        for count in (
            Counter(sides.values()),
            *(Counter(sides[pk] for pk in some) for some in (answered, coming)),
        )
    ]
    return Figures(*counted)
