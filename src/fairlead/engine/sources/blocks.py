"""Every pair of any policy, block after block by numpy: slow, general, and what faster ways must equal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.given import Found, Ints
from fairlead.engine.sources.ties import chosen, starts
from fairlead.engine.values import Matrix
from fairlead.engine.watching import NOBODY, Watch

CELLS_AT_ONCE = 4_000_000
NOTHING = np.zeros(0, dtype=np.int64)


class BlockSource:
    """Every allowed pair of compiled rules and criteria with its score (see `given.Source`).

    `allowed_by` and `points_by` answer for rows (mentees) and columns (mentors). `ranks` order the people of
    both sides for ties. It works in this process, in blocks of bounded memory.
    """

    def __init__(
        self,
        size: tuple[int, int],
        allowed_by: Sequence[Matrix],
        points_by: Sequence[Matrix],
        *,
        forbidden: Iterable[tuple[int, int]] = (),
        ranks: tuple[Ints, Ints] | None = None,
        most_score: int | None = None,
        cells: int = CELLS_AT_ONCE,
    ) -> None:
        self.mentees, self.mentors = size
        self._allowed_by, self._points_by, self._cells = tuple(allowed_by), tuple(points_by), cells
        by_hand = np.unique(np.array(list(forbidden), dtype=np.int64).reshape(-1, 2), axis=0)
        self._forbidden = by_hand[:, 0], by_hand[:, 1]
        self._ranks = ranks or (np.arange(self.mentees), np.arange(self.mentors))
        self._most = most_score

    @property
    def most_score(self) -> int:
        """A score that no pair exceeds."""
        if self._most is None:
            blocks = self._blocks("mentee", NOBODY, "most_score")
            self._most = max((int(points.max(initial=0)) for _, _, points in blocks), default=0)
        return self._most

    def _block(self, rows: Ints, cols: Ints) -> tuple[NDArray[np.bool_], Ints]:
        allowed = np.ones((len(rows), len(cols)), dtype=bool)
        for rule in self._allowed_by:
            allowed &= rule(rows, cols)
        points = np.zeros(allowed.shape, dtype=np.int64)
        for criterion in self._points_by:
            points += criterion(rows, cols)
        return allowed, points

    def _blocks(self, side: str, watch: Watch, step: str) -> Iterator[tuple[Ints, NDArray[np.bool_], Ints]]:
        """Blocks of people of a side with everybody on the other: people, allowed and points, by people."""
        size, other = (self.mentees, self.mentors) if side == "mentee" else (self.mentors, self.mentees)
        own, theirs = self._forbidden if side == "mentee" else self._forbidden[::-1]
        height = max(1, self._cells // max(1, other))
        for begin in range(0, size, height):
            watch.progress(step, begin / size)
            people, others = np.arange(begin, min(size, begin + height)), np.arange(other)
            if side == "mentee":
                allowed, points = self._block(people, others)
            else:
                allowed, points = self._block(others, people)
                allowed, points = allowed.T, points.T
            here = (own >= begin) & (own < begin + height)
            allowed[own[here] - begin, theirs[here]] = False
            yield people, allowed, points
        watch.progress(step, 1.0)

    def best(self, side: str, k: int, watch: Watch | None = None, executor: Any = None) -> Found:
        """The k best pairs of everybody on a side, exact: rows, columns and scores. Raises `Cancelled`."""
        order, start = self._order(side)
        found = []
        for people, allowed, points in self._blocks(side, watch or NOBODY, f"best_{side}"):
            for person, fine, score in zip(people.tolist(), allowed, points, strict=True):
                those = np.flatnonzero(fine)
                taken = those[chosen(score[those], order[those], int(start[person]), k)]
                found.append((np.full(len(taken), person), taken, score[taken]))
        own, theirs, scores = _joined(found)
        return (own, theirs, scores) if side == "mentee" else (theirs, own, scores)

    def _order(self, side: str) -> tuple[Ints, Ints]:
        own, other = self._ranks if side == "mentee" else self._ranks[::-1]
        return other, starts(own)

    def above(
        self,
        need: Ints,
        price: Ints,
        most_per_row: int,
        watch: Watch | None = None,
        executor: Any = None,
    ) -> Found:
        """The allowed pairs whose score minus `price` (m,) of the mentor exceeds `need` (n,) of the mentee.

        At most `most_per_row` of a mentee, those that exceed it most. Raises `Cancelled`.
        """
        order, start = self._order("mentee")
        found = []
        for people, allowed, points in self._blocks("mentee", watch or NOBODY, "above"):
            left = points - np.asarray(price)[None, :]
            exceeding = allowed & (left > np.asarray(need)[people][:, None])
            for row in np.flatnonzero(exceeding.any(axis=1)).tolist():
                those = np.flatnonzero(exceeding[row])
                begin = int(start[people[row]])
                taken = those[chosen(left[row, those], order[those], begin, most_per_row)]
                found.append((np.full(len(taken), people[row]), taken, points[row, taken]))
        return _joined(found)

    def scores(self, rows: Any, cols: Any) -> Ints:
        """The exact scores of these pairs."""
        return self._pairs(rows, cols)[1]

    def allowed(self, rows: Any, cols: Any) -> NDArray[np.bool_]:
        """Which of these pairs the hard rules allow."""
        rows, cols = np.asarray(rows, dtype=np.int64), np.asarray(cols, dtype=np.int64)
        width = max(1, self.mentors)
        by_hand = np.isin(rows * width + cols, self._forbidden[0] * width + self._forbidden[1])
        return np.asarray(self._pairs(rows, cols)[0] & ~by_hand)

    def _pairs(self, rows: Any, cols: Any) -> tuple[NDArray[np.bool_], Ints]:
        """Pairs one by one: those of a mentee together, with the mentors they name."""
        rows, cols = np.asarray(rows, dtype=np.int64), np.asarray(cols, dtype=np.int64)
        allowed, points = np.ones(len(rows), dtype=bool), np.zeros(len(rows), dtype=np.int64)
        order = np.argsort(rows, kind="stable")
        ends = np.flatnonzero(np.diff(rows[order], prepend=-1, append=-1))
        for begin, end in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True):
            those = order[begin:end]
            found = self._block(rows[those[:1]], cols[those])
            allowed[those], points[those] = found[0][0], found[1][0]
        return allowed, points


def _joined(found: list[tuple[Any, Any, Any]]) -> Found:
    rows, cols, scores = (np.concatenate([NOTHING, *(one[part] for one in found)]) for part in range(3))
    return rows.astype(np.int32), cols.astype(np.int32), scores.astype(np.int64)
