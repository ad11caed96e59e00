"""The attack on what is told: no cell under five follows from any sums and differences of told figures."""

from datetime import date
from fractions import Fraction
from itertools import combinations
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead.evaluation.indicators.catalogue import BY_KEY
from fairlead.evaluation.indicators.facts import Facts, Offered, Where
from fairlead.evaluation.indicators.publishing import told
from fairlead.evaluation.queries.boards import Board

ROUNDS = [UUID(int=number) for number in range(1, 5)]
NAMED = dict.fromkeys(ROUNDS, ("", False))
PLACES = [UUID(int=number) for number in range(11, 15)]
DAYS = [date(2025, 3, 1), date(2025, 9, 1), date(2026, 2, 1), date(2026, 8, 1)]
TABLES = st.lists(
    st.lists(st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 7, 9, 14]), min_size=4, max_size=4),
    min_size=4,
    max_size=4,
)


def board(table):
    """A programme whose offers are these: a row for each round, a column for each institution."""
    offers = [
        Offered(round=ROUNDS[row], institution=PLACES[column], on=DAYS[row], accepted=False)
        for row, counts in enumerate(table)
        for column, count in enumerate(counts)
        for _time in range(count)
    ]
    facts = Facts(today=date(2026, 10, 5), offered=tuple(offers))
    return Board(facts, rounds=NAMED, institutions=PLACES)


def cells_of(where):
    """Which cells of the table a part of the programme is."""
    return [
        (row, column)
        for row in range(4)
        for column in range(4)
        if (where.round is None or where.round == ROUNDS[row])
        and (where.institution is None or where.institution == PLACES[column])
        and (where.year is None or where.year.holds(DAYS[row]))
    ]


def size(table, where):
    return sum(table[row][column] for row, column in cells_of(where))


def reduced(rows):
    """The rows in echelon form, exactly."""
    rows, found = [list(map(Fraction, row)) for row in rows], []
    for column in range(16):
        pivot = next((row for row in rows if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        pivot = [number / pivot[column] for number in pivot]
        rows = [
            [number - row[column] * lead for number, lead in zip(row, pivot, strict=True)] for row in rows
        ]
        found.append((column, pivot))
    return found


def follows(target, basis):
    """Whether a sum of cells can be reckoned from what is told."""
    left = list(map(Fraction, target))
    for column, pivot in basis:
        if left[column]:
            times = left[column]
            left = [number - times * lead for number, lead in zip(left, pivot, strict=True)]
    return not any(left)


def vector(cells):
    return [1 if (place // 4, place % 4) in cells else 0 for place in range(16)]


def known(table, chosen):
    """Everything an attacker knows: told parts, and empty cells, which are told as empty."""
    rows = [vector(cells_of(where)) for where in chosen]
    rows += [vector([(row, column)]) for row in range(4) for column in range(4) if not table[row][column]]
    return reduced(rows)


@settings(max_examples=60)
@given(TABLES)
def test_no_cell_round_institution_or_year_under_five_follows(table):
    found = board(table)
    chosen = found.may_be_told(BY_KEY["acceptance"])
    basis = known(table, chosen)
    for where in found._candidates():
        if 0 < size(table, where) < 5:
            assert not follows(vector(cells_of(where)), basis)
    for row in range(4):
        for column in range(4):
            if 0 < table[row][column] < 5:
                assert not follows(vector([(row, column)]), basis)


@settings(max_examples=60)
@given(TABLES)
def test_no_difference_of_two_told_parts_is_a_group_under_five(table):
    chosen = sorted(board(table).may_be_told(BY_KEY["acceptance"]), key=str)
    for one, other in combinations(chosen, 2):
        inner, outer = sorted((one, other), key=lambda where: len(cells_of(where)))
        if set(cells_of(inner)) <= set(cells_of(outer)):
            assert not 0 < size(table, outer) - size(table, inner) < 5


@settings(max_examples=60)
@given(TABLES)
def test_what_is_left_of_a_told_whole_is_nobody_or_enough(table):
    chosen = board(table).may_be_told(BY_KEY["acceptance"])
    rows = [[Where(round=one, institution=place) for place in PLACES] for one in ROUNDS]
    columns = [[Where(round=one, institution=place) for one in ROUNDS] for place in PLACES]
    wholes = [*(Where(round=one) for one in ROUNDS), *(Where(institution=one) for one in PLACES)]
    lines = [*zip(wholes, [*rows, *columns], strict=True)]
    lines += [(Where(), wholes[:4]), (Where(), wholes[4:])]
    for whole, parts in lines:
        if whole in chosen:
            left = size(table, whole) - sum(size(table, part) for part in parts if part in chosen)
            assert not 0 < left < 5


def test_large_groups_are_all_told():
    found = board([[9] * 4] * 4)
    assert found.may_be_told(BY_KEY["acceptance"]) == frozenset(found._candidates())


def test_one_small_cell_takes_another_of_its_row_and_of_its_column_with_it():
    table = [[3, 9, 9, 9], [9, 9, 9, 9], [9, 9, 9, 9], [9, 9, 9, 9]]
    chosen = board(table).may_be_told(BY_KEY["acceptance"])
    cells = [[Where(round=one, institution=place) in chosen for place in PLACES] for one in ROUNDS]
    assert cells[0][0] is False
    assert [row.count(False) for row in cells] == [2, 2, 0, 0] or sum(r.count(False) for r in cells) >= 4


def test_a_programme_of_four_tells_nothing():
    assert not [
        where
        for where in board([[1, 1, 1, 1], [0] * 4, [0] * 4, [0] * 4]).may_be_told(BY_KEY["acceptance"])
        if size([[1, 1, 1, 1], [0] * 4, [0] * 4, [0] * 4], where)
    ]


def test_a_hidden_figure_says_nothing_at_all():
    shown = board([[3, 0, 0, 0], [0] * 4, [0] * 4, [0] * 4]).shown("acceptance", Where(round=ROUNDS[0]))
    assert (shown.hidden, shown.value, shown.numerator, shown.denominator) == (True, None, None, None)


@pytest.mark.parametrize(
    ("sizes", "expected"), [([9, 3], {"all"}), ([9, 5], {"all", "a", "b"}), ([9, 0], {"all", "a", "b"})]
)
def test_groups_in_their_order(sizes, expected):
    groups = {"all": frozenset({0, 1}), "a": frozenset({0}), "b": frozenset({1})}
    assert told(groups, sizes, [("all", ["a", "b"])]) == expected
