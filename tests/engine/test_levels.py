"""The fast solver finds the best matching of every small graph, and its prices prove it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.graph.python import min_cost_flow

from fairlead.engine.model import Cancelled
from fairlead.engine.solvers.levels import Assigned, Sparse, best, parts, paths, refilling, suits, whole
from fairlead.engine.solvers.levels.shapes import Part
from fairlead.engine.watching import Watch


def sparse(rows: Iterable[dict[int, int]], places: Iterable[int]) -> Sparse:
    """Each row maps mentors to scores."""
    rows = list(rows)
    return Sparse(
        np.cumsum([0] + [len(row) for row in rows]).astype(np.int64),
        np.array([mentor for row in rows for mentor in row], dtype=np.int32),
        np.array([score for row in rows for score in row.values()], dtype=np.int64),
        np.array(list(places), dtype=np.int64),
    )


def drawn(seed: int, mentees: int, mentors: int, degree: int, most: int, largest: int) -> Sparse:
    """A random graph, the same for the same numbers."""
    rng = np.random.default_rng(seed)
    rows = [
        {int(j): int(rng.integers(0, most + 1)) for j in rng.permutation(mentors)[:degree]}
        for _ in range(mentees)
    ]
    return sparse(rows, rng.integers(0, largest + 1, mentors))


def value(problem: Sparse, mentor: np.ndarray) -> tuple[int, int]:
    """Mentees matched and total score; fails where a pair is not listed or a mentor has too many."""
    total = 0
    for row in np.flatnonzero(mentor >= 0):
        listed = range(int(problem.indptr[row]), int(problem.indptr[row + 1]))
        total += sum(int(problem.score[at]) for at in listed if problem.mentor[at] == mentor[row])
        assert mentor[row] in problem.mentor[listed.start : listed.stop]
    load = np.bincount(mentor[mentor >= 0], minlength=len(problem.places))
    assert np.all(load <= problem.places)
    return int(np.sum(mentor >= 0)), total


def proven(problem: Sparse, found: Assigned) -> tuple[int, int]:
    """The value, once every pair has been priced: no other matching can be better."""
    rows = np.repeat(np.arange(len(problem.indptr) - 1), np.diff(problem.indptr))
    slack = found.mentee_price[rows] + found.mentor_price[problem.mentor] - found.big - problem.score
    load = np.bincount(found.mentor[found.mentor >= 0], minlength=len(problem.places))
    assert np.all(slack >= 0)
    assert np.all(slack[found.mentor[rows] == problem.mentor] == 0)
    assert min(found.mentee_price.min(initial=0), found.mentor_price.min(initial=0)) == 0
    assert np.all(found.mentee_price[found.mentor < 0] == 0)
    assert np.all(found.mentor_price[load < problem.places] == 0)
    assert found.big > 2 * np.abs(problem.score).max(initial=0) * np.sum(found.mentor >= 0)
    return value(problem, found.mentor)


def by_flow(problem: Sparse) -> tuple[int, int]:
    """The same value from OR-Tools."""
    size, width = len(problem.indptr) - 1, len(problem.places)
    flow = min_cost_flow.SimpleMinCostFlow()
    rows = np.repeat(np.arange(size, dtype=np.int32), np.diff(problem.indptr))
    flow.add_arcs_with_capacity_and_unit_cost(
        rows.astype(np.int32),
        (size + problem.mentor).astype(np.int32),
        np.ones(len(rows), np.int64),
        -problem.score,
    )
    ends = np.full(width, size + width, np.int32)
    mentors = np.arange(size, size + width, dtype=np.int32)
    flow.add_arcs_with_capacity_and_unit_cost(mentors, ends, problem.places, np.zeros(width, np.int64))
    flow.set_nodes_supplies(np.arange(size, dtype=np.int32), np.ones(size, np.int64))
    flow.set_node_supply(size + width, -size)
    assert flow.solve_max_flow_with_min_cost() == flow.OPTIMAL
    return flow.maximum_flow(), -flow.optimal_cost()


@st.composite
def graphs(draw: st.DrawFn, mentees: int = 9, mentors: int = 7) -> Sparse:
    """Any graph with few people: isolated ones, no places, ties, scores below 0."""
    width = draw(st.integers(0, mentors))
    score = draw(st.sampled_from([st.just(0), st.integers(0, 3), st.integers(-5, 5), st.integers(0, 10**6)]))
    nobody: st.SearchStrategy[dict[int, int]] = st.just({})
    row = st.dictionaries(st.integers(0, width - 1), score) if width else nobody
    rows = draw(st.lists(row, max_size=mentees))
    return sparse(rows, draw(st.lists(st.integers(0, 3), min_size=width, max_size=width)))


@settings(max_examples=100, deadline=None)
@given(graphs())
def test_every_small_graph_is_matched_as_well_as_by_flow_and_proven(problem: Sparse) -> None:
    assert suits(problem)
    assert proven(problem, best(problem)) == by_flow(problem)


@pytest.mark.parametrize("largest", [1, 2, 5])
@pytest.mark.parametrize("degree", [2, 8])
@pytest.mark.parametrize("most", [0, 9, 5000])
def test_larger_graphs_ample_balanced_and_scarce(largest: int, degree: int, most: int) -> None:
    problem = drawn(largest, 120, 60, degree, most, largest)
    assert proven(problem, best(problem)) == by_flow(problem)


@settings(max_examples=100, deadline=None)
@given(graphs(), graphs())
def test_a_start_from_any_other_answer_changes_nothing_in_value(problem: Sparse, other: Sparse) -> None:
    size, width = len(problem.indptr) - 1, len(problem.places)
    earlier = best(other)
    start = Assigned(
        np.resize(np.where(earlier.mentor < width, earlier.mentor, -1), size).astype(np.int32)
        if earlier.mentor.size
        else np.full(size, -1, np.int32),
        np.resize(np.append(earlier.mentee_price, 0), size),
        np.resize(np.append(earlier.mentor_price, 0), width),
        earlier.big,
    )
    assert proven(problem, best(problem, start=start)) == by_flow(problem)


@pytest.mark.parametrize("seed", range(12))
def test_a_lock_a_newcomer_or_a_place_more_is_solved_on_from_the_answer_before(seed: int) -> None:
    problem = drawn(seed, 90, 40, 6, 12, 1 + seed % 4)
    before = best(problem)
    rng = np.random.default_rng(seed)
    places = problem.places + rng.integers(-1, 2, len(problem.places))
    changed = Sparse(problem.indptr, problem.mentor, problem.score, np.maximum(places, 0))
    assert proven(changed, best(changed, start=before)) == by_flow(changed)
    other = Sparse(problem.indptr, problem.mentor, rng.permutation(problem.score), problem.places)
    assert proven(other, best(other, start=before)) == by_flow(other)


def test_the_answer_is_the_same_in_another_process() -> None:
    problem = drawn(5, 60, 30, 5, 3, 2)
    code = (
        "from tests.engine.test_levels import best, drawn;"
        "print(best(drawn(5, 60, 30, 5, 3, 2)).mentor.tolist())"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == str(best(problem).mentor.tolist())


def calling_off(seen: list[str], last: int) -> Watch:
    """A watch that calls off once more steps than `last` are seen."""
    return Watch(lambda step, _done: seen.append(step), lambda: len(seen) > last)


def test_it_can_be_called_off_at_any_step() -> None:
    problem = drawn(5, 60, 30, 5, 3, 2)
    steps: list[str] = []
    best(problem, watch=Watch(lambda step, _done: steps.append(step)))
    assert steps == ["most_mentees", "most_mentees", "best_total"]
    for last in range(len(steps)):
        seen: list[str] = []
        with pytest.raises(Cancelled):
            best(problem, watch=calling_off(seen, last))


def test_kernels_stop_at_once_when_the_flag_is_turned() -> None:
    part = Part(
        np.array([0, 1]), np.zeros(1, np.int64), np.ones(1, np.int64), np.array([0, 1]), np.zeros(1, np.int32)
    )
    state, gone = whole._state(part), np.ones(1, np.int8)
    state.price[0] = 5
    find = whole._search(part)
    back = parts.turned(part.first, part.arc, 1)
    refilling.refill_all(part, state, find, back, np.empty(1, np.int32), gone)
    refilling.refill(part, state, find, back, np.empty(1, np.int32), 0, gone)
    paths.place(part, state, find, (0, 1), gone)
    assert (state.price.tolist(), state.need.tolist(), state.load.tolist()) == ([5], [1], [0])


def test_a_free_slot_whose_price_nobody_would_pay_is_lowered_by_the_nearest_ways() -> None:
    arcs = [(0 << 32) | 1, (95 << 32) | 0, (0 << 32) | 2, (91 << 32) | 0, (0 << 32) | 1, (1 << 32) | 2]
    part = Part(
        np.array([0, 2, 4, 6]),
        np.array(arcs, dtype=np.int64),
        np.ones(3, np.int64),
        np.array([0, 1, 3, 4]),
        np.array([0, 1, 1, 2], dtype=np.int32),
    )
    state = whole._state(part)
    state.potential[:], state.price[:], state.need[:] = 100, [10, 100, 100], 0
    state.held[:], state.load[:] = [-1, 0, 2, 1], [0, 2, 1]
    back = parts.turned(part.first, part.arc, 3)
    go = np.zeros(1, np.int8)
    refilling.refill_all(part, state, whole._search(part), back, np.empty(3, np.int32), go)
    assert state.price.tolist() == [0, 92, 91]
    assert state.potential.tolist() == [92, 91, 92]
    assert (state.load.tolist(), state.held.tolist()) == ([0, 2, 1], [-1, 0, 2, 1])


def test_scores_too_far_apart_do_not_suit() -> None:
    assert suits(sparse([{}], [1]))
    assert suits(sparse([{0: 1 << 30}], [1]))
    assert not suits(sparse([{0: 1 << 31, 1: 0}], [1, 1]))
    assert not suits(sparse([{0: 1 << 60}], [1]))
