"""What people said, checked against what the policy can use of it, and the limits it gives them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from fairlead.engine.model import Refusal, Value
from fairlead.engine.policy import Criterion, Limits, Policy, Rule
from fairlead.engine.values import Candidate, decimals, number, tokens

MOST_PLACES = 10**15
LARGEST_NUMBER = 10**9
MOST_DECIMALS = 6
SHORT = 10


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


Check: TypeAlias = Callable[[Candidate], Iterator[Unreadable]]


def unreadable(
    mentees: Sequence[Candidate], mentors: Sequence[Candidate], policy: Policy
) -> list[Unreadable]:
    """Every value that the policy cannot use, in the order of the people."""
    found: list[Unreadable] = []
    for side, people, limits in (("mentee", mentees, policy.mentees), ("mentor", mentors, policy.mentors)):
        used: tuple[Rule | Criterion, ...] = (*policy.rules, *policy.criteria)
        checks = [
            _check_of(side, str(getattr(one, side)), one)
            for one in used
            if one.kind in ("ordinal", "numeric")
        ]
        if side == "mentee" and policy.together:
            checks.append(_one_value(side, policy.together))
        checks += [_one_value(side, quota.across) for quota in policy.quotas if quota.across]
        checks.append(_within_limits(side, limits))
        for person in people:
            for check in checks:
                found += check(person)
    return list(dict.fromkeys(found))


def _several(side: str, person: Candidate, name: str) -> Unreadable | None:
    value = person.values.get(name)
    if isinstance(value, tuple) and len(value) > 1:
        return Unreadable(side, person.id, name, "; ".join(value), "one_value")
    return None


def _only(value: Value) -> Value:
    """The value, or the only one of a list."""
    if isinstance(value, tuple):
        return value[0] if value else None
    return value


def _one_value(side: str, name: str) -> Check:
    def check(person: Candidate) -> Iterator[Unreadable]:
        several = _several(side, person, name)
        if several:
            yield several

    return check


def _check_of(side: str, name: str, one: Rule | Criterion) -> Check:
    """What checks the field that an "ordinal" or "numeric" rule or criterion compares."""
    order = {token for word in one.order for token in tokens(word)}

    def check(person: Candidate) -> Iterator[Unreadable]:
        several, given = _several(side, person, name), _only(person.values.get(name))
        if several:
            yield several
        elif one.kind == "ordinal":
            if not order.issuperset(tokens(given)):
                yield Unreadable(side, person.id, name, str(given), "one_of", one.order)
        elif not _is_usable(given):
            yield Unreadable(side, person.id, name, str(given), "number")

    return check


def _is_usable(given: Value) -> bool:
    if isinstance(given, str) and len(given) < SHORT and given.isdecimal():
        return True
    try:
        found = number(given)
    except ValueError:
        return False
    return found is None or (abs(found) <= LARGEST_NUMBER and decimals([found]) <= MOST_DECIMALS)


def _within_limits(side: str, limits: Limits) -> Check:
    def check(person: Candidate) -> Iterator[Unreadable]:
        for end in ("most", "least"):
            try:
                limit_of(person, limits, end)
            except ValueError:
                name = getattr(limits, f"{end}_field") or end
                value = person.values.get(name)
                said = "" if value is None else str(value)
                yield Unreadable(side, person.id, name, said, "whole_number")

    return check


def limit_of(person: Candidate, limits: Limits, end: str) -> int:
    """The "most" or "least" partners of a person: their own, their field's, or the policy's.

    Raises `ValueError` if there is none or it is no whole number from 0 on.
    """
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


def limits_of(mentees: Sequence[Candidate], mentors: Sequence[Candidate], policy: Policy) -> dict[str, Any]:
    """The limits of everybody, by the names of the problem's arrays."""
    return {
        f"{side}_{end}": np.array([limit_of(one, own, end) for one in some], dtype=np.int64)
        for side, some, own in (("mentee", mentees, policy.mentees), ("mentor", mentors, policy.mentors))
        for end in ("most", "least")
    }
