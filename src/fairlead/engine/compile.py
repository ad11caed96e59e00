"""From people and policy to a problem, and back from a pair to its parts and its broken rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.floors import with_floor
from fairlead.engine.grouping import Between, classes, kept_together, new_among, quotas_of
from fairlead.engine.model import Ints, LockedPairForbidden, Problem, ScoresTooWide, UnknownPerson
from fairlead.engine.parts import Part, Telling
from fairlead.engine.policy import Policy
from fairlead.engine.rules import RULES, Block, block
from fairlead.engine.scoring import CRITERIA, digits_of
from fairlead.engine.unlisted import can_have_source, source_for
from fairlead.engine.usable import Unreadable, UnreadableValues, limits_of, unreadable
from fairlead.engine.values import Candidate, Matrix, People

FORBIDDEN = "forbidden_pair"
NOT_GIVEN = "pair_not_given"
UNDER_FLOOR = "under_floor"
CELLS_AT_ONCE = 4_000_000
CELLS_LISTED = 5_000_000
MOST_DIGITS = 17
NOTHING = np.zeros(0, dtype=np.int64)
NO_PAIRS: tuple[Any, Any, Ints] = (NOTHING, NOTHING, NOTHING)


class PairPlaces(Mapping[tuple[int, int], int]):
    """For each listed pair's positions of mentee and mentor its place in the problem's arrays."""

    def __init__(self, problem: Problem) -> None:
        self._problem, self._wide = problem, max(1, len(problem.mentors))
        keys = problem.pair_mentee.astype(np.int64) * self._wide + problem.pair_mentor
        self._order = np.argsort(keys, kind="stable")
        self._keys = keys[self._order]

    def __getitem__(self, ends: tuple[int, int]) -> int:
        place = int(np.searchsorted(self._keys, ends[0] * self._wide + ends[1]))
        if place == len(self._keys) or self._problem.ends(int(self._order[place])) != ends:
            raise KeyError(ends)
        return int(self._order[place])

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return map(self._problem.ends, range(len(self)))

    def __len__(self) -> int:
        return len(self._keys)


@dataclass(frozen=True, eq=False)
class Compiled:
    """A problem together with the people and the policy it came from.

    `between` says, for the key of each quota of the problem, whom it counts.
    """

    problem: Problem
    people: People
    policy: Policy
    forbidden: frozenset[tuple[int, int]] = frozenset()
    digits: int = 0
    allowed_by: tuple[Matrix, ...] = ()
    points_by: tuple[Matrix, ...] = ()
    between: Mapping[str, Between] = field(default_factory=dict)

    @property
    def floor(self) -> int | None:
        """The score below which no pair is made, on the problem's scale."""
        floor = self.policy.floor
        return None if floor is None else ceil(floor * self.problem.scale)

    @cached_property
    def pair_at(self) -> PairPlaces:
        """The pair of a mentee's and a mentor's position."""
        return PairPlaces(self.problem)

    @cached_property
    def places(self) -> dict[str, dict[str, int]]:
        """The position of each id, by side."""
        return _places(self.problem.mentees, self.problem.mentors)

    def mentee_at(self, mentee: str) -> int:
        """The position of a mentee. Raises `UnknownPerson`."""
        return _position(self.places["mentee"], "mentee", mentee)

    def mentor_at(self, mentor: str) -> int:
        """The position of a mentor. Raises `UnknownPerson`."""
        return _position(self.places["mentor"], "mentor", mentor)

    def pair(self, mentee: str, mentor: str) -> int | None:
        """The allowed pair of these two, None if some rule forbids it."""
        return self.pair_at.get((self.mentee_at(mentee), self.mentor_at(mentor)))

    def score(self, mentee: str, mentor: str) -> int:
        """The score of these two on the problem's scale, whether the rules allow them or not."""
        return self.all_scores(mentee)[self.mentor_at(mentor)]

    def parts(self, mentee: str, mentor: str) -> tuple[Part, ...]:
        """What each criterion gives to these two, with the facts; the points add up to `score`."""
        return self.parts_of([(mentee, mentor)])[0]

    def parts_of(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[Part, ...]]:
        """The parts of each of these pairs of (mentee id, mentor id), all at once. Raises `UnknownPerson`."""
        rows = np.array([self.mentee_at(mentee) for mentee, _ in pairs], dtype=np.int64)
        cols = np.array([self.mentor_at(mentor) for _, mentor in pairs], dtype=np.int64)
        if not self.policy.criteria:
            return [()] * len(pairs)
        found = [
            Telling(criterion, points, self.digits).parts(self.people, rows, cols)
            for criterion, points in zip(self.policy.criteria, self.points_by, strict=True)
        ]
        return list(zip(*found, strict=True))

    def blocks(self, mentee: str, mentor: str) -> tuple[Block, ...]:
        """The hard rules that these two break, with the facts; none if they may be paired."""
        row, col = self.mentee_at(mentee), self.mentor_at(mentor)
        broken = [not allowed(*_one(row, col))[0, 0] for allowed in self.allowed_by]
        return self._told(row, col, broken, self._floored(mentee))

    def all_blocks(self, mentee: str) -> list[tuple[Block, ...]]:
        """The hard rules that a mentee breaks with each mentor, in the mentors' order."""
        row, cols = self.mentee_at(mentee), np.arange(len(self.problem.mentors))
        broken = [~allowed(np.array([row]), cols)[0] for allowed in self.allowed_by]
        scores = self._floored(mentee)
        return [self._told(row, col, [bool(one[col]) for one in broken], scores) for col in cols.tolist()]

    def _floored(self, mentee: str) -> list[int]:
        """The scores of a mentee, where they have to pass a floor."""
        return [] if self.floor is None else self.all_scores(mentee)

    def all_scores(self, mentee: str) -> list[int]:
        """The scores of a mentee with each mentor on the problem's scale, whether allowed or not."""
        row, cols = self.mentee_at(mentee), np.arange(len(self.problem.mentors))
        if not self.policy.criteria:
            pairs = [self.pair_at.get((row, col)) for col in cols.tolist()]
            return [0 if pair is None else int(self.problem.score[pair]) for pair in pairs]
        points = sum(points(np.array([row]), cols)[0] for points in self.points_by)
        return [int(one) for one in np.asarray(points).tolist()]

    def _told(self, row: int, col: int, broken: list[bool], scores: list[int]) -> tuple[Block, ...]:
        found = [
            block(rule, self.people, row, col)
            for rule, is_broken in zip(self.policy.rules, broken, strict=True)
            if is_broken
        ]
        if (row, col) in self.forbidden:
            found.append(Block(FORBIDDEN, FORBIDDEN, FORBIDDEN, {}))
        if self._is_under(row, col, scores):
            facts = {"points": self.problem.points(scores[col]), "floor": self.policy.floor}
            found.append(Block(UNDER_FLOOR, UNDER_FLOOR, UNDER_FLOOR, facts))
        if not found and self.problem.source is None and (row, col) not in self.pair_at:
            found.append(Block(NOT_GIVEN, NOT_GIVEN, NOT_GIVEN, {}))
        return tuple(found)

    def _is_under(self, row: int, col: int, scores: list[int]) -> bool:
        floor = self.floor
        return floor is not None and scores[col] < floor and (row, col) not in self.problem.locked

    def broken_rules(self, mentee: str) -> dict[str, NDArray[np.bool_]]:
        """For each rule's key, which mentors (m,) it forbids to this mentee."""
        row, cols = self.mentee_at(mentee), np.arange(len(self.problem.mentors))
        found = {
            rule.key: ~allowed(np.array([row]), cols)[0]
            for rule, allowed in zip(self.policy.rules, self.allowed_by, strict=True)
        }
        if self.forbidden:
            found[FORBIDDEN] = np.array([(row, col) in self.forbidden for col in cols.tolist()], dtype=bool)
        if scores := self._floored(mentee):
            under = [self._is_under(row, col, scores) for col in cols.tolist()]
            found[UNDER_FLOOR] = np.array(under, dtype=bool)
        return found


