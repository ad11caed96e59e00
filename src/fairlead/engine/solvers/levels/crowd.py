"""Many listed pairs a person: by scanning, the best few of everybody and what prices do not rule out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.given import Found, Ints
from fairlead.engine.numba_door import compiled
from fairlead.engine.solvers.levels.shapes import Sparse
from fairlead.engine.watching import NOBODY, Flag, Watch

THREADS = 2
SPREAD, BITS = 0xFFFFF, 20
NEVER = 1 << 60
Arrays: TypeAlias = tuple[Ints, Ints, Any, Ints]
Ranks: TypeAlias = tuple[Ints, Ints]
MOST_OVER = 1 << 42


@compiled
def _insert(keys: Ints, ats: Ints, key: int, at: int) -> None:
    """Into a list of the best, best first: the last one falls out."""
    place = len(keys) - 1
    while place > 0 and keys[place - 1] < key:
        keys[place], ats[place] = keys[place - 1], ats[place - 1]
        place -= 1
    keys[place], ats[place] = key, at


@compiled
def _offered(keys: Ints, ats: Ints, key: int, at: int, lowest: int) -> int:
    """Insert if it is among the best; the score below which nothing more is to be offered."""
    if key > keys[-1]:
        _insert(keys, ats, key, at)
    floor: int = (keys[-1] >> BITS) + lowest
    return floor


@compiled
def best_of_mentees(sparse: Arrays, ranks: Ranks, lowest: int, keys: Ints, ats: Ints, flag: Flag) -> None:
    """The best arcs of each mentee; equals in an order of its own, so that they spread."""
    begin, end, mentor, score = sparse
    for row in range(len(begin)):
        if flag[0] != 0:
            return
        own, floor = (ranks[0][row] & SPREAD) * 40503, lowest
        for at in range(begin[row], end[row]):
            if score[at] >= floor:
                tie = (own + ranks[1][mentor[at]] * 30011) & SPREAD
                key = ((score[at] - lowest) << BITS) | tie
                floor = _offered(keys[row], ats[row], key, at, lowest)


@compiled
def best_of_mentors(sparse: Arrays, ranks: Ranks, lowest: int, keys: Ints, ats: Ints, flag: Flag) -> None:
    """The best arcs of each mentor; equals in an order of its own, so that they spread."""
    begin, end, mentor, score = sparse
    floor = np.full(len(keys), lowest, np.int64)
    for row in range(len(begin)):
        if flag[0] != 0:
            return
        own = (ranks[0][row] & SPREAD) * 40503
        for at in range(begin[row], end[row]):
            column = mentor[at]
            if score[at] >= floor[column]:
                key = ((score[at] - lowest) << BITS) | ((own + ranks[1][column] * 30011) & SPREAD)
                floor[column] = _offered(keys[column], ats[column], key, at, lowest)


@compiled
def violated(
    sparse: Arrays, ranks: Ranks, prices: tuple[Ints, Ints], rows: tuple[int, int], ats: Ints, flag: Flag
) -> None:
    """Of each row the arcs that exceed need and price most."""
    begin, end, mentor, score = sparse
    need, price = prices
    over = np.zeros(ats.shape[1], np.int64)
    for row in range(rows[0], rows[1]):
        if flag[0] != 0:
            return
        if need[row] >= NEVER:
            continue
        over[:] = 0
        own = (ranks[0][row] & SPREAD) * 40503
        for at in range(begin[row], end[row]):
            exceeds = score[at] - price[mentor[at]] - need[row]
            if exceeds > 0:
                tie = (own + ranks[1][mentor[at]] * 30011) & SPREAD
                key = (min(exceeds, MOST_OVER) << BITS) | tie
                if key > over[-1]:
                    _insert(over, ats[row], key, at)


class Listed:
    """A source of pairs that are all listed, in whatever order people and pairs come.

    `ranks` are everybody's places in canonical order (without: as they come); these are the numbers by which
    people are asked for and told. Mentees who are `shut` (n,) have no pairs. No score is below `lowest`.
    """

    def __init__(
        self, sparse: Sparse, ranks: Ranks | None = None, shut: Any = None, lowest: int | None = None
    ) -> None:
        self.sparse = sparse
        self.lowest = int(sparse.score.min(initial=0)) if lowest is None else lowest
        self.mentees, self.mentors = len(sparse.indptr) - 1, len(sparse.places)
        self.ranks = ranks or (np.arange(self.mentees), np.arange(self.mentors))
        begin, end = sparse.indptr[:-1], sparse.indptr[1:]
        self._arrays = (
            begin,
            end if shut is None else np.where(shut, begin, end),
            sparse.mentor,
            sparse.score,
        )

    def best(self, side: str, k: int, watch: Watch | None = None, executor: Any = None) -> Found:
        """The k best pairs of everybody on a side. Raises `Cancelled`."""
        size = self.mentors if side == "mentor" else self.mentees
        keys, ats = np.full((size, k), -1, np.int64), np.full((size, k), -1, np.int64)
        with (watch or NOBODY).flagged() as flag:
            kernel = best_of_mentors if side == "mentor" else best_of_mentees
            kernel(self._arrays, self.ranks, self.lowest, keys, ats, flag)
        at = ats[ats >= 0]
        if side == "mentee":
            return self._found(np.nonzero(ats >= 0)[0], at)
        return self._found(np.searchsorted(self.sparse.indptr, at, side="right") - 1, at)

    def above(
        self, need: Ints, price: Ints, most_per_row: int, watch: Watch | None = None, executor: Any = None
    ) -> Found:
        """The pairs whose score exceeds need and price, first those that do most. Raises `Cancelled`."""
        ats = np.full((self.mentees, most_per_row), -1, np.int64)
        prices = need[self.ranks[0]], price[self.ranks[1]]
        ends = [self.mentees * part // THREADS for part in range(THREADS + 1)]
        with (watch or NOBODY).flagged() as flag, ThreadPoolExecutor(THREADS) as threads:
            given = self._arrays, self.ranks, prices
            work = [threads.submit(violated, *given, part, ats, flag) for part in pairwise(ends)]
            for one in work:
                one.result()
        return self._found(np.nonzero(ats >= 0)[0], ats[ats >= 0])

    @property
    def most_score(self) -> int:
        """A score that no pair exceeds."""
        return int(self.sparse.score.max(initial=0))

    def scores(self, rows: Any, cols: Any) -> Ints:
        """The scores of these pairs, which must be listed."""
        return self.sparse.score[self._places(rows, cols)]

    def allowed(self, rows: Any, cols: Any) -> NDArray[np.bool_]:
        """Which of these pairs are listed."""
        return np.asarray(self._places(rows, cols) >= 0)

    def _places(self, rows: Any, cols: Any) -> Ints:
        found = np.full(len(rows), -1, np.int64)
        mentees, mentors = (np.argsort(one) for one in self.ranks)
        for place, (row, column) in enumerate(zip(mentees[rows], mentors[cols], strict=True)):
            begin, end = self.sparse.indptr[row], self.sparse.indptr[row + 1]
            at = np.flatnonzero(self.sparse.mentor[begin:end] == column)
            found[place] = begin + at[0] if at.size else -1
        return found

    def _found(self, rows: Ints, at: Ints) -> Found:
        columns = self.ranks[1][self.sparse.mentor[at]]
        return self.ranks[0][rows].astype(np.int32), columns.astype(np.int32), self.sparse.score[at]
