"""The first tiers where very many pairs are listed for each person: few pairs solved, all of them priced.

The listed arrays are only looked through, never sorted or copied, in whatever order people come; what is
solved is numbered in canonical order.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np

from fairlead.engine.given import Found, Indices, Ints
from fairlead.engine.model import Problem
from fairlead.engine.network import Laid
from fairlead.engine.numba_door import compiled
from fairlead.engine.places import locked_load
from fairlead.engine.solvers import pricing
from fairlead.engine.solvers.levels import Assigned, Sparse
from fairlead.engine.solvers.levels.crowd import Listed
from fairlead.engine.watching import Flag, Watch

THREADS = 2
KNOWN_OF_ONE = 64
SLACK = 16
WIDEST = 1 << 59
MOST = 1 << 62


class Crowd:
    """A problem of many pairs; mentees who are `shut` have no place left."""

    def __init__(self, problem: Problem, laid: Laid, watch: Watch) -> None:
        self.problem, self.watch = problem, watch
        self.shut = problem.mentee_most <= locked_load(problem, "mentee")
        self.ranks = laid.mentee_node, laid.mentor_node - len(problem.mentees)

    @property
    def suits(self) -> bool:
        """Whether sums of scores fit the compiled solver."""
        listing, people = self.problem.listing, len(self.problem.mentees) + len(self.problem.mentors)
        widest = max(listing.highest, -listing.lowest, listing.highest - listing.lowest)
        return widest * (people + 1) < WIDEST

    def best(self, start: Assigned | None) -> Assigned:
        """Most mentees, then the greatest total; people numbered in canonical order. Raises `Cancelled`."""
        listing = self.problem.listing
        left = np.maximum(0, self.problem.mentor_most - locked_load(self.problem, "mentor"))
        sparse = Sparse(listing.first, listing.mentor, listing.score, left)
        source = Listed(sparse, self.ranks, self.shut, listing.lowest)
        places = np.empty_like(left)
        places[self.ranks[1]] = left
        listed = None if start is None else self._known(start)
        largest = max(listing.highest, -listing.lowest)
        return pricing.solve(
            source,
            places,
            each_side=pricing.EACH_SIDE if listed is None else 0,
            listed=listed,
            start=start,
            big=pricing.big_enough(len(self.shut), left, largest),
            watch=self.watch,
        ).assigned

    def _known(self, start: Assigned) -> Found | None:
        """The pairs that the prices of an earlier answer hardly rule out; None if these are too many."""
        listing = self.problem.listing
        slack = (listing.highest - listing.lowest) // SLACK
        mentee_price = (start.big - start.mentee_price)[self.ranks[0]]
        mentee_price[self.shut] = -1 - max(0, listing.highest) - slack
        pairs = self._looked_at((mentee_price, -start.mentor_price[self.ranks[1]]), (-slack, MOST))
        if len(pairs) > KNOWN_OF_ONE * (len(self.ranks[0]) + len(self.ranks[1])):
            return None
        rows = self.ranks[0][self.problem.pair_mentee[pairs]]
        columns = self.ranks[1][self.problem.pair_mentor[pairs]]
        return rows.astype(np.int32), columns.astype(np.int32), self.problem.score[pairs]

    def worth_nothing(self, mentee_price: Ints, mentor_price: Ints) -> Ints:
        """The pairs whose score and prices, those of mentees (n,) and mentors (m,), add up to 0."""
        return self._looked_at((mentee_price, mentor_price), (0, 0))

    def _looked_at(self, prices: tuple[Ints, Ints], worth: tuple[int, int]) -> Ints:
        """The pairs that are worth from so much to so much at these prices of mentees and mentors."""
        problem = self.problem
        bounds = [len(problem.score) * place // THREADS for place in range(THREADS + 1)]

        def part(begin: int, end: int) -> Ints:
            found = np.empty(end - begin, dtype=np.int64)
            ends = problem.pair_mentee[begin:end], problem.pair_mentor[begin:end]
            count = look(ends, problem.score[begin:end], prices, worth, found, flag)
            return found[:count] + begin

        with self.watch.flagged() as flag, ThreadPoolExecutor(THREADS) as threads:
            return np.concatenate(list(threads.map(lambda both: part(*both), pairwise(bounds))))


@compiled
def look(
    ends: tuple[Indices, Indices],
    score: Ints,
    prices: tuple[Ints, Ints],
    least_and_most: tuple[int, int],
    found: Ints,
    flag: Flag,
) -> int:
    """The pairs that are worth no less and no more are put into `found`; how many."""
    mentee, mentor = ends
    of_mentee, of_mentor = prices
    least, most = least_and_most
    count = 0
    for pair in range(len(score)):
        worth = of_mentee[mentee[pair]] + of_mentor[mentor[pair]] + score[pair]
        if least <= worth <= most:
            found[count] = pair
            count += 1
            if flag[0] != 0:
                return count
    return count
