"""The range of a weight in which the same pairs stay the best, against every weight tried."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fairlead.engine.counting import tier_values
from fairlead.engine.model import Objective, Problem
from fairlead.engine.sensitivity import Beyond, span
from fairlead.engine.solvers import solve
from fairlead.engine.solvers.bruteforce import best_values
from tests.engine.problems import problems

ORDERS = (
    ("mentees", "score"),
    ("score", "kept"),
    ("mentees", "priority", "score", "even"),
    ("mentees", "new_mentors", "score", "kept"),
    ("mentees", "worst", "score"),
    ("mentees", "leximin"),
    ("score", "mentees"),
)
WEIGHTS = range(13)


@st.composite
def weighed(draw, *, rounded=False):
    """A problem whose scores hold a part that grows with a weight: in equal steps, or rounded down."""
    problem = draw(problems(people=3, classes=True, minimums=False, locks=False, top=2))
    size = len(problem.score)
    fixed = np.array(draw(st.lists(st.integers(0, 12), min_size=size, max_size=size)), dtype=np.int64)
    part = np.array(draw(st.lists(st.integers(0, 3), min_size=size, max_size=size)), dtype=np.int64)

    def scores(weight):
        return fixed + (part * weight // 3 if rounded else part * weight)

    return problem, scores


def truth(problem, objective, scores, pairs, now):
    """The range by trying every weight."""
    stays = []
    for weight in WEIGHTS:
        tried = replace(problem, score=scores(weight))
        stays.append(tier_values(tried, objective, pairs) == best_values(tried, objective))
    low = high = now
    while low - 1 in WEIGHTS and stays[low - 1]:
        low -= 1
    while high + 1 in WEIGHTS and stays[high + 1]:
        high += 1
    return low, high


def checked(problem, scores, order, now):
    objective = Objective(seed=1, order=order)
    pairs = solve(replace(problem, score=scores(now)), objective).pairs
    found = span(problem, objective, scores, pairs, now=now, weights=WEIGHTS)
    assert found.proven
    assert (found.low, found.high) == truth(problem, objective, scores, pairs, now)
    assert (found.below is None) is (found.low == WEIGHTS[0])
    assert (found.above is None) is (found.high == WEIGHTS[-1])
    return found


@given(weighed(), st.sampled_from(ORDERS), st.sampled_from(WEIGHTS))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_range_is_that_of_every_weight_tried(question, order, now):
    problem, scores = question
    assume(len(problem.score))
    checked(problem, scores, order, now)


@given(weighed(rounded=True), st.sampled_from(ORDERS), st.sampled_from(WEIGHTS))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_range_is_exact_where_points_are_rounded(question, order, now):
    problem, scores = question
    assume(len(problem.score))
    checked(problem, scores, order, now)


def two_and_two():
    """Straight pairs have 10 each; crossed ones have the weight."""
    pairs = {(0, 0): 10, (1, 1): 10, (0, 1): 0, (1, 0): 0}
    problem = Problem.of(["a", "b"], ["A", "B"], pairs)
    crossed = (problem.pair_mentee != problem.pair_mentor).astype(np.int64)
    return problem, lambda weight: np.where(crossed > 0, weight, 10)


def test_what_comes_next_is_told_with_who_moves():
    problem, scores = two_and_two()
    found = span(problem, Objective(), scores, (0, 1), now=3)
    assert (found.low, found.high, found.below) == (0, 10, None)
    assert found.above == Beyond(11, 2)
    assert found.solves <= 4


def test_few_solves_find_the_end_of_a_long_range():
    problem, scores = two_and_two()
    found = span(
        problem, Objective(), lambda weight: scores(weight // 1) * 1, (0, 1), now=0, weights=range(5000)
    )
    assert (found.high, found.above.weight) == (10, 11)
    assert found.solves <= 4


@pytest.mark.parametrize(("most", "high"), [(0, 3), (1, 3), (2, 3)])
def test_search_that_is_stopped_says_so_and_claims_no_more_than_is_known(most, high):
    problem, scores = two_and_two()
    bent = span(
        problem, Objective(), lambda weight: scores(weight - weight % 2), (0, 1), now=3, most_solves=most
    )
    assert not bent.proven
    assert bent.low <= 3 <= bent.high <= 11
    assert bent.high >= high


def test_weight_on_which_nothing_depends_reaches_from_end_to_end():
    problem, _scores = two_and_two()
    found = span(problem, Objective(), lambda weight: problem.score, (0, 1), now=50)
    assert (found.low, found.high, found.below, found.above) == (0, 100, None, None)
