"""The chains of moves that make room for a pair, cheapest first, in the residual network of an optimum.

The cost of a move holds all tiers in one number, and below them one unit for each move: so no round of
moves is free, and of equally cheap chains one with the fewest moves is found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.evenness import evened
from fairlead.engine.model import Ints, Objective, Problem
from fairlead.engine.network import Network, subtiers
from fairlead.engine.regrets import NO_WAY, Regrets
from fairlead.engine.residual import FAR, VERY_FAR, Residual

Arcs = list[tuple[int, int]]


@dataclass(frozen=True, eq=False)
class Ways:
    """The cheapest ways that would close a round with the pairs of one person.

    `node`: the other end of each pair. `distance`: for each node the cost of the way from it to the person,
    or from the person to it; `far` and more: there is none. `arcs_to`: the arcs of a node's way, and whether
    each takes a unit more (1) or gives one up (-1).
    """

    node: Ints
    distance: NDArray[Any]
    far: int
    arcs_to: Callable[[int], Arcs]


class Chains:
    """A pairing that is best in all tiers, laid out so that chains of moves can be asked for."""

    def __init__(
        self, problem: Problem, objective: Objective, pairs: Ints, *, many_questions: bool = True
    ) -> None:
        self.many_questions = many_questions
        self.network = network = Network.of(problem, objective.seed, even=evened(objective.tiers))
        self.mentee_end = network.mentee_node[problem.pair_mentee]
        self.mentor_end = network.mentor_node[problem.pair_mentor]
        self.flow = network.flow_of(problem, pairs)
        self.parts = subtiers(problem, objective.tiers)
        cost = self._costs()
        can_drop = (self.flow > 0) & ~network.demanded
        moves = Residual.of(
            network.size, network.tail, network.head, cost, self.flow < network.upper, can_drop
        )
        self.residual = replace(moves, cost=moves.cost + 1)
        self.arc_of = np.full(len(problem.score), -1, dtype=np.int64)
        self.arc_of[network.pair] = np.arange(len(network.pair))
        self.pair_cost = np.zeros(len(problem.score), dtype=cost.dtype)
        self.pair_cost[network.pair] = cost[: len(network.pair)]

    def _costs(self) -> NDArray[Any]:
        """The negative reward of each arc, all tiers in one number, with room for one unit for each move."""
        network, pairs = self.network, len(self.network.pair)
        taken = min(pairs, int(network.upper[pairs:].sum()))
        below, weights = network.size, []
        for name in reversed(self.parts):
            reward = network.rewards[name]
            spread = max(0, int(reward[:pairs].max(initial=0))) - min(0, int(reward[:pairs].min(initial=0)))
            places = int((np.abs(reward[pairs:]) * network.upper[pairs:]).sum())
            weights.append(below + 1)
            below += (below + 1) * (taken * spread + places)
        self.weights = dict(zip(self.parts, reversed(weights), strict=True))
        return network.cost(self.parts, tuple(self.weights.values()))

    @cached_property
    def backwards(self) -> Residual:
        """The possible moves read from their end."""
        return self.residual.backwards()

    @cached_property
    def regrets(self) -> Regrets | None:
        """The cheapest ways between all people at once.

        None where there are too many, 64 bits too few, or few questions to answer.
        """
        mentees = self.network.mentee_node
        if not self.many_questions:
            return None
        return Regrets(self.residual, mentees) if Regrets.possible(self.residual, len(mentees)) else None

    def ways(self, *, mentee: int | None = None, mentor: int | None = None) -> Ways:
        """The cheapest ways from every mentor to one mentee, or from one mentor to every mentee."""
        if mentor is not None:
            return self._searched(self.residual, int(self.network.mentor_node[mentor]), self.mentee_end)
        assert mentee is not None
        if self.regrets is None:
            return self._searched(self.backwards, int(self.network.mentee_node[mentee]), self.mentor_end)
        return self._looked_up(self.regrets, mentee)

    def _looked_up(self, table: Regrets, mentee: int) -> Ways:
        distance = np.full(self.network.size, NO_WAY, dtype=np.int64)
        distance[table.others] = ahead = table.to_mentee(mentee)

        def arcs_to(node: int) -> Arcs:
            return _arcs(self.residual, table.way(self.residual, node, mentee, ahead))

        return Ways(self.mentor_end, distance, NO_WAY >> 1, arcs_to)

    def _searched(self, moves: Residual, source: int, ends: Ints) -> Ways:
        distance, via = moves.distances(np.array([source]))
        far = VERY_FAR if distance.dtype == object else FAR

        def arcs_to(node: int) -> Arcs:
            way = _arcs(moves, moves.way(via, node))
            return way[::-1] if moves is not self.residual else way

        return Ways(ends, distance, far, arcs_to)

    def prices(self, ways: Ways, pairs: Ints) -> tuple[Ints, NDArray[Any]]:
        """Those of these pairs that can be forced, and what each costs in all tiers, in one number."""
        distance = ways.distance[ways.node[pairs]]
        reached = (distance < ways.far).astype(bool)
        return pairs[reached], (distance + self.pair_cost[pairs])[reached] // (self.network.size + 1)


def _arcs(moves: Residual, way: list[int]) -> Arcs:
    return [(int(moves.origin[move]), 1 if moves.forward[move] else -1) for move in way]
