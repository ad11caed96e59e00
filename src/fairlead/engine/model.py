"""What the engine speaks of: the problem, the objective, the solution, and what it refuses.

Mentees and mentors are known by their position in `Problem.mentees` and `Problem.mentors`; a pair is
known by its position in the arrays `pair_mentee`, `pair_mentor` and `score`. A pair that a hard rule
forbids is not in these arrays at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]
Indices: TypeAlias = NDArray[np.int32]
Value: TypeAlias = str | int | Decimal | tuple[str, ...] | None
Fact: TypeAlias = str | int | bool | Decimal | tuple[str, ...] | None

TIERS = ("mentees", "mentors", "pairs", "score", "kept")
MOST_PAIRS_OF_ONE = 1_000_000
LARGEST_SCORE = 1 << 61


class Refusal(Exception):
    """The engine cannot take this input. `code` says why, `facts` holds the particulars; no prose."""

    code = "refused"

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.code, facts)
        self.facts: dict[str, Any] = facts

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code} ({told})" if told else self.code


class UnknownPerson(Refusal):
    """A locked or forbidden pair, or a question, names nobody who takes part. Facts: side, person."""

    code = "unknown_person"


class DuplicatePerson(Refusal):
    """The same id is given twice on one side. Facts: side, person."""

    code = "duplicate_person"


class LockedPairForbidden(Refusal):
    """A locked pair breaks a hard rule; rules are never broken. Facts: mentee, mentor, blocks."""

    code = "locked_pair_forbidden"


class BrokenProblem(Refusal):
    """The arrays of a problem do not fit together. Facts: what, and where it helps index."""

    code = "broken_problem"


class ScoresTooWide(Refusal):
    """The scores have too many digits to be added exactly. Facts: digits or largest."""

    code = "scores_too_wide"


class NotProven(Refusal):
    """The independent check did not confirm the result, so none is given. Facts: findings."""

    code = "not_proven"


class Status(StrEnum):
    """`optimal` is said only when the certificate of optimality has been checked."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    STABLE = "stable"


@dataclass(frozen=True)
class Objective:
    """What is best, in order of importance; each tier counts only among equals in the tiers before it.

    `order` may be given freely from `TIERS`: "mentees" (mentees with at least one mentor), "mentors"
    (mentors with at least one mentee), "pairs" (number of pairs), "score" (total score), "kept" (pairs of
    the problem's base that are made again). Without it the order is mentees, then mentors if `mentors_too`,
    then score. `seed` settles ties that remain.
    """

    mentors_too: bool = False
    seed: int = 0
    order: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        tiers = self.tiers
        if not tiers or len(set(tiers)) != len(tiers) or not set(tiers) <= set(TIERS):
            raise BrokenProblem(what="tiers", tiers=tiers)

    @property
    def tiers(self) -> tuple[str, ...]:
        """The names of the tiers, most important first."""
        if self.order is not None:
            return self.order
        return ("mentees", "mentors", "score") if self.mentors_too else ("mentees", "score")


def _whole(values: Any, size: int, what: str) -> Ints:
    array = np.asarray(values)
    if array.size == 0:
        array = array.astype(np.int64)
    if array.dtype.kind not in "iu":
        raise BrokenProblem(what=what, expected="whole numbers")
    if array.ndim == 0:
        array = np.full(size, array)
    if array.shape != (size,):
        raise BrokenProblem(what=what, expected=size, found=array.shape)
    array = array.astype(np.int64)
    array.setflags(write=False)
    return array


def _scores(values: Any) -> Ints:
    """Scores as 64-bit numbers, or as Python's unlimited integers where 64 bits do not do."""
    array = np.asarray(values)
    if array.dtype != object:
        return _whole(array, len(array), "score")
    if any(not isinstance(one, int) for one in array.tolist()):
        raise BrokenProblem(what="score", expected="whole numbers")
    if all(-LARGEST_SCORE < one < LARGEST_SCORE for one in array.tolist()):
        return _whole(array.astype(np.int64), len(array), "score")
    array = array.copy()
    array.setflags(write=False)
    return array


