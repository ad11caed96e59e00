"""Mentoring circles: one or two mentors and several mentees, a topic that all share, a time they all have.

Which circles there are and who sits in which is one integer programme, solved by HiGHS tier by tier.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from math import floor

import numpy as np
from scipy.optimize import OptimizeResult

from fairlead.engine.check_circles import violations
from fairlead.engine.circle_model import MOST_SEATS, Floats, Model, Possible
from fairlead.engine.gathering import Formed, Gathering, Mentee, Reached, broken
from fairlead.engine.model import NotProven, NotSolvable

MOST_MENTEES, MOST_MENTORS, MOST_TIMES = 200, 40, 12
NEAR = 1e-6
TIERS = ("seated", "points", "squares")


def form(given: Gathering) -> Formed:
    """The best circles: most mentees seated, then most points, then the most even sizes.

    The last, the least sum of the squares of the sizes, is settled with these circles and points.

    A mentee sits in one circle at most, of a topic she wishes and a time she has, with no mentor whom the
    rules forbid her; a mentor leads as many as he would, one at a time. Each tier has a bound that
    nothing exceeds: where it equals the value, the tier is exact. The order of people changes nothing.

    Raises `BrokenProblem`; `NotSolvable` beyond 200 mentees, 40 mentors, 12 times or 8,000 possible
    seats (see `seats`); `NotProven` should the independent check find anything.
    """
    mentees, possible = _listed(given)
    found = _solved(Model(given, mentees, possible)) if possible else _nothing()
    wrong = violations(given, found)
    if wrong:
        raise NotProven(findings=tuple(wrong))
    return found


def seats(given: Gathering) -> int:
    """How many possible seats there are (a mentee in a possible circle): by what the work grows.

    Raises as `form`.
    """
    _mentees, possible = _listed(given)
    return sum(len(one.seats) for one in possible)


def _listed(given: Gathering) -> tuple[list[Mentee], list[Possible]]:
    """Mentees in order and every possible circle; with one mentor only where two make too many of them."""
    broken(given)
    times = {time for mentor in given.mentors for time in mentor.times}
    times |= {time for mentee in given.mentees for time in mentee.times}
    sides = (len(given.mentees), len(given.mentors), len(times))
    if any(size > most for size, most in zip(sides, (MOST_MENTEES, MOST_MENTORS, MOST_TIMES), strict=True)):
        raise NotSolvable(what="circles", size=max(sides))
    mentees = sorted(given.mentees, key=lambda one: one.id)
    found: list[Possible] = []
    room = MOST_SEATS
    for count in range(given.sizes.mentors_least, given.sizes.mentors_most + 1):
        more = list(_possible(given, mentees, count))
        room -= sum(len(one.seats) for one in more)
        if room < 0 and count > given.sizes.mentors_least:
            break
        if room < 0:
            raise NotSolvable(what="circles", size=MOST_SEATS - room)
        found += more
    return mentees, found


def _nothing() -> Formed:
    return Formed((), tuple(Reached(name, 0, 0) for name in TIERS))


def _possible(given: Gathering, mentees: Sequence[Mentee], count: int) -> Iterator[Possible]:
    """Every circle of so many mentors with enough mentees, in one order whatever the order of people."""
    sizes = given.sizes
    leads = [one for one in sorted(given.mentors, key=lambda one: one.id) if one.circles > 0]
    wishing: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, mentee in enumerate(mentees):
        for topic in mentee.wishes:
            for time in mentee.times:
                wishing[topic, time].append(position)
    for some in combinations(leads, count):
        topics = sorted(frozenset.intersection(*(one.topics for one in some)))
        times = sorted(frozenset.intersection(*(one.times for one in some)))
        ids = tuple(one.id for one in some)
        for topic, time in ((topic, time) for topic in topics for time in times):
            there = [(one, _points(given, mentees[one], topic, ids)) for one in wishing[topic, time]]
            held = tuple((one, points) for one, points in there if points is not None)
            if len(held) >= sizes.least:
                yield Possible(topic, time, ids, held)


def _points(given: Gathering, mentee: Mentee, topic: str, mentors: Sequence[str]) -> int | None:
    """What it counts that she sits there; None where a rule forbids it."""
    parts = [given.points.get((mentee.id, mentor)) for mentor in mentors]
    known = [part for part in parts if part is not None]
    return None if len(known) < len(parts) else mentee.wishes[topic] + sum(known)


def _solved(model: Model) -> Formed:
    """First the most seated; then, with as many seated, their points; who sits where is settled at last."""
    first = model.asked(model.seated, None)
    bound = min(_bound(first, model.reachable), model.reachable)
    there = _open(model, first)
    x = None if there is None else model.seats_for(there, None)
    if x is None:
        return Formed(
            (), (Reached("seated", 0, bound), Reached("points", 0, None), Reached("squares", 0, None))
        )
    seated = round(float(model.seated @ x))
    second = model.asked(model.by_points, seated)
    tried = [x] + [
        better
        for one in (there, _open(model, second))
        if one is not None and (better := model.seats_for(one, seated)) is not None
    ]
    x = max(tried, key=lambda one: float(model.by_points @ one))
    circles = model.read(x)
    points, squares = round(float(model.by_points @ x)), sum(len(one.mentees) ** 2 for one in circles)
    return Formed(
        circles,
        (
            Reached("seated", seated, max(seated, bound)),
            Reached("points", points, max(points, _bound(second, model.most_points))),
            Reached("squares", squares, squares),
        ),
    )


def _open(model: Model, found: OptimizeResult) -> Floats | None:
    return None if found.x is None else np.asarray(found.x[: model.circles])


def _bound(found: OptimizeResult, otherwise: int) -> int:
    """What no solution exceeds, as HiGHS has it; rewards are whole numbers, so the bound is rounded down."""
    value = found.get("mip_dual_bound")
    if value is None or not np.isfinite(value):
        return otherwise
    return min(otherwise, floor(-float(value) + max(NEAR, abs(float(value)) * 1e-9)))
