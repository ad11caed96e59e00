"""The lexicographic optimum stage by stage: each stage is solved on what the stages before leave open.

Tiers that fit together into the solver's range are one stage. Its prices (shortest distances over the
moves still possible) are its part of the certificate, and they say what the next stage may still choose:
the arcs whose reduced cost is 0 (the optimal face; Ahuja, Magnanti and Orlin, Network Flows, ch. 9).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fairlead.engine import check
from fairlead.engine.model import Ints, NotProven, Objective, Problem, Stage
from fairlead.engine.network import MINIMUMS, TIE, Network, subtiers
from fairlead.engine.solvers.opening import Opening
from fairlead.engine.solvers.reduced import NoFlow, largest_of, prices, reduced, room
from fairlead.engine.watching import Watch

WORST = "worst"


class Face:
    """All flows that are best so far: `flow` is one of them, on `free` arcs others may differ from it."""

    def __init__(self, network: Network, problem: Problem, watch: Watch) -> None:
        self.network, self.problem, self.watch = network, problem, watch
        self.flow = np.zeros(len(network.tail), dtype=np.int64)
        self.free = (network.upper > 0) & ~network.demanded
        self.flow[network.demanded] = network.upper[network.demanded]
        self.stages: list[Stage] = []
        self.largest: dict[str, int] = {}

    def open_with(self, opening: Opening) -> None:
        """Take over what a faster method found for the first tiers."""
        self.flow = self.network.flow_of(self.problem, opening.pairs)
        self.stages.append(opening.stage)
        self._keep_best(self.network.cost(opening.stage.tiers, opening.stage.weights), opening.distance)

    def settle_all(self, tiers: tuple[str, ...]) -> None:
        """Settle these tiers, then ties. Raises `NoFlow` if some demanded place cannot be filled."""
        groups = self._groups((*subtiers(self.problem, tiers), TIE))
        for place, group in enumerate(groups):
            self.watch.progress("solving", place / len(groups))
            if group == (WORST,):
                self._settle_worst()
            else:
                self._settle(group, last=place == len(groups) - 1)

    def _groups(self, tiers: tuple[str, ...]) -> list[tuple[str, ...]]:
        """The tiers grouped so that each group fits into the solver's range; a tier alone may be too fine."""
        limit = room(self.network)
        groups: list[tuple[str, ...]] = []
        for tier in tiers:
            wider = (*groups[-1], tier) if groups else (tier,)
            if groups and WORST not in wider and self._width(wider) <= limit:
                groups[-1] = wider
            else:
                groups.append((tier,))
        return groups

    def _width(self, tiers: tuple[str, ...]) -> int:
        """No cost of an arc is beyond this if these tiers are one number."""
        pairs = zip(self._weights(tiers), tiers, strict=True)
        return sum(weight * self._largest_reward(tier) for weight, tier in pairs)

    def _largest_reward(self, tier: str) -> int:
        if tier not in self.largest:
            self.largest[tier] = 1 if ":" in tier else largest_of(self.network.rewards[tier])
        return self.largest[tier]

    def _weights(self, tiers: tuple[str, ...]) -> tuple[int, ...]:
        """A unit of a tier outweighs everything after it; ties come after all."""
        proven = tuple(tier for tier in tiers if tier != TIE)
        found = check.weights(self.problem, proven)
        if proven == tiers:
            return found
        places = int(self.network.upper[len(self.network.pair) :].sum())
        span = self._largest_reward(TIE) * min(len(self.network.pair), places)
        return (*(weight * (span + 1) for weight in found), 1)

    def _settle(self, group: tuple[str, ...], *, last: bool) -> None:
        self._choose(self.network.cost(group, self._weights(group)))
        proven = [tier for tier in group if tier != TIE]
        while proven and self._is_empty(proven[0]):
            self._leave_out(proven.pop(0))
        after = []
        while proven and self._is_empty(proven[-1]):
            after.append(proven.pop())
        if proven:
            self._prove(tuple(proven), last=last)
        for tier in after:
            self._leave_out(tier)

    def _prove(self, proven: tuple[str, ...], *, last: bool) -> None:
        weights = check.weights(self.problem, proven)
        cost = self.network.cost(proven, weights)
        distance = self._priced(cost)
        self._add(proven, weights, distance)
        if not last:
            self._keep_best(cost, distance)

    def _choose(self, cost: NDArray[Any]) -> None:
        """Move to the cheapest flow of the face."""
        from fairlead.engine.solvers import flow  # OR-Tools is loaded only where there is something to solve

        if len(self.network.pair):
            self.flow = flow.cheapest(self.network, cost, self.flow, self.free, self.watch)

    def _is_empty(self, tier: str) -> bool:
        """Whether this is a level of "leximin" at which nothing is made; that cannot be bettered."""
        if not tier.startswith("leximin:"):
            return False
        locked = self.problem.score[list(self.problem.locked_pairs)]
        made = self.flow[self.network.rewards[tier] != 0].any()
        return not made and not (locked == int(tier.partition(":")[2])).any()

    def _leave_out(self, tier: str) -> None:
        """Nothing is made at this level from here on."""
        self.free &= self.network.rewards[tier] == 0

    def _priced(self, cost: NDArray[Any]) -> NDArray[Any]:
        distance = prices(self.network, cost, self.flow, self.free)
        found: NDArray[Any] = distance - distance[self.network.hub]
        return found

    def _add(
        self,
        tiers: tuple[str, ...],
        weights: tuple[int, ...],
        distance: NDArray[Any],
        worst: int | None = None,
    ) -> None:
        self.stages.append(Stage(tiers, weights, *self.network.prices(distance), worst=worst))

    def _keep_best(self, cost: NDArray[Any], distance: NDArray[Any]) -> None:
        self.free &= (reduced(self.network, cost, distance) == 0).astype(bool)

    def _settle_worst(self) -> None:
        """Find the highest score that all pairs can reach, by halving; prove that no higher one will do."""
        levels = sorted(set(self.problem.score.tolist()))
        reachable, beyond = 0, len(levels)
        best: Ints | None = None
        held = self.problem.score[list(self.problem.locked_pairs)]
        proof: NDArray[Any] | None = None
        while beyond - reachable > 1:
            middle = (reachable + beyond) // 2
            tier = f"below:{levels[middle]}"
            cost = self.network.cost((tier,), (1,))
            self._choose(cost)
            if (self.flow[cost > 0] > 0).any() or (held < levels[middle]).any():
                beyond, proof = middle, self._priced(cost)
            else:
                reachable, best = middle, self.flow
        if proof is not None:
            self._add((WORST,), (1,), proof, worst=int(levels[reachable]))
        if best is not None:
            self.flow = best
            self.free &= self.network.rewards[f"below:{levels[reachable]}"] == 0


