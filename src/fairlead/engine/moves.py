"""What it would cost to pair two people: the cheapest chain of moves that makes room for them.

In the residual network of an optimum, forcing a pair costs exactly the cheapest way from its mentor back
to its mentee (Ahuja, Magnanti and Orlin, Network Flows, ch. 9). One search backwards from a mentee
answers for all mentors at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.compile import Compiled
from fairlead.engine.model import Ints, Refusal, Solution, Status
from fairlead.engine.network import Network
from fairlead.engine.residual import FAR, VERY_FAR
from fairlead.engine.rules import Block
from fairlead.engine.solvers import possible_moves


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
    """Another mentor for a mentee and what choosing her would change in the whole.

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
        self.objective, self.weights = solution.objective, solution.certificate.weights
        self.base = frozenset(problem.base_pairs)
        self.chosen = np.array(solution.pairs, dtype=np.int64)
        self.network = Network.of(problem, solution.seed)
        self.flow = self.network.flow_of(problem, self.chosen)
        self.residual = possible_moves(self.network, self.flow, self.objective, self.weights)
        self.backwards = self.residual.backwards()
        ends = [problem.ends(pair) for pair in solution.pairs]
        self.mentors_of: dict[int, list[int]] = {}
        self.mentees_of: dict[int, list[int]] = {}
        for mentee, mentor in ends:
            self.mentors_of.setdefault(mentee, []).append(mentor)
            self.mentees_of.setdefault(mentor, []).append(mentee)
        self.mentee_at_node = np.argsort(self.network.mentee_node)
        self.mentor_at_node = np.argsort(self.network.mentor_node)

    def allowed(self, mentee: int) -> Ints:
        """The allowed pairs of a mentee."""
        return np.flatnonzero(self.problem.pair_mentee == mentee)

    def alternatives(self, mentee: str) -> tuple[Alternative, ...]:
        """Every mentor for this mentee: possible ones by what they cost, then those who are not, and why."""
        row = self.compiled.mentee_at(mentee)
        pairs = {int(self.problem.pair_mentor[pair]): int(pair) for pair in self.allowed(row)}
        distances, via = self.backwards.distances(self.network.mentee_node[[row]])
        found = []
        people = zip(
            self.problem.mentors,
            self.compiled.all_blocks(mentee),
            self.compiled.all_scores(mentee),
            strict=True,
        )
        for col, (name, blocks, score) in enumerate(people):
            if col in pairs:
                found.append(self._allowed(row, col, pairs[col], distances, via))
            else:
                found.append(Alternative(name, score, possible=False, why_not="rule", blocks=blocks))
        return tuple(sorted(found, key=self._rank))

    def runner_up(self, mentee: str) -> Alternative | None:
        """The best mentor whom this mentee does not have, None if no other is possible."""
        row = self.compiled.mentee_at(mentee)
        distances, via = self.backwards.distances(self.network.mentee_node[[row]])
        found = [
            self._allowed(row, int(self.problem.pair_mentor[pair]), int(pair), distances, via)
            for pair in self.allowed(row)
        ]
        others = [one for one in found if one.possible and not one.paired]
        return min(others, key=self._rank, default=None)

    def _rank(self, one: Alternative) -> tuple[Any, ...]:
        tiers = tuple(lost for _, lost in one.lost)
        place = 0 if one.paired else 1 if one.possible else 2
        return place, tiers, one.cost, -one.score, len(one.moves), len(one.blocks), one.mentor

    def _allowed(self, row: int, col: int, pair: int, distances: NDArray[Any], via: Ints) -> Alternative:
        name, score = self.problem.mentors[col], int(self.problem.score[pair])
        if col in self.mentors_of.get(row, ()):
            return Alternative(name, score, possible=True, paired=True)
        node = int(self.network.mentor_node[col])
        if distances[node] >= (VERY_FAR if distances.dtype == object else FAR):
            locked = {self.problem.ends(held) for held in self.problem.locked_pairs}
            held = any(one[0] == row or one[1] == col for one in locked)
            return Alternative(name, score, possible=False, why_not="locked" if held else "no_place")
        changes = [(pair, 1)]
        lost = {tier: -int(self._reward_of(tier, pair)) for tier in (*self.objective.tiers, "score")}
        for move in reversed(self.backwards.way(via, node)):
            arc, sign = int(self.backwards.origin[move]), 1 if self.backwards.forward[move] else -1
            for tier in lost:
                lost[tier] -= sign * int(self.network.rewards[tier][arc])
            if arc < len(self.network.pair):
                changes.append((int(self.network.pair[arc]), sign))
        return Alternative(
            mentor=name,
            score=score,
            possible=True,
            cost=lost["score"],
            lost=tuple((tier, lost[tier]) for tier in self.objective.tiers),
            moves=self._moves(changes),
        )

    def _reward_of(self, tier: str, pair: int) -> int:
        kept = int(pair in self.base)
        return {"score": int(self.problem.score[pair]), "pairs": 1, "kept": kept}.get(tier, 0)

    def _moves(self, changes: list[tuple[int, int]]) -> tuple[Move, ...]:
        """Pairs made (+1) and dissolved (-1), in the order of the way round, told mentee by mentee."""
        leaves: dict[int, str] = {}
        joins: dict[int, list[str]] = {}
        for pair, sign in changes:
            mentee, mentor = self.problem.ends(pair)
            joins.setdefault(mentee, [])
            if sign > 0:
                joins[mentee].append(self.problem.mentors[mentor])
            else:
                leaves[mentee] = self.problem.mentors[mentor]
        return tuple(
            Move(self.problem.mentees[mentee], leaves.get(mentee), joined[0] if joined else None)
            for mentee, joined in joins.items()
        )


__all__ = ["Alternative", "Explainer", "Move", "NothingToExplain"]
