"""What it would cost to pair two people: the cheapest chain of moves that makes room for them.

In the residual network of an optimum, forcing a pair costs exactly the cheapest way from its mentor back
to its mentee (Ahuja, Magnanti and Orlin, Network Flows, ch. 9). One search answers for all partners of a
person; among equally cheap chains the one with the fewest moves is told. Where no network holds the whole
problem, it is solved again with the pair locked (`again`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from fairlead.engine import again, check
from fairlead.engine.chains import Arcs, Chains, Ways
from fairlead.engine.compile import Compiled
from fairlead.engine.intervals import least_loss
from fairlead.engine.model import Ints, Objective, Refusal, Solution, Status
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
    `why_not` is "rule" (see `blocks`), "locked", "no_place" or "limits" (quotas, or people kept together),
    and there is no cost; so too where it is "not_tried", because the question would take too many solves.

    `proof`: "chain" (the cheapest chain of moves), "solved" (solved again with the pair), or "at_most"
    (solved again, but not to the end: no more is lost than is told), or "between": where not all pairs are
    listed, the loss lies between `at_least` (tiers in order, as far as known) and `lost`.
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
    proof: str = "chain"
    at_least: tuple[tuple[str, int], ...] = ()

    @property
    def mentees_lost(self) -> int:
        """How many mentees fewer would have a mentor."""
        return dict(self.lost).get("mentees", 0)


class Explainer:
    """An optimum laid out once, to answer many questions about it.

    `solves`: how many times one question may solve again where chains of moves do not answer it.
    `many_questions`: whether it is worth finding all ways at once, or one search for each person asked about.
    """

    def __init__(
        self,
        compiled: Compiled,
        solution: Solution,
        *,
        widened: bool = False,
        solves: int = again.SOLVES_AT_MOST,
        many_questions: bool = True,
    ) -> None:
        if solution.status is not Status.OPTIMAL or solution.certificate is None:
            raise NothingToExplain(status=str(solution.status))
        problem = solution.problem
        if problem is not compiled.problem:
            compiled = replace(compiled, problem=problem)
        self.compiled, self.solution, self.problem = compiled, solution, problem
        self.lists_all = problem.source is None or widened
        self.solves, self.many_questions = solves, many_questions
        self.objective = solution.objective
        self.chosen = np.array(solution.pairs, dtype=np.int64)
        self.made = np.zeros(len(problem.score), dtype=bool)
        self.made[self.chosen] = True
        self.by_chains = not again.needed(problem, self.objective)
        self.mentors_of: dict[int, list[int]] = {}
        self.mentees_of: dict[int, list[int]] = {}
        for mentee, mentor in map(problem.ends, solution.pairs):
            self.mentors_of.setdefault(mentee, []).append(mentor)
            self.mentees_of.setdefault(mentor, []).append(mentee)

    @cached_property
    def chains(self) -> Chains:
        """All chains of moves; where these are not enough, those of the places alone."""
        if self.by_chains:
            many = self.many_questions
            return Chains(self.problem, self.objective, self.chosen, many_questions=many)
        plain = replace(self.problem, quotas=(), together=())
        return Chains(plain, replace(self.objective, order=("pairs",)), self.chosen)

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
        if not self.lists_all:
            return self._widened("mentee", row).alternatives(mentee)
        found = {one.mentor: one for one in self._all(self.allowed(row), mentee=row)}
        blocks, scores = self.compiled.all_blocks(mentee), self.compiled.all_scores(mentee)
        for mentor, broken, score in zip(self.problem.mentors, blocks, scores, strict=True):
            if mentor not in found:
                found[mentor] = _forbidden(mentee, mentor, score, broken)
        return tuple(sorted(found.values(), key=_rank))

    def alternatives_of_mentor(self, mentor: str) -> tuple[Alternative, ...]:
        """Every mentee for this mentor: possible ones by what they cost, then those who are not, and why."""
        col, compiled = self.compiled.mentor_at(mentor), self.compiled
        if not self.lists_all:
            return self._widened("mentor", col).alternatives_of_mentor(mentor)
        found = {one.mentee: one for one in self._all(self.allowed(col, "mentor"), mentor=col)}
        rows, cols = np.arange(len(self.problem.mentees)), np.array([col])
        scores = sum((points(rows, cols)[:, 0] for points in compiled.points_by), start=np.zeros_like(rows))
        for mentee, score in zip(self.problem.mentees, scores.tolist(), strict=True):
            if mentee not in found:
                found[mentee] = _forbidden(mentee, mentor, score, compiled.blocks(mentee, mentor))
        return tuple(sorted(found.values(), key=_rank))

    def runner_up(self, mentee: str) -> Alternative | None:
        """The best mentor whom this mentee does not have, None if no other is possible."""
        row = self.compiled.mentee_at(mentee)
        if not self.lists_all:
            return self._widened("mentee", row).runner_up(mentee)
        return self._best(self.allowed(row), mentee=row)

    def runner_up_of_mentor(self, mentor: str) -> Alternative | None:
        """The best mentee whom this mentor does not have, None if no other is possible."""
        col = self.compiled.mentor_at(mentor)
        if not self.lists_all:
            return self._widened("mentor", col).runner_up_of_mentor(mentor)
        return self._best(self.allowed(col, "mentor"), mentor=col)

    def trade(self, mentee: str, mentor: str) -> Alternative:
        """What pairing these two would change, or why it cannot be."""
        if not self.lists_all:
            return self._widened("mentee", self.compiled.mentee_at(mentee)).trade(mentee, mentor)
        pair = self.compiled.pair(mentee, mentor)
        if pair is None:
            score, blocks = self.compiled.score(mentee, mentor), self.compiled.blocks(mentee, mentor)
            return _forbidden(mentee, mentor, score, blocks)
        return self._all(np.array([pair]), mentee=self.compiled.mentee_at(mentee))[0]

    def lifted(self, mentee: str, mentor: str) -> Alternative:
        """What pairing these two would change were no rule in the way, solved again; `blocks`: the rules.

        Where they may be paired, the same as `trade`.
        """
        if not self.lists_all:
            return self._widened("mentee", self.compiled.mentee_at(mentee)).lifted(mentee, mentor)
        if self.compiled.pair(mentee, mentor) is not None:
            return self.trade(mentee, mentor)
        ends, problem = (self.compiled.mentee_at(mentee), self.compiled.mentor_at(mentor)), self.problem
        one = self.trade(mentee, mentor)
        wider = replace(
            problem,
            pair_mentee=np.append(problem.pair_mentee, ends[0]),
            pair_mentor=np.append(problem.pair_mentor, ends[1]),
            score=np.append(problem.score, np.array([one.score], dtype=problem.score.dtype)),
        )
        found = again.changed(wider, self.solution, len(problem.score))
        if found is None:
            return replace(one, why_not=self._held(*ends))
        return replace(self._with(one, found), possible=True, why_not="")

    def _widened(self, side: str, person: int) -> Explainer:
        """The same optimum with all allowed pairs of one person listed."""
        problem, source = self.problem, self.problem.source
        assert source is not None
        other = "mentor" if side == "mentee" else "mentee"
        new = np.ones(len(getattr(problem, f"{other}s")), dtype=bool)
        new[getattr(problem, f"pair_{other}")[self.allowed(person, side)]] = False
        others = np.flatnonzero(new)
        ends = {side: np.full(len(others), person), other: others}
        kept = source.allowed(ends["mentee"], ends["mentor"])
        rows, cols = ends["mentee"][kept], ends["mentor"][kept]
        wider = replace(
            problem,
            pair_mentee=np.append(problem.pair_mentee, rows),
            pair_mentor=np.append(problem.pair_mentor, cols),
            score=np.append(problem.score, source.scores(rows, cols)),
        )
        return Explainer(self.compiled, replace(self.solution, problem=wider), widened=True)

    def _all(self, pairs: Ints, **of: int) -> list[Alternative]:
        """All these pairs of one person told; where each takes a solve, those with the best scores."""
        if self.by_chains:
            ways = self.chains.ways(**of)
            return [self._told(int(pair), ways) for pair in pairs]
        made, others = pairs[self.made[pairs]].tolist(), pairs[~self.made[pairs]].tolist()
        others.sort(key=lambda pair: -int(self.problem.score[pair]))
        return [
            *(self._plain(pair) for pair in made),
            *(self._solved(pair) for pair in others[: self.solves]),
            *(self._left_out(pair, "not_tried") for pair in others[self.solves :]),
        ]

    def _best(self, pairs: Ints, **of: int) -> Alternative | None:
        """The best of these pairs that is not made; only those that cost least are looked at closely."""
        others = pairs[~self.made[pairs]]
        if not self.by_chains:
            found = self._all(others, **of)
            return min((one for one in found if one.possible), key=_rank, default=None)
        ways = self.chains.ways(**of)
        others, prices = self.chains.prices(ways, others)
        if not len(others):
            return None
        cheapest = others[(prices == prices.min()).astype(bool)]
        if "score" in self.objective.tiers:  # then they cost the total score the same too
            own = self.problem.score[cheapest]
            cheapest = cheapest[(own == own.max()).astype(bool)]
        return min((self._told(int(pair), ways) for pair in cheapest), key=_rank)

    def _plain(self, pair: int) -> Alternative:
        row, col = self.problem.ends(pair)
        mentor, score = self.problem.mentors[col], int(self.problem.score[pair])
        paired = bool(self.made[pair])
        return Alternative(mentor, score, possible=True, paired=paired, mentee=self.problem.mentees[row])

    def _left_out(self, pair: int, why_not: str) -> Alternative:
        return replace(self._plain(pair), possible=False, why_not=why_not)

    def _told(self, pair: int, ways: Ways) -> Alternative:
        one = self._plain(pair)
        if one.paired:
            return one
        node = int(ways.node[pair])
        if ways.distance[node] >= ways.far:
            return self._left_out(pair, self._hindered(pair))
        arcs = [(int(self.chains.arc_of[pair]), 1), *ways.arcs_to(node)]
        lost = tuple((tier, self._lost(tier, arcs)) for tier in self.objective.tiers)
        moves = self._moves(arcs, self.problem.ends(pair)[0])
        one = replace(one, cost=self._lost("score", arcs), lost=lost, moves=moves)
        return one if self.problem.source is None else self._bounded(pair, one)

    def _bounded(self, pair: int, one: Alternative) -> Alternative:
        """How sure the loss is where pairs are not listed; proven exact if the prices say as much."""
        most = tuple(amount for _, amount in one.lost)
        least = least_loss(self.solution, self.problem, pair, most)
        if least == most:
            return one
        return replace(one, proof="between", at_least=tuple(zip(self.objective.tiers, least, strict=False)))

    def _solved(self, pair: int) -> Alternative:
        found = again.changed(self.problem, self.solution, pair)
        if found is None:
            return self._left_out(pair, self._hindered(pair))
        return self._with(self._plain(pair), found)

    def _with(self, one: Alternative, found: again.Changed) -> Alternative:
        mentees, mentors = self.problem.mentees, self.problem.mentors
        moves = tuple(
            Move(mentees[who], *(None if end is None else mentors[end] for end in ends))
            for who, *ends in found.moves
        )
        lost = tuple(zip(self.objective.tiers, found.lost, strict=True))
        proof = "solved" if found.certain else "at_most"
        return replace(one, cost=found.score_lost, lost=lost, moves=moves, proof=proof)

    def _hindered(self, pair: int) -> str:
        """Why a pair that no rule forbids cannot be made."""
        return self._held(*self.problem.ends(pair))

    def _held(self, row: int, col: int) -> str:
        locked = {self.problem.ends(held) for held in self.problem.locked_pairs}
        if any(ends[0] == row or ends[1] == col for ends in locked):
            return "locked"
        return "limits" if self.problem.quotas or self.problem.together else "no_place"

    def _lost(self, tier: str, arcs: Arcs) -> int:
        """What a tier loses on a way; a tier of several numbers is counted afresh."""
        if tier in ("priority", "leximin"):
            pairs = set(self.solution.pairs)
            for arc, sign in arcs:
                if arc < len(self.chains.network.pair):
                    pair = {int(self.chains.network.pair[arc])}
                    pairs = pairs | pair if sign > 0 else pairs - pair
            only = Objective(order=(tier,))
            before, after = (
                check.tier_values(self.problem, only, tuple(sorted(some)))[0]
                for some in (self.solution.pairs, pairs)
            )
            return before - after
        reward = self.chains.network.rewards[tier]
        return -sum(sign * int(reward[arc]) for arc, sign in arcs)

    def _moves(self, arcs: Arcs, first: int) -> tuple[Move, ...]:
        """Pairs made and dissolved on a way round, mentee by mentee, the one asked about first."""
        leaves: dict[int, str] = {}
        joins: dict[int, str] = {}
        order = [first]
        for arc, sign in arcs:
            if arc < len(self.chains.network.pair):
                mentee, mentor = self.problem.ends(int(self.chains.network.pair[arc]))
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
