"""The network simplex against linear programming and against the conditions its prices have to meet."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow
from scipy.optimize import linprog

from fairlead.engine.model import Cancelled, ScoresTooWide
from fairlead.engine.solvers import simplex
from fairlead.engine.solvers.simplex import bits, circulation
from fairlead.engine.watching import Watch

KINDS = (st.integers(-3, 3), st.just(0), st.just(-1), st.integers(-(2**50), 2**50))


def arcs(rows, size):
    columns = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    return size, *map(np.ascontiguousarray, columns)


@st.composite
def networks(draw, nodes=7, most=24):
    """Any arcs: parallel, from a node to itself, without room, with nodes that no arc reaches."""
    size = draw(st.integers(1, nodes))
    cost, node = draw(st.sampled_from(KINDS)), st.integers(0, size - 1)
    rows = draw(st.lists(st.tuples(node, node, st.integers(0, 4), cost), max_size=most))
    return arcs(rows, size)


def faults(found, size, tail, head, upper, cost):
    flow, price = found
    reduced = cost + price[tail] - price[head]
    left = np.bincount(tail, flow, size) - np.bincount(head, flow, size)
    return {
        "units stay within limits": int(((flow < 0) | (flow > upper)).sum()),
        "as much leaves each node as comes in": int((left != 0).sum()),
        "no arc with room would gain": int((reduced[flow < upper] < 0).sum()),
        "no unit would better stay away": int((reduced[flow > 0] > 0).sum()),
        "all is in 64 bits": [flow.dtype != np.int64, price.dtype != np.int64].count(True),
    }


NO_FAULTS = {
    "units stay within limits": 0,
    "as much leaves each node as comes in": 0,
    "no arc with room would gain": 0,
    "no unit would better stay away": 0,
    "all is in 64 bits": 0,
}


def total(flow, cost):
    return sum(units * each for units, each in zip(flow.tolist(), cost.tolist(), strict=True))


def by_ortools(size, tail, head, upper, cost):
    """OR-Tools takes no arc from a node to itself: where that gains it is filled by hand."""
    own = tail == head
    gained = total(upper[own & (cost < 0)], cost[own & (cost < 0)])
    if own.all():
        return gained
    solver = SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(tail[~own], head[~own], upper[~own], cost[~own])
    assert solver.solve() == SimpleMinCostFlow.OPTIMAL
    found = solver.flows(np.arange(solver.num_arcs(), dtype=np.int32))
    return gained + total(found, cost[~own])


@given(networks())
@example(arcs([], 3))
@example(arcs([(0, 0, 2, -5), (0, 0, 2, 5)], 1))
@example(arcs([(1, 2, 3, -1), (2, 1, 3, -1), (0, 0, 0, 0)], 4))
def test_the_circulation_is_the_cheapest_and_its_prices_prove_it(network):
    found = circulation(*network)
    assert faults(found, *network) == NO_FAULTS
    assert total(found.flow, network[4]) == by_ortools(*network)


@given(networks(nodes=5, most=12))
def test_linear_programming_finds_nothing_cheaper(network):
    size, tail, head, upper, cost = network
    if not len(tail) or np.abs(cost).max() > 1000:
        return
    balance = np.zeros((size, len(tail)))
    np.add.at(balance, (tail, np.arange(len(tail))), 1)
    np.subtract.at(balance, (head, np.arange(len(tail))), 1)
    limits = np.stack([np.zeros_like(upper), upper], 1)
    best = linprog(cost, A_eq=balance, b_eq=np.zeros(size), bounds=limits).fun
    assert total(circulation(*network).flow, cost) == round(best)


def placing(mentees, mentors, seed, widest):
    draw = np.random.default_rng(seed)
    hub = mentees + mentors
    pairs = [
        (i, mentees + j, 1, -int(draw.integers(1, widest))) for i in range(mentees) for j in range(mentors)
    ]
    places = [(mentees + j, hub, int(draw.integers(0, 3)), 0) for j in range(mentors)]
    return arcs([*pairs, *[(hub, i, 2, 0) for i in range(mentees)], *places], hub + 1)


@pytest.mark.parametrize("widest", [2, 100, 10**6])
def test_mentees_with_two_places_are_placed_as_well_as_by_ortools(widest):
    network = placing(15, 12, 5, widest)
    found = circulation(*network)
    assert faults(found, *network) == NO_FAULTS
    assert total(found.flow, network[4]) == by_ortools(*network)


def test_a_long_way_from_the_busiest_node_is_still_found():
    ring = [(node, (node + 1) % 12, 3, -1 if node == 6 else 0) for node in range(12)]
    network = arcs([*ring, (3, 2, 0, -9)], 12)
    found = circulation(*network)
    assert faults(found, *network) == NO_FAULTS
    assert found.flow.tolist() == [3] * 12 + [0]


def test_the_same_arcs_give_the_same_units_and_prices():
    first, second = circulation(*placing(12, 9, 3, 3)), circulation(*placing(12, 9, 3, 3))
    assert (first.flow.tolist(), first.price.tolist()) == (second.flow.tolist(), second.price.tolist())


def test_pauses_change_nothing(monkeypatch):
    network = placing(12, 9, 3, 100)
    whole = circulation(*network)
    monkeypatch.setattr(simplex, "SLICE", 1)
    told = []
    paused = circulation(*network, watch=Watch(lambda step, done: told.append(done)))
    assert paused.flow.tolist() == whole.flow.tolist()
    assert len(told) > 20


def test_the_widest_costs_that_are_taken_are_added_exactly():
    widest = (1 << 61) // (4 * 4) - 2
    network = arcs([(0, 1, 1, -widest), (1, 2, 1, widest), (2, 0, 1, -1), (1, 0, 1, widest)], 3)
    assert bits(3, network[4]) == 61
    found = circulation(*network)
    assert faults(found, *network) == NO_FAULTS
    assert found.flow.tolist() == [1, 1, 1, 0]


def test_costs_that_are_too_wide_are_refused_before_any_work():
    network = arcs([(0, 1, 1, -(1 << 59)), (1, 0, 1, 1)], 2)
    with pytest.raises(ScoresTooWide) as refused:
        circulation(*network)
    assert refused.value.facts == {"bits": bits(2, network[4]), "most": 61}


def test_work_that_is_called_off_ends():
    told = []
    watch = Watch(lambda step, done: told.append((step, done)), lambda: len(told) > 1)
    with pytest.raises(Cancelled):
        circulation(*placing(4, 4, 1, 9), watch=watch)
    assert told[0] == ("simplex", 0.0)
    assert len(told) == 2


def test_who_watches_is_told_the_end():
    told = []
    circulation(*placing(4, 4, 1, 9), watch=Watch(lambda step, done: told.append(done)))
    assert (told[0], told[-1]) == (0.0, 1.0)
    assert told == sorted(told)
