"""What it would cost to pair two people: the cheapest chain of moves that makes room for them.

In the residual network of an optimum, forcing a pair costs exactly the cheapest way from its mentor back
to its mentee (Ahuja, Magnanti and Orlin, Network Flows, ch. 9). One search answers for all partners of a
person; among equally cheap chains the one with the fewest moves is told.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from fairlead.engine import check
from fairlead.engine.compile import Compiled
from fairlead.engine.model import Ints, Refusal, Solution, Status
from fairlead.engine.network import Network
from fairlead.engine.regrets import Regrets
from fairlead.engine.residual import FAR, VERY_FAR, Residual
from fairlead.engine.rules import Block

ROOM = 1 << 59


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
        self.network = Network.of(problem, solution.seed)
        self.flow = self.network.flow_of(problem, self.chosen)
        self.residual = _moves_with_costs(self.network, self.flow, self.objective.tiers)
        self.mentors_of: dict[int, list[int]] = {}
        self.mentees_of: dict[int, list[int]] = {}
        for mentee, mentor in map(problem.ends, solution.pairs):
            self.mentors_of.setdefault(mentee, []).append(mentor)
            self.mentees_of.setdefault(mentor, []).append(mentee)

    @cached_property
    def backwards(self) -> Residual:
        """The possible moves read from their end."""
        return self.residual.backwards()

    @cached_property
    def regrets(self) -> Regrets | None:
        """The cheapest ways between all people at once; None where there are too many, or 64 bits too few."""
        if not Regrets.possible(self.residual, len(self.problem.mentees)):
            return None
        return Regrets(self.residual, self.network.mentee_node)

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
        found = {one.mentor: one for one in self._all_of(self.allowed(row), row=row)}
        blocks, scores = self.compiled.all_blocks(mentee), self.compiled.all_scores(mentee)
        for name, broken, score in zip(self.problem.mentors, blocks, scores, strict=True):
            if name not in found:
                found[name] = Alternative(
                    name, score, possible=False, why_not="rule", blocks=broken, mentee=mentee
                )
        return tuple(sorted(found.values(), key=_rank))

    def alternatives_of_mentor(self, mentor: str) -> tuple[Alternative, ...]:
        """Every mentee for this mentor: possible ones by what they cost, then those who are not, and why."""
        col = self.compiled.mentor_at(mentor)
        found = {one.mentee: one for one in self._all_of(self.allowed(col, "mentor"), col=col)}
        for name in self.problem.mentees:
            if name not in found:
                score, blocks = self.compiled.score(name, mentor), self.compiled.blocks(name, mentor)
                found[name] = Alternative(
                    mentor, score, possible=False, why_not="rule", blocks=blocks, mentee=name
                )
        return tuple(sorted(found.values(), key=_rank))

    def runner_up(self, mentee: str) -> Alternative | None:
        """The best mentor whom this mentee does not have, None if no other is possible."""
        row = self.compiled.mentee_at(mentee)
        return self._best(self.allowed(row), row=row)

    def runner_up_of_mentor(self, mentor: str) -> Alternative | None:
        """The best mentee whom this mentor does not have, None if no other is possible."""
        col = self.compiled.mentor_at(mentor)
        return self._best(self.allowed(col, "mentor"), col=col)

    def trade(self, mentee: str, mentor: str) -> Alternative:
        """What pairing these two would change, or why it cannot be."""
        pair = self.compiled.pair(mentee, mentor)
        if pair is None:
            score, blocks = self.compiled.score(mentee, mentor), self.compiled.blocks(mentee, mentor)
            return Alternative(mentor, score, possible=False, why_not="rule", blocks=blocks, mentee=mentee)
        row = self.compiled.mentee_at(mentee)
        return self._all_of(np.array([pair]), row=row)[0]

    def _all_of(self, pairs: Ints, **asked: int) -> list[Alternative]:
        ways = self._ways(**asked)
        return [self._told(int(pair), ways) for pair in pairs]

    def _best(self, pairs: Ints, **asked: int) -> Alternative | None:
        """The best of these pairs that is not made: only those with the least cost are told in full."""
        ways = self._ways(**asked)
        others = pairs[~np.isin(pairs, self.chosen)]
        prices = [ways.price(int(pair)) for pair in others]
        least = min((price for price in prices if price is not None), default=None)
        if least is None:
            return None
        equal = [pair for pair, price in zip(others, prices, strict=True) if price == least]
        return min((self._told(int(pair), ways) for pair in equal), key=_rank)

    def _ways(self, row: int | None = None, col: int | None = None) -> _Ways:
        """The cheapest ways from all mentors to one mentee, or from one mentor to all mentees."""
        network = self.network
        if row is not None and self.regrets is not None:
            return _FromTable(self, row)
        if row is not None:
            return _Searched(self, self.backwards, int(network.mentee_node[row]), "mentor")
        assert col is not None
        return _Searched(self, self.residual, int(network.mentor_node[col]), "mentee")
