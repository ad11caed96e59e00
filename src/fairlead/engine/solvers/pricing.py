"""Solve a few pairs, certify all: candidates, exact solve, price every pair, add what is violated, solve on.

The prices of a sparse optimum either prove that no pair left out could improve it, or name the pairs that
could. Lee & Orlin 1993, "QuickMatch: a very fast algorithm for the assignment problem"; the bound at every
stop is weak duality.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from fairlead.engine.given import Found, Indices, Ints, Source
from fairlead.engine.planning import CROWD
from fairlead.engine.solvers.levels import Assigned, Sparse, best
from fairlead.engine.solvers.levels.crowd import NEVER, Listed
from fairlead.engine.solvers.merging import merged
from fairlead.engine.watching import NOBODY, Watch

EACH_SIDE = 16
ADDED = 8
SIDES = ("mentee", "mentor")
AMPLE, SCARCE = 1.3, 0.8


@dataclass(frozen=True, eq=False)
class Priced:
    """The best matching over all pairs of a source.

    `sparse` are the pairs listed in the end, `assigned` the mentors made of them, with prices that are valid
    over *all* pairs of the source. `gap` is how far the total (a matched mentee counts `assigned.big`) may be
    from the best possible: 0 when proven best. `rounds` of pricing were needed.
    """

    sparse: Sparse
    assigned: Assigned
    gap: int
    rounds: int


def solve(
    source: Source,
    places: Ints,
    *,
    each_side: int = EACH_SIDE,
    listed: Found | None = None,
    start: Assigned | None = None,
    big: int = 0,
    enough: Callable[[int], bool] | None = None,
    watch: Watch | None = None,
    executor: Any = None,
) -> Priced:
    """Most mentees matched, then the greatest total score, over all pairs that the source knows.

    `places` (m,) says how many mentees a mentor has at most. `each_side` candidates of everybody are listed
    first, and `listed` pairs (rows, columns, scores); `start` is an answer to a similar problem.
    A matched mentee counts `big` at least, for sources that have greater scores or scores below 0 than those
    listed. `enough(rounds)`, asked after each round, may stop with a gap. Raises `Cancelled`.
    """
    watch = watch or NOBODY
    found = [listed] if listed is not None else []
    found += [
        source.best(side, each_side, watch, executor) for side in _choosing(source, places) if each_side
    ]
    sparse = _sparse(source, places, found, watch)
    del found
    assigned = _raised(best(sparse, start=start, watch=watch), big)
    rounds, priced = 0, _Before.nothing(source)
    while True:
        rounds += 1
        need, price = assigned.mentee_price - assigned.big, assigned.mentor_price
        ask = priced.asked(need, price, assigned.big)
        more = source.above(np.where(ask, need, NEVER), price, ADDED, watch, executor)
        if not len(more[0]) or (enough is not None and enough(rounds)):
            return _ended(sparse, assigned, more, rounds)
        priced = _Before.of(source, assigned, more[0])
        sparse = _sparse(source, places, [_pairs(sparse), more], watch)
        assigned = _raised(best(sparse, start=assigned, watch=watch), big)


def _choosing(source: Source, places: Ints) -> tuple[str, ...]:
    """Whose candidates are listed first: of those who have the choice, of both sides where neither has.

    Where there are places enough the mentees choose, where they are short the mentors, unless there are
    more places with one mentor than candidates. It saves time alone: what is missing is found by pricing.
    """
    usable = np.minimum(places, source.mentees)
    total, widest = int(usable.sum()), int(usable.max(initial=0))
    if total >= AMPLE * source.mentees:
        return ("mentee",)
    return ("mentor",) if total <= SCARCE * source.mentees and widest <= EACH_SIDE // 2 else SIDES


def _raised(assigned: Assigned, big: int) -> Assigned:
    """The same where a matched mentee counts at least `big`: whoever chooses stands so much higher."""
    more, half = max(0, big - assigned.big), assigned.big // 2
    mentee_price, mentor_price = (
        np.where(price < half, price, price + more)
        for price in (assigned.mentee_price, assigned.mentor_price)
    )
    return Assigned(assigned.mentor, mentee_price, mentor_price, assigned.big + more)


def best_of_listed(sparse: Sparse, *, start: Assigned | None = None, watch: Watch | None = None) -> Assigned:
    """The same as `levels.best`, by pricing where most of the many listed pairs can be left aside.

    `start` is an answer to a similar problem, as there. Raises `Cancelled`.
    """
    people = len(sparse.indptr) - 1 + len(sparse.places)
    if start is not None or len(sparse.mentor) <= CROWD * people:
        return best(sparse, start=start, watch=watch)
    highest = int(np.abs(sparse.score).max())
    big = big_enough(len(sparse.indptr) - 1, sparse.places, highest)
    return solve(Listed(sparse), sparse.places, big=big, watch=watch).assigned


def big_enough(mentees: int, places: Ints, largest: int) -> int:
    """What a matched mentee counts so that it outweighs all scores; none is beyond `largest` either way."""
    return 2 * ((min(mentees, int(places.sum())) + 1) * largest + 1)


@dataclass(frozen=True, eq=False)
class _Before:
    """What the last round priced: each part's prices, and whose pairs were found wanting."""

    need: Ints
    price: Ints
    short: Any
    again: Any

    @staticmethod
    def nothing(source: Source) -> _Before:
        size, width = source.mentees, source.mentors
        none = np.zeros(width, dtype=bool)
        return _Before(np.zeros(size, np.int64), np.zeros(width, np.int64), none, np.ones(size, dtype=bool))

    @staticmethod
    def of(source: Source, assigned: Assigned, rows: Indices) -> _Before:
        again = np.zeros(source.mentees, dtype=bool)
        again[rows] = True
        short = assigned.mentor_price >= assigned.big // 2
        return _Before(*_levelled(assigned.mentee_price, assigned.mentor_price, assigned.big), short, again)

    def asked(self, need: Ints, price: Ints, big: int) -> Any:
        """The rows that may have a violated pair: all, unless no mentor has become cheaper."""
        need, price = _levelled(need + big, price, big)
        if np.any(price < self.price) or self.again.all():
            return np.ones(len(need), dtype=bool)
        return self.again | (need < self.need)


def _levelled(mentee_price: Ints, mentor_price: Ints, big: int) -> tuple[Ints, Ints]:
    """Need and price with one and the same `big`, so that those of two rounds can be compared."""
    need = np.where(mentee_price < big // 2, mentee_price - NEVER, mentee_price - big)
    return need, np.where(mentor_price < big // 2, mentor_price, mentor_price - big + NEVER)


def _sparse(source: Source, places: Ints, found: list[Found], watch: Watch) -> Sparse:
    """The pairs as rows, each once."""
    return Sparse(*merged(source.mentees, found, watch), places.astype(np.int64))


def _pairs(sparse: Sparse) -> Found:
    rows = np.repeat(np.arange(len(sparse.indptr) - 1, dtype=np.int32), np.diff(sparse.indptr))
    return rows, sparse.mentor, sparse.score


def _ended(sparse: Sparse, assigned: Assigned, found: Found, rounds: int) -> Priced:
    """The answer with prices raised until no pair is violated, and the gap that this leaves."""
    rows, columns, scores = found
    mentee_price = assigned.mentee_price.copy()
    np.maximum.at(mentee_price, rows, assigned.big + scores - assigned.mentor_price[columns])
    gap = sum((mentee_price - assigned.mentee_price).tolist())
    raised = Assigned(assigned.mentor, mentee_price, assigned.mentor_price, assigned.big)
    return Priced(sparse, raised, gap, rounds)
