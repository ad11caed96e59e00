"""How fair a result is and could be: the frontier of the worst-off, the profile of scores, groups of people.

Nothing here decides; it shows what each step of fairness costs, and somebody chooses.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.floors import above, with_floor
from fairlead.engine.model import BrokenProblem, Ints, NotSolvable, Objective, Problem, Solution, Status
from fairlead.engine.solvers import solve
from fairlead.engine.watching import NOBODY, Watch

MOST_SOLVES = 64
SMALLEST_GROUP = 5
SIZES_OPEN = 3
Solver = Callable[[Problem, Objective], Solution]


@dataclass(frozen=True)
class FrontierPoint:
    """The best pairing in which no pair scores below `floor`, by the objective asked for.

    `worst` is the lowest score of a pair that is made in it and not locked (None if there is none).
    `mentees_less` and `score_less`: what it takes away from the point before it (0 at the first; the score
    may also gain where mentees are lost). `pairs` are positions in the problem asked about. `values`: what it
    reaches in each tier. The same objective on the problem of `with_floor(problem, floor)` takes this point
    again.
    """

    floor: int
    worst: int | None
    mentees: int
    score: int
    pairs: tuple[int, ...]
    mentees_less: int = 0
    score_less: int = 0
    values: tuple[int, ...] = ()


@dataclass(frozen=True)
class Frontier:
    """The points worth choosing from, the lowest worst score first; none is as good as another in all.

    `complete`: no point is left out. Otherwise the work was cut short: every point is still the best one
    above its floor, but between two of them there may be more, or a higher worst score for nothing.
    `proven`: every point is certified; otherwise some solve ended without a proof, and better may exist.
    """

    points: tuple[FrontierPoint, ...]
    complete: bool
    solves: int
    proven: bool = True


@dataclass(frozen=True)
class GroupFigures:
    """What a group of people has; `hidden`: no figures are told, as they could betray single people."""

    group: str
    hidden: bool
    people: int = 0
    with_partner: int = 0
    with_allowed_pair: int = 0
    pairs: int = 0
    total_score: int = 0


def frontier(
    problem: Problem,
    objective: Objective | None = None,
    *,
    seed: int = 0,
    most_solves: int = MOST_SOLVES,
    solver: Solver = solve,
    watch: Watch = NOBODY,
) -> Frontier:
    """What it costs to raise the worst score that a pair may have, step by step, each step solved.

    Without an objective it is most mentees first, then the total score. One solve settles all floors up to
    the worst score it reaches; between two floors with equal figures nothing is worth choosing, so the floors
    are halved and halved again (about points x log2(scores) solves, at most `most_solves`). The watch hears
    how many of these are made. Raises `NotSolvable` for a problem that does not list all its pairs.
    """
    if problem.source is not None:
        raise NotSolvable(what="source")
    search = _Search(problem, objective or Objective(seed=seed, order=("mentees", "score")), solver)
    search.run(most_solves, watch)
    found = [one for one in search.found.values() if not any(map(_beats(one), search.found.values()))]
    found.sort(key=lambda one: one.floor)
    steps = [
        replace(one, mentees_less=before.mentees - one.mentees, score_less=before.score - one.score)
        for before, one in pairwise(found)
    ]
    return Frontier((*found[:1], *steps), not search.open, search.solves, search.proven)


class _Search:
    """Floors settled one by one: in `open`, a settled floor, and the place of a higher settled one."""

    def __init__(self, problem: Problem, objective: Objective, solver: Solver) -> None:
        self.problem, self.objective, self.solver = problem, objective, solver
        self.free = np.ones(len(problem.score), dtype=bool)
        self.free[list(problem.locked_pairs)] = False
        self.levels: list[int] = sorted(set(problem.score[self.free].tolist())) or [0]
        self.found: dict[tuple[int | None, tuple[int, ...]], FrontierPoint] = {}
        self.open: deque[tuple[FrontierPoint, int, FrontierPoint | None]] = deque()
        self.solves, self.proven = 0, True

    def run(self, most_solves: int, watch: Watch) -> None:
        """Settle the lowest floor, the highest, and what lies between as long as it may hold a point."""
        highest = len(self.levels) - 1
        lowest = self._settle(0)
        if lowest is None:
            return
        if self._reach(lowest) < highest:
            self._look_between(lowest, highest, self._settle(highest))
        while self.open and self.solves < most_solves:
            watch.check()
            watch.progress("frontier", self.solves / most_solves)
            low, place, high = self.open.popleft()
            middle = (self._reach(low) + 1 + place) // 2
            point = self._settle(middle)
            self._look_between(low, middle, point)
            if point is not None:
                self._look_between(point, place, high)

    def _settle(self, place: int) -> FrontierPoint | None:
        """The best pairing above one floor, None if the limits cannot be kept there."""
        floor = self.levels[place]
        self.solves += 1
        solution = self.solver(with_floor(self.problem, floor), self.objective)
        if solution.status is Status.INFEASIBLE:
            return None
        self.proven = self.proven and solution.status is Status.OPTIMAL
        pairs = above(self.problem, floor)[list(solution.pairs)]
        worst = min(self.problem.score[pairs[self.free[pairs]]].tolist(), default=None)
        point = FrontierPoint(
            floor=floor if worst is None else worst,
            worst=worst,
            mentees=len(np.unique(self.problem.pair_mentee[pairs])),
            score=sum(self.problem.score[pairs].tolist()),
            pairs=tuple(pairs.tolist()),
            values=tuple(tier.value for tier in solution.tiers),
        )
        self.found[worst, point.values] = point
        return point

    def _reach(self, point: FrontierPoint) -> int:
        """The place of the highest floor that the point's pairing keeps."""
        return len(self.levels) - 1 if point.worst is None else self.levels.index(point.worst)

    def _look_between(self, low: FrontierPoint, place: int, high: FrontierPoint | None) -> None:
        equal = high is not None and low.values == high.values
        if self._reach(low) + 1 < place and not equal:
            self.open.append((low, place, high))


