"""The checker's one look at every pair of a long list, by compiled code that no solver uses."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np

from fairlead.engine.given import Indices, Ints
from fairlead.engine.machine_code import PRICING, note
from fairlead.engine.numba_door import compiled

THREADS = 2


@compiled
def _look(
    ends: tuple[Indices, Indices], score: Ints, prices: tuple[Ints, Ints], terms: tuple[int, int], found: Ints
) -> int:
    mentee, mentor = ends
    of_mentee, of_mentor = prices
    weight, once = terms
    count = 0
    for pair in range(len(score)):
        if of_mentee[mentee[pair]] + of_mentor[mentor[pair]] + weight * score[pair] + once >= 0:
            found[count] = pair
            count += 1
    return count


def by_threads(
    ends: tuple[Indices, Indices], score: Ints, prices: tuple[Ints, Ints], terms: tuple[int, int]
) -> Ints:
    """The pairs that are not worth less than nothing: both people's prices, and what `terms` say.

    `ends` and `score` (E,); `prices` of mentees (n,) and mentors (m,); `terms`: so much for a point, so much
    for a pair.
    """

    def part(begin: int, end: int) -> Ints:
        own = np.empty(end - begin, dtype=np.int64)
        mentee, mentor = (side[begin:end] for side in ends)
        count = _look((mentee, mentor), score[begin:end], prices, terms, own)
        return own[:count] + begin

    bounds = [len(score) * place // THREADS for place in range(THREADS + 1)]
    with ThreadPoolExecutor(THREADS) as threads:
        found = np.concatenate(list(threads.map(lambda both: part(*both), pairwise(bounds))))
    note(PRICING)
    return found
