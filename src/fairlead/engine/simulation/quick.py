"""Small matchings settled in a moment: the engine's own pairs, by one assignment with the engine's weights.

A simulation makes tens of thousands of matchings of a few people each. Where the objective is "as many
mentees as possible, then points", the tiers and the engine's order of ties fit into whole numbers that a
double holds exactly, so one rectangular assignment gives the engine's pairs (D. F. Crouse, "On implementing
2D rectangular assignment algorithms", IEEE Transactions on Aerospace and Electronic Systems 52 (2016),
1679-1696). It comes without a certificate; `playing` has the engine prove every so many, and the tests
compare the two.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from fairlead.engine.model import Ints
from fairlead.engine.network import TIE_BITS

TIERS = ("mentees", "score")
EXACT = 1 << 53
LARGEST_TIE = 1 << (TIE_BITS + 1)


def weights(score: Ints, places: int) -> tuple[int, int] | None:
    """What a pair and a point are worth beside ties; None if a double cannot hold the sums."""
    pairs = min(len(score), places)
    of_point = pairs * LARGEST_TIE + 1
    of_pair = 2 * pairs * (int(np.abs(score).max(initial=0)) * of_point + LARGEST_TIE) + 1
    return (of_pair, of_point) if pairs * 2 * of_pair < EXACT else None


def assigned(
    score: Ints, allowed: NDArray[np.bool_], free: Ints, ties: Ints, worth: tuple[int, int]
) -> list[tuple[int, int]]:
    """The best pairs (row of a mentee, column of a mentor), each mentor as often as `free` allows.

    `score`, `allowed` and `ties` are (mentees, mentors); the smallest ties win where all else is equal.
    """
    of_pair, of_point = worth
    value = np.where(allowed, of_pair + of_point * score - ties, 0).astype(np.float64)
    column = np.repeat(np.arange(len(free)), np.minimum(free, len(score)))
    rows, seats = linear_sum_assignment(value[:, column], maximize=True)
    return [
        (int(row), int(column[seat]))
        for row, seat in zip(rows, seats, strict=True)
        if allowed[row, column[seat]]
    ]
