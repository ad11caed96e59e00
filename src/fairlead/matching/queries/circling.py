"""Who sits in which mentoring circle: the round's rules and weights, what people want, and the engine."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from fairlead.engine import circles
from fairlead.engine.gathering import Gathering, Mentee, Mentor, Sizes
from fairlead.engine.model import Refusal
from fairlead.matching.queries.computing import CannotMatch
from fairlead.matching.queries.flashing import problem_of
from fairlead.matching.queries.pool import freeze_for_meetings
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Participation, Round

MOST_MENTEES, MOST_MENTORS, MOST_TIMES = circles.MOST_MENTEES, circles.MOST_MENTORS, circles.MOST_TIMES
# With more possible seats than this the worker forms the circles: a page would be slow.
AT_ONCE = 120
# What one of the areas that a mentee wants counts; the most important one counts three times as much.
WISHED = 30


@dataclass(frozen=True)
class Said:
    """What somebody has answered: at which of the times, and of a mentor how many circles."""

    times: frozenset[UUID]
    circles: int = 1


@dataclass(frozen=True)
class Circle:
    """A circle as the engine formed it: the topic is an area's name."""

    topic: str
    time: UUID
    mentors: tuple[UUID, ...]
    mentees: tuple[UUID, ...]


@dataclass(frozen=True)
class Formed:
    """The circles, and of those seated and of points: what they come to, and what nothing exceeds."""

    circles: tuple[Circle, ...]
    tiers: dict[str, tuple[int, int | None]]


def work(round: Round, said: Mapping[UUID, Said], sizes: tuple[int, int, int, int], *, at: datetime) -> int:
    """How much work it is to form circles of these people: possible seats. Raises `CannotMatch`.

    `sizes`: mentees at least and at most, mentors at least and at most.
    """
    try:
        return circles.seats(_gathering(round, said, sizes, at=at))
    except Refusal as problem:
        raise _cannot(problem) from problem


def form(
    round: Round, said: Mapping[UUID, Said], sizes: tuple[int, int, int, int], *, at: datetime
) -> Formed:
    """The best circles of these participations (see `engine.circles.form`). Raises `CannotMatch`.

    Topics are the areas that mentees want and mentors offer in their applications; points those of the
    round's newest run's weights, or of the usual ones. Nobody sits with their own partner, or with whom the
    rules, a coordinator's word or somebody's own word keep apart.
    """
    try:
        found = circles.form(_gathering(round, said, sizes, at=at))
    except Refusal as problem:
        raise _cannot(problem) from problem
    made = (
        Circle(one.topic, UUID(one.time), tuple(map(UUID, one.mentors)), tuple(map(UUID, one.mentees)))
        for one in found.circles
    )
    tiers = {one.name: (one.value, one.bound) for one in found.tiers}
    return Formed(tuple(sorted(made, key=lambda one: (one.topic, one.time, one.mentors))), tiers)


def possible(round: Round, people: Iterable[UUID], *, at: datetime) -> set[tuple[UUID, UUID]]:
    """The pairs (mentee, mentor) of these people who may sit together now. Raises `CannotMatch`."""
    problem = problem_of(round, freeze_for_meetings(round, dict.fromkeys(people, 1), at=at))
    ends = map(problem.ends, range(len(problem.score)))
    return {(UUID(problem.mentees[i]), UUID(problem.mentors[j])) for i, j in ends}


def of_one_side(said: Mapping[UUID, Said]) -> dict[UUID, Said]:
    """Without the second seat of whoever takes part on both sides: they lead, if they would lead any."""
    people = Participation.objects.filter(pk__in=said).order_by().values_list("pk", "side", "person")
    leads = {
        person for pk, side, person in people if side == Side.MENTOR and said[pk].circles and said[pk].times
    }
    return {pk: said[pk] for pk, side, person in people if side == Side.MENTOR or person not in leads}


def _gathering(
    round: Round, said: Mapping[UUID, Said], sizes: tuple[int, int, int, int], *, at: datetime
) -> Gathering:
    kept = of_one_side(said)
    frozen = freeze_for_meetings(round, dict.fromkeys(kept, 1), at=at)
    if len(frozen["mentees"]) > MOST_MENTEES or len(frozen["mentors"]) > MOST_MENTORS:
        raise CannotMatch(
            _("Circles are formed of up to %(mentees)d mentees and %(mentors)d mentors at once.")
            % {"mentees": MOST_MENTEES, "mentors": MOST_MENTORS}
        )
    problem = problem_of(round, frozen)
    times = {pk: frozenset(map(str, one.times)) for pk, one in kept.items()}
    mentors = tuple(
        Mentor(
            one["id"],
            kept[UUID(one["id"])].circles,
            frozenset(one["values"]["areas"]),
            times[UUID(one["id"])],
        )
        for one in frozen["mentors"]
    )
    mentees = tuple(
        Mentee(
            one["id"],
            {area: WISHED * count * problem.scale for area, count in one["values"]["importance"].items()},
            times[UUID(one["id"])],
        )
        for one in frozen["mentees"]
    )
    ends = (problem.ends(pair) for pair in range(len(problem.score)))
    points = {
        (problem.mentees[i], problem.mentors[j]): int(score)
        for (i, j), score in zip(ends, problem.score, strict=True)
    }
    return Gathering(mentors, mentees, points, Sizes(*sizes))


def _cannot(problem: Refusal) -> CannotMatch:
    if problem.code == "not_solvable":
        return CannotMatch(_("There are too many possible circles. Offer fewer times, or ask in two groups."))
    return CannotMatch(_("No circles can be formed of this (%(code)s).") % {"code": problem.code})
