"""A proof of optimality looked at unit by unit: what is made is worth its prices, nothing else is worth more.

Complementary slackness over every pair, every place of everybody and every quota, in Python's whole numbers.
It shares no code with the solvers nor with `duality`, which adds the same worths up to one bound, and says
where a proof does not hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fairlead.engine.evenness import EVENED
from fairlead.engine.model import Problem, Stage

NOT_WALKED = ("worst", "leximin")


@dataclass(frozen=True)
class Fault:
    """One place where a proof does not hold.

    `kind` "pair" and "place" (of the person or quota `who`): it is `used` although worth less than nothing,
    or not used although worth more, by `worth` in the stage counted from 1. "load": somebody, or a quota, has
    more or fewer pairs than the limits say. "locked": a locked pair is not made. "twice": a pair is made
    twice. "tiers": the stages are not those of the objective.
    """

    kind: str
    who: tuple[str, ...] = ()
    used: bool = False
    stage: int = 0
    worth: int = 0


@dataclass(frozen=True)
class Walked:
    """How many pairs and places were looked at, how many pairs are made, and every fault that was found."""

    pairs: int
    made: int
    places: int
    faults: tuple[Fault, ...]


def walk(problem: Problem, tiers: Sequence[str], pairs: Sequence[int], stages: Sequence[Stage]) -> Walked:
    """Look at every pair and every place once; no fault means that nothing is better than these pairs.

    `tiers` as in `Objective.tiers`. Stages with the tiers "worst" or "leximin" are not walked: they give the
    fault "tiers", as do quotas across groups or in percent, and people kept together.
    """
    walker = _Walker(problem, tiers, pairs, stages)
    faults = [*walker.misfits(), *walker.loads()]
    if not faults:
        faults = [*walker.of_pairs(), *walker.of_places()]
    return Walked(len(problem.score), len(pairs), walker.places, tuple(faults))


class _Walker:
    def __init__(
        self, problem: Problem, tiers: Sequence[str], pairs: Sequence[int], stages: Sequence[Stage]
    ) -> None:
        self.problem, self.tiers, self.pairs, self.stages = problem, tiers, pairs, stages
        self.ends = list(zip(problem.pair_mentee.tolist(), problem.pair_mentor.tolist(), strict=True))
        self.score = problem.score.tolist()
        self.made, self.locked = set(pairs), set(problem.locked_pairs)
        self.base = set(problem.base_pairs)
        self.inside = [_inside(problem, number) for number in range(len(problem.quotas))]
        self.places = 0

    def misfits(self) -> Iterator[Fault]:
        """Whether the stages speak of the objective's tiers at all."""
        wanted: list[str] = []
        for tier in self.tiers:
            classes = sorted({one for one in self.problem.mentee_class.tolist() if one})
            wanted += [f"priority:{one}" for one in classes] if tier == "priority" else [tier]
        proven = [tier for stage in self.stages for tier in stage.tiers]
        hard = any(one.across or one.percent for one in self.problem.quotas) or self.problem.together
        if proven != wanted or hard or any(tier in NOT_WALKED for tier in self.tiers):
            yield Fault("tiers", tuple(proven))
        if len(self.made) < len(self.pairs):
            yield Fault("twice")

    def loads(self) -> Iterator[Fault]:
        """Whether the pairs keep every limit and lock."""
        for pair in sorted(self.locked - self.made):
            yield Fault("locked", self._names(pair))
        for _kind, who, load, least, most in self._holders():
            if not least <= load <= most:
                yield Fault("load", (who,), worth=load)

    def _holders(self) -> Iterator[tuple[str, str, int, int, int]]:
        """Everybody and every quota: kind, name, pairs made, least and most."""
        problem = self.problem
        for side, place in (("mentee", 0), ("mentor", 1)):
            held = Counter(self.ends[pair][place] for pair in self.made)
            least, most = (getattr(problem, f"{side}_{end}").tolist() for end in ("least", "most"))
            for number, name in enumerate(getattr(problem, f"{side}s")):
                yield side, name, held[number], least[number], most[number]
        for number, quota in enumerate(problem.quotas):
            most = len(self.score) if quota.most is None else quota.most
            yield "quota", quota.key, len(self.inside[number] & self.made), quota.least, most

    def _names(self, pair: int) -> tuple[str, str]:
        mentee, mentor = self.ends[pair]
        return self.problem.mentees[mentee], self.problem.mentors[mentor]

    def of_pairs(self) -> Iterator[Fault]:
        """Pairs that are made and worth less than nothing, or not made and worth more."""
        for pair in range(len(self.score)):
            if pair not in self.locked:
                worths = (self._worth_of_pair(stage, pair) for stage in self.stages)
                yield from _judged("pair", self._names(pair), pair in self.made, worths)

    def _worth_of_pair(self, stage: Stage, pair: int) -> int:
        mentee, mentor = self.ends[pair]
        worth: int = int(stage.mentee_price[mentee]) + int(stage.mentor_price[mentor])
        worth += sum(int(stage.quota_price[one]) for one, some in enumerate(self.inside) if pair in some)
        earned = {"score": self.score[pair], "pairs": 1, "kept": int(pair in self.base)}
        for tier, weight in zip(stage.tiers, stage.weights, strict=True):
            worth += int(weight) * earned.get(tier, 0)
        return worth

    def of_places(self) -> Iterator[Fault]:
        """Places that are used and worth less than nothing, or free and worth more."""
        able = {
            ("mentee", name): count for name, count in zip(self.problem.mentees, self._able(0), strict=True)
        } | {("mentor", name): count for name, count in zip(self.problem.mentors, self._able(1), strict=True)}
        held = {
            side: Counter(self.ends[pair][place] for pair in self.locked)
            for side, place in (("mentee", 0), ("mentor", 1))
        }
        at: Counter[str] = Counter()
        for kind, who, load, least, most in self._holders():
            number = at[kind]
            at[kind] += 1
            inside = len(self.inside[number] & self.locked) if kind == "quota" else held[kind][number]
            reach = len(self.inside[number]) if kind == "quota" else able[kind, who]
            for place in range(max(least, inside), min(most, reach)):
                self.places += 1
                worths = (self._worth_of_place(stage, kind, number, place) for stage in self.stages)
                yield from _judged("place", (who,), place < load, worths)

    def _able(self, end: int) -> list[int]:
        """How many allowed pairs each person has."""
        counts = Counter(ends[end] for ends in self.ends)
        return [counts[one] for one in range(len((self.problem.mentees, self.problem.mentors)[end]))]

    def _worth_of_place(self, stage: Stage, kind: str, number: int, place: int) -> int:
        worth = -int(getattr(stage, f"{kind}_price")[number])
        for tier, weight in zip(stage.tiers, stage.weights, strict=True):
            name, _, level = tier.partition(":")
            if tier == f"{kind}s" and place == 0:
                worth += int(weight)
            elif name == "priority" and kind == "mentee" and place == 0:
                worth += int(weight) * (int(self.problem.mentee_class[number]) == int(level))
            elif name == "new_mentors" and kind == "mentor" and place == 0:
                worth += int(weight) * int(self.problem.mentor_new[number])
            elif name in EVENED and kind == EVENED[name]:
                worth -= int(weight) * place
        return worth


def _inside(problem: Problem, number: int) -> set[int]:
    """The pairs that a quota counts."""
    quota = problem.quotas[number]
    mentees, mentors = (None if some is None else set(some) for some in (quota.mentees, quota.mentors))
    return {
        pair
        for pair in range(len(problem.score))
        if (mentees is None or int(problem.pair_mentee[pair]) in mentees)
        and (mentors is None or int(problem.pair_mentor[pair]) in mentors)
    }


def _judged(kind: str, who: tuple[str, ...], used: bool, worths: Iterator[int]) -> Iterator[Fault]:
    """The first stage in which a unit is worth something decides."""
    for stage, worth in enumerate(worths, start=1):
        if worth:
            if (worth > 0) is not used:
                yield Fault(kind, who, used, stage, worth)
            return
