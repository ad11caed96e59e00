"""Exact lexicographic optimum by minimum-cost flow (OR-Tools), tier after tier where one number is too small.

Tiers that fit together into 64 bits are solved as one weighted number. Otherwise the first are solved
alone, and every arc whose reduced cost is not zero is frozen: what stays free is exactly the set of
flows that are optimal so far. Scores finer than the solver's range are solved in steps, coarse digits
first; in each step reduced costs beyond (nodes x step) cannot matter and are cut off there (a proximity
argument: a round of moves that gains has at most one arc per node, each gaining less than one step).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from fairlead.engine.model import Ints, NotProven
from fairlead.engine.network import Network
from fairlead.engine.residual import Residual

BUDGET = 1 << 60


def room(network: Network) -> int:
    """The largest absolute cost that the solver can take on this network."""
    return BUDGET // (network.size + 1)


def ranges(network: Network, tiers: tuple[str, ...]) -> dict[str, int]:
    """How far apart two flows can be at most in each tier."""
    pairs = len(network.pair)
    taken = min(pairs, int(network.mentee_places.width.sum()), int(network.mentor_places.width.sum()))
    spans: dict[str, int] = {}
    for tier in tiers:
        reward = network.rewards[tier]
        on_pairs, on_places = reward[:pairs], reward[pairs:] * network.upper[pairs:]
        spread = max(0, int(on_pairs.max())) - min(0, int(on_pairs.min())) if pairs else 0
        spans[tier] = taken * spread + int(np.abs(on_places).sum())
    return spans


def weights(network: Network, tiers: tuple[str, ...]) -> tuple[int, ...]:
    """Whole numbers so that one unit of a tier outweighs everything in the tiers after it."""
    spans, below, found = ranges(network, tiers), 0, []
    for tier in reversed(tiers):
        found.append(below + 1)
        below += (below + 1) * spans[tier]
    return tuple(reversed(found))


def combined(network: Network, tiers: tuple[str, ...]) -> NDArray[Any]:
    """The cost (negative reward) of each arc with all these tiers in one number."""
    return network.cost(tiers, weights(network, tiers))


def stages(network: Network, tiers: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The tiers grouped so that each group fits into the solver's range; a tier alone may be too fine."""
    groups: list[tuple[str, ...]] = []
    for tier in tiers:
        wider = (*groups[-1], tier) if groups else (tier,)
        if groups and _largest(combined(network, wider)) <= room(network):
            groups[-1] = wider
        else:
            groups.append((tier,))
    return groups


def optimum(network: Network, tiers: tuple[str, ...]) -> Ints:
    """The units on each arc of a flow that is lexicographically best in these tiers."""
    flow = np.zeros(len(network.tail), dtype=np.int64)
    free = network.upper > 0
    groups = stages(network, tiers)
    for group in groups:
        cost = combined(network, group)
        flow = _solve(network, cost, flow, free)
        if group is not groups[-1]:
            reduced = _reduced(network, cost, _prices(network, cost, flow, free))
            free = free & (reduced == 0).astype(bool)
    return flow


def _largest(cost: NDArray[Any]) -> int:
    return max(int(cost.max()), -int(cost.min())) if cost.size else 0


def _prices(network: Network, cost: NDArray[Any], flow: Ints, free: NDArray[np.bool_]) -> NDArray[Any]:
    can_add, can_drop = free & (flow < network.upper), free & (flow > 0)
    moves = Residual.of(network.size, network.tail, network.head, cost, can_add, can_drop)
    return moves.distances()[0]


def _reduced(network: Network, cost: NDArray[Any], prices: NDArray[Any]) -> NDArray[Any]:
    """Cost minus the gain in price along each arc, in unlimited integers where 64 bits might not do."""
    if cost.dtype == object or _largest(cost) + 2 * _largest(prices) >= 1 << 62:
        cost, prices = cost.astype(object), prices.astype(object)
    reduced: NDArray[Any] = cost + prices[network.tail] - prices[network.head]
    return reduced


def _solve(network: Network, cost: NDArray[Any], flow: Ints, free: NDArray[np.bool_]) -> Ints:
    """The cheapest flow on the free arcs, the others staying as they are."""
    limit, largest = room(network), _largest(cost[free])
    if largest <= limit:
        return _by_ortools(network, cost, flow, free)
    step = (limit // network.size).bit_length() - 1
    shift = largest.bit_length() - limit.bit_length() + 1
    flow = _by_ortools(network, cost >> shift, flow, free)
    prices = _prices(network, cost >> shift, flow, free)
    while shift:
        step = min(step, shift)
        shift -= step
        near = network.size << step
        prices = prices.astype(object) << step
        reduced = _reduced(network, cost >> shift, prices)
        flow = _by_ortools(network, np.clip(reduced, -near, near), flow, free)
        prices = prices + _prices(network, reduced, flow, free)
    return flow


def _by_ortools(network: Network, cost: NDArray[Any], flow: Ints, free: NDArray[np.bool_]) -> Ints:
    arcs, frozen = np.flatnonzero(free), np.flatnonzero(~free)
    solver = SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(
        network.tail[arcs].astype(np.int32),
        network.head[arcs].astype(np.int32),
        network.upper[arcs],
        cost[arcs].astype(np.int64),
    )
    supply = np.zeros(network.size, dtype=np.int64)
    np.add.at(supply, network.head[frozen], flow[frozen])
    np.subtract.at(supply, network.tail[frozen], flow[frozen])
    nodes = np.arange(solver.num_nodes())
    solver.set_nodes_supplies(nodes.astype(np.int32), supply[nodes])
    status = solver.solve()
    if status != SimpleMinCostFlow.OPTIMAL:
        raise NotProven(findings=(f"the flow solver answered {status}",))
    found = flow.copy()
    found[arcs] = solver.flows(np.arange(len(arcs), dtype=np.int32))
    return found