@dataclass(frozen=True, eq=False)
class Problem:
    """Who may be paired with whom at which score, within which limits.

    E allowed pairs: `pair_mentee` and `pair_mentor` (E,) positions, `score` (E,) whole numbers, which are
    the given scores times `scale` (int64, or Python integers where these are too narrow). Limits: how many
    mentors each mentee has at most and at least, how many mentees each mentor; one number means all. The
    `locked` pairs (mentee position, mentor position) are in every solution. The `base` is an earlier
    pairing, given in the same way, for the tier "kept"; a pair of it that is not allowed counts for nothing.

    Raises `BrokenProblem` and `DuplicatePerson`.
    """

    mentees: tuple[str, ...]
    mentors: tuple[str, ...]
    pair_mentee: Indices
    pair_mentor: Indices
    score: Ints
    mentee_most: Ints
    mentor_most: Ints
    mentee_least: Ints
    mentor_least: Ints
    scale: int = 1
    locked: tuple[tuple[int, int], ...] = ()
    base: tuple[tuple[int, int], ...] = ()
    locked_pairs: tuple[int, ...] = field(init=False)
    base_pairs: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        put = object.__setattr__
        people = {"mentee": self.mentees, "mentor": self.mentors}
        for side, names in people.items():
            _no_duplicates(side, names)
            for end in ("most", "least"):
                name = f"{side}_{end}"
                limits = _whole(getattr(self, name), len(names), name)
                if limits.size and limits.min() < 0:
                    raise BrokenProblem(what=name, expected="nothing below 0")
                put(self, name, np.minimum(limits, MOST_PAIRS_OF_ONE))
            size = len(self.score)
            places = _whole(getattr(self, f"pair_{side}"), size, f"pair_{side}").astype(np.int32)
            if places.size and not 0 <= places.min() <= places.max() < len(names):
                raise BrokenProblem(what=f"pair_{side}", expected=f"positions below {len(names)}")
            put(self, f"pair_{side}", places)
        put(self, "score", _scores(self.score))
        if self.scale < 1:
            raise BrokenProblem(what="scale", expected="at least 1")
        self._find_pairs()

    def _find_pairs(self) -> None:
        """Note at which place of the arrays the locked pairs and the base's pairs are."""
        keys = self.pair_mentee.astype(np.int64) * max(1, len(self.mentors)) + self.pair_mentor
        order = np.argsort(keys, kind="stable")
        ordered = keys[order]
        twice = np.flatnonzero(ordered[1:] == ordered[:-1])
        if twice.size:
            index = int(order[twice[0] + 1])
            raise BrokenProblem(what="duplicate_pair", index=index, **self.named(index))
        found: dict[str, list[int]] = {"locked": [], "base": []}
        for kind, pairs in (("locked", self.locked), ("base", self.base)):
            for mentee, mentor in dict.fromkeys(pairs):
                place = int(np.searchsorted(ordered, mentee * max(1, len(self.mentors)) + mentor))
                if place < len(ordered) and (mentee, mentor) == self.ends(int(order[place])):
                    found[kind].append(int(order[place]))
                elif kind == "locked":
                    raise BrokenProblem(what="locked_pair_not_allowed", mentee=mentee, mentor=mentor)
        object.__setattr__(self, "locked_pairs", tuple(sorted(found["locked"])))
        object.__setattr__(self, "base_pairs", tuple(sorted(found["base"])))

    def ends(self, pair: int) -> tuple[int, int]:
        """The mentee's and the mentor's position of a pair."""
        return int(self.pair_mentee[pair]), int(self.pair_mentor[pair])

    def named(self, pair: int) -> dict[str, str]:
        """The ids of a pair, as {"mentee": ..., "mentor": ...}."""
        mentee, mentor = self.ends(pair)
        return {"mentee": self.mentees[mentee], "mentor": self.mentors[mentor]}

    def points(self, scaled: int) -> Decimal:
        """A scaled whole number in the units in which the scores were given, exact."""
        digits = len(str(self.scale)) - 1
        if self.scale == 10**digits:
            return Decimal((1 if scaled < 0 else 0, Decimal(abs(scaled)).as_tuple().digits, -digits))
        return Decimal(scaled) / Decimal(self.scale)

    @staticmethod
    def of(
        mentees: Iterable[str],
        mentors: Iterable[str],
        pairs: Iterable[tuple[int, int, int]] | Mapping[tuple[int, int], int],
        *,
        mentee_most: Any = 1,
        mentor_most: Any = 1,
        mentee_least: Any = 0,
        mentor_least: Any = 0,
        scale: int = 1,
        locked: Iterable[tuple[int, int]] = (),
        base: Iterable[tuple[int, int]] = (),
    ) -> Problem:
        """A problem from a list of (mentee position, mentor position, score)."""
        rows = [(i, j, s) for (i, j), s in pairs.items()] if isinstance(pairs, Mapping) else list(pairs)
        return Problem(
            mentees=tuple(mentees),
            mentors=tuple(mentors),
            pair_mentee=np.array([row[0] for row in rows], dtype=np.int32),
            pair_mentor=np.array([row[1] for row in rows], dtype=np.int32),
            score=np.array([row[2] for row in rows], dtype=object),
            mentee_most=mentee_most,
            mentor_most=mentor_most,
            mentee_least=mentee_least,
            mentor_least=mentor_least,
            scale=scale,
            locked=tuple(locked),
            base=tuple(base),
        )


