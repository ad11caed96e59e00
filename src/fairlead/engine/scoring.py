"""Criteria: what speaks for a pair, as points that add up exactly to its score.

One function per kind. Each prepares points on the policy's scale (whole numbers) for any rows (mentees)
and columns (mentors). `parts` says in plain data why; a page or a report makes the sentence.

To add a kind: a function here and in `CRITERIA`, its facts in `parts`, its settings in
`policy.CRITERION_KINDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.model import Ints
from fairlead.engine.policy import SHARE, Criterion
from fairlead.engine.values import (
    EXACT_IN_FLOAT,
    Candidate,
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
    vocabulary,
)

CELLS_DENSE = 4_000_000


def _column(people: People, side: str, name: str) -> list[tuple[str, ...]]:
    return [tokens(value) for value in people.values(side, name)]


def membership(criterion: Criterion, people: People, digits: int) -> Matrix:
    """Full points when a value of one side is among the values of the other, or is a `wild` one."""
    mentees, mentors = (
        _column(people, "mentee", criterion.mentee),
        _column(people, "mentor", criterion.mentor),
    )
    common, points = shared(mentees, mentors), scaled(criterion.points[0], digits)
    wild_mentee, wild_mentor = any_of(mentees, criterion.wild), any_of(mentors, criterion.wild)
    said = [np.array([bool(one) for one in column], dtype=bool) for column in (mentees, mentors)]

    def answer(rows: Ints, cols: Ints) -> NDArray[np.int64]:
        wild = wild_mentee[rows][:, None] | wild_mentor[cols][None, :]
        known = said[0][rows][:, None] & said[1][cols][None, :]
        return np.asarray(((common(rows, cols) > 0) | (wild & known)).astype(np.int64) * points)

    return answer


def not_equal(criterion: Criterion, people: People, digits: int) -> Matrix:
    """Full points when both said something and have nothing in common."""
    mentees, mentors = (
        _column(people, "mentee", criterion.mentee),
        _column(people, "mentor", criterion.mentor),
    )
    common, points = shared(mentees, mentors), scaled(criterion.points[0], digits)
    said = [np.array([bool(one) for one in column], dtype=bool) for column in (mentees, mentors)]

    def answer(rows: Ints, cols: Ints) -> NDArray[np.int64]:
        known = said[0][rows][:, None] & said[1][cols][None, :]
        return np.asarray((known & (common(rows, cols) == 0)).astype(np.int64) * points)

    return answer


def ordinal(criterion: Criterion, people: People, digits: int) -> Matrix:
    """The points given for the number of steps from the mentee's place up to the mentor's; else none."""
    mentees = ranks(people.values("mentee", criterion.mentee), criterion.order)
    mentors = ranks(people.values("mentor", criterion.mentor), criterion.order)
    top = len(criterion.order)
    table = np.zeros(2 * top + 1, dtype=np.int64)
    for step, points in criterion.steps:
        if abs(step) < top:
            table[step + top] = scaled(points, digits)

    def answer(rows: Ints, cols: Ints) -> NDArray[np.int64]:
        steps = mentors[cols][None, :] - mentees[rows][:, None]
        known = (mentors[cols] >= 0)[None, :] & (mentees[rows] >= 0)[:, None]
        return np.where(known, table[steps + top], 0)

    return answer


class Wants:
    """What each value on a mentee's list is worth if covered; the most important one is always on it."""

    def __init__(self, criterion: Criterion, digits: int) -> None:
        self.criterion = criterion
        self.bases = [scaled(points, digits) for points in criterion.points]
        self.extra = scaled(criterion.important_points, digits)

    def of(self, person: Candidate) -> dict[str, int]:
        """The worth of each value that this mentee wants, in the list's order."""
        one = self.criterion
        important = tokens(person.values.get(one.important)) if one.important else ()
        listed = dict.fromkeys((*tokens(person.values.get(one.mentee)), *important))
        bases = [1] * len(listed)
        if one.count != SHARE:
            bases = [*self.bases, *self.bases[-1:] * (len(listed) - len(self.bases))]
        found = dict(zip(listed, bases, strict=False))
        given = person.importance.get(one.mentee)
        times = {token(word): factor for word, factor in given.items()} if given else {}
        for word in times.keys() & found.keys():
            found[word] *= times[word]
        if one.count != SHARE:
            for word in important:
                found[word] += self.extra
        return found


