"""The problem as a network: hub -> mentees -> mentors -> hub.

A pair is an arc of one unit. A person's places are up to three arcs to the hub: the first place, the
further places up to the person's minimum, and the rest; the rewards of a tier never grow from one to
the next, so filling them in this order is always best. Everything is laid out in an order that comes
from the seed and the ids alone: the order of the rows makes no difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.model import Ints, Problem

MINIMUMS = "minimums"
TIE = "tie"
TIE_BITS = 16


def fingerprints(seed: int, side: str, ids: tuple[str, ...]) -> NDArray[np.uint64]:
    """One stable 64-bit number per person, from the seed, the side and the id alone."""
    start = f"{seed}\0{side}\0".encode()
    digests = b"".join(
        blake2b(start + name.encode("utf-8", "surrogatepass"), digest_size=8).digest() for name in ids
    )
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


def _ranks(prints: NDArray[np.uint64], ids: tuple[str, ...]) -> Ints:
    order = np.lexsort((np.array(ids, dtype=object), prints)) if ids else np.zeros(0, dtype=np.int64)
    ranks = np.empty(len(ids), dtype=np.int64)
    ranks[order] = np.arange(len(ids))
    return ranks


def _mixed(first: NDArray[np.uint64], second: NDArray[np.uint64]) -> Ints:
    """A number from 2**16 up to 2**17 for each pair: splitmix64 of both fingerprints."""
    mixed = first + np.uint64(0x9E3779B97F4A7C15) * (second | np.uint64(1))
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return (mixed >> np.uint64(64 - TIE_BITS)).astype(np.int64) + (1 << TIE_BITS)


@dataclass(frozen=True, eq=False)
class Places:
    """The arcs between the people of one side and the hub. `start`: places of the person before it."""

    person: Ints
    start: Ints
    width: Ints
    first: NDArray[np.bool_]
    demanded: NDArray[np.bool_]

    @staticmethod
    def of(most: Ints, least: Ints, locked: Ints) -> Places:
        """The places that locked pairs leave, cut at the first place and at the minimum."""
        ends = [np.minimum(1, most), np.minimum(np.maximum(1, least), most), most]
        begins = [np.zeros_like(most), ends[0], ends[1]]
        people, starts, widths, firsts, demanded = [], [], [], [], []
        for begin, end in zip(begins, ends, strict=True):
            start = np.maximum(begin, locked)
            kept = np.flatnonzero(end > start)
            people.append(kept)
            starts.append(start[kept])
            widths.append((end - start)[kept])
            firsts.append(start[kept] == 0)
            demanded.append(end[kept] <= least[kept])
        return Places(*(np.concatenate(part) for part in (people, starts, widths, firsts, demanded)))


@dataclass(frozen=True, eq=False)
class Network:
    """Arcs from `tail` to `head` with room for `upper` units: free pairs first, then places.

    Nodes are the mentees, the mentors, then the hub. `pair` (number of free pairs,) gives the pair of
    each arc; `rewards` gives, for each tier, the reward of one unit on each arc.
    """

    size: int
    tail: Ints
    head: Ints
    upper: Ints
    pair: Ints
    rewards: dict[str, Ints]
    demanded: NDArray[np.bool_]
    mentee_node: Ints
    mentor_node: Ints
    mentee_places: Places
    mentor_places: Places

    @property
    def hub(self) -> int:
        """The node that hands out and takes back all units."""
        return self.size - 1

    @staticmethod
    def of(problem: Problem, seed: int) -> Network:
        """Lay the problem out; locked pairs are taken out together with the places they use."""
        mentee_print = fingerprints(seed, "mentee", problem.mentees)
        mentor_print = fingerprints(seed, "mentor", problem.mentors)
        mentee_node = _ranks(mentee_print, problem.mentees)
        mentor_node = _ranks(mentor_print, problem.mentors) + len(problem.mentees)
        free = np.ones(len(problem.score), dtype=bool)
        free[list(problem.locked_pairs)] = False
        pair = np.flatnonzero(free)
        tails, heads = mentee_node[problem.pair_mentee[pair]], mentor_node[problem.pair_mentor[pair]]
        order = np.lexsort((heads, tails))
        pair, tails, heads = pair[order], tails[order], heads[order]
        mentee_locked, mentor_locked = locked_loads(problem)
        mentee_places = _sorted_places(problem.mentee_most, problem.mentee_least, mentee_locked, mentee_node)
        mentor_places = _sorted_places(problem.mentor_most, problem.mentor_least, mentor_locked, mentor_node)
        size = len(problem.mentees) + len(problem.mentors) + 1
        hub_to = mentee_node[mentee_places.person]
        to_hub = mentor_node[mentor_places.person]
        rewards = _rewards(problem, pair, mentee_places, mentor_places)
        rewards[TIE][: len(pair)] = -_mixed(
            mentee_print[problem.pair_mentee[pair]], mentor_print[problem.pair_mentor[pair]]
        )
        return Network(
            size=size,
            tail=np.concatenate([tails, np.full(len(hub_to), size - 1), to_hub]),
            head=np.concatenate([heads, hub_to, np.full(len(to_hub), size - 1)]),
            upper=np.concatenate([np.ones_like(pair), mentee_places.width, mentor_places.width]),
            pair=pair,
            rewards=rewards,
            demanded=rewards[MINIMUMS] > 0,
            mentee_node=mentee_node,
            mentor_node=mentor_node,
            mentee_places=mentee_places,
            mentor_places=mentor_places,
        )

    def cost(self, tiers: tuple[str, ...], weights: tuple[int, ...]) -> NDArray[Any]:
        """The negative reward of a unit on each arc, all tiers in one number (unlimited if need be)."""
        largest = max(weights, default=0) + sum(
            weight * int(np.abs(self.rewards[tier]).max(initial=0))
            for tier, weight in zip(tiers, weights, strict=True)
        )
        kind: Any = np.int64 if largest < 1 << 61 else object
        cost = np.zeros(len(self.tail), dtype=kind)
        for tier, weight in zip(tiers, weights, strict=True):
            cost -= self.rewards[tier].astype(kind) * weight
        return cost

    def flow_of(self, problem: Problem, pairs: NDArray[Any]) -> Ints:
        """The units on each arc when exactly these pairs are made (locked pairs included)."""
        chosen = np.zeros(len(problem.score), dtype=np.int64)
        chosen[pairs] = 1
        mentee_load = np.bincount(problem.pair_mentee[pairs], minlength=len(problem.mentees))
        mentor_load = np.bincount(problem.pair_mentor[pairs], minlength=len(problem.mentors))
        filled = [
            np.clip(load[places.person] - places.start, 0, places.width)
            for load, places in ((mentee_load, self.mentee_places), (mentor_load, self.mentor_places))
        ]
        return np.concatenate([chosen[self.pair], *filled]).astype(np.int64)

    def pairs_of(self, problem: Problem, flow: Ints) -> tuple[int, ...]:
        """The pairs made by a flow, locked pairs included, sorted."""
        made = self.pair[flow[: len(self.pair)] > 0]
        return tuple(sorted([*made.tolist(), *problem.locked_pairs]))


def locked_loads(problem: Problem) -> tuple[Ints, Ints]:
    """How many locked pairs each mentee and each mentor has."""
    held = np.array(problem.locked_pairs, dtype=np.int64)
    return (
        np.bincount(problem.pair_mentee[held], minlength=len(problem.mentees)).astype(np.int64),
        np.bincount(problem.pair_mentor[held], minlength=len(problem.mentors)).astype(np.int64),
    )


def _sorted_places(most: Ints, least: Ints, locked: Ints, node: Ints) -> Places:
    places = Places.of(most, np.minimum(least, most), locked)
    order = np.argsort(node[places.person], kind="stable")
    return Places(
        person=places.person[order],
        start=places.start[order],
        width=places.width[order],
        first=places.first[order],
        demanded=places.demanded[order],
    )


def _rewards(problem: Problem, pair: Ints, mentees: Places, mentors: Places) -> dict[str, Ints]:
    """What one unit on each arc is worth in each tier."""
    none, nothing, nowhere = (
        np.zeros(len(part), dtype=np.int64) for part in (pair, mentees.person, mentors.person)
    )
    again = np.zeros(len(problem.score), dtype=np.int64)
    again[list(problem.base_pairs)] = 1
    return {
        MINIMUMS: np.concatenate(
            [none, mentees.demanded.astype(np.int64), mentors.demanded.astype(np.int64)]
        ),
        "mentees": np.concatenate([none, mentees.first.astype(np.int64), nowhere]),
        "mentors": np.concatenate([none, nothing, mentors.first.astype(np.int64)]),
        "pairs": np.concatenate([np.ones_like(none), nothing, nowhere]),
        "score": np.concatenate([problem.score[pair], nothing, nowhere]),
        "kept": np.concatenate([again[pair], nothing, nowhere]),
        TIE: np.concatenate([none, nothing, nowhere]),
    }
