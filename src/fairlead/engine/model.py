"""What the engine speaks of: the problem, the objective, the solution, and what it refuses.

Mentees and mentors are known by their position in `Problem.mentees` and `Problem.mentors`; a pair is
known by its position in the arrays `pair_mentee`, `pair_mentor` and `score`. A pair that a hard rule
forbids is not in these arrays at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.given import Indices, Ints, Quota, Source
from fairlead.engine.listing import Listing, rising, sorting
from fairlead.engine.proof_tree import TreeCertificate
from fairlead.engine.refusals import (
    BrokenProblem,
    Cancelled,
    DuplicatePerson,
    LockedPairForbidden,
    NotEnoughMemory,
    NotProven,
    NotSolvable,
    Refusal,
    ScoresTooWide,
    UnknownPerson,
)
from fairlead.engine.results import Certificate, Impossible, Method, Stage, Status, Tier

Value: TypeAlias = str | int | Decimal | tuple[str, ...] | None
Fact: TypeAlias = str | int | bool | Decimal | tuple[str, ...] | None

TIERS = (
    "mentees",
    "priority",
    "mentors",
    "new_mentors",
    "pairs",
    "worst",
    "leximin",
    "score",
    "kept",
    "even",
    "even_mentees",
)
MOST_PAIRS_OF_ONE = 1_000_000
LARGEST_SCORE = 1 << 61


@dataclass(frozen=True)
class Objective:
    """What is best, in order of importance; each tier counts only among equals in the tiers before it.

    `order` may be given freely from `TIERS`: "mentees" (mentees with at least one mentor), "mentors"
    (mentors with at least one mentee), "new_mentors" (those of them who are new), "pairs" (number of pairs),
    "score" (total score), "kept" (pairs of the problem's base that are made again), "priority" (mentees of
    class 1 with a mentor, then of class 2, ...), "worst" (the lowest score of a pair made, as high as
    possible), "leximin" (pairs made at the lowest score, as few as possible, then at the next, ...), "even"
    (the sum over mentors of load x (load - 1) / 2, as small as possible, told below 0), "even_mentees" (the
    same of mentees). Without it the order is mentees, then mentors if `mentors_too`, then score. `seed`
    settles ties that remain.
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
    array = _of_size(values, size, what).astype(np.int64)
    array.setflags(write=False)
    return array


def _of_size(values: Any, size: int, what: str) -> NDArray[Any]:
    array = np.asarray(values)
    if array.size == 0:
        array = array.astype(np.int64)
    if array.dtype.kind not in "iu":
        raise BrokenProblem(what=what, expected="whole numbers")
    if array.ndim == 0:
        array = np.full(size, array)
    if array.shape != (size,):
        raise BrokenProblem(what=what, expected=size, found=array.shape)
    return array


def _positions(values: Any, size: int, what: str, people: int) -> Indices:
    array = _of_size(values, size, what)
    if array.size and not 0 <= array.min() <= array.max() < people:
        raise BrokenProblem(what=what, expected=f"positions below {people}")
    array = array.astype(np.int32)
    array.setflags(write=False)
    return array


def _is_whole(value: Any) -> bool:
    return isinstance(value, float) and value.is_integer()


