"""The goal-attainment T of Kiresuk and Sherman, beside figures that others have published."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.mentorships.attainment import Reached, Share, share, t_score

LEVELS = st.integers(-2, 2)
GOALS = st.lists(st.builds(Reached, level=LEVELS, weight=st.integers(1, 4)), min_size=1, max_size=8)


def alike(level, count):
    return [Reached(level)] * count


def test_example_of_the_r_package_gasr():
    """`calc_tscore`, taylordunn/gasr: scores and weights of its documented example; T is exactly 55."""
    scores, weights = (-2, 0, -1, 2, 0, 1), (3, 5, 1, 4, 2, 6)
    assert t_score(map(Reached, scores, weights)) == pytest.approx(55, abs=1e-12)


@pytest.mark.parametrize(
    ("level", "goals", "published"),
    [(-1, 4, 35.5), (-2, 3, 22.6), (-2, 4, 21.0), (-2, 5, 19.8)],
)
def test_baselines_published_of_243_patients(level, goals, published):
    """Median and quartiles of T at the start, from a paper on rating methods (PubMed 20026573).

    243 patients with one to six goals: all at -2 their quartiles are 19.8, 21.0 and 22.6, as five, four and
    three goals give; at -1 the upper quartile is 35.5, as four goals give.
    """
    assert t_score(alike(level, goals)) == pytest.approx(published, abs=0.051)


@pytest.mark.parametrize("goals", range(1, 9))
def test_goals_reached_as_expected_give_fifty(goals):
    assert t_score(alike(0, goals)) == 50


@pytest.mark.parametrize(("level", "expected"), [(-2, 30), (-1, 40), (1, 60), (2, 70)])
def test_one_goal_moves_by_ten_for_each_level(level, expected):
    assert t_score([Reached(level, 3)]) == pytest.approx(expected)


def test_without_goals_there_is_no_number():
    assert t_score([]) is None
    assert share([]) == Share(0, 0)


@given(GOALS)
def test_it_stays_between_all_goals_at_their_lowest_and_at_their_highest(goals):
    lowest = t_score([Reached(-2, goal.weight) for goal in goals])
    highest = t_score([Reached(2, goal.weight) for goal in goals])
    found = t_score(goals)
    assert lowest - 1e-9 <= found <= highest + 1e-9
    assert lowest + highest == pytest.approx(100)
    assert 50 - 20 / sqrt(0.3) < found < 50 + 20 / sqrt(0.3)


@given(GOALS, st.data())
def test_a_goal_that_is_reached_better_raises_it(goals, data):
    place = data.draw(st.integers(0, len(goals) - 1))
    one = goals[place]
    better = [*goals[:place], Reached(one.level + 1, one.weight), *goals[place + 1 :]]
    assert t_score(better) > t_score(goals)


@given(GOALS, st.integers(2, 9))
def test_it_does_not_depend_on_the_unit_of_the_weights(goals, factor):
    scaled = [Reached(goal.level, goal.weight * factor) for goal in goals]
    assert t_score(scaled) == pytest.approx(t_score(goals))


@given(GOALS)
def test_it_does_not_depend_on_the_order_and_mirrors_around_fifty(goals):
    assert t_score(goals[::-1]) == pytest.approx(t_score(goals))
    mirrored = [Reached(-goal.level, goal.weight) for goal in goals]
    assert t_score(mirrored) + t_score(goals) == pytest.approx(100)


@given(GOALS)
def test_the_share_counts_goals_as_expected_or_better(goals):
    assert share(goals) == Share(len([goal for goal in goals if goal.level in (0, 1, 2)]), len(goals))
