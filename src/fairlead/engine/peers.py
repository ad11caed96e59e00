"""Peer pairs: everybody of one pool with at most one other, most pairs first, then the greatest total score.

A matching in a general graph is the best corner of a linear programme, once each odd set of 2r + 1 people is
held to r pairs (Edmonds 1965). There are too many such sets to write down; those that a solution breaks are
found by the smallest odd cut (M. W. Padberg and M. R. Rao, Odd minimum cut-sets and b-matchings, Math. Oper.
Res. 7, 1982) and added. Of the pairs, too, only the better ones are listed at first, and those that are worth
more than the prices of both added. The prices of the last programme, made whole, are the proof.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from fairlead.engine import check_peers
from fairlead.engine.model import Ints, NotProven, NotSolvable
from fairlead.engine.network import TIE_BITS, fingerprints, mixed
from fairlead.engine.odd_sets import broken
from fairlead.engine.peer_model import Pair, PeerPool, PeerPrices, Peers

MOST_PEOPLE = 400
LISTED_EACH = 12
MOST_ROUNDS = 200
SCALE = 1 << 20
CLOSE = 1e-6


def pair_up(pool: PeerPool, *, seed: int = 0) -> Peers:
    """The best pairs of a pool: most pairs, then the greatest total. The order of people changes nothing.

    `seed` settles which of equally good pairings is found. Where the programme ends without whole pairs, the
    best whole ones are searched for and the gap to the bound is told (`Peers.proven`).
    Raises `NotSolvable` beyond 400 people, `NotProven` should the separate check find anything wrong.
    """
    began = perf_counter()
    if len(pool.people) > MOST_PEOPLE:
        raise NotSolvable(what="peers", people=len(pool.people))
    prints = fingerprints(seed, "peer", pool.people)
    order = sorted(range(len(pool.people)), key=lambda one: (int(prints[one]), pool.people[one]))
    graph = _graph(pool, order, prints[order])
    best = _best(graph)
    rows = graph.table[list(best.chosen)].tolist()
    made: list[Pair] = list(pool.locked)
    for one, other in (sorted((order[row[0]], order[row[1]])) for row in rows):
        made.append((one, other))
    proof = _named(best.prices, order)
    room, given = check_peers.bound(proof), sum(pool.scores[pair] for pair in pool.locked)
    free = len(order) - 2 * len(pool.locked)
    found = Peers(
        pool=pool,
        pairs=tuple(sorted(made)),
        score=sum(pool.scores[pair] for pair in made),
        most_pairs=min(free // 2, room // graph.unit) + len(pool.locked),
        most_score=given + (room - len(rows) * graph.unit) + len(rows) * graph.lowest,
        unit=graph.unit,
        proof=proof,
        seconds=perf_counter() - began,
        listed=best.listed,
    )
    wrong = check_peers.violations(found)
    if wrong:
        raise NotProven(findings=tuple(wrong))
    return found


def _graph(pool: PeerPool, order: list[int], prints: NDArray[np.uint64]) -> _Graph:
    """Those who are not locked, in this order, with what each pair is worth: one pair more than any score."""
    place = {one: rank for rank, one in enumerate(order)}
    held = {end for pair in pool.locked for end in pair}
    free = sorted(
        (*sorted((place[one], place[other])), score)
        for (one, other), score in pool.scores.items()
        if not held & {one, other}
    )
    table = np.array(free, dtype=np.int64).reshape(-1, 3)
    lowest, highest = (int(table[:, 2].min()), int(table[:, 2].max())) if len(free) else (0, 0)
    unit = 1 + (len(order) - len(held)) // 2 * (highest - lowest)
    table[:, 2] += unit - lowest
    chance = (mixed(prints[table[:, 0]], prints[table[:, 1]]) - (1 << TIE_BITS)) / (1 << TIE_BITS)
    return _Graph(len(order), table, table[:, 2] + chance / max(1, len(order)), unit, lowest)


def _named(prices: PeerPrices, order: list[int]) -> PeerPrices:
    """The same prices by the positions that the pool knows."""
    people = [0] * len(order)
    for rank, one in enumerate(order):
        people[one] = prices.people[rank]
    sets = tuple((frozenset(order[one] for one in some), price) for some, price in prices.sets)
    return PeerPrices(prices.scale, tuple(people), sets)


@dataclass(frozen=True, eq=False)
class _Graph:
    """`table` (E, 3): the lower and the higher person of each allowed pair and its worth, sorted.

    A pair is worth one `unit` and what its score is above the `lowest`. `told_apart` (E,) is the worth and a
    little by chance: less than half a point in all, so that of equally good pairings one is the best.
    """

    size: int
    table: Ints
    told_apart: NDArray[np.float64]
    unit: int
    lowest: int

    def inside(self, some: frozenset[int], of: Ints | slice = slice(None)) -> NDArray[np.bool_]:
        """Which pairs lie within a set of people."""
        member = np.zeros(self.size, dtype=bool)
        member[list(some)] = True
        return np.asarray(member[self.table[of, 0]] & member[self.table[of, 1]])

    def better(self) -> list[int]:
        """The pairs that are among the best of one of the two."""
        listed = []
        count = np.zeros(self.size, dtype=np.int64)
        for one in np.argsort(-self.told_apart, kind="stable").tolist():
            ends = self.table[one, :2]
            if (count[ends] < LISTED_EACH).any():
                listed.append(one)
                count[ends] += 1
        return sorted(listed)

    def odd(self) -> list[frozenset[int]]:
        """Those who hang together by allowed pairs, where they are three or more, and odd."""
        ends = np.ones(len(self.table)), (self.table[:, 0], self.table[:, 1])
        links = csr_array(coo_array(ends, shape=(self.size, self.size)))
        _count, label = connected_components(links, directed=False)
        sizes = np.bincount(label, minlength=1)
        odd = np.flatnonzero((sizes > 2) & (sizes % 2 == 1)).tolist()
        return [frozenset(np.flatnonzero(label == one).tolist()) for one in odd]


@dataclass(frozen=True)
class _Best:
    chosen: tuple[int, ...]
    prices: PeerPrices
    listed: int


@dataclass
class _Prices:
    """The prices of a programme: of people and of sets."""

    people: NDArray[np.float64]
    sets: NDArray[np.float64]


def _best(graph: _Graph) -> _Best:
    """The pairs of the greatest worth, with their prices."""
    if not len(graph.table):
        return _Best((), PeerPrices(1, (0,) * graph.size, ()), 0)
    work = _Programme(graph, graph.better(), graph.odd())
    share, prices = work.solved()
    for _round in range(MOST_ROUNDS):
        more = work.worth_more(prices)
        odd = broken(graph.size, graph.table[work.listed, :2], share, known=work.sets)
        if not more and not odd:
            break
        work.add(more, odd)
        share, prices = work.solved()
    whole = np.abs(share - np.rint(share)).max() < CLOSE
    chosen = np.flatnonzero(share > 0.5).tolist() if whole else work.whole()
    return _Best(tuple(work.listed[one] for one in chosen), work.rounded(prices), len(work.listed))


@dataclass
class _Programme:
    """The pairs listed and the odd sets written down so far."""

    graph: _Graph
    listed: list[int]
    sets: list[frozenset[int]]

    def add(self, more: list[int], odd: list[frozenset[int]]) -> None:
        """List more pairs and write down more sets."""
        self.listed = sorted({*self.listed, *more})
        self.sets += odd

    def _rows(self) -> tuple[csr_array, NDArray[np.float64]]:
        """A row for each person and each set: how often a listed pair counts in it, and how often at most."""
        ends = self.graph.table[self.listed, :2]
        wide = np.arange(len(self.listed))
        rows, cols = [ends[:, 0], ends[:, 1]], [wide, wide]
        for number, some in enumerate(self.sets):
            within = np.flatnonzero(self.graph.inside(some, np.array(self.listed)))
            rows.append(np.full(len(within), self.graph.size + number))
            cols.append(within)
        where = np.concatenate(rows), np.concatenate(cols)
        high = self.graph.size + len(self.sets)
        most = np.concatenate([np.ones(self.graph.size), [len(some) // 2 for some in self.sets]])
        return csr_array(coo_array((np.ones(len(where[0])), where), shape=(high, len(self.listed)))), most

    @property
    def _cost(self) -> NDArray[np.float64]:
        return -self.graph.told_apart[self.listed]

    def solved(self) -> tuple[NDArray[np.float64], _Prices]:
        """The share of each listed pair in a best corner of the programme, and its prices."""
        table, most = self._rows()
        found = linprog(self._cost, A_ub=table, b_ub=most, bounds=(0, None), method="highs-ds")
        _answered(found)
        prices = -found.ineqlin.marginals
        return found.x, _Prices(prices[: self.graph.size], prices[self.graph.size :])

    def worth_more(self, prices: _Prices) -> list[int]:
        """The unlisted pairs that are worth more than they pay, a few of the worst for each person."""
        table = self.graph.table
        short = self.graph.told_apart - prices.people[table[:, 0]] - prices.people[table[:, 1]]
        for some, price in zip(self.sets, prices.sets, strict=True):
            if price > 0:
                short[self.graph.inside(some)] -= price
        short[self.listed] = 0
        wanted = np.flatnonzero(short > CLOSE)
        found: list[int] = []
        count = np.zeros(self.graph.size, dtype=np.int64)
        for one in wanted[np.argsort(-short[wanted], kind="stable")].tolist():
            ends = table[one, :2]
            if (count[ends] < LISTED_EACH).all():
                found.append(one)
                count[ends] += 1
        return found

    def whole(self) -> list[int]:
        """The best whole pairs of those listed, where the programme has not led to any."""
        table, most = self._rows()
        rows = LinearConstraint(table, -np.inf, most)
        every = np.ones(len(self.listed))
        found = milp(self._cost, constraints=rows, integrality=every, bounds=Bounds(0, 1))
        _answered(found)
        return [int(one) for one in np.flatnonzero(found.x > 0.5)]

    def rounded(self, prices: _Prices) -> PeerPrices:
        """The prices as whole numbers, people's raised until no allowed pair is worth more than it pays."""
        people = np.maximum(np.rint(prices.people * SCALE), 0).astype(np.int64)
        priced = zip(self.sets, prices.sets.tolist(), strict=True)
        sets = [(some, round(price * SCALE)) for some, price in priced if price * SCALE >= 1]
        table = self.graph.table
        pays = people[table[:, 0]] + people[table[:, 1]]
        for some, price in sets:
            pays[self.graph.inside(some)] += price
        short = int((table[:, 2] * SCALE - pays).max())
        people += max(0, -(-short // 2))
        return PeerPrices(SCALE, tuple(people.tolist()), tuple(sets))


def _answered(found: Any) -> None:
    if found.x is None:
        raise NotProven(findings=(str(found.message),))


__all__ = ["MOST_PEOPLE", "pair_up"]