def overlap(criterion: Criterion, people: People, digits: int) -> Matrix:
    """Points for what the mentee wants and the mentor offers.

    Counting "each": the points of every covered value, by its place on the list and its importance, and
    `important_points` if the most important is covered. Counting "share": `points` times the covered
    share of the list's importance, rounded down on the scale, and `important_points`. `most` is the cap.
    """
    wants = Wants(criterion, digits)
    lists = [wants.of(person) for person in people.mentees]
    bonuses: list[dict[str, int]] = [{} for _ in lists]
    if criterion.important and criterion.count == SHARE:
        named = [tokens(person.values.get(criterion.important)) for person in people.mentees]
        bonuses = [dict.fromkeys(some, scaled(criterion.important_points, digits)) for some in named]
    mentors = _column(people, "mentor", criterion.mentor)
    known = vocabulary([tuple(one) for one in lists])
    total = np.array([sum(one.values()) for one in lists], dtype=np.int64)
    offered = [dict.fromkeys(some, 1) for some in mentors]
    worth, bonus = (_covered(some, offered, known) for some in (lists, bonuses))
    cap = None if criterion.most is None else scaled(criterion.most, digits)

    def answer(rows: Ints, cols: Ints) -> NDArray[np.int64]:
        covered = worth(rows, cols)
        if criterion.count == SHARE:
            covered = covered * scaled(criterion.points[0], digits) // np.maximum(total[rows], 1)[:, None]
            covered += bonus(rows, cols)
        return covered if cap is None else np.minimum(covered, cap)

    return answer


def _covered(
    wanted: Sequence[Mapping[str, int]], offered: Sequence[Mapping[str, int]], known: Mapping[str, int]
) -> Matrix:
    """What those who want get of those who offer, word by word; exact. Sparse where there are many words."""
    most = max((sum(map(abs, one.values())) for one in wanted), default=0)
    if not most:
        return lambda rows, cols: np.zeros((len(rows), len(cols)), dtype=np.int64)
    kind: Any = np.float64 if most < EXACT_IN_FLOAT else np.int64
    if max(len(wanted), len(offered)) * len(known) <= CELLS_DENSE:
        left, right = (_table(some, known).astype(kind) for some in (wanted, offered))
        return lambda rows, cols: (left[rows] @ right[cols].T).astype(np.int64)
    from scipy.sparse import csr_array  # loaded only where there are very many words

    thin, other = (csr_array(_cells(some, known), (len(some), len(known))) for some in (wanted, offered))
    return lambda rows, cols: (thin[rows] @ other[cols].T).toarray()


def _cells(lists: Sequence[Mapping[str, int]], known: Mapping[str, int]) -> tuple[Ints, tuple[Ints, Ints]]:
    """The points of every known word on each list: points, and (list, word)."""
    found = [
        (points, row, known[word])
        for row, one in enumerate(lists)
        for word, points in one.items()
        if word in known
    ]
    points, rows, cols = np.array(found, dtype=np.int64).reshape(-1, 3).T
    return points, (rows, cols)


def _table(lists: Sequence[Mapping[str, int]], known: Mapping[str, int]) -> Ints:
    points, places = _cells(lists, known)
    table = np.zeros((len(lists), len(known)), dtype=np.int64)
    table[places] = points
    return table


def numeric(criterion: Criterion, people: People, digits: int) -> Matrix:
    """Full points up to a difference of `within`, then `per_unit` less per further unit, never below none."""
    columns = [
        [number(value) for value in people.values(side, getattr(criterion, side))]
        for side in ("mentee", "mentor")
    ]
    own = max(decimals([*columns[0], *columns[1], criterion.within]), 0)
    mentees, mentors = (
        np.array([0 if one is None else scaled(one, own) for one in column], dtype=np.int64)
        for column in columns
    )
    known = [np.array([one is not None for one in column], dtype=bool) for column in columns]
    full, within = scaled(criterion.points[0], digits), scaled(criterion.within, own)
    each = None if criterion.per_unit is None else scaled(criterion.per_unit, digits - own)

    def answer(rows: Ints, cols: Ints) -> NDArray[np.int64]:
        beyond = np.maximum(np.abs(mentors[cols][None, :] - mentees[rows][:, None]) - within, 0)
        if each is None:
            points = np.where(beyond == 0, full, 0)
        else:
            points = np.maximum(full - each * np.minimum(beyond, full // max(each, 1) + 1), 0)
        return np.where(known[0][rows][:, None] & known[1][cols][None, :], points, 0)

    return answer


CRITERIA: dict[str, Callable[[Criterion, People, int], Matrix]] = {
    "equal": membership,
    "membership": membership,
    "not_equal": not_equal,
    "ordinal": ordinal,
    "overlap": overlap,
    "numeric": numeric,
}


def digits_of(criterion: Criterion, people: People) -> int:
    """How many decimals this criterion's points can have."""
    given = [*criterion.points, criterion.important_points, *(points for _, points in criterion.steps)]
    own = decimals([*given, criterion.most])
    if criterion.kind == "numeric" and criterion.per_unit is not None:
        said = [
            number(value)
            for side in ("mentee", "mentor")
            for value in people.values(side, getattr(criterion, side))
        ]
        own = max(own, decimals([criterion.per_unit]) + decimals([*said, criterion.within]))
    return own
