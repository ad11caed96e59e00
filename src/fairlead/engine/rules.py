"""Hard rules: who may not be paired, and the reason.

One function per kind. Each prepares, from the rule and the people, an answer for any rows (mentees) and
columns (mentors): True where the pair is allowed. A rule that demands something ("equal", "overlap",
"ordinal", "numeric", "present") forbids where a value is missing, a rule that excludes ("not_equal",
"no_overlap", "not_listed") allows, unless the rule's `missing` says otherwise.

To add a kind: a function here and in `RULES`, its settings in `policy.RULE_KINDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.model import Fact, Ints
from fairlead.engine.policy import ALLOW, Rule
from fairlead.engine.values import (
    Matrix,
    People,
    any_of,
    decimals,
    number,
    ranks,
    scaled,
    shared,
    token,
    tokens,
    words,
)


@dataclass(frozen=True)
class Block:
    """A hard rule that a pair breaks, with what both said (texts as given, or numbers)."""

    rule: str
    kind: str
    label: str
    facts: Mapping[str, Fact]


def _columns(rule: Rule, people: People) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    mentees, mentors = people.values("mentee", rule.mentee), people.values("mentor", rule.mentor)
    return [tokens(value) for value in mentees], [tokens(value) for value in mentors]


def _where_known(
    rule: Rule, allowed: Matrix, mentees: NDArray[np.bool_], mentors: NDArray[np.bool_]
) -> Matrix:
    """The rule's answer where both sides said something, its `missing` elsewhere."""
    unknown = rule.if_missing == ALLOW

    def answer(rows: Ints, cols: Ints) -> NDArray[np.bool_]:
        known = mentees[rows][:, None] & mentors[cols][None, :]
        return np.where(known, allowed(rows, cols), unknown).astype(bool)

    return answer


def _some(column: list[tuple[str, ...]]) -> NDArray[np.bool_]:
    return np.array([bool(one) for one in column], dtype=bool)


def overlap(rule: Rule, people: People) -> Matrix:
    """At least `least` (1) values in common; a `wild` value on either side suits everybody."""
    mentees, mentors = _columns(rule, people)
    common, least = shared(mentees, mentors), 1 if rule.least is None else rule.least
    wild_mentee, wild_mentor = any_of(mentees, rule.wild), any_of(mentors, rule.wild)

    def allowed(rows: Ints, cols: Ints) -> NDArray[np.bool_]:
        enough = common(rows, cols) >= int(np.ceil(float(least)))
        return np.asarray(enough | wild_mentee[rows][:, None] | wild_mentor[cols][None, :])

    return _where_known(rule, allowed, _some(mentees), _some(mentors))


def no_overlap(rule: Rule, people: People) -> Matrix:
    """No value in common."""
    mentees, mentors = _columns(rule, people)
    common = shared(mentees, mentors)
    return _where_known(rule, lambda rows, cols: common(rows, cols) == 0, _some(mentees), _some(mentors))


def not_listed(rule: Rule, people: People) -> Matrix:
    """Neither is named in the other's list (line managers, people who should not be paired).

    `mentee` and `mentor` name the lists; `mentee_is` and `mentor_is` the fields by which people are named
    in them (without: their id).
    """
    forbidden: dict[int, set[int]] = {}
    for side, other in (("mentee", "mentor"), ("mentor", "mentee")):
        name = getattr(rule, side)
        if name is None:
            continue
        known: dict[str, list[int]] = {}
        for place, value in enumerate(people.values(other, getattr(rule, f"{other}_is"))):
            for word in tokens(value):
                known.setdefault(word, []).append(place)
        for place, value in enumerate(people.values(side, name)):
            for found in (found for word in tokens(value) for found in known.get(word, ())):
                row, col = (place, found) if side == "mentee" else (found, place)
                forbidden.setdefault(row, set()).add(col)

    def allowed(rows: Ints, cols: Ints) -> NDArray[np.bool_]:
        answer = np.ones((len(rows), len(cols)), dtype=bool)
        for place, row in enumerate(rows.tolist()):
            if row in forbidden:
                answer[place] = ~np.isin(cols, list(forbidden[row]))
        return answer

    return allowed


