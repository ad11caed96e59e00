"""What is known at once of the pairs listed: their order, the extreme scores, how many each person has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from fairlead.engine.given import Indices, Ints

AT_ONCE = 1 << 18


@dataclass(frozen=True, eq=False)
class Listing:
    """The pairs mentee after mentee, each one's mentors ascending.

    `first` (n + 1,) says where the pairs of a mentee begin in `mentor` and `score` (E,); `pair` (E,) gives
    their places in the problem's arrays, None if these are in that order already. `degree` holds how many
    pairs each mentee and each mentor has; `lowest` and `highest` are the extreme scores (0 without pairs).
    """

    first: Ints
    mentor: Indices
    score: Any
    pair: Ints | None
    degree: dict[str, Ints]
    lowest: int
    highest: int

    @staticmethod
    def of(ends: tuple[Indices, Indices], score: Any, sizes: tuple[int, int], order: Ints | None) -> Listing:
        """`ends` are the positions of each pair's mentee and mentor, `order` sorts them (None: they are)."""
        degree = {
            side: np.bincount(end, minlength=size).astype(np.int64)
            for side, end, size in zip(("mentee", "mentor"), ends, sizes, strict=True)
        }
        first = np.zeros(sizes[0] + 1, dtype=np.int64)
        np.cumsum(degree["mentee"], out=first[1:])
        mentor = ends[1] if order is None else ends[1][order]
        sorted_score = score if order is None else score[order]
        extremes = (int(score.min()), int(score.max())) if len(score) else (0, 0)
        return Listing(first, mentor, sorted_score, order, degree, *extremes)

    def place(self, mentee: int, mentor: int) -> int:
        """The place in the problem's arrays of the pair of these positions, -1 if it is not listed."""
        if not 0 <= mentee < len(self.first) - 1:
            return -1
        begin, end = int(self.first[mentee]), int(self.first[mentee + 1])
        at = begin + int(np.searchsorted(self.mentor[begin:end], mentor))
        if at == end or int(self.mentor[at]) != mentor:
            return -1
        return at if self.pair is None else int(self.pair[at])

    def places(self, pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], int]:
        """The places of these pairs, each once, -1 for those that are not listed."""
        return {ends: self.place(*ends) for ends in dict.fromkeys(pairs)}


def rising(first: Indices, second: Indices) -> bool:
    """Whether each pair of numbers is greater than the one before it; looked at a stretch at a time."""
    for begin in range(0, len(first) - 1, AT_ONCE):
        one, two = first[begin : begin + AT_ONCE + 1], second[begin : begin + AT_ONCE + 1]
        if not ((one[1:] > one[:-1]) | ((one[1:] == one[:-1]) & (two[1:] > two[:-1]))).all():
            return False
    return True


def sorting(first: Indices, second: Indices) -> tuple[Ints, Ints]:
    """The order by the first numbers, then by the second; in it, where a pair equals the one before it."""
    keys = first.astype(np.int64) * (1 + int(second.max(initial=0))) + second
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    return order, np.flatnonzero(keys[1:] == keys[:-1]) + 1
