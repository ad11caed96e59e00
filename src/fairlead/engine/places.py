"""The places of people and quotas as arcs, and how quotas lie one inside the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.model import Ints, NotSolvable, Problem, Quota

NOTHING = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Places:
    """The arcs of some people towards the hub. `start`: places of the person before the arc's own.

    `first`: the arc holds the first place; `demanded`: it has to be full; `over`: it lies beyond the most.
    """

    person: Ints
    start: Ints
    width: Ints
    first: NDArray[np.bool_]
    demanded: NDArray[np.bool_]
    over: NDArray[np.bool_]

    @staticmethod
    def of(most: Ints, least: Ints, locked: Ints, beyond: Ints | None = None) -> Places:
        """The places that locked pairs leave, cut at the first place, at the minimum and at the most.

        `beyond`: where places over the most end.
        """
        ends = [np.minimum(1, most), np.minimum(np.maximum(1, least), most), most]
        begins = [np.zeros_like(most), ends[0], ends[1]]
        if beyond is not None:
            ends.append(np.maximum(beyond, most))
            begins.append(most)
        people, starts, widths, over = [], [], [], []
        for layer, (begin, end) in enumerate(zip(begins, ends, strict=True)):
            start = np.maximum(begin, locked)
            kept = np.flatnonzero(end > start)
            people.append(kept)
            starts.append(start[kept])
            widths.append((end - start)[kept])
            over.append(np.full(len(kept), layer == len(begins) - 1 and beyond is not None))
        found = [np.concatenate(part) for part in (people, starts, widths)]
        return Places._of(found[0], found[1], found[2], least, np.concatenate(over))

    @staticmethod
    def single(most: Ints, least: Ints, locked: Ints) -> Places:
        """The places that locked pairs leave, each an arc of its own."""
        counts = np.maximum(0, most - locked)
        person = np.repeat(np.arange(len(most)), counts)
        start = np.arange(len(person)) - np.repeat(np.cumsum(counts) - counts, counts) + locked[person]
        return Places._of(person, start, np.ones_like(person), least, np.zeros(len(person), dtype=bool))

    @staticmethod
    def _of(person: Ints, start: Ints, width: Ints, least: Ints, over: NDArray[np.bool_]) -> Places:
        return Places(
            person=person,
            start=start,
            width=width,
            first=(start == 0) & ~over,
            demanded=(start + width <= least[person]) & ~over,
            over=over,
        )

    def sorted_by(self, node: Ints) -> Places:
        """The same arcs in the order of the people's nodes."""
        order = np.argsort(node[self.person], kind="stable")
        return Places(
            self.person[order],
            self.start[order],
            self.width[order],
            self.first[order],
            self.demanded[order],
            self.over[order],
        )

    def filled(self, load: Ints) -> Ints:
        """The units on each arc when the people have these loads."""
        units: Ints = np.clip(load[self.person] - self.start, 0, self.width)
        return units


@dataclass(frozen=True, eq=False)
class Side:
    """The mentees, the mentors or the quotas: their nodes, the next nodes towards the hub, their places.

    `inwards`: units come from the hub (mentees and their quotas) rather than go there. `members`: for each
    quota the pairs that it counts.
    """

    name: str
    node: Ints
    parent: Ints
    places: Places
    inwards: NDArray[np.bool_]
    members: tuple[Ints, ...] = ()

    def load(self, problem: Problem, pairs: Any) -> Ints:
        """How many of these pairs each of the side has."""
        if self.name == "quota":
            return np.array([np.isin(some, pairs).sum() for some in self.members], dtype=np.int64)
        ends = getattr(problem, f"pair_{self.name}")[pairs]
        return np.bincount(ends, minlength=len(self.node)).astype(np.int64)


def sides_of(
    problem: Problem, nodes: tuple[Ints, Ints], even: frozenset[str], elastic: bool
) -> tuple[Side, Side, Side]:
    """Mentees, mentors and quotas laid out. Raises `NotSolvable` for quotas that no network can express."""
    people = len(problem.mentees) + len(problem.mentors)
    hub = people + len(problem.quotas)
    inwards = np.array([quota.mentors is None for quota in problem.quotas], dtype=bool)
    by_key = sorted(range(len(problem.quotas)), key=lambda place: problem.quotas[place].key)
    quota_node = np.empty(len(problem.quotas), dtype=np.int64)
    quota_node[by_key] = np.arange(people, hub)
    quota_parent = np.full(len(problem.quotas), hub, dtype=np.int64)
    sides = []
    for name, node, of_mentees in (("mentee", nodes[0], True), ("mentor", nodes[1], False)):
        parent = np.full(len(node), hub, dtype=np.int64)
        for place in _inner_first(problem.quotas, len(node), of_mentees):
            members = _members(problem.quotas[place], len(node), of_mentees)
            _put_inside(problem.quotas, parent, quota_parent, members, quota_node, place)
        sides.append(
            Side(name, node, parent, _of_people(problem, name, node, even), np.full(len(node), of_mentees))
        )
    quotas = Side("quota", quota_node, quota_parent, _empty(), inwards, counted(problem))
    places = _of_quotas(problem, quotas, elastic)
    return sides[0], sides[1], Side("quota", quota_node, quota_parent, places, inwards, quotas.members)


