"""The same doors over pairs that are all listed, for problems given as scores."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.given import Found, Ints
from fairlead.engine.sources.ties import chosen, starts
from fairlead.engine.watching import NOBODY, Watch

ROWS_BETWEEN_LOOKS = 1024


class ListedSource:
    """Pairs given as arrays (E,) of mentee, mentor and score, each pair once (see `given.Source`).

    `ranks` order the people of both sides for ties.
    """

    def __init__(
        self,
        size: tuple[int, int],
        pair_mentee: Any,
        pair_mentor: Any,
        score: Any,
        *,
        ranks: tuple[Ints, Ints] | None = None,
    ) -> None:
        self.mentees, self.mentors = size
        rows, cols = np.asarray(pair_mentee, dtype=np.int64), np.asarray(pair_mentor, dtype=np.int64)
        order = np.lexsort((cols, rows))
        self._rows, self._cols = rows[order], cols[order]
        self._score = np.asarray(score, dtype=np.int64)[order]
        self._keys = self._rows * max(1, self.mentors) + self._cols
        self._ranks = ranks or (np.arange(self.mentees), np.arange(self.mentors))

    @property
    def most_score(self) -> int:
        """The highest score, 0 if there is no pair."""
        return int(self._score.max()) if len(self._score) else 0

    def best(self, side: str, k: int, watch: Watch | None = None, executor: Any = None) -> Found:
        """The k best pairs of everybody on a side, exact: rows, columns and scores. Raises `Cancelled`."""
        return self._best(side, k, self._score, np.arange(len(self._score)), watch or NOBODY)

    def above(
        self,
        need: Ints,
        price: Ints,
        most_per_row: int,
        watch: Watch | None = None,
        executor: Any = None,
    ) -> Found:
        """The pairs whose score minus `price` (m,) of the mentor exceeds `need` (n,) of the mentee.

        At most `most_per_row` of a mentee, those that exceed it most. Raises `Cancelled`.
        """
        left = self._score - np.asarray(price)[self._cols]
        exceeding = np.flatnonzero(left > np.asarray(need)[self._rows])
        return self._best("mentee", most_per_row, left, exceeding, watch or NOBODY)

    def _best(self, side: str, k: int, worth: Ints, pairs: Ints, watch: Watch) -> Found:
        """The k best of some pairs by `worth` for everybody on a side."""
        own, other = (self._rows, self._cols) if side == "mentee" else (self._cols, self._rows)
        rank, order = self._ranks if side == "mentee" else self._ranks[::-1]
        pairs = pairs[np.argsort(own[pairs], kind="stable")]
        ends = np.flatnonzero(np.diff(own[pairs], prepend=-1, append=-1))
        begin, found = starts(rank), [np.zeros(0, dtype=np.int64)]
        for place, (first, last) in enumerate(zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True)):
            if place % ROWS_BETWEEN_LOOKS == 0:
                watch.progress(f"best_{side}", place / len(ends))
            those = pairs[first:last]
            start = int(begin[own[those[0]]])
            found.append(those[chosen(worth[those], order[other[those]], start, k)])
        taken = np.concatenate(found)
        return self._rows[taken].astype(np.int32), self._cols[taken].astype(np.int32), self._score[taken]

    def scores(self, rows: Any, cols: Any) -> Ints:
        """The exact scores of these pairs, 0 where a pair is not allowed."""
        place, listed = self._find(rows, cols)
        return np.where(listed, np.append(self._score, 0)[place], 0)

    def allowed(self, rows: Any, cols: Any) -> NDArray[np.bool_]:
        """Which of these pairs are listed."""
        return self._find(rows, cols)[1]

    def _find(self, rows: Any, cols: Any) -> tuple[Ints, NDArray[np.bool_]]:
        keys = np.asarray(rows, np.int64) * max(1, self.mentors) + np.asarray(cols, np.int64)
        place = np.searchsorted(self._keys, keys)
        return place, np.append(self._keys, -1)[place] == keys
