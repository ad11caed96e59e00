"""The problem as a network: hub -> mentees -> mentors -> hub.

A pair is an arc of one unit. A person's places are up to three arcs to the hub: the first place, the
further places up to the person's minimum, and the rest (where the load shall be even, one arc for each
place); the rewards of a tier never grow from one to the next, so filling them in this order
is always best. A quota of one side is a node between its people and the hub, with places of its own;
nested quotas are nodes one behind the other. Everything is laid out in an order that comes from the seed
and the ids alone: the order of the rows makes no difference.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.model import Ints, Problem
from fairlead.engine.places import Side, sides_of
from fairlead.engine.rewards import MINIMUMS, TIE, Rewards, subtiers

Evened: TypeAlias = frozenset[str]
NONE: Evened = frozenset()
TIE_BITS = 24
SHORT = 1 << 16


@lru_cache(maxsize=8)
def fingerprints(seed: int, side: str, ids: tuple[str, ...]) -> NDArray[np.uint64]:
    """One stable 64-bit number per person, from the seed, the side and the id alone."""
    start = f"{seed}\0{side}\0".encode()
    digests = b"".join(
        blake2b(start + name.encode("utf-8", "surrogatepass"), digest_size=8).digest() for name in ids
    )
    found = np.frombuffer(digests, dtype="<u8").astype(np.uint64)
    found.setflags(write=False)
    return found


def ranks_of(seed: int, side: str, ids: tuple[str, ...]) -> Ints:
    """The place of each person in an order that depends on seed, side and ids alone."""
    return _ranks(fingerprints(seed, side, ids), ids)


def _ranks(prints: NDArray[np.uint64], ids: tuple[str, ...]) -> Ints:
    order = np.argsort(prints)
    if (prints[order[1:]] == prints[order[:-1]]).any():
        order = np.lexsort((np.array(ids, dtype=object), prints))
    ranks = np.empty(len(ids), dtype=np.int64)
    ranks[order] = np.arange(len(ids))
    return ranks


def mixed(first: NDArray[np.uint64], second: NDArray[np.uint64]) -> Ints:
    """A number from 2**24 up to 2**25 for each pair: splitmix64 of both fingerprints."""
    mixed = first + np.uint64(0x9E3779B97F4A7C15) * (second | np.uint64(1))
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return (mixed >> np.uint64(64 - TIE_BITS)).astype(np.int64) + (1 << TIE_BITS)


def _sorted_pairs(tail: Ints, head: Ints, mentors: int) -> Ints:
    """The order by tail, then head; short numbers are sorted digit by digit, in linear time."""
    if max(int(tail.max(initial=0)), mentors) >= SHORT:
        return np.argsort(tail * mentors + head, kind="stable")
    order = np.argsort(head.astype(np.uint16), kind="stable")
    return order[np.argsort(tail[order].astype(np.uint16), kind="stable")]


@dataclass(frozen=True, eq=False)
class Laid:
    """People and free pairs in an order that comes from the seed and the ids alone.

    `tail` and `head` are the nodes of each `pair`, sorted; mentors' nodes come after those of the mentees.
    """

    mentee_node: Ints
    mentor_node: Ints
    pair: Ints
    tail: Ints
    head: Ints
    prints: tuple[NDArray[np.uint64], NDArray[np.uint64]]

    @staticmethod
    def of(problem: Problem, seed: int) -> Laid:
        """Lay the people and the pairs that are not locked out."""
        free = np.ones(len(problem.score), dtype=bool)
        free[list(problem.locked_pairs)] = False
        return Laid.bare(problem, seed).holding(problem, np.flatnonzero(free))

    @staticmethod
    def bare(problem: Problem, seed: int) -> Laid:
        """Lay the people out, no pair yet."""
        prints = (
            fingerprints(seed, "mentee", problem.mentees),
            fingerprints(seed, "mentor", problem.mentors),
        )
        mentee_node = _ranks(prints[0], problem.mentees)
        mentor_node = _ranks(prints[1], problem.mentors) + len(problem.mentees)
        none = np.zeros(0, dtype=np.int64)
        return Laid(mentee_node, mentor_node, none, none, none, prints)

    def holding(self, problem: Problem, pair: Ints) -> Laid:
        """The same people with these pairs."""
        tail, head = self.mentee_node[problem.pair_mentee[pair]], self.mentor_node[problem.pair_mentor[pair]]
        order = _sorted_pairs(tail, head - len(problem.mentees), len(problem.mentors))
        return replace(self, pair=pair[order], tail=tail[order], head=head[order])

    def only(self, kept: NDArray[np.bool_]) -> Laid:
        """The same with some of the pairs alone."""
        return replace(self, pair=self.pair[kept], tail=self.tail[kept], head=self.head[kept])

    def ties(self, problem: Problem) -> Ints:
        """The reward of each pair that settles what is equal in all tiers."""
        return -mixed(
            self.prints[0][problem.pair_mentee[self.pair]], self.prints[1][problem.pair_mentor[self.pair]]
        )


@dataclass(frozen=True, eq=False)
class Network:
    """Arcs from `tail` to `head` with room for `upper` units: free pairs first, then places.

    Nodes are the mentees, the mentors, the quotas, then the hub. `pair` (number of free pairs,) gives the
    pair of each arc; `rewards` gives, for each tier, the reward of one unit on each arc. `demanded` places
    have to be full. `over` are arcs beyond a quota's most, only in an `elastic` network.
    """

    size: int
    tail: Ints
    head: Ints
    upper: Ints
    pair: Ints
    rewards: Rewards
    demanded: NDArray[np.bool_]
    mentee_node: Ints
    mentor_node: Ints
    quota_node: Ints
    mentees: Side
    mentors: Side
    quotas: Side

    @property
    def hub(self) -> int:
        """The node that hands out and takes back all units."""
        return self.size - 1

    @staticmethod
    def of(
        problem: Problem, seed: int, *, even: Evened = NONE, elastic: bool = False, laid: Laid | None = None
    ) -> Network:
        """Lay the problem out; locked pairs are taken out together with the places they use.

        `even`: each place of a person of these sides is an arc of its own. `elastic`: quotas may be passed,
        at a loss in the tier of minimums. Raises `NotSolvable` for quotas that no network can express.
        """
        laid = laid or Laid.of(problem, seed)
        mentee_node, mentor_node, pair = laid.mentee_node, laid.mentor_node, laid.pair
        size = len(problem.mentees) + len(problem.mentors) + len(problem.quotas) + 1
        mentees, mentors, quotas = sides_of(problem, (mentee_node, mentor_node), even, elastic)
        ends = [
            (mentees.parent, mentees.node, mentees.places),
            (mentors.node, mentors.parent, mentors.places),
            (
                np.where(quotas.inwards, quotas.parent, quotas.node),
                np.where(quotas.inwards, quotas.node, quotas.parent),
                quotas.places,
            ),
        ]
        return Network(
            size=size,
            tail=np.concatenate([laid.tail, *(begin[places.person] for begin, _, places in ends)]),
            head=np.concatenate([laid.head, *(end[places.person] for _, end, places in ends)]),
            upper=np.concatenate([np.ones_like(pair), *(places.width for *_, places in ends)]),
            pair=pair,
            rewards=Rewards(problem, pair, laid.ties(problem), [places for *_, places in ends], even),
            demanded=np.concatenate(
                [np.zeros(len(pair), dtype=bool), *(places.demanded for *_, places in ends)]
            ),
            mentee_node=mentee_node,
            mentor_node=mentor_node,
            quota_node=quotas.node,
            mentees=mentees,
            mentors=mentors,
            quotas=quotas,
        )

    def cost(self, tiers: tuple[str, ...], weights: tuple[int, ...]) -> NDArray[Any]:
        """The negative reward of a unit on each arc, all tiers in one number (unlimited if need be)."""
        rewards = [self.rewards[tier] for tier in tiers]
        largest = max(weights, default=0) + sum(
            weight * (max(int(reward.max()), -int(reward.min())) if reward.size else 0)
            for reward, weight in zip(rewards, weights, strict=True)
        )
        kind: Any = np.int64 if largest < 1 << 61 else object
        cost = np.zeros(len(self.tail), dtype=kind)
        for reward, weight in zip(rewards, weights, strict=True):
            cost -= reward.astype(kind) * weight
        return cost

    def flow_of(self, problem: Problem, pairs: NDArray[Any]) -> Ints:
        """The units on each arc when exactly these pairs are made (locked pairs included)."""
        filled = [
            side.places.filled(side.load(problem, pairs))
            for side in (self.mentees, self.mentors, self.quotas)
        ]
        return np.concatenate([np.isin(self.pair, pairs), *filled]).astype(np.int64)

    def pairs_of(self, problem: Problem, flow: Ints) -> tuple[int, ...]:
        """The pairs made by a flow, locked pairs included, sorted."""
        made = self.pair[flow[: len(self.pair)] > 0]
        return tuple(sorted([*made.tolist(), *problem.locked_pairs]))

    def prices(self, distance: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        """What one more pair of each mentee, mentor and quota costs, from the nodes' distances."""
        mentee = distance[self.mentees.parent] - distance[self.mentee_node]
        mentor = distance[self.mentor_node] - distance[self.mentors.parent]
        quota = distance[self.quotas.parent] - distance[self.quota_node]
        return mentee, mentor, np.where(self.quotas.inwards, quota, -quota)


__all__ = ["MINIMUMS", "TIE", "Laid", "Network", "fingerprints", "subtiers"]
