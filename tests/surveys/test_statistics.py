"""Change and its uncertainty, against scipy, statsmodels and published examples."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.special import gamma
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from fairlead.surveys.statistics import contrast, paired_change, small_sample, t_quantile

SCORES = st.integers(1, 5).map(float)
PAIRS = st.lists(st.tuples(SCORES, SCORES), min_size=3, max_size=40)
# Student, The probable error of a mean, Biometrika 6 (1908): hours of sleep gained by ten patients under two
# drugs. R's manual prints t = 4.0621, df = 9, mean 1.58, interval 0.7001142 to 2.4598858.
SLEEP = list(
    zip(
        [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0],
        [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
        strict=True,
    )
)
# D. Lakens, Frontiers in Psychology 4 (2013), 863, table 1: ten people rate two films.
FILMS = list(zip([9, 6, 7, 8, 7, 9, 8, 8, 8, 7], [9, 7, 8, 9, 8, 9, 9, 10, 9, 9], strict=True))


def test_students_sleep_as_it_was_published():
    found = paired_change(SLEEP)
    assert (found.n, round(found.mean, 2)) == (10, 1.58)
    assert (round(found.low, 7), round(found.high, 7)) == (0.7001142, 2.4598858)
    assert round(found.mean / (found.sd / sqrt(10)), 4) == 4.0621


def test_films_as_they_were_published():
    found = paired_change(FILMS)
    assert (round(found.before, 1), round(found.after, 1), round(found.mean, 1)) == (7.7, 8.7, 1.0)
    assert round(found.sd, 2) == 0.67
    assert round(found.mean / (found.sd / sqrt(10)), 2) == 4.74
    uncorrected = found.g / small_sample(9)
    assert round(uncorrected, 2) == 1.13


@given(PAIRS)
def test_interval_is_that_of_scipys_paired_test(pairs):
    before, after = np.array(pairs).T
    found = paired_change(pairs)
    if found.sd == 0:
        assert (found.low, found.high) == (found.mean, found.mean)
        return
    told = stats.ttest_rel(after, before).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((told.low, told.high))


@given(PAIRS)
def test_mean_spread_and_interval_are_those_of_statsmodels(pairs):
    before, after = np.array(pairs).T
    told, found = DescrStatsW(after - before), paired_change(pairs)
    assert found.mean == pytest.approx(told.mean)
    assert found.sd == pytest.approx(sqrt(told.var_ddof(1)), abs=1e-9)
    assert (found.low, found.high) == pytest.approx(told.tconfint_mean(0.05), abs=1e-7)


@given(PAIRS)
def test_effect_is_the_mean_difference_in_units_of_the_average_spread(pairs):
    before, after = np.array(pairs).T
    unit = sqrt((before.var(ddof=1) + after.var(ddof=1)) / 2)
    found = paired_change(pairs)
    if unit < 1e-9:
        assert found.g is None
        return
    df = len(pairs) - 1
    exact = gamma(df / 2) / (sqrt(df / 2) * gamma((df - 1) / 2))
    assert found.g == pytest.approx((after - before).mean() / unit * exact)


@pytest.mark.parametrize("df", [2, 5, 9, 30, 200])
def test_exact_correction_is_near_its_usual_approximation(df):
    assert small_sample(df) == pytest.approx(1 - 3 / (4 * df - 1), abs=0.03 / df)


@pytest.mark.parametrize(("df", "table"), [(1, 12.706), (4, 2.776), (9, 2.262), (30, 2.042), (120, 1.980)])
def test_critical_values_are_those_of_the_tables(df, table):
    assert round(t_quantile(df), 3) == table


@given(PAIRS, PAIRS)
def test_difference_of_changes_has_welchs_interval(ours, theirs):
    mine, other = (np.array(pairs)[:, 1] - np.array(pairs)[:, 0] for pairs in (ours, theirs))
    found = contrast(ours, theirs)
    assert found.difference == pytest.approx(mine.mean() - other.mean())
    if mine.var() + other.var() < 1e-12:
        assert (found.low, found.high) == (found.difference, found.difference)
        return
    means = CompareMeans(DescrStatsW(mine), DescrStatsW(other))
    assert (found.low, found.high) == pytest.approx(means.tconfint_diff(0.05, usevar="unequal"))


def test_one_person_has_a_change_without_interval():
    found = paired_change([(2, 4)])
    assert (found.n, found.mean, found.low, found.high, found.g) == (1, 2, None, None, None)
    assert contrast([(2, 4)], [(1, 1), (2, 3)]).low is None


def test_nobody_has_no_change():
    assert paired_change([]) is None
    assert contrast([], [(1, 2)]) is None
    assert contrast([(1, 2)], []) is None