def optimum(
    network: Network, problem: Problem, objective: Objective, watch: Watch, opening: Opening | None = None
) -> tuple[Ints, tuple[Stage, ...]] | None:
    """The units on each arc of a flow that is lexicographically best, and the prices that prove it.

    `opening` has settled the first tiers already. None if some demanded place cannot be filled.
    """
    face = Face(network, problem, watch)
    tiers = objective.tiers
    if opening is not None:
        face.open_with(opening)
        tiers = tiers[len(opening.stage.tiers) :]
    try:
        face.settle_all(tiers)
    except NoFlow:
        return None
    return face.flow, tuple(face.stages)


def least_missing(network: Network, watch: Watch) -> Ints:
    """A flow of an elastic network that misses and passes limits by as little as possible in all."""
    from fairlead.engine.solvers import flow

    if not len(network.pair):
        return np.zeros(len(network.tail), dtype=np.int64)
    bare = replace(network, demanded=np.zeros_like(network.demanded))
    span = largest_of(network.rewards[TIE]) * min(
        len(network.pair), int(network.upper[len(network.pair) :].sum())
    )
    start = np.zeros(len(network.tail), dtype=np.int64)
    cost = bare.cost((MINIMUMS, TIE), (span + 1, 1))
    try:
        return flow.cheapest(bare, cost, start, bare.upper > 0, watch)
    except NoFlow as none:
        raise NotProven(findings=("no flow at all",)) from none
