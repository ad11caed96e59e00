"""Who comes first among equals: all have the same order of partners, and a place of their own to begin."""

from __future__ import annotations

import numpy as np

from fairlead.engine.given import Ints

SPREAD = 0x9E3779B97F4A7C15


def starts(rank: Ints) -> Ints:
    """Where each begins among equals, well spread (Fibonacci hashing, Knuth 6.4)."""
    spread = rank.astype(np.uint64) * np.uint64(SPREAD)
    return (spread >> np.uint64(33)).astype(np.int64)


def chosen(score: Ints, order: Ints, start: int, k: int) -> Ints:
    """The indices of the k best of `score`, best first and equals by `order`.

    Of those equal to the last one, as many as there is room for: in their order, from number `start` modulo
    their number on, cyclically.
    """
    by_order = np.lexsort((order, -score))
    if not 0 < k < len(score):
        return np.asarray(by_order[:k])
    last = score[by_order[k - 1]]
    above = by_order[score[by_order] > last]
    equal = by_order[score[by_order] == last]
    first, room = start % len(equal), k - len(above)
    taken = np.sort((first + np.arange(room)) % len(equal))
    return np.concatenate([above, equal[taken]])