def bare(problem: Problem, between: Mapping[str, Between] | None = None) -> Compiled:
    """A problem given as scores alone: no rules and no criteria are known.

    `between` says, for the key of each quota, whom it counts.
    """
    return Compiled(problem, People((), ()), Policy(), between=between or {})


def compile_problem(
    mentees: Sequence[Candidate],
    mentors: Sequence[Candidate],
    policy: Policy,
    *,
    locked: Iterable[tuple[str, str]] = (),
    forbidden: Iterable[tuple[str, str]] = (),
    base: Iterable[tuple[str, str]] = (),
    most_cells: int = CELLS_LISTED,
) -> Compiled:
    """The problem that people and policy make; `locked` and `forbidden` are pairs of (mentee id, mentor id).

    So is `base`, an earlier pairing; pairs of it with people who are not here, or no longer allowed, do
    not count. Beyond `most_cells` pairs of a mentee and a mentor the problem does not list its pairs but has
    a source of them, as far as such a problem can be solved (`can_have_source`).
    Raises `UnreadableValues`, `UnknownPerson`, `DuplicatePerson`, `ScoresTooWide`, and
    `LockedPairForbidden` if a locked pair breaks a hard rule.
    """
    wrong = unreadable(mentees, mentors, policy)
    if wrong:
        raise UnreadableValues(values=tuple(wrong))
    people = People(tuple(mentees), tuple(mentors))
    places = _places(tuple(one.id for one in mentees), tuple(one.id for one in mentors))
    by_hand = frozenset(_ends(places, pair) for pair in forbidden)
    held = tuple(_ends(places, pair) for pair in dict.fromkeys(locked))
    earlier = tuple(_ends(places, one) for one in base if _known(places, one))
    many = len(mentees) * len(mentors) > most_cells and not held and not earlier and policy.floor is None
    compiled = _with_locked(_compiled(people, policy, by_hand, earlier, many=many), held)
    floor = compiled.floor
    return compiled if floor is None else replace(compiled, problem=with_floor(compiled.problem, floor))


