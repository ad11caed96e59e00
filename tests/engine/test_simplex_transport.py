"""The transport simplex against OR-Tools and against the conditions its prices have to meet."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from fairlead.engine.model import Cancelled, ScoresTooWide
from fairlead.engine.solvers.simplex_transport import Basis, bits, transport
from fairlead.engine.watching import Watch

KINDS = (
    st.integers(-3, 3),
    st.just(0),
    st.integers(0, 100),
    st.integers(-(2**40), 2**40),
)


@st.composite
def lists(draw, people=6):
    n, m = draw(st.integers(0, people)), draw(st.integers(0, people))
    often = draw(st.sampled_from([1, 3, 9]))
    chosen = [[j for j in range(m) if draw(st.integers(0, often))] for _ in range(n)]
    scores = draw(st.sampled_from(KINDS))
    indptr = np.cumsum([0, *map(len, chosen)])
    mentor = np.array([j for row in chosen for j in row], dtype=np.int32)
    score = np.array([draw(scores) for _ in mentor], dtype=np.int64)
    places = np.array(draw(st.lists(st.integers(0, 3), min_size=m, max_size=m)), dtype=np.int64)
    return indptr, mentor, score, places


def rows_of(indptr):
    return np.repeat(np.arange(len(indptr) - 1), np.diff(indptr))


def faults(placed, indptr, mentor, score, places):
    row = rows_of(indptr)
    over = placed.mentee_price[row] + placed.mentor_price[mentor] - placed.big - score
    made = placed.mentor[row] == mentor
    load = np.bincount(placed.mentor[placed.mentor >= 0], minlength=len(places))
    return {
        "made pairs are listed": int(made.sum()) - int((placed.mentor >= 0).sum()),
        "nobody has more than their places": int((load > places).sum()),
        "prices cover every pair": int((over < 0).sum()),
        "prices are equal on made pairs": int((over[made] != 0).sum()),
        "prices are not negative": int((placed.mentee_price < 0).sum() + (placed.mentor_price < 0).sum()),
        "the unplaced pay nothing": int((placed.mentee_price[placed.mentor < 0] != 0).sum()),
        "free places cost nothing": int((placed.mentor_price[load < places] != 0).sum()),
    }


def value(placed, indptr, mentor, score):
    made = placed.mentor[rows_of(indptr)] == mentor
    return int(made.sum()), int(score[made].sum())


def by_ortools(indptr, mentor, score, places):
    n, m = len(indptr) - 1, len(places)
    if not len(mentor):
        return 0, 0
    solver = SimpleMinCostFlow()
    row = rows_of(indptr)
    solver.add_arcs_with_capacity_and_unit_cost(row, mentor + n, np.ones_like(row), -score)
    solver.add_arcs_with_capacity_and_unit_cost(
        np.full(n, n + m), np.arange(n), np.ones(n, np.int64), np.zeros(n, np.int64)
    )
    solver.add_arcs_with_capacity_and_unit_cost(
        np.arange(n, n + m), np.full(m, n + m + 1), places, np.zeros(m, np.int64)
    )
    solver.set_node_supply(n + m, n)
    solver.set_node_supply(n + m + 1, -n)
    assert solver.solve_max_flow_with_min_cost() == SimpleMinCostFlow.OPTIMAL
    return solver.maximum_flow(), -solver.optimal_cost()


def whole(score):
    n, m = score.shape
    return np.arange(n + 1) * m, np.tile(np.arange(m, dtype=np.int32), n), score.ravel()


NO_FAULTS = dict.fromkeys(
    faults(
        transport(*whole(np.ones((1, 1), int)), np.ones(1, int)),
        *whole(np.ones((1, 1), int)),
        np.ones(1, int),
    ),
    0,
)


@given(lists())
def test_most_mentees_then_the_greatest_score_and_prices_that_prove_it(given):
    placed = transport(*given)
    assert faults(placed, *given) == NO_FAULTS
    assert value(placed, *given[:3]) == by_ortools(*given)


@given(lists(), st.data())
def test_another_start_gives_an_answer_that_is_as_good(given, data):
    indptr, mentor, score, places = given
    first = transport(*given)
    kept = np.array([data.draw(st.booleans()) for _ in mentor], dtype=bool)
    new = score[kept] + np.array([data.draw(st.integers(-2, 2)) for _ in mentor[kept]], dtype=np.int64)
    fewer = np.concatenate([[0], np.cumsum(kept)])[indptr]
    changed = (fewer, mentor[kept], new, places + data.draw(st.integers(0, 1)))
    again = transport(*changed, start=first.basis)
    assert faults(again, *changed) == NO_FAULTS
    assert value(again, *changed[:3]) == by_ortools(*changed)


@given(lists(), st.integers(-1, 2), st.integers(-1, 2))
def test_a_start_that_is_no_tree_is_left_aside(given, below, above):
    indptr, _, _, places = given
    n, m = len(indptr) - 1, len(places)
    start = Basis(np.full(n, min(below, m - 1)), np.full(m, min(above, n - 1)))
    placed = transport(*given, start=start)
    assert value(placed, *given[:3]) == by_ortools(*given)


def test_a_start_of_another_size_is_left_aside():
    given = (*whole(np.array([[3, 1], [2, 2]])), np.array([1, 1]))
    start = Basis(np.array([-1]), np.array([-1]))
    assert transport(*given, start=start).mentor.tolist() == [0, 1]


@pytest.mark.parametrize("noise", [0, 40])
def test_costs_i_times_j_are_no_trap(noise):
    size = 40
    number = np.arange(1, size + 1)
    score = size * size - np.outer(number, number)
    score = score + np.random.default_rng(7).integers(0, noise + 1, score.shape)
    given = (*whole(score), np.ones(size, np.int64))
    placed = transport(*given)
    assert faults(placed, *given) == NO_FAULTS
    assert value(placed, *given[:3]) == by_ortools(*given)
    if not noise:
        assert placed.mentor.tolist() == list(range(size))[::-1]


def test_the_same_lists_give_the_same_pairs():
    score = np.random.default_rng(3).integers(0, 4, (30, 20))
    given = (*whole(score), np.full(20, 2))
    first, second = transport(*given), transport(*given)
    assert [part.tolist() for part in first.basis] == [part.tolist() for part in second.basis]
    assert first.mentor.tolist() == second.mentor.tolist()


def test_scores_too_wide_are_refused_before_any_work():
    given = (*whole(np.array([[2**57, 0], [0, 1]])), np.array([1, 1]))
    with pytest.raises(ScoresTooWide) as refused:
        transport(*given)
    assert refused.value.facts == {"bits": bits(given[0], given[2], given[3]), "most": 60}


def test_work_that_is_called_off_ends():
    told = []
    watch = Watch(lambda step, done: told.append(step), lambda: len(told) > 1)
    with pytest.raises(Cancelled):
        transport(*whole(np.ones((4, 4), int)), np.ones(4, int), watch=watch)
    assert told == ["simplex", "simplex"]