def ordinal(rule: Rule, people: People) -> Matrix:
    """The mentor stands at least `least` and at most `most` steps above the mentee in `order`."""
    mentees = ranks(people.values("mentee", rule.mentee), rule.order)
    mentors = ranks(people.values("mentor", rule.mentor), rule.order)
    least = -np.inf if rule.least is None else float(rule.least)
    most = np.inf if rule.most is None else float(rule.most)

    def allowed(rows: Ints, cols: Ints) -> NDArray[np.bool_]:
        steps = mentors[cols][None, :] - mentees[rows][:, None]
        return np.asarray((steps >= least) & (steps <= most))

    return _where_known(rule, allowed, mentees >= 0, mentors >= 0)


def numeric(rule: Rule, people: People) -> Matrix:
    """The mentor's number minus the mentee's lies between `least` and `most`."""
    columns = [
        [number(value) for value in people.values(side, getattr(rule, side))] for side in ("mentee", "mentor")
    ]
    digits = decimals([*columns[0], *columns[1], rule.least, rule.most])
    mentees, mentors = (
        np.array([0 if one is None else scaled(one, digits) for one in column], dtype=np.int64)
        for column in columns
    )

    def allowed(rows: Ints, cols: Ints) -> NDArray[np.bool_]:
        difference = mentors[cols][None, :] - mentees[rows][:, None]
        answer = np.ones(difference.shape, dtype=bool)
        if rule.least is not None:
            answer &= difference >= scaled(rule.least, digits)
        if rule.most is not None:
            answer &= difference <= scaled(rule.most, digits)
        return answer

    known = [np.array([one is not None for one in column], dtype=bool) for column in columns]
    return _where_known(rule, allowed, known[0], known[1])


def present(rule: Rule, people: People) -> Matrix:
    """A value must be there, one of `values` if they are given (consent, say), on each side named."""
    fine = []
    for side, name in (("mentee", rule.mentee), ("mentor", rule.mentor)):
        column = [tokens(value) for value in people.values(side, name)]
        everybody = np.ones(len(column), dtype=bool)
        fine.append(
            everybody if name is None else any_of(column, rule.values) if rule.values else _some(column)
        )
    return lambda rows, cols: fine[0][rows][:, None] & fine[1][cols][None, :]


RULES: dict[str, Callable[[Rule, People], Matrix]] = {
    "equal": overlap,
    "not_equal": no_overlap,
    "overlap": overlap,
    "no_overlap": no_overlap,
    "not_listed": not_listed,
    "ordinal": ordinal,
    "numeric": numeric,
    "present": present,
}


def block(rule: Rule, people: People, mentee: int, mentor: int) -> Block:
    """The reason for a pair that breaks this rule.

    Facts: "mentee" and "mentor" (what they said: a tuple of texts), "missing" (whether the reason is that
    one said nothing), and by kind "common" (values in common), "steps", "difference", "mentee_names_mentor",
    "mentor_names_mentee", "least", "most".
    """
    mentee_said = words(people.said("mentee", mentee, rule.mentee)) if rule.mentee else ()
    mentor_said = words(people.said("mentor", mentor, rule.mentor)) if rule.mentor else ()
    facts: dict[str, Fact] = {"mentee": mentee_said, "mentor": mentor_said}
    facts["missing"] = bool((rule.mentee and not mentee_said) or (rule.mentor and not mentor_said))
    if rule.kind in ("equal", "not_equal", "overlap", "no_overlap"):
        theirs = {token(word) for word in mentor_said}
        facts["common"] = tuple(word for word in mentee_said if token(word) in theirs)
    elif rule.kind == "not_listed":
        for side, other, said, one in (
            ("mentee", "mentor", mentee_said, mentor),
            ("mentor", "mentee", mentor_said, mentee),
        ):
            named = tokens(people.said(other, one, getattr(rule, f"{other}_is")))
            facts[f"{side}_names_{other}"] = bool(set(named) & {token(word) for word in said})
    elif rule.kind == "ordinal" and not facts["missing"]:
        places = [int(ranks([said], rule.order)[0]) for said in (mentee_said, mentor_said)]
        facts["steps"] = places[1] - places[0] if min(places) >= 0 else None
    elif rule.kind == "numeric" and not facts["missing"]:
        facts["difference"] = (number(mentor_said[0]) or 0) - (number(mentee_said[0]) or 0)
    facts |= {end: limit for end, limit in (("least", rule.least), ("most", rule.most)) if limit is not None}
    return Block(rule.key, rule.kind, rule.label, facts)


__all__ = ["RULES", "Block", "block"]
