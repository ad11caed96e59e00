"""The attack with whole numbers: what can a hidden group be, given all that is told? Solved by MILP."""

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.optimize import Bounds, LinearConstraint, milp

from fairlead.evaluation.indicators.catalogue import BY_KEY
from fairlead.evaluation.indicators.unsure import SPREAD, Tables
from tests.evaluation.test_publishing import TABLES, board, cells_of, size, vector

MANY = 500
PINNED = (
    [[5, 1, 6, 2], [1, 6, 1, 5], [1, 1, 1, 1], [1, 6, 5, 1]],
    [[6, 0, 3, 9], [9, 9, 5, 14], [1, 1, 7, 2], [0, 2, 7, 7]],
    [[5, 5, 5, 5], [1, 2, 5, 1], [1, 6, 1, 5], [5, 1, 1, 5]],
    [[1, 1, 6, 1], [2, 6, 5, 6], [2, 5, 1, 6], [6, 5, 2, 1]],
    [[6, 2, 1, 5], [2, 1, 1, 5], [2, 1, 1, 1], [1, 1, 5, 1]],
)


def attacked(table):
    """The least and the most that each small group can be: told sums, nobody below none, hidden is some."""
    found = board(table)
    chosen = found.may_be_told(BY_KEY["acceptance"])
    told = [where for where in found._candidates() if where in chosen]
    hidden = [where for where in found._candidates() if where not in chosen]
    known = []
    if told:
        sums = [size(table, where) for where in told]
        known.append(LinearConstraint(rows(told), sums, sums))
    if hidden:
        known.append(LinearConstraint(rows(hidden), 1, np.inf))
    most = [MANY if count else 0 for row in table for count in row]
    for where in hidden:
        if size(table, where) < 5:
            aim = np.array(vector(cells_of(where)))
            ends = [
                milp(sign * aim, constraints=known, integrality=np.ones(16), bounds=Bounds(0, most))
                for sign in (1, -1)
            ]
            yield where, [round(sign * one.fun) for sign, one in zip((1, -1), ends, strict=True)]


def rows(parts):
    return np.array([vector(cells_of(where)) for where in parts])


@pytest.mark.parametrize("table", PINNED)
def test_a_group_that_was_pinned_down_once_no_longer_is(table):
    for where, (least, most) in attacked(table):
        assert least <= size(table, where) <= most
        assert most - least >= SPREAD


@settings(max_examples=20, deadline=None)
@given(TABLES)
def test_nobody_who_reckons_with_whole_people_learns_how_small_a_group_is(table):
    for where, (least, most) in attacked(table):
        assert least <= size(table, where) <= most
        assert most - least >= SPREAD


def test_five_parts_of_one_person_each_are_known_from_their_sum():
    each = [frozenset({place}) for place in range(5)]
    tables = Tables([1] * 5, [frozenset(range(5))], each)
    assert [tables.is_unsure(one) for one in each] == [False] * 5


def test_two_parts_of_a_told_sum_can_be_otherwise():
    each = [frozenset({place}) for place in range(2)]
    tables = Tables([4, 1], [frozenset(range(2))], each)
    assert [tables.is_unsure(one) for one in each] == [True, True]


def test_what_stands_in_no_told_sum_can_be_anything():
    assert Tables([1], [], [frozenset({0})]).is_unsure(frozenset({0}))


def test_a_small_part_beside_one_that_is_told_is_known():
    tables = Tables([9, 3], [frozenset({0}), frozenset({0, 1})], [frozenset({1})])
    assert not tables.is_unsure(frozenset({1}))