def _beats(one: FrontierPoint) -> Callable[[FrontierPoint], bool]:
    """Whether another point is as good as this one in everything and better in something.

    Tiers are compared in their order. Whoever has the higher floor has the fewer pairs to choose from and
    so reaches no more in that order; equal in it, the higher worst score is better.
    """

    worst = _worst(one)

    def beats(other: FrontierPoint) -> bool:
        as_good = _worst(other) >= worst and other.values >= one.values
        return as_good and (_worst(other) > worst or other.values > one.values)

    return beats


def _worst(point: FrontierPoint) -> float | int:
    return math.inf if point.worst is None else point.worst


def profile(problem: Problem, pairs: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """How many pairs are made at each score, the lowest first: what the tier "leximin" compares."""
    scores, counts = np.unique(problem.score[list(pairs)], return_counts=True)
    return tuple(zip(scores.tolist(), counts.tolist(), strict=True))


def by_group(
    problem: Problem,
    pairs: Sequence[int],
    side: str,
    groups: Mapping[str, Sequence[int]],
    *,
    smallest: int = SMALLEST_GROUP,
) -> tuple[GroupFigures, ...]:
    """What groups of the people of a side have, by their positions; nobody may be in two groups.

    A group of fewer than `smallest` people is hidden. So that nobody can subtract what is shown from what
    is known of all, the next smallest groups are hidden too until the people hidden, together with those
    in no group, are at least as many, and each small group could have three sizes or more. Raises
    `BrokenProblem`.
    """
    size = len(getattr(problem, f"{side}s"))
    members = [one for some in groups.values() for one in some]
    if len(set(members)) != len(members) or any(not 0 <= one < size for one in members):
        raise BrokenProblem(what="groups", expected=f"each position below {size} at most once")
    hidden = _hidden({name: len(some) for name, some in groups.items()}, size, smallest)
    ends: Ints = getattr(problem, f"pair_{side}")
    made = np.zeros(len(problem.score), dtype=bool)
    made[list(pairs)] = True
    return tuple(
        GroupFigures(name, hidden=True) if name in hidden else _figures(problem, name, some, ends, made)
        for name, some in groups.items()
    )


def _figures(
    problem: Problem, name: str, members: Sequence[int], ends: Ints, made: NDArray[np.bool_]
) -> GroupFigures:
    own = np.isin(ends, list(members))
    paired = own & made
    return GroupFigures(
        group=name,
        hidden=False,
        people=len(members),
        with_partner=len(np.unique(ends[paired])),
        with_allowed_pair=len(np.unique(ends[own])),
        pairs=int(paired.sum()),
        total_score=sum(problem.score[paired].tolist()),
    )


def _hidden(sizes: Mapping[str, int], people: int, smallest: int) -> set[str]:
    hidden = {name for name, size in sizes.items() if size < smallest}
    for name in sorted(sizes, key=lambda one: (sizes[one], one)):
        if name not in hidden and not _withstands([sizes[one] for one in hidden], sizes, people, smallest):
            hidden.add(name)
    return hidden


def _withstands(hidden: Sequence[int], sizes: Mapping[str, int], people: int, smallest: int) -> bool:
    """Whether what is shown leaves the sizes of the hidden groups open.

    Whoever subtracts knows how many people are hidden, and that each group hidden has somebody, fewer than
    `smallest` if all hidden ones are small.
    """
    outside = people - sum(sizes.values())
    parts = [size for size in (*hidden, outside) if size]
    unseen = sum(parts)
    if not unseen:
        return True
    all_small = not outside and max(parts) < smallest
    most = smallest - 1 if all_small else unseen
    highest = min(most, unseen - len(parts) + 1)
    lowest = max(1, unseen - most * (len(parts) - 1)) if len(parts) > 1 else unseen
    return unseen >= smallest and (len(parts) == 1 or highest - lowest + 1 >= SIZES_OPEN)
