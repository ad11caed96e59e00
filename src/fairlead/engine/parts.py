"""What each criterion gives to a pair, of how much it could, and why, as plain data; quickly for many pairs.

"mentee" and "mentor" of the facts: what they said, as given (tuples of texts). Besides, "equal",
"membership", "not_equal": "common" (tuple). "overlap": "wanted" (the list with the most important), "covered"
(in the list's order), "important" (texts), "important_covered" (None if nothing was named). "ordinal":
"steps" (None if unknown). "numeric": "difference" (mentor minus mentee).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from fairlead.engine.model import Fact, Ints, Value
from fairlead.engine.policy import SHARE, Criterion
from fairlead.engine.scoring import Wants
from fairlead.engine.values import Candidate, Matrix, People, number, rank, scaled, token, tokens, words

SQUARE = 64


@dataclass(frozen=True)
class Part:
    """One criterion's share in a pair's score: `points` of at most `most`, both on the problem's scale."""

    key: str
    kind: str
    label: str
    points: int
    most: int
    facts: Mapping[str, Fact]


class Telling:
    """One criterion, prepared to be told of many pairs."""

    def __init__(self, criterion: Criterion, points: Matrix, digits: int) -> None:
        self.criterion, self.points = criterion, points
        self.wants = Wants(criterion, digits)
        self.cap = None if criterion.most is None else scaled(criterion.most, digits)
        self.same = self._for_everybody(digits)

    def parts(self, people: People, rows: Ints, cols: Ints) -> list[Part]:
        """The parts of these pairs of a mentee (row) and a mentor (column)."""
        one, found = self.criterion, []
        points = along(self.points, rows, cols).tolist()
        for row, col, gives in zip(rows.tolist(), cols.tolist(), points, strict=True):
            mentee, mentor = people.mentees[row], people.mentors[col]
            facts = self.facts(mentee, mentor)
            found.append(Part(one.key, one.kind, one.label, gives, self.most(mentee), facts))
        return found

    def _for_everybody(self, digits: int) -> int | None:
        """The most points that any mentee can get; None where that depends on what they want."""
        one = self.criterion
        if one.kind == "ordinal":
            return max((scaled(points, digits) for _, points in one.steps), default=0)
        if one.kind != "overlap":
            return self.wants.bases[0]
        return self._capped(self.wants.bases[0] + self.wants.extra) if one.count == SHARE else None

    def most(self, mentee: Candidate) -> int:
        """The most points that this mentee can get."""
        if self.same is not None:
            return self.same
        return self._capped(sum(points for points in self.wants.of(mentee).values() if points > 0))

    def _capped(self, points: int) -> int:
        return points if self.cap is None else min(points, self.cap)

    def facts(self, mentee: Candidate, mentor: Candidate) -> dict[str, Fact]:
        """Why a pair has these points."""
        one = self.criterion
        said: Value = mentee.values.get(one.mentee)
        told: Value = mentor.values.get(one.mentor)
        facts: dict[str, Fact] = {"mentee": words(said), "mentor": words(told)}
        if one.kind == "overlap":
            important = words(mentee.values.get(one.important)) if one.important else ()
            listed = words((*words(said), *important)) if important else words(said)
            theirs = tokens(told)
            facts["wanted"] = listed
            facts["covered"] = tuple(word for word in listed if token(word) in theirs)
            facts["important"] = important
            covered = any(token(word) in theirs for word in important) if important else None
            facts["important_covered"] = covered
        elif one.kind == "ordinal":
            below, above = rank(said, one.order), rank(told, one.order)
            facts["steps"] = above - below if min(below, above) >= 0 else None
        elif one.kind == "numeric":
            first, second = number(said), number(told)
            facts["difference"] = None if first is None or second is None else Decimal(second - first)
        else:
            theirs = tokens(told)
            facts["common"] = tuple(word for word in words(said) if token(word) in theirs)
        return facts


def along(points: Matrix, rows: Ints, cols: Ints) -> Ints:
    """The points of each row with the column beside it: squares of both are worked out, diagonals kept."""
    found = [np.zeros(0, dtype=np.int64)]
    for begin in range(0, len(rows), SQUARE):
        some = slice(begin, begin + SQUARE)
        found.append(np.asarray(points(rows[some], cols[some])).diagonal())
    return np.concatenate(found)
