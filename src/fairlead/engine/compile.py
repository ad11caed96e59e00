"""From people and policy to a problem, and back from a pair to its parts and its broken rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.model import (
    Ints,
    LockedPairForbidden,
    Problem,
    Refusal,
    ScoresTooWide,
    UnknownPerson,
)
from fairlead.engine.policy import Criterion, Limits, Policy, Rule
from fairlead.engine.rules import RULES, Block, block
from fairlead.engine.scoring import CRITERIA, Part, digits_of, facts_of, most_of
from fairlead.engine.values import Candidate, Matrix, People, decimals, number, tokens

FORBIDDEN = "forbidden_pair"
NOT_GIVEN = "pair_not_given"
CELLS_AT_ONCE = 4_000_000
MOST_DIGITS = 17
MOST_PLACES = 10**15
NOTHING = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Unreadable:
    """A value that a rule, criterion or limit of the policy cannot use.

    `expected`: "one_of" (the order's values, in `choice`), "number" or "whole_number" (from 0 on) or
    "one_value" (a list was given).
    """

    side: str
    person: str
    field: str
    found: str
    expected: str
    choice: tuple[str, ...] = ()


class UnreadableValues(Refusal):
    """Some candidates' values cannot be used. Facts: values, a tuple of `Unreadable`."""

    code = "unreadable_values"


@dataclass(frozen=True, eq=False)
class Compiled:
    """A problem together with the people and the policy it came from."""

    problem: Problem
    people: People
    policy: Policy
    forbidden: frozenset[tuple[int, int]] = frozenset()
    digits: int = 0
    allowed_by: tuple[Matrix, ...] = ()
    points_by: tuple[Matrix, ...] = ()

    @cached_property
    def pair_at(self) -> dict[tuple[int, int], int]:
        """The pair of a mentee's and a mentor's position."""
        ends = zip(self.problem.pair_mentee.tolist(), self.problem.pair_mentor.tolist(), strict=True)
        return {pair: place for place, pair in enumerate(ends)}

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
        row, col = self.mentee_at(mentee), self.mentor_at(mentor)
        if not self.policy.criteria:
            return ()
        own, other = self.people.mentees[row], self.people.mentors[col]
        return tuple(
            Part(
                criterion.key,
                criterion.kind,
                criterion.label,
                int(points(*_one(row, col))[0, 0]),
                most_of(criterion, own, self.digits),
                facts_of(criterion, own, other),
            )
            for criterion, points in zip(self.policy.criteria, self.points_by, strict=True)
        )

    def blocks(self, mentee: str, mentor: str) -> tuple[Block, ...]:
        """The hard rules that these two break, with the facts; none if they may be paired."""
        row, col = self.mentee_at(mentee), self.mentor_at(mentor)
        broken = [not allowed(*_one(row, col))[0, 0] for allowed in self.allowed_by]
        return self._told(row, col, broken)

    def all_blocks(self, mentee: str) -> list[tuple[Block, ...]]:
        """The hard rules that a mentee breaks with each mentor, in the mentors' order."""
        row, cols = self.mentee_at(mentee), np.arange(len(self.problem.mentors))
        broken = [~allowed(np.array([row]), cols)[0] for allowed in self.allowed_by]
        return [self._told(row, col, [bool(one[col]) for one in broken]) for col in cols.tolist()]

    def all_scores(self, mentee: str) -> list[int]:
        """The scores of a mentee with each mentor on the problem's scale, whether allowed or not."""
        row, cols = self.mentee_at(mentee), np.arange(len(self.problem.mentors))
        if not self.policy.criteria:
            pairs = [self.pair_at.get((row, col)) for col in cols.tolist()]
            return [0 if pair is None else int(self.problem.score[pair]) for pair in pairs]
        points = sum(points(np.array([row]), cols)[0] for points in self.points_by)
        return [int(one) for one in np.asarray(points).tolist()]

    def _told(self, row: int, col: int, broken: list[bool]) -> tuple[Block, ...]:
        found = [
            block(rule, self.people, row, col)
            for rule, is_broken in zip(self.policy.rules, broken, strict=True)
            if is_broken
        ]
        if (row, col) in self.forbidden:
            found.append(Block(FORBIDDEN, FORBIDDEN, FORBIDDEN, {}))
        if not found and (row, col) not in self.pair_at:
            found.append(Block(NOT_GIVEN, NOT_GIVEN, NOT_GIVEN, {}))
        return tuple(found)

    def broken_rules(self, mentee: str) -> dict[str, NDArray[np.bool_]]:
        """For each rule's key, which mentors (m,) it forbids to this mentee."""
        row, cols = self.mentee_at(mentee), np.arange(len(self.problem.mentors))
        found = {
            rule.key: ~allowed(np.array([row]), cols)[0]
            for rule, allowed in zip(self.policy.rules, self.allowed_by, strict=True)
        }
        if self.forbidden:
            found[FORBIDDEN] = np.array([(row, col) in self.forbidden for col in cols.tolist()], dtype=bool)
        return found


def bare(problem: Problem) -> Compiled:
    """A problem given as scores alone: no rules and no criteria are known."""
    return Compiled(problem, People((), ()), Policy())


def unreadable(
    mentees: Sequence[Candidate], mentors: Sequence[Candidate], policy: Policy
) -> list[Unreadable]:
    """Every value that the policy cannot use, in the order of the people."""
    found: list[Unreadable] = []
    for side, people, limits in (("mentee", mentees, policy.mentees), ("mentor", mentors, policy.mentors)):
        for person in people:
            used: tuple[Rule | Criterion, ...] = (*policy.rules, *policy.criteria)
            for one in used:
                if one.kind in ("ordinal", "numeric"):
                    found += _check(side, person, str(getattr(one, side)), one)
            found += _check_limits(side, person, limits)
    return list(dict.fromkeys(found))


def _check(side: str, person: Candidate, name: str, one: Rule | Criterion) -> list[Unreadable]:
    value = person.values.get(name)
    if isinstance(value, tuple) and len(value) > 1:
        return [Unreadable(side, person.id, name, "; ".join(value), "one_value")]
    given = value[0] if isinstance(value, tuple) and value else None if isinstance(value, tuple) else value
    if one.kind == "ordinal":
        order = {token for word in one.order for token in tokens(word)}
        if set(tokens(given)) - order:
            return [Unreadable(side, person.id, name, str(given), "one_of", one.order)]
        return []
    try:
        found = number(given)
    except ValueError:
        return [Unreadable(side, person.id, name, str(given), "number")]
    if found is not None and (abs(found) > 10**9 or decimals([found]) > 6):
        return [Unreadable(side, person.id, name, str(given), "number")]
    return []


def _check_limits(side: str, person: Candidate, limits: Limits) -> list[Unreadable]:
    found = []
    for end in ("most", "least"):
        try:
            _limit(person, limits, end)
        except ValueError:
            name = getattr(limits, f"{end}_field") or end
            value = person.values.get(name)
            found.append(
                Unreadable(side, person.id, name, "" if value is None else str(value), "whole_number")
            )
    return found


def _limit(person: Candidate, limits: Limits, end: str) -> int:
    own: int | None = getattr(person, end)
    name: str | None = getattr(limits, f"{end}_field")
    if own is None and name is not None:
        said = number(person.values.get(name))
        if said is not None:
            if not 0 <= said <= MOST_PLACES or said != int(said):
                raise ValueError("not a whole number")
            own = int(said)
    if own is None:
        own = getattr(limits, end)
    if own is None or own < 0:
        raise ValueError("missing")
    return own


def compile_problem(
    mentees: Sequence[Candidate],
    mentors: Sequence[Candidate],
    policy: Policy,
    *,
    locked: Iterable[tuple[str, str]] = (),
    forbidden: Iterable[tuple[str, str]] = (),
    base: Iterable[tuple[str, str]] = (),
) -> Compiled:
    """The problem that people and policy make; `locked` and `forbidden` are pairs of (mentee id, mentor id).

    So is `base`, an earlier pairing; pairs of it with people who are not here, or no longer allowed, do
    not count.
    Raises `UnreadableValues`, `UnknownPerson`, `DuplicatePerson`, `ScoresTooWide`, and
    `LockedPairForbidden` if a locked pair breaks a hard rule.
    """
    wrong = unreadable(mentees, mentors, policy)
    if wrong:
        raise UnreadableValues(values=tuple(wrong))
    people = People(tuple(mentees), tuple(mentors))
    ids = tuple(one.id for one in mentees), tuple(one.id for one in mentors)
    places = _places(*ids)
    by_hand = frozenset(_ends(places, pair) for pair in forbidden)
    digits = max((digits_of(one, people) for one in policy.criteria), default=0)
    if digits > MOST_DIGITS:
        raise ScoresTooWide(digits=digits)
    allowed_by = tuple(RULES[rule.kind](rule, people) for rule in policy.rules)
    points_by = tuple(CRITERIA[one.kind](one, people, digits) for one in policy.criteria)
    rows, cols, scores = _pairs(ids, allowed_by, points_by, by_hand)
    limits = _limits(mentees, mentors, policy)
    held = tuple(_ends(places, pair) for pair in dict.fromkeys(locked))
    earlier = tuple(_ends(places, one) for one in base if _known(places, one))
    problem = Problem(*ids, rows, cols, scores, scale=10**digits, base=earlier, **limits)
    compiled = Compiled(problem, people, policy, by_hand, digits, allowed_by, points_by)
    for row, col in held:
        if (row, col) not in compiled.pair_at:
            names = {"mentee": ids[0][row], "mentor": ids[1][col]}
            raise LockedPairForbidden(**names, blocks=compiled.blocks(**names))
    return replace(compiled, problem=replace(problem, locked=held)) if held else compiled


def _limits(mentees: Sequence[Candidate], mentors: Sequence[Candidate], policy: Policy) -> dict[str, Any]:
    return {
        f"{side}_{end}": np.array([_limit(one, own, end) for one in some], dtype=np.int64)
        for side, some, own in (("mentee", mentees, policy.mentees), ("mentor", mentors, policy.mentors))
        for end in ("most", "least")
    }


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


__all__ = ["Candidate", "Compiled", "bare", "compile_problem", "unreadable"]
