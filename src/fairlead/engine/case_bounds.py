"""The exact bound that a proof by cases gives: shares nothing with the solvers.

For one case (limits of every count) and any whole-number prices, no pairing that keeps the limits and
reaches at least V_l in each goal l before can exceed, in D times the goal,

    sum over pairs kept together of max over made or not of their worth
    + sum over people of max over their load d of (reward(d) - price * d)
    + sum over quotas of max over their count c of (-price * c)  -  sum over l of weight_l * V_l,

where a pair's worth is its weighted reward plus the prices of its people and quotas (weak duality). A
percentage is a count of its own after those of the quotas, in which a pair that the quota counts is so many
units, and any other pair so many below 0 (`share_of`); it must not be below 0. A
tree of cases that leaves nothing out proves the greatest of its leaves' bounds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import gcd
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.evenness import EVENED
from fairlead.engine.model import Ints, Objective, Problem
from fairlead.engine.proof_tree import Leaf, Narrowing, Split, Tree

Exact = NDArray[Any]
SAFE = 1 << 62
SUBJECTS = ("pair", "mentee", "mentor", "quota")


class BadProof(Exception):
    """The proof does not fit the problem."""


@dataclass(frozen=True, eq=False)
class Terms:
    """A goal as rewards: per pair, per person's first partner, minus load(load-1)/2 of the side `even`."""

    pair: Exact
    mentee: Ints
    mentor: Ints
    even: str = ""

    def value(self, problem: Problem, pairs: Sequence[int]) -> int:
        """What these pairs reach."""
        chosen = list(pairs)
        mentees, mentors = problem.pair_mentee[chosen], problem.pair_mentor[chosen]
        total = sum(self.pair[chosen].tolist())
        total += int(self.mentee[np.unique(mentees)].sum()) + int(self.mentor[np.unique(mentors)].sum())
        loads = np.bincount(mentees if self.even == "mentee" else mentors, minlength=1)
        return int(total) - (int((loads * (loads - 1) // 2).sum()) if self.even else 0)


@dataclass(frozen=True, eq=False)
class Case:
    """The least and most of every count, by subject: columns ("pair"), mentees, mentors, quotas."""

    low: dict[str, Ints]
    high: dict[str, Ints]

    @property
    def empty(self) -> bool:
        """Whether some count can be nothing at all."""
        return any(bool((self.low[one] > self.high[one]).any()) for one in SUBJECTS)

    def at_most(self, subject: str, index: int, at: int) -> Case:
        """The part of the case in which this count is at most `at`."""
        high = self.high[subject].copy()
        high[index] = min(int(high[index]), at)
        return replace(self, high=self.high | {subject: high})

    def more_than(self, subject: str, index: int, at: int) -> Case:
        """The rest of it."""
        low = self.low[subject].copy()
        low[index] = max(int(low[index]), at + 1)
        return replace(self, low=self.low | {subject: low})


@dataclass(frozen=True, eq=False)
class Frame:
    """What all cases of a problem share.

    `column` (E,): pairs of people kept together are one column, made all or none. `members`: for each
    quota, and then for each percentage, the pairs that it counts, and `units` as how many each is counted.
    `root` is the case that holds everything.
    """

    problem: Problem
    column: Ints
    members: tuple[Ints, ...]
    units: tuple[Ints, ...]
    root: Case

    @staticmethod
    def of(problem: Problem) -> Frame:
        """Read the limits of a problem."""
        column, complete = columns(problem)
        locked = np.zeros(len(complete), dtype=np.int64)
        locked[column[list(problem.locked_pairs)]] = 1
        members, units, low, high = _rows(problem)
        counts = {"pair": (locked, complete.astype(np.int64)), "quota": (low, high)}
        for side in ("mentee", "mentor"):
            most = getattr(problem, f"{side}_most")
            degree = np.bincount(getattr(problem, f"pair_{side}"), minlength=len(most))
            counts[side] = (getattr(problem, f"{side}_least"), np.minimum(most, degree))
        root = Case(*({one: counts[one][end] for one in SUBJECTS} for end in (0, 1)))
        return Frame(problem, column, members, units, root)


def _rows(problem: Problem) -> tuple[tuple[Ints, ...], tuple[Ints, ...], Ints, Ints]:
    """The pairs that each quota and then each percentage counts, their units, the least and the most."""
    members = [quota_members(problem, place) for place in range(len(problem.quotas))]
    units = [np.ones(len(some), dtype=np.int64) for some in members]
    low = [quota.least for quota in problem.quotas]
    high = [
        len(some) if quota.most is None else min(quota.most, len(some))
        for quota, some in zip(problem.quotas, members, strict=True)
    ]
    for place in shares(problem):
        of_pair = share_of(problem, place)
        members.append(np.flatnonzero(of_pair))
        units.append(of_pair[members[-1]])
        low.append(0)
        high.append(int(np.maximum(of_pair, 0).sum()))
    return tuple(members), tuple(units), np.array(low, dtype=np.int64), np.array(high, dtype=np.int64)


def columns(problem: Problem) -> tuple[Ints, NDArray[np.bool_]]:
    """The column of each pair, and which columns are complete (allowed for everybody kept together)."""
    first = np.arange(len(problem.mentees), dtype=np.int64)
    for group in problem.together:
        touched = np.isin(first, first[list(group)])
        first[touched] = first[touched].min(initial=len(first))
    size = np.bincount(first, minlength=len(first))
    keys = first[problem.pair_mentee] * max(1, len(problem.mentors)) + problem.pair_mentor
    found, column, times = np.unique(keys, return_inverse=True, return_counts=True)
    return column.astype(np.int64), times == size[found // max(1, len(problem.mentors))]


def quota_members(problem: Problem, place: int) -> Ints:
    """The pairs that a quota counts."""
    quota = problem.quotas[place]
    counted = np.ones(len(problem.score), dtype=bool)
    for side, people in (("mentee", quota.mentees), ("mentor", quota.mentors)):
        if people is not None:
            inside = np.zeros(len(getattr(problem, f"{side}s")), dtype=bool)
            inside[list(people)] = True
            counted &= inside[getattr(problem, f"pair_{side}")]
    if quota.across is not None:
        one = np.array(quota.across.mentees, dtype=np.int64)[problem.pair_mentee]
        other = np.array(quota.across.mentors, dtype=np.int64)[problem.pair_mentor]
        counted &= (one != other) & (np.minimum(one, other) >= 0)
    return np.flatnonzero(counted)


def shares(problem: Problem) -> list[int]:
    """The quotas that have a percentage."""
    return [place for place, quota in enumerate(problem.quotas) if quota.percent]


def share_of(problem: Problem, place: int) -> Ints:
    """What each pair (E,) adds to a percentage: with `percent` / 100 = p / q in lowest terms q - p or -p."""
    percent = problem.quotas[place].percent
    unit = gcd(percent, 100)
    of_pair = np.full(len(problem.score), -percent // unit, dtype=np.int64)
    of_pair[quota_members(problem, place)] += 100 // unit
    return of_pair


def goals(problem: Problem, objective: Objective) -> list[tuple[str, int]]:
    """The objective as single numbers: tier and level, most important first."""
    found: list[tuple[str, int]] = []
    for tier in objective.tiers:
        if tier == "priority":
            found += [(tier, int(one)) for one in np.unique(problem.mentee_class).tolist() if one > 0]
        elif tier == "leximin":
            found += [(tier, int(one)) for one in sorted(set(problem.score.tolist()))]
        else:
            found.append((tier, 0))
    return found


def terms(problem: Problem, tier: str, level: int = 0) -> Terms:
    """The rewards of a goal; for "worst" and "leximin" a pair that scores `level` or less costs one."""
    nothing = np.zeros(len(problem.score), dtype=np.int64)
    mentee, mentor = (np.zeros(len(some), dtype=np.int64) for some in (problem.mentees, problem.mentors))
    if tier == "mentees":
        mentee = mentee + 1
    elif tier == "priority":
        mentee = (problem.mentee_class == level).astype(np.int64)
    elif tier == "mentors":
        mentor = mentor + 1
    elif tier == "new_mentors":
        mentor = problem.mentor_new
    elif tier == "kept":
        nothing[list(problem.base_pairs)] = 1
    elif tier in ("worst", "leximin"):
        nothing = -(problem.score <= level).astype(np.int64)
    pair = {"score": problem.score, "pairs": nothing + 1}.get(tier, nothing)
    return Terms(pair, mentee, mentor, EVENED.get(tier, ""))


def leaf_bound(
    frame: Frame, case: Case, leaf: Leaf, known: Sequence[tuple[Terms, int]], goal: Terms
) -> int | None:
    """The most that the goal can be in this case by these prices; None if they prove the case impossible.

    Raises `BadProof` if the leaf proves neither.
    """
    total, _ = priced(frame, case, leaf, known, goal)
    if case.empty:
        return None
    if leaf.weights[-1]:
        return total // leaf.weights[-1]
    if total >= 0:
        raise BadProof("neither")
    return None


def narrowed(
    frame: Frame, case: Case, leaf: Leaf, at_most: int, known: Sequence[tuple[Terms, int]], goal: Terms
) -> Case:
    """The part of the case outside of which the goal is at most `at_most`.

    A column made or left against its worth takes all of the worth off the bound; where that is enough, the
    column is settled (reduced cost fixing; Dantzig, Fulkerson and Johnson 1954).
    """
    total, worth = priced(frame, case, leaf, known, goal)
    spare = total - leaf.weights[-1] * (at_most + 1)
    made, left = (worth > spare).astype(bool), (-worth > spare).astype(bool)
    low, high = case.low["pair"], case.high["pair"]
    return Case(
        case.low | {"pair": np.where(made, high, low)}, case.high | {"pair": np.where(left, low, high)}
    )


def priced(
    frame: Frame, case: Case, leaf: Leaf, known: Sequence[tuple[Terms, int]], goal: Terms
) -> tuple[int, Exact]:
    """The bound in the leaf's units, not yet divided, and the worth of each column.

    Raises `BadProof` if the leaf does not fit the problem.
    """
    problem = frame.problem
    shapes = (len(problem.mentees), len(problem.mentors), len(frame.members))
    prices = [np.asarray(one) for one in (leaf.mentee_price, leaf.mentor_price, leaf.quota_price)]
    if tuple(len(one) for one in prices) != shapes or len(leaf.weights) != len(known) + 1:
        raise BadProof("shape")
    if min(leaf.weights) < 0 or any(one.dtype.kind not in "iO" for one in prices):
        raise BadProof("weights")
    every = [*(one for one, _ in known), goal]
    if _wide(frame, leaf, every):
        prices = [one.astype(object) for one in prices]
    total, worth = _total(frame, case, leaf.weights, every, prices)
    return total - sum(weight * value for weight, (_, value) in zip(leaf.weights, known, strict=False)), worth


def _wide(frame: Frame, leaf: Leaf, all_terms: Sequence[Terms]) -> bool:
    """Whether 64 bits might not do."""
    most = {one: max(1, int(some.max(initial=0))) for one, some in frame.root.high.items()}
    loads = 1 + max(most["mentee"], most["mentor"])
    priced = sum(_largest(one) for one in (leaf.mentee_price, leaf.mentor_price))
    each = [abs(int(one)) for one in leaf.quota_price.tolist()]
    of_rows = sum(price * _largest(units) for price, units in zip(each, frame.units, strict=True))
    rewards = sum(
        weight * (_largest(one.pair) + loads) for weight, one in zip(leaf.weights, all_terms, strict=True)
    )
    people = sum(map(len, (leaf.mentee_price, leaf.mentor_price)))
    of_pairs = (priced + of_rows + rewards + 1) * loads * (1 + len(frame.column) + people)
    return of_pairs + sum(each) * max(most["quota"], int(frame.root.low["quota"].max(initial=0))) >= SAFE


def _largest(numbers: Exact) -> int:
    return max(int(numbers.max()), -int(numbers.min())) if len(numbers) else 0


def _total(
    frame: Frame, case: Case, weights: tuple[int, ...], all_terms: Sequence[Terms], prices: list[Exact]
) -> tuple[int, Exact]:
    problem, kind = frame.problem, prices[0].dtype
    worth = prices[0][problem.pair_mentee] + prices[1][problem.pair_mentor]
    first = [np.zeros(len(one), dtype=kind) for one in prices[:2]]
    even = {"mentee": 0, "mentor": 0}
    for weight, one in zip(weights, all_terms, strict=True):
        if weight:
            worth = worth + one.pair.astype(kind) * weight
            first = [
                had + more.astype(kind) * weight
                for had, more in zip(first, (one.mentee, one.mentor), strict=True)
            ]
            if one.even:
                even[one.even] += weight
    for members, units, price in zip(frame.members, frame.units, prices[2].tolist(), strict=True):
        worth[members] += price * units.astype(kind)
    made = np.zeros(len(case.low["pair"]), dtype=kind)
    np.add.at(made, frame.column, worth)
    total = _most(made * case.low["pair"], made * case.high["pair"])
    total += _most(-prices[2] * case.low["quota"], -prices[2] * case.high["quota"])
    for place, (side, weight) in enumerate(even.items()):
        total += _of_people(case.low[side], case.high[side], first[place], prices[place], weight)
    return total, made


def _most(one: Exact, other: Exact) -> int:
    return int(sum(np.maximum(one, other).tolist()))


def _of_people(low: Ints, high: Ints, first: Exact, price: Exact, even: int) -> int:
    """The sum over people of the most that reward minus price can be at a load between low and high.

    From load 1 on the gain of one more falls steadily, so the best load is where it turns, or a limit.
    """
    turn = -(price // even) if even else high
    best: Exact | None = None
    for wanted in (low, np.ones_like(low), high, turn):
        load = np.minimum(np.maximum(wanted, low), high)
        found = np.minimum(load, 1) * first - load * (load - 1) // 2 * even - load * price
        best = found if best is None else np.maximum(best, found)
    return int(sum(np.asarray(best).tolist()))


def tree_bound(frame: Frame, tree: Tree, known: Sequence[tuple[Terms, int]], goal: Terms) -> int | None:
    """The most that the goal can be by this proof; None if it proves that nothing is possible.

    Raises `BadProof` if it proves nothing.
    """
    waiting: list[tuple[Tree, Case]] = [(tree, frame.root)]
    most: int | None = None
    while waiting:
        node, case = waiting.pop()
        if isinstance(node, Split):
            index = _subject(frame, node)
            waiting.append((node.low, case.at_most(node.subject, index, node.at)))
            waiting.append((node.high, case.more_than(node.subject, index, node.at)))
            continue
        if isinstance(node, Narrowing):
            waiting.append((node.rest, narrowed(frame, case, node.leaf, node.at_most, known, goal)))
            most = node.at_most if most is None else max(most, node.at_most)
            continue
        found = leaf_bound(frame, case, node, known, goal)
        if found is not None:
            most = found if most is None else max(most, found)
    return most


def _subject(frame: Frame, node: Split) -> int:
    size = len(frame.column) if node.subject == "pair" else len(frame.root.low.get(node.subject, ()))
    if not 0 <= node.index < size:
        raise BadProof("subject")
    return int(frame.column[node.index]) if node.subject == "pair" else node.index
