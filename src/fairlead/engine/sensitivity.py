"""How far one weight may change before other pairs are the best, exact over whole weights.

With all else fixed, the best total score is the greatest of one straight line for each pairing, so it is
convex in the weight: pairs that are best at two weights are best at all between (Gusfield, Sensitivity
analysis for combinatorial optimization, 1980). That holds where scores grow in equal steps with the weight
and no tier but "score" looks at them. Where points are rounded, or the tiers "worst" and "leximin" count,
every weight within the range is solved. Either way known pairings narrow the range first: a weight at which
one of them is better needs no solve.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.counting import tier_values
from fairlead.engine.model import Ints, Objective, Problem, Solution, Status
from fairlead.engine.solvers import solve
from fairlead.engine.watching import NOBODY, Watch

KEPT = "kept"
BY_SCORE = frozenset({"worst", "leximin"})


@dataclass(frozen=True)
class Beyond:
    """What is best just outside the range: at which weight, how many mentees then have other mentors."""

    weight: int
    changed: int


@dataclass(frozen=True)
class Span:
    """The weights from `low` to `high` at which the pairs stay the best; `solves` is how many it took.

    `below` and `above` say what comes next, None at the end of all weights. `proven`: without it the search
    was stopped; the pairs stay the best from `low` to `high`, and perhaps further.
    """

    low: int
    high: int
    below: Beyond | None
    above: Beyond | None
    solves: int
    proven: bool = True


class Stopped(Exception):
    """So many solves were made as were allowed, or one was not proven."""


class Weighing:
    """One weight's question: the scores at every weight, the pairs asked about, and what is known."""

    def __init__(
        self,
        problem: Problem,
        objective: Objective,
        scores: Callable[[int], Ints],
        pairs: tuple[int, ...],
        *,
        weights: range,
        most_solves: int,
        watch: Watch,
    ) -> None:
        self.problem, self.objective, self.scores = problem, objective, scores
        self.pairs, self.weights, self.most_solves, self.watch = pairs, weights, most_solves, watch
        self.solves = 0
        self.linear = not BY_SCORE & set(objective.tiers) and _is_linear(scores, weights)
        self.known: list[tuple[int, ...]] = []
        self.solved: dict[int, Solution] = {}

    def at(self, weight: int) -> Problem:
        """The problem with this weight."""
        return replace(self.problem, score=self.scores(weight))

    def best_at(self, weight: int) -> Solution:
        """The best pairs with this weight, of all the best ones those that change least. Raises `Stopped`."""
        if weight not in self.solved:
            if self.solves >= self.most_solves:
                raise Stopped
            self.solves += 1
            problem, objective = self.at(weight), self.objective
            if KEPT not in objective.tiers:
                problem = replace(problem, base=tuple(problem.ends(pair) for pair in self.pairs))
                objective = replace(objective, order=(*objective.tiers, KEPT))
            found = solve(problem, objective, watch=self.watch)
            if found.status is not Status.OPTIMAL:
                raise Stopped
            self.solved[weight] = found
            self.known.append(found.pairs)
        return self.solved[weight]

    def stays(self, weight: int) -> bool:
        """Whether the pairs are the best with this weight. Raises `Stopped`."""
        problem = self.at(weight)
        own = tier_values(problem, self.objective, self.pairs)
        if any(tier_values(problem, self.objective, other) > own for other in self.known):
            return False
        return own == tier_values(problem, self.objective, self.best_at(weight).pairs)

    def end(self, start: int, way: int) -> tuple[int, int | None]:
        """The furthest weight from `start` on this way up to which the pairs stay the best, and the next one.

        None: there is none. Raises `Stopped`.
        """
        last = self.weights[-1] if way > 0 else self.weights[0]
        if start == last:
            return start, None
        if self.linear:
            return self._narrowed(start, last, way)
        self.stays(last)
        for weight in range(start + way, last + way, way):
            if not self.stays(weight):
                return weight - way, weight
        return last, None

    def _narrowed(self, start: int, last: int, way: int) -> tuple[int, int | None]:
        """From the far end towards the start: the first weight at which the pairs are the best."""
        place, beyond = last, None
        while place != start and not self.stays(place):
            place, beyond = place - way, place
        return place, beyond

    def beyond(self, weight: int | None) -> Beyond | None:
        """How many mentees have other mentors with this weight. Raises `Stopped`."""
        if weight is None:
            return None
        made, found = set(self.pairs), set(self.best_at(weight).pairs)
        mentees: NDArray[np.int32] = np.unique(self.problem.pair_mentee[sorted(made ^ found)])
        return Beyond(weight, len(mentees))


def _is_linear(scores: Callable[[int], Ints], weights: range) -> bool:
    """Whether every score grows by the same with each step of the weight."""
    step: Ints | None = None
    before = scores(weights[0])
    for weight in weights[1:]:
        after = scores(weight)
        if step is not None and not (after - before == step).all():
            return False
        step, before = after - before, after
    return True


def span(
    problem: Problem,
    objective: Objective,
    scores: Callable[[int], Ints],
    pairs: tuple[int, ...],
    *,
    now: int,
    weights: range = range(101),
    most_solves: int = 200,
    watch: Watch | None = None,
) -> Span:
    """The range of one weight around `now` in which these pairs stay the best, as far as `weights` go.

    `scores(weight)` are the scores (pairs,) with that weight on the problem's scale, in the order of the
    problem's pairs; at `now` the pairs are the best. After `most_solves` the search ends with what is proven.
    Raises what `solve` raises.
    """
    question = Weighing(
        problem,
        objective,
        scores,
        pairs,
        weights=weights,
        most_solves=most_solves,
        watch=watch or NOBODY,
    )
    ends: list[int] = []
    outside: list[Beyond | None] = []
    proven = True
    for way in (-1, 1):
        try:
            end, beyond = question.end(now, way)
            ends.append(end)
            outside.append(question.beyond(beyond))
        except Stopped:
            proven = False
            ends, outside = [*ends[: len(outside)], _reached(question, now, way)], [*outside, None]
    return Span(ends[0], ends[1], outside[0], outside[1], question.solves, proven)


def _reached(question: Weighing, now: int, way: int) -> int:
    """How far the pairs are known to stay the best where the search was stopped."""
    weight = now
    while weight + way in question.solved and question.stays(weight + way):
        weight += way
    return weight
