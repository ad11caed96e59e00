"""Formulas over indicators: read safely, refused with the column."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.evaluation.indicators.formulas import FormulaRefused, parse

KNOWN = ["reach", "cost_per_pair", "completion"]
FIGURES = {"reach": 0.25, "cost_per_pair": 300.0, "completion": 0.8}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("cost_per_pair / 2", 150),
        ("(1 - completion) * 100", 20),
        ("-reach + 1", 0.75),
        ("min(reach, completion)", 0.25),
        ("max(reach, completion, 3)", 3),
        ("abs(reach - completion)", 0.55),
        ("cost_per_pair / (reach - reach)", None),
        ("1e12 * 1e12 * 1e12", 1e36),
    ],
)
def test_values(text, value):
    found = parse(text, KNOWN).value(FIGURES)
    assert found == (None if value is None else pytest.approx(value))


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("", 1, "nothing here"),
        ("reach +", 7, "cannot be read"),
        ("reach + money", 9, "no key"),
        ("é + reach", 1, "no key"),
        ("reach ** 2", 1, "Only numbers"),
        ("reach.real", 1, "Only numbers"),
        ("reach if 1 else 2", 1, "Only numbers"),
        ("[reach for reach in reach]", 1, "Only numbers"),
        ("1 + __import__('os').system('id')", 5, "Only min, max and abs"),
        ("open(1)", 1, "Only min, max and abs"),
        ("min(1)", 1, "two or more"),
        ("abs(1, 2)", 1, "abs takes one"),
        ("min(*reach)", 1, "Only min, max and abs"),
        ("'a'", 1, "Only numbers"),
        ("True", 1, "Only numbers"),
        ("1e13", 1, "Only numbers"),
        ("reach; reach", 6, "cannot be read"),
        ("reach\x00", 6, "cannot be read"),
        ("+".join(["1"] * 60), 1, "too many parts"),
        ("1" * 301, 301, "300 characters"),
    ],
)
def test_what_is_refused_says_where(text, column, words):
    with pytest.raises(FormulaRefused, match=words) as refused:
        parse(text, KNOWN)
    assert refused.value.column == column


def test_a_figure_without_a_value_leaves_the_formula_without_one():
    assert parse("reach + 1", KNOWN).value({"reach": None}) is None


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_or_refused(text):
    with suppress(FormulaRefused):
        parse(text, KNOWN).value(FIGURES)
