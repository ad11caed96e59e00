"""What a problem may be given besides its pairs: quotas, and a source of pairs that are not listed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.refusals import BrokenProblem
from fairlead.engine.watching import Watch

Ints: TypeAlias = NDArray[np.int64]
Indices: TypeAlias = NDArray[np.int32]
Found: TypeAlias = tuple[Indices, Indices, Ints]


@dataclass(frozen=True)
class Across:
    """The group of each mentee (n,) and of each mentor (m,); below 0: of none.

    A pair is across if both of its people are of a group, and not of the same.
    """

    mentees: tuple[int, ...]
    mentors: tuple[int, ...]


@dataclass(frozen=True)
class Quota:
    """At least `least` and at most `most` pairs (None: any number) between these mentees and these mentors.

    `mentees` and `mentors` are positions, None means everybody on that side. One side None: places of an
    institution or a unit; both given: of a pair of institutions. With `across` only pairs across groups are
    counted. `percent`: of all pairs made, whoever's they are, at least so many of a hundred are counted by
    this quota. `key` names it, once in a problem.
    """

    key: str
    mentees: tuple[int, ...] | None = None
    mentors: tuple[int, ...] | None = None
    least: int = 0
    most: int | None = None
    across: Across | None = None
    percent: int = 0

    def checked(self, mentees: int, mentors: int) -> Quota:
        """The same with positions sorted and named once. Raises `BrokenProblem` for what cannot be meant."""
        if self.least < 0 or (self.most is not None and self.most < 0):
            raise BrokenProblem(what="quota", key=self.key, expected="nothing below 0")
        if not 0 <= self.percent <= 100:
            raise BrokenProblem(what="quota", key=self.key, expected="a percentage from 0 to 100")
        groups = self.across
        if groups is not None and (len(groups.mentees), len(groups.mentors)) != (mentees, mentors):
            raise BrokenProblem(what="quota", key=self.key, expected="a group for everybody")
        return replace(
            self,
            mentees=_positions(self.key, self.mentees, mentees),
            mentors=_positions(self.key, self.mentors, mentors),
        )

    @property
    def is_plain(self) -> bool:
        """Whether it limits the pairs of one set of people, which a network can express."""
        both = self.mentees is not None and self.mentors is not None
        return not both and self.across is None and not self.percent


def _positions(key: str, people: tuple[int, ...] | None, size: int) -> tuple[int, ...] | None:
    if people is None:
        return None
    found = tuple(sorted(set(people)))
    if found and not 0 <= found[0] <= found[-1] < size:
        raise BrokenProblem(what="quota", key=key, expected=f"positions below {size}")
    return found


class Source(Protocol):
    """Where pairs come from that a problem does not list: it knows every allowed pair and its score.

    All positions are those of the problem; hard rules are kept, so a forbidden pair is never told.
    """

    @property
    def mentees(self) -> int:
        """How many mentees it knows."""

    @property
    def mentors(self) -> int:
        """How many mentors it knows."""

    @property
    def most_score(self) -> int:
        """A score that no pair exceeds."""

    def best(self, side: str, k: int, watch: Watch | None = None, executor: Any = None) -> Found:
        """The k best pairs of everybody on a side, exact: rows, columns and scores."""

    def above(
        self,
        need: Ints,
        price: Ints,
        most_per_row: int,
        watch: Watch | None = None,
        executor: Any = None,
    ) -> Found:
        """The allowed pairs whose score less `price` (m,) of the mentor exceeds `need` (n,) of the mentee."""

    def scores(self, rows: Any, cols: Any) -> Ints:
        """The exact scores of these pairs."""

    def allowed(self, rows: Any, cols: Any) -> NDArray[np.bool_]:
        """Which of these pairs the hard rules allow."""
