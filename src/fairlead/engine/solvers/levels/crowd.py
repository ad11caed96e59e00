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
Arrays: TypeAlias = tuple[Ints, Any, Ints]


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
def best_of_mentees(sparse: Arrays, lowest: int, keys: Ints, ats: Ints, flag: Flag) -> None:
    """The best arcs of each mentee; equals in an order of its own, so that they spread."""
    indptr, mentor, score = sparse
    for row in range(len(indptr) - 1):
        if flag[0] != 0:
            return
        own, floor = (row & SPREAD) * 40503, lowest
        for at in range(indptr[row], indptr[row + 1]):
            if score[at] >= floor:
                key = ((score[at] - lowest) << BITS) | ((own + mentor[at] * 30011) & SPREAD)
                floor = _offered(keys[row], ats[row], key, at, lowest)


@compiled
def best_of_mentors(sparse: Arrays, lowest: int, keys: Ints, ats: Ints, flag: Flag) -> None:
    """The best arcs of each mentor; equals in an order of its own, so that they spread."""
    indptr, mentor, score = sparse
    floor = np.full(len(keys), lowest, np.int64)
    for row in range(len(indptr) - 1):
        if flag[0] != 0:
            return
        own = (row & SPREAD) * 40503
        for at in range(indptr[row], indptr[row + 1]):
            column = mentor[at]
            if score[at] >= floor[column]:
                key = ((score[at] - lowest) << BITS) | ((own + column * 30011) & SPREAD)
                floor[column] = _offered(keys[column], ats[column], key, at, lowest)


@compiled
def violated(sparse: Arrays, prices: tuple[Ints, Ints], rows: tuple[int, int], ats: Ints, flag: Flag) -> None:
    """Of each row the arcs that exceed need and price most."""
    indptr, mentor, score = sparse
    need, price = prices
    over = np.zeros(ats.shape[1], np.int64)
    for row in range(rows[0], rows[1]):
        if flag[0] != 0:
            return
        if need[row] >= NEVER:
            continue
        over[:] = 0
        for at in range(indptr[row], indptr[row + 1]):
            exceeds = score[at] - price[mentor[at]] - need[row]
            if exceeds > over[-1]:
                _insert(over, ats[row], exceeds, at)


class Listed:
    """A source of pairs that are all listed."""

    def __init__(self, sparse: Sparse) -> None:
        self.sparse = sparse
        self.mentees, self.mentors = len(sparse.indptr) - 1, len(sparse.places)
        self.most_score = int(sparse.score.max(initial=0))
        self._arrays = (sparse.indptr, sparse.mentor, sparse.score)

    def best(self, side: str, k: int, watch: Watch | None = None, executor: Any = None) -> Found:
        """The k best pairs of everybody on a side. Raises `Cancelled`."""
        size = self.mentors if side == "mentor" else self.mentees
        keys, ats = np.full((size, k), -1, np.int64), np.full((size, k), -1, np.int64)
        lowest = int(self.sparse.score.min(initial=0))
        with (watch or NOBODY).flagged() as flag:
            kernel = best_of_mentors if side == "mentor" else best_of_mentees
            kernel(self._arrays, lowest, keys, ats, flag)
        at = ats[ats >= 0]
        if side == "mentee":
            return self._found(np.nonzero(ats >= 0)[0], at)
        return self._found(np.searchsorted(self.sparse.indptr, at, side="right") - 1, at)

    def above(
        self, need: Ints, price: Ints, most_per_row: int, watch: Watch | None = None, executor: Any = None
    ) -> Found:
        """The pairs whose score exceeds need and price, first those that do most. Raises `Cancelled`."""
        ats = np.full((self.mentees, most_per_row), -1, np.int64)
        ends = [self.mentees * part // THREADS for part in range(THREADS + 1)]
        with (watch or NOBODY).flagged() as flag, ThreadPoolExecutor(THREADS) as threads:
            parts = pairwise(ends)
            work = [threads.submit(violated, self._arrays, (need, price), part, ats, flag) for part in parts]
            for one in work:
                one.result()
        return self._found(np.nonzero(ats >= 0)[0], ats[ats >= 0])

    def scores(self, rows: Any, cols: Any) -> Ints:
        """The scores of these pairs, which must be listed."""
        return self.sparse.score[self._places(rows, cols)]

    def allowed(self, rows: Any, cols: Any) -> NDArray[np.bool_]:
        """Which of these pairs are listed."""
        return np.asarray(self._places(rows, cols) >= 0)

    def _places(self, rows: Any, cols: Any) -> Ints:
        found = np.full(len(rows), -1, np.int64)
        for place, (row, column) in enumerate(zip(rows, cols, strict=True)):
            begin, end = self.sparse.indptr[row], self.sparse.indptr[row + 1]
            at = np.flatnonzero(self.sparse.mentor[begin:end] == column)
            found[place] = begin + at[0] if at.size else -1
        return found

    def _found(self, rows: Ints, at: Ints) -> Found:
        return rows.astype(np.int32), self.sparse.mentor[at], self.sparse.score[at]
