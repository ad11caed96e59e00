"""People of one pool who are paired with each other: the pool, the prices that prove, and the outcome."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fairlead.engine.model import BrokenProblem, DuplicatePerson, LockedPairForbidden, ScoresTooWide

WIDEST_SCORE = 1 << 31
Pair = tuple[int, int]


@dataclass(frozen=True, eq=False)
class PeerPool:
    """Who of one pool may be paired with whom, at which score; a pair that is not named is forbidden.

    `scores`: by the positions (lower, higher) of the two in `people` a whole number. The `locked` pairs are
    made in any case. Raises `BrokenProblem`, `DuplicatePerson`, `LockedPairForbidden`, `ScoresTooWide`.
    """

    people: tuple[str, ...]
    scores: Mapping[Pair, int]
    locked: tuple[Pair, ...] = ()

    @staticmethod
    def of(people: Iterable[str], scores: Mapping[Pair, Any], *, locked: Iterable[Pair] = ()) -> PeerPool:
        """The pool, with the positions of each pair in either order."""
        names = tuple(people)
        turned = {(min(pair), max(pair)): int(score) for pair, score in scores.items()}
        held = tuple(sorted({(min(pair), max(pair)) for pair in locked}))
        if len(turned) != len(scores):
            raise BrokenProblem(what="duplicate_pair")
        return PeerPool(names, turned, held)

    def __post_init__(self) -> None:
        if len(set(self.people)) != len(self.people):
            twice = next(one for place, one in enumerate(self.people) if one in self.people[:place])
            raise DuplicatePerson(side="peer", person=twice)
        top = len(self.people)
        if any(not 0 <= one < other < top for one, other in self.scores):
            raise BrokenProblem(what="pairs", expected=f"two different positions below {top}")
        if any(abs(score) > WIDEST_SCORE for score in self.scores.values()):
            raise ScoresTooWide(largest=max(map(abs, self.scores.values())))
        for one, other in self.locked:
            if (one, other) not in self.scores:
                raise LockedPairForbidden(one=self.people[one], other=self.people[other])
        held = [end for pair in self.locked for end in pair]
        if len(set(held)) != len(held):
            raise BrokenProblem(what="locked", expected="nobody twice")


@dataclass(frozen=True)
class PeerPrices:
    """What proves a bound: prices in whole `scale`-ths, none below 0, of people and of odd sets of people.

    Of a set of 2r + 1 people no more than r pairs can be made, so its price is paid r times.
    """

    scale: int
    people: tuple[int, ...]
    sets: tuple[tuple[frozenset[int], int], ...]


@dataclass(frozen=True, eq=False)
class Peers:
    """The pairs, sorted by position, locked ones among them; and for how many pairs and points there is room.

    Nobody can make more than `most_pairs` pairs, nor with as many as these more than `most_score`. `proof`
    says so, each pair being worth `unit` and what its score is above the lowest; a separate check read it.
    `listed`: how many of the allowed pairs the work was done with.
    """

    pool: PeerPool
    pairs: tuple[Pair, ...]
    score: int
    most_pairs: int
    most_score: int
    unit: int
    proof: PeerPrices
    seconds: float
    listed: int

    @property
    def proven(self) -> bool:
        """Whether no other pairs are better: most pairs first, then the greatest total."""
        return (len(self.pairs), self.score) == (self.most_pairs, self.most_score)

    @property
    def alone(self) -> tuple[int, ...]:
        """The positions of those who have nobody."""
        paired = {end for pair in self.pairs for end in pair}
        return tuple(one for one in range(len(self.pool.people)) if one not in paired)


__all__ = ["WIDEST_SCORE", "Pair", "PeerPool", "PeerPrices", "Peers"]
