"""Groups of people: who is served first, who is kept together, and whom a quota counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fairlead.engine.given import Across
from fairlead.engine.model import Ints, Quota
from fairlead.engine.policy import Group, GroupQuota, Policy, Priority, QuotaException
from fairlead.engine.values import Candidate, People, token, tokens, words

EVERYBODY = ""


@dataclass(frozen=True)
class Between:
    """Whom a quota of the problem counts: its label, and the groups' values as people wrote them.

    An empty text means everybody on that side. `across` is the field in which the two of a pair differ.
    """

    label: str
    mentees: str = EVERYBODY
    mentors: str = EVERYBODY
    across: str = ""


@dataclass(frozen=True)
class Doubt:
    """Something that can be used as it is, but was perhaps meant otherwise.

    `kind`: "no_class" (a mentee's value that is not in the order of the classes, so the mentee comes last) or
    "nobody_in_group" (a quota names a value that nobody on the side has).
    """

    kind: str
    side: str
    field: str
    found: str
    person: str = ""


def classes(mentees: Sequence[Candidate], priority: Priority | None) -> Ints:
    """The class of each mentee (n,): 1 for the first value of the order, ..., 0 for none of them.

    Who has several values is in the first class that one of them gives.
    """
    if priority is None:
        return np.zeros(len(mentees), dtype=np.int64)
    place = {token(word): number for number, word in enumerate(priority.order, 1)}
    own = ((place[one] for one in tokens(who.values.get(priority.field)) if one in place) for who in mentees)
    return np.array([min(some, default=0) for some in own], dtype=np.int64)


def new_among(mentors: Sequence[Candidate], new: Group | None) -> Ints:
    """For each mentor (m,) 1 if they belong to the group of new ones, else 0; a group needs a value."""
    if new is None or new.value is None:
        return np.zeros(len(mentors), dtype=np.int64)
    wanted = token(new.value)
    return np.array([wanted in tokens(who.values.get(new.field)) for who in mentors], dtype=np.int64)


def kept_together(mentees: Sequence[Candidate], field: str | None) -> tuple[tuple[int, ...], ...]:
    """The positions of mentees who have the same value in a field, where they are at least two."""
    return tuple(some for some in _by_value(mentees, field)[0].values() if len(some) > 1) if field else ()


@dataclass(frozen=True)
class _Counted:
    """One group, or pair of groups, of a quota: positions (None: everybody), values as written, limits."""

    mentees: tuple[int, ...] | None
    mentors: tuple[int, ...] | None
    between: Between
    least: int
    most: int | None


def quotas_of(people: People, policy: Policy) -> tuple[tuple[Quota, ...], dict[str, Between]]:
    """The quotas of the problem, one for each group or pair of groups, and whom each counts, by its key."""
    quotas: list[Quota] = []
    between: dict[str, Between] = {}
    for rule in policy.quotas:
        if rule.across is not None:
            between[rule.key] = Between(rule.label or rule.key, across=rule.across)
            ends, across = (rule.least, rule.most), _groups(people, rule.across)
            quotas.append(Quota(rule.key, None, None, *ends, across=across, percent=rule.percent))
            continue
        for one in _counted(rule, people):
            key = _key(rule, one.between, between)
            between[key] = one.between
            quotas.append(Quota(key, one.mentees, one.mentors, one.least, one.most))
    return tuple(quotas), between


def _groups(people: People, field: str) -> Across:
    """Everybody's group by what they say in a field."""
    number: dict[str, int] = {}
    sides = [
        tuple(
            min((number.setdefault(one, len(number)) for one in tokens(who.values.get(field))), default=-1)
            for who in some
        )
        for some in (people.mentees, people.mentors)
    ]
    return Across(*sides)


def _key(rule: GroupQuota, one: Between, taken: Mapping[str, Between]) -> str:
    """The policy's key; where it stands for several groups, with their values; never one that is taken."""
    values = [
        value
        for group, value in ((rule.mentees, one.mentees), (rule.mentors, one.mentors))
        if group is not None and group.value is None
    ]
    key = f"{rule.key}[{'>'.join(values)}]" if values else rule.key
    while key in taken:
        key += "'"
    return key


def doubts(people: People, policy: Policy) -> tuple[Doubt, ...]:
    """What in policy and people was perhaps meant otherwise: of the people first, then of the quotas."""
    found = []
    if policy.priority:
        name, known = policy.priority.field, {token(word) for word in policy.priority.order}
        for one in people.mentees:
            said = words(one.values.get(name))
            if said and not known & {token(word) for word in said}:
                found.append(Doubt("no_class", "mentee", name, "; ".join(said), one.id))
    for side in ("mentee", "mentor"):
        for field, values in _named_values(policy.quotas, f"{side}s").items():
            there = _by_value(people.side(side), field)[0]
            found += [
                Doubt("nobody_in_group", side, field, value) for value in values if token(value) not in there
            ]
    return tuple(found)


def _named_values(quotas: Iterable[GroupQuota], side: str) -> dict[str, tuple[str, ...]]:
    """The values that quotas and their exceptions name on a side, by field."""
    found: dict[str, dict[str, None]] = {}
    for quota in quotas:
        group: Group | None = getattr(quota, side)
        if group is not None:
            named = [group.value, *(getattr(one, side) for one in quota.exceptions)]
            found.setdefault(group.field, {}).update(dict.fromkeys(one for one in named if one is not None))
    return {field: tuple(values) for field, values in found.items()}


def _by_value(people: Sequence[Candidate], field: str) -> tuple[dict[str, tuple[int, ...]], dict[str, str]]:
    """The positions of those who have each value, and the value as the first of them wrote it."""
    found: dict[str, list[int]] = {}
    written: dict[str, str] = {}
    for place, one in enumerate(people):
        for word in words(one.values.get(field)):
            found.setdefault(token(word), []).append(place)
            written.setdefault(token(word), word)
    return {word: tuple(some) for word, some in found.items()}, written


def _side(people: Sequence[Candidate], group: Group | None) -> list[tuple[tuple[int, ...] | None, str]]:
    """The groups of one side, with their values; everybody where no group is asked for."""
    if group is None:
        return [(None, EVERYBODY)]
    found, written = _by_value(people, group.field)
    if group.value is not None:
        return [(found.get(token(group.value), ()), group.value)]
    return [(some, written[word]) for word, some in found.items()]


def _counted(rule: GroupQuota, people: People) -> Iterable[_Counted]:
    """The groups that a quota counts; a value is not paired with itself unless an exception says so."""
    exceptions = {_named(one.mentees, one.mentors): one for one in rule.exceptions}
    open_sides = [group is not None and group.value is None for group in (rule.mentees, rule.mentors)]
    mentors = _side(people.mentors, rule.mentors)
    for mentee_places, mentee_value in _side(people.mentees, rule.mentees):
        for mentor_places, mentor_value in mentors:
            values = zip((mentee_value, mentor_value), open_sides, strict=True)
            special = exceptions.get(_named(*(value if is_open else None for value, is_open in values)))
            if all(open_sides) and special is None and token(mentee_value) == token(mentor_value):
                continue
            between = Between(rule.label or rule.key, mentee_value, mentor_value)
            least, most = _ends(rule, special)
            yield _Counted(mentee_places, mentor_places, between, least, most)


def _ends(rule: GroupQuota, special: QuotaException | None) -> tuple[int, int | None]:
    """The limits of a group: those of its exception where it gives them, else the quota's."""
    if special is None:
        return rule.least, rule.most
    least = rule.least if special.least is None else special.least
    return least, rule.most if special.most is None else special.most


def _named(*values: str | None) -> tuple[str, ...]:
    return tuple(EVERYBODY if value is None else token(value) for value in values)
