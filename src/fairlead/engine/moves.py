"""What it would cost to pair two people: the cheapest chain of moves that makes room for them.

In the residual network of an optimum, forcing a pair costs exactly the cheapest way from its mentor back
to its mentee (Ahuja, Magnanti and Orlin, Network Flows, ch. 9). One search answers for all partners of a
person; among equally cheap chains the one with the fewest moves is told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from fairlead.engine.chains import Arcs, Chains, Ways
from fairlead.engine.compile import Compiled
from fairlead.engine.model import Ints, Refusal, Solution, Status
from fairlead.engine.rules import Block


class NothingToExplain(Refusal):
    """Only an optimal solution can be explained. Facts: status."""

    code = "nothing_to_explain"


@dataclass(frozen=True)
class Move:
    """A mentee leaves one mentor, joins another, or both (None: no mentor left or joined)."""

    mentee: str
    leaves: str | None
    joins: str | None


@dataclass(frozen=True)
class Alternative:
    """Two people who could be a pair, and what choosing them would change in the whole.

    `score`: the pair's own score. `cost`: what the total score loses (negative: gains, at the price of a
    tier that matters more). `lost`: for each tier of the objective what it loses, most important first.
    `moves`: who moves, this mentee first. All scores on the problem's scale. Where it is not `possible`,
    `why_not` is "rule" (see `blocks`), "locked" or "no_place", and there is no cost.
    """

    mentor: str
    score: int
    possible: bool
    paired: bool = False
    cost: int = 0
    lost: tuple[tuple[str, int], ...] = ()
    moves: tuple[Move, ...] = ()
    why_not: str = ""
    blocks: tuple[Block, ...] = ()
    mentee: str = ""

    @property
    def mentees_lost(self) -> int:
        """How many mentees fewer would have a mentor."""
        return dict(self.lost).get("mentees", 0)


class Explainer:
    """An optimum laid out once, to answer many questions about it."""

    def __init__(self, compiled: Compiled, solution: Solution) -> None:
        if solution.status is not Status.OPTIMAL or solution.certificate is None:
            raise NothingToExplain(status=str(solution.status))
        problem = compiled.problem
        self.compiled, self.solution, self.problem = compiled, solution, problem
        self.objective = solution.objective
        self.chosen = np.array(solution.pairs, dtype=np.int64)
        self.made = np.zeros(len(problem.score), dtype=bool)
        self.made[self.chosen] = True
        self.chains = Chains(problem, self.objective, self.chosen)
        self.network, self.flow = self.chains.network, self.chains.flow
        self.mentors_of: dict[int, list[int]] = {}
        self.mentees_of: dict[int, list[int]] = {}
        for mentee, mentor in map(problem.ends, solution.pairs):
            self.mentors_of.setdefault(mentee, []).append(mentor)
            self.mentees_of.setdefault(mentor, []).append(mentee)

    @cached_property
    def _pairs_by_side(self) -> dict[str, tuple[Ints, Ints]]:
        """For each side the pairs ordered by person, and where each person's pairs begin."""
        found = {}
        for side in ("mentee", "mentor"):
            ends: Ints = getattr(self.problem, f"pair_{side}")
            counts = np.bincount(ends, minlength=len(getattr(self.problem, f"{side}s")))
            found[side] = np.argsort(ends, kind="stable"), np.concatenate([[0], np.cumsum(counts)])
        return found

    def allowed(self, person: int, side: str = "mentee") -> Ints:
        """The allowed pairs of a mentee, or of a mentor."""
        order, starts = self._pairs_by_side[side]
        return order[starts[person] : starts[person + 1]]

    def alternatives(self, mentee: str) -> tuple[Alternative, ...]:
        """Every mentor for this mentee: possible ones by what they cost, then those who are not, and why."""
        row = self.compiled.mentee_at(mentee)
        found = {one.mentor: one for one in self._all(self.allowed(row), self.chains.ways(mentee=row))}
        blocks, scores = self.compiled.all_blocks(mentee), self.compiled.all_scores(mentee)
        for mentor, broken, score in zip(self.problem.mentors, blocks, scores, strict=True):
            if mentor not in found:
                found[mentor] = _forbidden(mentee, mentor, score, broken)
        return tuple(sorted(found.values(), key=_rank))

    def alternatives_of_mentor(self, mentor: str) -> tuple[Alternative, ...]:
        """Every mentee for this mentor: possible ones by what they cost, then those who are not, and why."""
        col, compiled = self.compiled.mentor_at(mentor), self.compiled
        pairs = self.allowed(col, "mentor")
        found = {one.mentee: one for one in self._all(pairs, self.chains.ways(mentor=col))}
        rows, cols = np.arange(len(self.problem.mentees)), np.array([col])
        scores = sum((points(rows, cols)[:, 0] for points in compiled.points_by), start=np.zeros_like(rows))
        for mentee, score in zip(self.problem.mentees, scores.tolist(), strict=True):
            if mentee not in found:
                found[mentee] = _forbidden(mentee, mentor, score, compiled.blocks(mentee, mentor))
        return tuple(sorted(found.values(), key=_rank))

    def runner_up(self, mentee: str) -> Alternative | None:
        """The best mentor whom this mentee does not have, None if no other is possible."""
        row = self.compiled.mentee_at(mentee)
        return self._best(self.allowed(row), self.chains.ways(mentee=row))

    def runner_up_of_mentor(self, mentor: str) -> Alternative | None:
        """The best mentee whom this mentor does not have, None if no other is possible."""
        col = self.compiled.mentor_at(mentor)
        return self._best(self.allowed(col, "mentor"), self.chains.ways(mentor=col))

    def trade(self, mentee: str, mentor: str) -> Alternative:
        """What pairing these two would change, or why it cannot be."""
        pair = self.compiled.pair(mentee, mentor)
        if pair is None:
            score, blocks = self.compiled.score(mentee, mentor), self.compiled.blocks(mentee, mentor)
            return _forbidden(mentee, mentor, score, blocks)
        ways = self.chains.ways(mentee=self.compiled.mentee_at(mentee))
        return self._told(pair, ways)

    def _all(self, pairs: Ints, ways: Ways) -> list[Alternative]:
        return [self._told(int(pair), ways) for pair in pairs]

    def _best(self, pairs: Ints, ways: Ways) -> Alternative | None:
        """The best of these pairs that is not made; only those that cost least are looked at closely."""
        others, prices = self.chains.prices(ways, pairs[~self.made[pairs]])
        if not len(others):
            return None
        cheapest = others[(prices == prices.min()).astype(bool)]
        if "score" in self.objective.tiers:  # then they cost the total score the same too
            own = self.problem.score[cheapest]
            cheapest = cheapest[(own == own.max()).astype(bool)]
        return min(self._all(cheapest, ways), key=_rank)

    def _told(self, pair: int, ways: Ways) -> Alternative:
        row, col = self.problem.ends(pair)
        one = Alternative(
            self.problem.mentors[col],
            int(self.problem.score[pair]),
            possible=True,
            mentee=self.problem.mentees[row],
        )
        if col in self.mentors_of.get(row, ()):
            return replace(one, paired=True)
        node = int(ways.node[pair])
        if ways.distance[node] >= ways.far:
            locked = {self.problem.ends(held) for held in self.problem.locked_pairs}
            held = any(ends[0] == row or ends[1] == col for ends in locked)
            return replace(one, possible=False, why_not="locked" if held else "no_place")
        arcs = [(int(self.chains.arc_of[pair]), 1), *ways.arcs_to(node)]
        lost = tuple((tier, self._lost(tier, arcs)) for tier in self.objective.tiers)
        return replace(one, cost=self._lost("score", arcs), lost=lost, moves=self._moves(arcs, row))

    def _lost(self, tier: str, arcs: Arcs) -> int:
        reward = self.network.rewards[tier]
        return -sum(sign * int(reward[arc]) for arc, sign in arcs)

    def _moves(self, arcs: Arcs, first: int) -> tuple[Move, ...]:
        """Pairs made and dissolved on a way round, mentee by mentee, the one asked about first."""
        leaves: dict[int, str] = {}
        joins: dict[int, str] = {}
        order = [first]
        for arc, sign in arcs:
            if arc < len(self.network.pair):
                mentee, mentor = self.problem.ends(int(self.network.pair[arc]))
                (joins if sign > 0 else leaves)[mentee] = self.problem.mentors[mentor]
                order.append(mentee)
        mentees = self.problem.mentees
        return tuple(Move(mentees[one], leaves.get(one), joins.get(one)) for one in dict.fromkeys(order))


def _forbidden(mentee: str, mentor: str, score: int, blocks: tuple[Block, ...]) -> Alternative:
    return Alternative(mentor, score, possible=False, why_not="rule", blocks=blocks, mentee=mentee)


def _rank(one: Alternative) -> tuple[Any, ...]:
    tiers = tuple(lost for _, lost in one.lost)
    place = 0 if one.paired else 1 if one.possible else 2
    return place, tiers, one.cost, -one.score, len(one.moves), len(one.blocks), one.mentor, one.mentee


__all__ = ["Alternative", "Explainer", "Move", "NothingToExplain"]
