"""The cheapest flow by OR-Tools, exact for costs of any width.

Costs finer than the solver's range are taken in steps, coarse digits first; in each step reduced costs
beyond (nodes x step) cannot matter and are cut off there (a proximity argument: a round of moves that
gains has at most one arc per node, each gaining less than one step).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from fairlead.engine.model import Indices, Ints, NotProven
from fairlead.engine.network import Network
from fairlead.engine.solvers.reduced import NoFlow, largest_of, prices, reduced, room
from fairlead.engine.watching import Watch

APART_FROM = 200_000


def cheapest(network: Network, cost: NDArray[Any], flow: Ints, free: NDArray[np.bool_], watch: Watch) -> Ints:
    """The cheapest flow on the free arcs, the others staying as they are.

    Raises `NoFlow`, and `Cancelled`.
    """
    limit, largest = room(network), largest_of(cost[free])
    if largest <= limit:
        return _by_ortools(network, cost, flow, free, watch)
    step = (limit // network.size).bit_length() - 1
    shift = largest.bit_length() - limit.bit_length() + 1
    flow = _by_ortools(network, cost >> shift, flow, free, watch)
    price = prices(network, cost >> shift, flow, free)
    while shift:
        step = min(step, shift)
        shift -= step
        near = network.size << step
        price = price.astype(object) << step
        left = reduced(network, cost >> shift, price)
        flow = _by_ortools(network, np.clip(left, -near, near), flow, free, watch)
        price = price + prices(network, left, flow, free)
    return flow


def _by_ortools(
    network: Network, cost: NDArray[Any], flow: Ints, free: NDArray[np.bool_], watch: Watch
) -> Ints:
    arcs, frozen = np.flatnonzero(free), np.flatnonzero(~free)
    supply = np.zeros(network.size, dtype=np.int64)
    np.add.at(supply, network.head[frozen], flow[frozen])
    np.subtract.at(supply, network.tail[frozen], flow[frozen])
    asked = (
        network.tail[arcs].astype(np.int32),
        network.head[arcs].astype(np.int32),
        network.upper[arcs],
        cost[arcs].astype(np.int64),
        supply,
    )
    apart = watch.can_cancel and len(arcs) >= APART_FROM
    answer = watch.apart(ortools_flow, *asked) if apart else ortools_flow(*asked)
    if isinstance(answer, str):
        if answer == SimpleMinCostFlow.INFEASIBLE.name:
            raise NoFlow
        raise NotProven(findings=(f"the flow solver answered {answer}",))
    found = flow.copy()
    found[arcs] = answer
    return found


def ortools_flow(tail: Indices, head: Indices, upper: Ints, cost: Ints, supply: Ints) -> Ints | str:
    """The units on each arc of a cheapest flow that moves these supplies, or the name of what hinders it."""
    solver = SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(tail, head, upper, cost)
    nodes = np.arange(solver.num_nodes())
    if supply[len(nodes) :].any():
        return str(SimpleMinCostFlow.INFEASIBLE.name)
    solver.set_nodes_supplies(nodes.astype(np.int32), supply[nodes])
    status = solver.solve()
    if status != SimpleMinCostFlow.OPTIMAL:
        return str(status.name)
    found: Ints = solver.flows(np.arange(len(tail), dtype=np.int32))
    return found