def _scores(problem: Problem) -> Ints:
    """Scores as 64-bit numbers, or as Python's unlimited integers where 64 bits do not do."""
    array = np.asarray(problem.score)
    if array.dtype != object and array.dtype.kind in "iu":
        return _whole(array, array.size, "score")
    values = array.ravel().tolist()
    wrong = [index for index, one in enumerate(values) if isinstance(one, bool) or not isinstance(one, int)]
    if wrong:
        index = next((one for one in wrong if not _is_whole(values[one])), wrong[0])
        raise BrokenProblem(
            what="score",
            expected="whole numbers",
            found=str(values[index]),
            index=index,
            **problem.named(index),
        )
    if all(-LARGEST_SCORE < one < LARGEST_SCORE for one in values):
        return _whole(np.array(values, dtype=np.int64), len(values), "score")
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
    `mentee_class` (n,): 1 is served first in the tier "priority", then 2, ...; 0 is no class. `mentor_new`
    (m,): 1 for mentors whom the tier "new_mentors" counts, 0 for the others. `quotas` limit
    pairs between sets of people; mentees who are `together` have exactly the same mentors. A `source` knows
    allowed pairs that the arrays do not list; without one the arrays list all.

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
    mentee_class: Any = 0
    mentor_new: Any = 0
    quotas: tuple[Quota, ...] = ()
    together: tuple[tuple[int, ...], ...] = ()
    source: Source | None = None
    locked_pairs: tuple[int, ...] = field(init=False)
    base_pairs: tuple[int, ...] = field(init=False)
    order: Ints | None = field(init=False, repr=False)

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
            name = f"pair_{side}"
            put(self, name, _positions(getattr(self, name), len(self.score), name, len(names)))
        put(self, "score", _scores(self))
        if self.scale < 1:
            raise BrokenProblem(what="scale", expected="at least 1")
        put(self, "mentee_class", _whole(self.mentee_class, len(self.mentees), "mentee_class"))
        if self.mentee_class.min(initial=0) < 0:
            raise BrokenProblem(what="mentee_class", expected="nothing below 0")
        put(self, "mentor_new", _whole(self.mentor_new, len(self.mentors), "mentor_new"))
        if not np.isin(self.mentor_new, (0, 1)).all():
            raise BrokenProblem(what="mentor_new", expected="0 or 1")
        self._check_sides()
        self._find_pairs()

    def _check_sides(self) -> None:
        """Quotas, people together and the source speak of people who are here."""
        sizes = len(self.mentees), len(self.mentors)
        object.__setattr__(self, "quotas", tuple(quota.checked(*sizes) for quota in self.quotas))
        if len({quota.key for quota in self.quotas}) != len(self.quotas):
            raise BrokenProblem(what="quota", expected="each key once")
        together = tuple(tuple(sorted(set(some))) for some in self.together)
        if any(not 0 <= one < sizes[0] for some in together for one in some):
            raise BrokenProblem(what="together", expected=f"positions below {sizes[0]}")
        object.__setattr__(self, "together", together)
        if self.source is not None and (self.source.mentees, self.source.mentors) != sizes:
            raise BrokenProblem(
                what="source", expected=sizes, found=(self.source.mentees, self.source.mentors)
            )

    def _find_pairs(self) -> None:
        """Note the order of the pairs, and where the locked pairs and the base's pairs are in the arrays."""
        put = object.__setattr__
        put(self, "order", None)
        if not rising(self.pair_mentee, self.pair_mentor):
            order, twice = sorting(self.pair_mentee, self.pair_mentor)
            if twice.size:
                index = int(order[twice[0]])
                raise BrokenProblem(what="duplicate_pair", index=index, **self.named(index))
            put(self, "order", order)
        locked = self.listing.places(self.locked) if self.locked else {}
        for (mentee, mentor), place in locked.items():
            if place < 0:
                raise BrokenProblem(what="locked_pair_not_allowed", mentee=mentee, mentor=mentor)
        put(self, "locked_pairs", tuple(sorted(locked.values())))
        base = self.listing.places(self.base).values() if self.base else ()
        put(self, "base_pairs", tuple(sorted(place for place in base if place >= 0)))

    @cached_property
    def listing(self) -> Listing:
        """The pairs mentee after mentee."""
        sizes = len(self.mentees), len(self.mentors)
        return Listing.of((self.pair_mentee, self.pair_mentor), self.score, sizes, self.order)

    @cached_property
    def free_scores(self) -> tuple[int, int]:
        """The lowest and highest score of the pairs that locked ones leave places for; 0 if there is none."""
        left = {side: getattr(self, f"{side}_most") > self.locked_load(side) for side in ("mentee", "mentor")}
        shut = any((self.listing.degree[side][~some] > 0).any() for side, some in left.items())
        if not shut and not self.locked_pairs:
            return self.listing.lowest, self.listing.highest
        free = left["mentee"][self.pair_mentee] & left["mentor"][self.pair_mentor]
        free[list(self.locked_pairs)] = False
        scores = self.score[free]
        return (int(scores.min()), int(scores.max())) if len(scores) else (0, 0)

    def locked_load(self, side: str) -> Ints:
        """How many locked pairs each person of a side has."""
        ends = getattr(self, f"pair_{side}")[list(self.locked_pairs)]
        return np.bincount(ends, minlength=len(getattr(self, f"{side}s"))).astype(np.int64)

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
        mentee_class: Any = 0,
        mentor_new: Any = 0,
        quotas: Iterable[Quota] = (),
        together: Iterable[Iterable[int]] = (),
        source: Source | None = None,
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
            mentee_class=mentee_class,
            mentor_new=mentor_new,
            quotas=tuple(quotas),
            together=tuple(tuple(some) for some in together),
            source=source,
        )


def _no_duplicates(side: str, names: tuple[str, ...]) -> None:
    if len(set(names)) != len(names):
        twice = next(name for place, name in enumerate(names) if name in names[:place])
        raise DuplicatePerson(side=side, person=twice)


@dataclass(frozen=True, eq=False)
class Solution:
    """The pairs chosen, by position in `problem` and sorted; what each tier reached; how it was found.

    `problem` is the one given, or, where it has a source, the same with pairs listed that it did not list.
    `total_score` is on the problem's scale (`problem.points(total_score)` in given units). `reasons` are
    told when the status is infeasible; then there are no pairs.
    """

    status: Status
    problem: Problem
    pairs: tuple[int, ...]
    tiers: tuple[Tier, ...]
    total_score: int
    objective: Objective
    seconds: float
    version: str
    method: Method
    reasons: tuple[Impossible, ...] = ()
    certificate: Certificate | TreeCertificate | None = None

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


__all__ = [
    "LARGEST_SCORE",
    "MOST_PAIRS_OF_ONE",
    "TIERS",
    "BrokenProblem",
    "Cancelled",
    "Certificate",
    "DuplicatePerson",
    "Fact",
    "Impossible",
    "Indices",
    "Ints",
    "LockedPairForbidden",
    "Method",
    "NotEnoughMemory",
    "NotProven",
    "NotSolvable",
    "Objective",
    "Problem",
    "Quota",
    "Refusal",
    "ScoresTooWide",
    "Solution",
    "Source",
    "Stage",
    "Status",
    "Tier",
    "UnknownPerson",
    "Value",
]
