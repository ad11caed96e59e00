"""Counts from which nobody follows, and tests against scipy, statsmodels and published examples."""

from itertools import product
from math import comb, prod
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep

from fairlead.evaluation.inclusion.comparing import difference, holm, invisible, p_value
from fairlead.evaluation.inclusion.pooling import Group, pooled

ROUND = st.dictionaries(st.sampled_from("abcd"), st.tuples(st.integers(0, 14), st.integers(0, 14)))


def test_groups_of_five_in_every_cell_stand_alone():
    assert pooled([{"yes": (9, 6), "no": (20, 5)}]) == [Group("no", 20, 5), Group("yes", 9, 6)]


def test_a_small_group_is_joined_and_takes_another_with_it():
    told = pooled([{"a": (20, 9), "b": (8, 6), "c": (9, 1)}])
    assert told == [Group("a", 20, 9), Group(None, 17, 7)]


def test_rounds_wait_for_each_other_until_they_can_be_told():
    small = {"yes": (3, 3), "no": (4, 3)}
    assert pooled([small]) == []
    assert pooled([small, small]) == [Group("no", 8, 6), Group("yes", 6, 6)]
    assert pooled([small, small, small]) == [Group("no", 8, 6), Group("yes", 6, 6)]


def test_one_group_alone_compares_with_nothing():
    assert pooled([{"yes": (9, 9)}]) == []
    assert pooled([]) == []


@given(st.lists(ROUND, max_size=6))
def test_no_cell_is_under_five(rounds):
    for group in pooled(rounds):
        assert min(group.reached, group.missed) >= 5


@given(st.lists(ROUND, min_size=1, max_size=6))
def test_two_pages_a_round_apart_tell_nobody(rounds):
    """The attack: subtract last year's page from this year's, wherever their groups can be compared."""
    earlier, later = pooled(rounds[:-1]), pooled(rounds)
    names = {group.answer for group in earlier} & {group.answer for group in later}
    for name in names:
        before, after = (next(one for one in page if one.answer == name) for page in (earlier, later))
        for gained in (after.reached - before.reached, after.missed - before.missed):
            assert gained == 0 or gained >= 5
    assert {group.answer for group in earlier} <= {group.answer for group in later}
    if earlier:
        for cell in ("reached", "missed"):
            gained = sum(getattr(one, cell) for one in later) - sum(getattr(one, cell) for one in earlier)
            assert gained == 0 or gained >= 10


def test_fishers_lady_tasting_tea():
    # Fisher (1935): of eight cups, three of four told right on either side; two-sided p = 34/70.
    assert p_value([Group("milk", 3, 1), Group("tea", 1, 3)]) == pytest.approx(34 / 70)


def enumerated(table):
    """The exact p-value of Freeman and Halton by listing every table with the same margins."""
    sizes = [sum(cell) for cell in table]
    reached = sum(cell[0] for cell in table)

    def chance(firsts):
        return prod(comb(size, first) for size, first in zip(sizes, firsts, strict=True)) / comb(
            sum(sizes), reached
        )

    known = chance([cell[0] for cell in table])
    every = (firsts for firsts in product(*(range(size + 1) for size in sizes)) if sum(firsts) == reached)
    return sum(one for one in map(chance, every) if one <= known * (1 + 1e-7))


@pytest.mark.parametrize(
    "cells", [[(9, 6), (5, 10), (12, 5)], [(5, 5), (6, 6), (7, 7)], [(8, 5), (5, 9), (6, 6)]]
)
def test_more_than_two_groups_come_close_to_the_exact_value(cells):
    groups = [Group(str(place), *cell) for place, cell in enumerate(cells)]
    exact = enumerated(cells)
    assert p_value(groups) == pytest.approx(exact, abs=4 * (exact * (1 - exact) / 20_000) ** 0.5 + 1e-4)
    assert p_value(groups) == p_value(groups)


@settings(deadline=None, max_examples=25)
@given(*(st.integers(5, 60) for _cell in range(4)))
def test_two_groups_as_scipy_and_statsmodels_have_them(a, b, c, d):
    first, second = Group("a", a, b), Group("b", c, d)
    assert p_value([first, second]) == pytest.approx(stats.fisher_exact([[a, b], [c, d]]).pvalue)
    found = difference(first, second)
    low, high = confint_proportions_2indep(a, a + b, c, c + d, method="newcomb", compare="diff")
    assert (found.low / 100, found.high / 100) == pytest.approx((low, high))
    assert found.points == pytest.approx(100 * (a / (a + b) - c / (c + d)))


def test_newcombes_published_example():
    # Newcombe (1998), table II, 56/70 against 48/80, method 10: 0.0524 to 0.3339.
    found = difference(Group("a", 56, 14), Group("b", 48, 32))
    assert (found.low, found.high) == (pytest.approx(5.24, abs=0.005), pytest.approx(33.39, abs=0.005))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_holm_as_statsmodels_has_it(values):
    with patch("gc.collect"):  # at each call statsmodels looks through all that the whole suite has in memory
        known = list(multipletests(values, method="holm")[1])
    assert holm(values) == pytest.approx(known)


def test_what_would_not_be_visible_counted_by_hand():
    # Half of 50 and of 50: (1.95996 + 0.84162) * sqrt(0.25 * 2/50) = 0.28016.
    assert invisible([Group("a", 25, 25), Group("b", 25, 25)]) == pytest.approx(28.016, abs=0.001)
    assert invisible([Group("a", 5, 5), Group("b", 5, 5), Group("c", 40, 40)]) == pytest.approx(
        46.69, abs=0.01
    )