def _no_duplicates(side: str, names: tuple[str, ...]) -> None:
    if len(set(names)) != len(names):
        twice = next(name for place, name in enumerate(names) if name in names[:place])
        raise DuplicatePerson(side=side, person=twice)


@dataclass(frozen=True)
class Tier:
    """One tier of the objective: what was reached and what is proven to be the most possible.

    For the tier "score" both are on the problem's scale.
    """

    name: str
    value: int
    bound: int


@dataclass(frozen=True)
class Impossible:
    """One reason why no pairing keeps all limits, with the smallest change that helps.

    `kind`: "least_over_most" (more is demanded than the person's own places), "locked_over_most" (more
    pairs locked than places), "too_few_partners" (fewer allowed partners with places than demanded),
    "shortfall" (the demands of several people collide). `limit` is "mentee_least", "mentor_least",
    "mentee_most" or "mentor_most"; `given` its value and `needed` the value that makes it possible.
    """

    kind: str
    side: str
    person: str
    limit: str
    given: int
    needed: int
    together_with: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Certificate:
    """Whole-number prices that prove the optimum (see `check.bound`).

    `weights` turn the tiers into one number: a unit of a tier outweighs everything below it.
    `mentee_price` (n,) and `mentor_price` (m,): what one more pair of the person costs the others.
    """

    weights: tuple[int, ...]
    mentee_price: NDArray[Any]
    mentor_price: NDArray[Any]


@dataclass(frozen=True, eq=False)
class Solution:
    """The pairs chosen, by position in the problem and sorted; what each tier reached; how it was found.

    `total_score` is on the problem's scale (`problem.points(total_score)` in given units). `reasons` are
    told when the status is infeasible; then there are no pairs.
    """

    status: Status
    pairs: tuple[int, ...]
    tiers: tuple[Tier, ...]
    total_score: int
    objective: Objective
    seconds: float
    version: str
    method: str
    reasons: tuple[Impossible, ...] = ()
    certificate: Certificate | None = None

    @property
    def seed(self) -> int:
        """The seed that settled ties."""
        return self.objective.seed

    def mentors_of(self, problem: Problem, mentee: int) -> tuple[int, ...]:
        """Positions of the mentors a mentee is paired with."""
        return tuple(j for i, j in map(problem.ends, self.pairs) if i == mentee)

    def mentees_of(self, problem: Problem, mentor: int) -> tuple[int, ...]:
        """Positions of the mentees a mentor is paired with."""
        return tuple(i for i, j in map(problem.ends, self.pairs) if j == mentor)