def _compiled(
    people: People,
    policy: Policy,
    by_hand: frozenset[tuple[int, int]],
    base: tuple[tuple[int, int], ...],
    *,
    many: bool,
) -> Compiled:
    ids = tuple(one.id for one in people.mentees), tuple(one.id for one in people.mentors)
    digits = max((digits_of(one, people) for one in policy.criteria), default=0)
    if digits > MOST_DIGITS:
        raise ScoresTooWide(digits=digits)
    allowed_by = tuple(RULES[rule.kind](rule, people) for rule in policy.rules)
    points_by = tuple(CRITERIA[one.kind](one, people, digits) for one in policy.criteria)
    quotas, between = quotas_of(people, policy)
    limits = limits_of(people.mentees, people.mentors, policy)
    source = None
    if many and can_have_source(policy, limits):
        source = source_for(people, policy, (allowed_by, points_by), by_hand)
    rows, cols, scores = NO_PAIRS if source else _pairs(ids, allowed_by, points_by, by_hand)
    problem = Problem(
        mentees=ids[0],
        mentors=ids[1],
        pair_mentee=rows,
        pair_mentor=cols,
        score=scores,
        **limits,
        scale=10**digits,
        base=base,
        mentee_class=classes(people.mentees, policy.priority),
        mentor_new=new_among(people.mentors, policy.new_mentors),
        quotas=quotas,
        together=kept_together(people.mentees, policy.together),
        source=source,
    )
    return Compiled(problem, people, policy, by_hand, digits, allowed_by, points_by, between)


def _with_locked(compiled: Compiled, held: tuple[tuple[int, int], ...]) -> Compiled:
    """The same with pairs that are made in any case. Raises `LockedPairForbidden`."""
    problem = compiled.problem
    for row, col in held:
        if (row, col) not in compiled.pair_at:
            names = {"mentee": problem.mentees[row], "mentor": problem.mentors[col]}
            raise LockedPairForbidden(**names, blocks=compiled.blocks(**names))
    return replace(compiled, problem=replace(problem, locked=held)) if held else compiled


def _pairs(
    ids: tuple[tuple[str, ...], tuple[str, ...]],
    allowed_by: tuple[Matrix, ...],
    points_by: tuple[Matrix, ...],
    by_hand: frozenset[tuple[int, int]],
) -> tuple[Any, Any, Ints]:
    """The allowed pairs with their scores, block of rows after block of rows."""
    height = max(1, CELLS_AT_ONCE // max(1, len(ids[1])))
    cols, rows_found, cols_found, scores = np.arange(len(ids[1])), [NOTHING], [NOTHING], [NOTHING]
    for begin, end in pairwise([*range(0, len(ids[0]), height), len(ids[0])]):
        rows = np.arange(begin, end)
        allowed = np.ones((len(rows), len(cols)), dtype=bool)
        for rule in allowed_by:
            allowed &= rule(rows, cols)
        for row, col in by_hand:
            if begin <= row < end:
                allowed[row - begin, col] = False
        points = np.zeros(allowed.shape, dtype=np.int64)
        for criterion in points_by:
            points += criterion(rows, cols)
        where = np.nonzero(allowed)
        rows_found.append(where[0] + begin)
        cols_found.append(where[1])
        scores.append(points[where])
    found = (np.concatenate(rows_found), np.concatenate(cols_found), np.concatenate(scores))
    return found[0].astype(np.int32), found[1].astype(np.int32), found[2]


def _one(row: int, col: int) -> tuple[Ints, Ints]:
    return np.array([row]), np.array([col])


def _places(mentees: tuple[str, ...], mentors: tuple[str, ...]) -> dict[str, dict[str, int]]:
    sides = {"mentee": mentees, "mentor": mentors}
    return {side: {name: place for place, name in enumerate(names)} for side, names in sides.items()}


def _position(places: Mapping[str, int], side: str, person: str) -> int:
    if person not in places:
        raise UnknownPerson(side=side, person=person)
    return places[person]


def _ends(places: Mapping[str, Mapping[str, int]], pair: tuple[str, str]) -> tuple[int, int]:
    return _position(places["mentee"], "mentee", pair[0]), _position(places["mentor"], "mentor", pair[1])


def _known(places: Mapping[str, Mapping[str, int]], pair: tuple[str, str]) -> bool:
    return pair[0] in places["mentee"] and pair[1] in places["mentor"]


__all__ = [
    "Candidate",
    "Compiled",
    "Unreadable",
    "UnreadableValues",
    "bare",
    "compile_problem",
    "unreadable",
]
