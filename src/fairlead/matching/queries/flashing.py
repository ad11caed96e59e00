"""Who meets whom and when, when many meet shortly: the rules and weights of the round, and the engine."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from fairlead.engine import flash
from fairlead.engine.compile import compile_problem
from fairlead.engine.model import Problem, Refusal
from fairlead.matching.queries.computing import CannotMatch, excluded
from fairlead.matching.queries.pool import freeze_for_meetings
from fairlead.matching.queries.runs import newest_done
from fairlead.matching.queries.weighing import as_candidates, as_policy, default_weights
from fairlead.preferences.queries.terms import of_round
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Participation, Round

MOST_SLOTS, MOST_PEOPLE = flash.MOST_SLOTS, flash.MOST_PEOPLE
UNMET = 2


@dataclass(frozen=True)
class Meeting:
    """Two participations who meet in a slot, 0 being the first."""

    mentee: UUID
    mentor: UUID
    slot: int


def timetable(round: Round, most: Mapping[UUID, int], slots: int, *, at: datetime) -> list[Meeting]:
    """The best meetings of those who take part, proven; slot by slot, nobody in two at once.

    Best: most mentees with a meeting, most mentors, most meetings, most points of the round's newest run's
    weights, or of the usual ones. `most`: how many each participation may meet. In a round that asks for
    wishes each leaves at least two of the other side unmet (but meets one), so that nobody reads from a
    timetable that they were ruled out. Raises `CannotMatch`.
    """
    try:
        found = flash.timetable(_problem(round, _discreet(round, most), at=at), slots)
    except Refusal as problem:
        raise CannotMatch(
            _("No timetable can be made of this (%(code)s).") % {"code": problem.code}
        ) from problem
    people = found.solution.problem
    return sorted(
        (Meeting(UUID(people.mentees[i]), UUID(people.mentors[j]), slot) for i, j, slot in found.meetings),
        key=lambda one: (one.slot, one.mentee),
    )


def _discreet(round: Round, most: Mapping[UUID, int]) -> Mapping[UUID, int]:
    if of_round(round) is None:
        return most
    sides = dict(Participation.objects.filter(pk__in=most).order_by().values_list("pk", "side"))
    there = Counter(sides.values())
    others = {Side.MENTEE: there[Side.MENTOR], Side.MENTOR: there[Side.MENTEE]}
    return {pk: min(count, max(1, others[Side(sides[pk])] - UNMET)) for pk, count in most.items()}


def possible(round: Round, most: Mapping[UUID, int], *, at: datetime) -> set[tuple[UUID, UUID]]:
    """The pairs (mentee, mentor) of these people who may meet as things stand now. Raises `CannotMatch`."""
    problem = _problem(round, most, at=at)
    ends = map(problem.ends, range(len(problem.score)))
    return {(UUID(problem.mentees[i]), UUID(problem.mentors[j])) for i, j in ends}


def _problem(round: Round, most: Mapping[UUID, int], *, at: datetime) -> Problem:
    frozen = freeze_for_meetings(round, most, at=at)
    if max(len(frozen["mentees"]), len(frozen["mentors"])) > MOST_PEOPLE:
        raise CannotMatch(
            _("A flash meeting takes up to %(n)d people on each side. Leave some out.") % {"n": MOST_PEOPLE}
        )
    return problem_of(round, frozen)


def problem_of(round: Round, frozen: Mapping[str, Any]) -> Problem:
    """Whom the rules allow whom of these frozen people, with the points of the round's newest run's weights.

    Raises `CannotMatch`.
    """
    newest = newest_done(round)
    policy = as_policy(newest.policy if newest else default_weights(), seed=0)
    policy = replace(policy, tiers=flash.TIERS, priority=None, new_mentors=None, floor=None, quotas=())
    mentees, mentors = as_candidates(frozen["mentees"]), as_candidates(frozen["mentors"])
    forbidden = [(mentee, mentor) for mentee, mentor in excluded(frozen)]
    try:
        return compile_problem(mentees, mentors, policy, forbidden=forbidden).problem
    except Refusal as problem:
        raise CannotMatch(
            _("The answers of the pool cannot be matched as they are (%(code)s).") % {"code": problem.code}
        ) from problem