def laminar(problem: Problem) -> bool:
    """Whether all quotas are of one side and, on each side, disjoint or one inside the other."""
    for of_mentees, size in ((True, len(problem.mentees)), (False, len(problem.mentors))):
        top = np.full(size, -1, dtype=np.int64)
        for place in _inner_first(problem.quotas, size, of_mentees):
            members = _members(problem.quotas[place], size, of_mentees)
            for inner in np.unique(top[members]).tolist():
                if inner >= 0 and int((top == inner).sum()) > int((top[members] == inner).sum()):
                    return False
            top[members] = place
    return all(quota.is_plain for quota in problem.quotas)


def _inner_first(quotas: tuple[Quota, ...], size: int, of_mentees: bool) -> list[int]:
    """The quotas of a side from the smallest on; equal ones by key."""
    own = [
        place
        for place, quota in enumerate(quotas)
        if quota.is_plain and (quota.mentors is None) == of_mentees
    ]
    return sorted(own, key=lambda place: (len(_members(quotas[place], size, of_mentees)), quotas[place].key))


def _members(quota: Quota, size: int, of_mentees: bool) -> Ints:
    people = quota.mentees if of_mentees else quota.mentors
    return np.arange(size) if people is None else np.array(people, dtype=np.int64)


def _put_inside(
    quotas: tuple[Quota, ...], parent: Ints, quota_parent: Ints, members: Ints, node: Ints, place: int
) -> None:
    """Put a quota between its people, or the quotas inside it, and the hub."""
    hub = len(node) + int(node.min()) if len(node) else 0
    of_node = {int(one): inner for inner, one in enumerate(node.tolist())}
    for one in members.tolist():
        above = int(parent[one])
        if above == hub:
            parent[one] = node[place]
            continue
        while quota_parent[of_node[above]] != hub and above != node[place]:
            above = int(quota_parent[of_node[above]])
        if above != node[place]:
            quota_parent[of_node[above]] = node[place]


def _of_people(problem: Problem, name: str, node: Ints, even: frozenset[str]) -> Places:
    most: Ints = getattr(problem, f"{name}_most")
    least = np.minimum(getattr(problem, f"{name}_least"), most)
    locked = locked_load(problem, name)
    if name in even:
        degree = problem.listing.degree[name]
        return Places.single(np.minimum(most, degree + 1), least, locked).sorted_by(node)
    return Places.of(most, least, locked).sorted_by(node)


def _of_quotas(problem: Problem, quotas: Side, elastic: bool) -> Places:
    if not all(quota.is_plain for quota in problem.quotas):
        raise NotSolvable(what="quotas")
    degree = np.array([len(some) for some in quotas.members], dtype=np.int64)
    most = np.array(
        [
            some if quota.most is None else min(some, quota.most)
            for some, quota in zip(degree, problem.quotas, strict=True)
        ],
        dtype=np.int64,
    )
    least = np.minimum(np.array([quota.least for quota in problem.quotas], dtype=np.int64), most)
    locked = quotas.load(problem, list(problem.locked_pairs))
    return Places.of(most, least, locked, degree if elastic else None).sorted_by(quotas.node)


def _empty() -> Places:
    return Places.of(NOTHING, NOTHING, NOTHING)


def counted(problem: Problem) -> tuple[Ints, ...]:
    """For each quota the pairs that it counts."""
    found = []
    for quota in problem.quotas:
        inside = np.ones(len(problem.score), dtype=bool)
        for name, people in (("mentee", quota.mentees), ("mentor", quota.mentors)):
            if people is not None:
                inside &= np.isin(getattr(problem, f"pair_{name}"), people)
        found.append(np.flatnonzero(inside))
    return tuple(found)


def locked_load(problem: Problem, name: str) -> Ints:
    """How many locked pairs each person of a side has."""
    return problem.locked_load(name)
