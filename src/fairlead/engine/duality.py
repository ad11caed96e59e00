"""What no pairing can exceed, by weak duality over lexicographically ordered vectors of whole numbers.

Each stage of a certificate turns some tiers into one number and gives prices. A pair's worth in a stage is
its reward plus the prices of its people and quotas; what people and quotas have is paid for, unit by
unit. For vectors (one number for each stage, compared like words in a dictionary) the sum over all units
of the greater of 0 and the unit's worth bounds every pairing, whatever the prices are: the order is
compatible with addition, so the ordinary proof of weak duality holds word for word. Hence one pass: the
first stage in which a unit's worth is not 0 decides whether it counts in all stages after it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.evenness import EVENED, evened
from fairlead.engine.machine_code import PRICING, is_worth_it
from fairlead.engine.model import Ints, Objective, Problem, Stage

Numbers = NDArray[Any]
SPLIT = 30
SIDES = ("mentee", "mentor")
AT_ONCE = 1 << 18
COMPILED_FROM = 200_000
PLAIN = {"mentees", "mentors", "score", "pairs"}


def single_tiers(problem: Problem, objective: Objective) -> list[str]:
    """The objective as single numbers, most important first, as "priority:1", "leximin:40" or "score"."""
    found: list[str] = []
    for tier in objective.tiers:
        if tier == "priority":
            found += [f"{tier}:{one}" for one in np.unique(problem.mentee_class).tolist() if one > 0]
        elif tier == "leximin":
            found += [f"{tier}:{one}" for one in sorted(set(problem.score.tolist()))]
        else:
            found.append(tier)
    return found


def weights(problem: Problem, tiers: Sequence[str]) -> tuple[int, ...]:
    """Whole numbers so that one unit of a tier outweighs all that the tiers after it can ever differ by."""
    below, found = 0, []
    for span in reversed(spans(problem, tiers)):
        found.append(below + 1)
        below += found[-1] * span
    return tuple(reversed(found))


def in_order(problem: Problem, tiers: Sequence[str], given: Sequence[int]) -> bool:
    """Whether by these weights one unit of a tier outweighs all that the tiers after it can differ by."""
    below = 0
    for span, weight in zip(reversed(spans(problem, tiers)), reversed(given), strict=True):
        if weight <= below:
            return False
        below += weight * span
    return True


def spans(problem: Problem, tiers: Sequence[str]) -> list[int]:
    """How far apart two pairings can be at most in each tier."""
    pairs, load = len(problem.score), {}
    for side in SIDES:
        most = np.minimum(getattr(problem, f"{side}_most"), _degree(problem, side))
        pairs = min(pairs, int(np.maximum(0, most - problem.locked_load(side)).sum()))
        load[side] = int(most.max(initial=0))
    return [_span(problem, tier, pairs, load) for tier in tiers]


def _span(problem: Problem, tier: str, pairs: int, load: Mapping[str, int]) -> int:
    """How far apart two pairings can be; they differ only in pairs that are not locked and find places."""
    if tier == "score":
        lowest, highest = problem.free_scores
        return pairs * (max(0, highest) - min(0, lowest))
    if tier == "kept":
        return min(pairs, len(problem.base_pairs))
    if tier in EVENED:
        return pairs * max(0, load[EVENED[tier]] - 1)
    if tier in ("mentees", "mentors"):
        return len(getattr(problem, tier))
    if tier == "new_mentors":
        return int(problem.mentor_new.sum())
    return len(problem.mentees) if tier.startswith("priority:") else pairs


def _degree(problem: Problem, side: str) -> Ints:
    people = len(getattr(problem, f"{side}s"))
    if problem.source is not None:
        return np.full(people, len(problem.mentors if side == "mentee" else problem.mentees), dtype=np.int64)
    return problem.listing.degree[side]


@dataclass(eq=False)
class Units:
    """Units of one kind that may count: whose they are, how many alike, at which place of the load.

    `inside`: whether it counts for certain. `kind` is "pair", "mentee", "mentor" or "quota".
    """

    kind: str
    who: Ints
    width: Ints
    place: Ints
    inside: NDArray[np.bool_]

    def keep(self, kept: NDArray[np.bool_]) -> None:
        """Leave the others out from here on."""
        if not kept.all():
            self.who, self.width, self.place = self.who[kept], self.width[kept], self.place[kept]
            self.inside = self.inside[kept]


class Bounding:
    """The bound in the making: units not yet decided, units that count, and what is held in any case."""

    def __init__(self, problem: Problem, objective: Objective) -> None:
        self.problem = problem
        self.locked = np.array(problem.locked_pairs, dtype=np.int64)
        self.pairs: Units | None = None
        self.low = {side: self._least(side) for side in SIDES}
        self.members = [_counted(problem, place) for place in range(len(problem.quotas))]
        units: list[Units] = []
        for side in SIDES:
            units += self._of_people(side, single=side in evened(objective.tiers))
        self.units = [*units, self._of_quotas()]

    def _least(self, side: str) -> Ints:
        held = np.bincount(
            getattr(self.problem, f"pair_{side}")[self.locked],
            minlength=len(getattr(self.problem, f"{side}s")),
        )
        found: Ints = np.maximum(getattr(self.problem, f"{side}_least"), held)
        return found

    def _of_people(self, side: str, *, single: bool) -> list[Units]:
        """The first place and the others beyond what is demanded or locked; each on its own if `single`."""
        low = self.low[side]
        most = np.minimum(getattr(self.problem, f"{side}_most"), _degree(self.problem, side))
        first = np.flatnonzero((low == 0) & (most > 0))
        begin = np.maximum(low, 1)
        count = np.maximum(0, most - begin)
        found = [_units(side, first, np.ones_like(first), np.zeros_like(first))]
        if single:
            who = np.repeat(np.arange(len(low)), count)
            place = np.arange(len(who)) - np.repeat(np.cumsum(count) - count, count) + begin[who]
            return [*found, _units(side, who, np.ones_like(who), place)]
        who = np.flatnonzero(count)
        return [*found, _units(side, who, count[who], begin[who])]

    def _of_quotas(self) -> Units:
        quotas = self.problem.quotas
        sizes = [len(some) for some in self.members]
        most = [
            size if one.most is None else min(one.most, size) for one, size in zip(quotas, sizes, strict=True)
        ]
        held = [int(np.isin(some, self.locked).sum()) for some in self.members]
        low = np.array([max(one.least, had) for one, had in zip(quotas, held, strict=True)], dtype=np.int64)
        self.low["quota"] = low
        width = np.maximum(0, np.array(most, dtype=np.int64) - low)
        return _units("quota", np.arange(len(quotas)), width, np.ones_like(width))

    def add(self, stage: Stage) -> int:
        """The bound in one stage more, among what the stages before leave equal."""
        prices = {
            "mentee": np.asarray(stage.mentee_price),
            "mentor": np.asarray(stage.mentor_price),
            "quota": np.asarray(stage.quota_price),
        }
        if self._wide(stage, prices):
            prices = {kind: price.astype(object) for kind, price in prices.items()}
        weight = dict(zip(stage.tiers, stage.weights, strict=True))
        total = self._held(weight, prices)
        if self.pairs is None:
            self.pairs = self._some_pairs(stage, weight, prices)
        for units in (self.pairs, *self.units):
            worth = self._worth(units, weight, prices, stage.worst or 0)
            counted = np.where(units.inside, worth, np.maximum(worth, 0)) * units.width
            total += _sum(counted)
            if stage.worst is None:
                units.inside |= (worth > 0).astype(bool)
                units.keep(units.inside | (worth == 0).astype(bool))
        if stage.worst is not None:
            self.leave_out(self.problem.score < stage.worst)
        return total

    def leave_out(self, pairs: NDArray[np.bool_]) -> None:
        """These pairs are not made from here on."""
        if self.pairs is None:
            self.pairs = self._pairs_at(np.arange(len(self.problem.score)))
        self.pairs.keep(~pairs[self.pairs.who].astype(bool))

    def _pairs_at(self, who: Ints) -> Units:
        found = _units("pair", who, np.ones_like(who), np.zeros_like(who))
        if self.locked.size:
            found.inside = np.isin(who, self.locked)
        return found

    def _some_pairs(self, stage: Stage, weight: dict[str, int], prices: dict[str, Numbers]) -> Units:
        """The pairs that count or may count in the first stage: none that is worth less than nothing."""
        problem, size = self.problem, len(self.problem.score)
        if stage.worst is not None:
            return self._pairs_at(np.arange(size))
        if self._is_plain(weight, prices):
            from fairlead.engine.pricing_pass import by_threads  # compiled code is loaded only where it pays

            ends, both = (problem.pair_mentee, problem.pair_mentor), (prices["mentee"], prices["mentor"])
            who = by_threads(ends, problem.score, both, (weight.get("score", 0), weight.get("pairs", 0)))
        else:
            found = [np.zeros(0, dtype=np.int64)]
            for begin in range(0, size, AT_ONCE):
                some = np.arange(begin, min(size, begin + AT_ONCE))
                found.append(some[(self._of_pairs(some, weight, prices, 0) >= 0).astype(bool)])
            who = np.concatenate(found)
        return self._pairs_at(np.union1d(who, self.locked) if self.locked.size else who)

    def _is_plain(self, weight: dict[str, int], prices: dict[str, Numbers]) -> bool:
        """Whether compiled code can look at the pairs: many, with nothing but scores and people's prices."""
        numbers = (self.problem.score, *prices.values())
        if len(self.problem.score) < COMPILED_FROM or self.members or not set(weight) <= PLAIN:
            return False
        plain = all(one.dtype == np.int64 for one in numbers)
        return plain and is_worth_it(PRICING, len(self.problem.score))

    def _worth(self, units: Units, weight: dict[str, int], prices: dict[str, Numbers], worst: int) -> Numbers:
        if units.kind == "pair":
            return self._of_pairs(units.who, weight, prices, worst)
        worth: Numbers = -prices[units.kind][units.who]
        first = units.place == 0
        for tier, one in weight.items():
            if tier == f"{units.kind}s":
                worth = worth + first.astype(worth.dtype) * one
            elif tier.startswith("priority:") and units.kind == "mentee":
                of_class = self.problem.mentee_class[units.who] == int(tier.partition(":")[2])
                worth = worth + (first & of_class).astype(worth.dtype) * one
            elif tier == "new_mentors" and units.kind == "mentor":
                new = self.problem.mentor_new[units.who] > 0
                worth = worth + (first & new).astype(worth.dtype) * one
            elif tier in EVENED and units.kind == EVENED[tier]:
                worth = worth - units.place.astype(worth.dtype) * one
        return worth

    def _of_pairs(self, who: Ints, weight: dict[str, int], prices: dict[str, Numbers], worst: int) -> Numbers:
        problem = self.problem
        score = problem.score[who]
        worth: Numbers = (
            prices["mentee"][problem.pair_mentee[who]] + prices["mentor"][problem.pair_mentor[who]]
        )
        for tier, one in weight.items():
            if tier == "score":
                worth = worth + score.astype(worth.dtype) * one
            elif tier == "pairs":
                worth = worth + one
            elif tier == "kept":
                again = np.isin(who, np.array(problem.base_pairs, dtype=np.int64))
                worth = worth + again.astype(worth.dtype) * one
            elif tier == "worst":
                worth = worth - (score <= worst).astype(worth.dtype) * one
            elif tier.startswith("leximin:"):
                worth = worth - (score == int(tier.partition(":")[2])).astype(worth.dtype) * one
        for members, price in zip(self.members, prices["quota"].tolist(), strict=True):
            worth = worth + np.isin(who, members).astype(worth.dtype) * price
        return worth

    def _held(self, weight: dict[str, int], prices: dict[str, Numbers]) -> int:
        """What demanded and locked units are worth on the people's and quotas' side."""
        total = 0
        for kind, low in self.low.items():
            some = np.flatnonzero(low)
            held = zip(low[some].tolist(), prices[kind][some].tolist(), strict=True)
            total -= sum(load * price for load, price in held)
            total += weight.get(f"{kind}s", 0) * int((low > 0).sum())
        for tier, one in weight.items():
            if tier.startswith("priority:"):
                of_class = self.problem.mentee_class == int(tier.partition(":")[2])
                total += one * int((of_class & (self.low["mentee"] > 0)).sum())
        total += weight.get("new_mentors", 0) * int(self.problem.mentor_new[self.low["mentor"] > 0].sum())
        for tier, side in EVENED.items():
            load = self.low[side]
            total -= weight.get(tier, 0) * int((load * (load - 1) // 2).sum())
        return int(total)

    def _wide(self, stage: Stage, prices: dict[str, Numbers]) -> bool:
        """Whether 64 bits might not do for these prices."""
        if any(price.dtype == object for price in prices.values()):
            return True
        largest = sum(_largest(prices[side]) for side in SIDES)
        largest += sum(abs(one) for one in prices["quota"].tolist())
        widest = max((1, *(int(units.width.max(initial=0)) for units in self.units)))
        place = max((int(units.place.max(initial=0)) for units in self.units), default=0)
        listing = self.problem.listing
        reward = max(1, listing.highest, -listing.lowest, place) * sum(stage.weights)
        return bool((largest + reward) * (2 + widest) >= 1 << 62)


def _units(kind: str, who: Ints, width: Ints, place: Ints) -> Units:
    return Units(kind, who, width, place, np.zeros(len(who), dtype=bool))


def _counted(problem: Problem, quota: int) -> Ints:
    """The pairs that a quota counts."""
    counted = np.ones(len(problem.score), dtype=bool)
    for side in SIDES:
        people = getattr(problem.quotas[quota], f"{side}s")
        if people is not None:
            counted &= np.isin(getattr(problem, f"pair_{side}"), people)
    return np.flatnonzero(counted)


def bounds(problem: Problem, objective: Objective, stages: Sequence[Stage]) -> list[int]:
    """An upper bound on every pairing, stage by stage in order of importance, valid for any prices.

    Levels of "leximin" that are no part of a stage are taken as proven to stay empty: at its place in the
    order a level without pairs cannot be bettered. So is "worst" at the highest score of all.
    """
    found, making, at = [], Bounding(problem, objective), 0
    tiers = single_tiers(problem, objective)
    for stage in stages:
        begin = tiers.index(stage.tiers[0], at)
        for passed in tiers[at:begin]:
            making.leave_out(_avoided(problem, passed))
        found.append(making.add(stage))
        at = begin + len(stage.tiers)
    return found


def _avoided(problem: Problem, tier: str) -> NDArray[np.bool_]:
    """The pairs that are not made when a tier is at its very best."""
    level = int(tier.partition(":")[2] or max(problem.score.tolist(), default=0))
    avoided = problem.score < level if tier == "worst" else problem.score == level
    found: NDArray[np.bool_] = avoided.astype(bool)
    return found


def _largest(numbers: Numbers) -> int:
    return max(int(numbers.max()), -int(numbers.min())) if numbers.size else 0


def _sum(numbers: Numbers) -> int:
    """An exact sum: 64-bit numbers are split so that millions of them cannot overflow."""
    if numbers.dtype == object:
        return int(sum(numbers.tolist()))
    return (int((numbers >> SPLIT).sum()) << SPLIT) + int((numbers & ((1 << SPLIT) - 1)).sum())
