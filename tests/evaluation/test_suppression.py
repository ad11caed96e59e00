"""Small groups are not told, and do not follow from what is told."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.evaluation.suppression import gathered, hidden

COUNTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 12))


@pytest.mark.parametrize(
    ("sizes", "alone", "together"),
    [
        ({"a": 9, "b": 7}, ["a", "b"], []),
        ({"a": 9, "b": 7, "c": 2}, ["a"], ["b", "c"]),
        ({"a": 9, "b": 3, "c": 2}, ["a"], ["b", "c"]),
        ({"a": 3, "b": 1}, [], []),
        ({"a": 9, "b": 0}, ["a"], []),
        ({}, [], []),
    ],
)
def test_a_small_group_takes_the_next_larger_with_it(sizes, alone, together):
    assert gathered(sizes) == (alone, together)


@given(COUNTS)
def test_all_that_is_gathered_is_five_or_more(sizes):
    alone, together = gathered(sizes)
    assert all(sizes[key] >= 5 for key in alone)
    assert sum(sizes[key] for key in together) >= 5 or not together
    assert sum(sizes[key] for key in [*alone, *together]) in {0, sum(sizes.values())}


@pytest.mark.parametrize(
    ("counts", "unsaid"),
    [
        ({"a": 9, "b": 7}, ""),
        ({"a": 9, "b": 7, "c": 2}, "bc"),
        ({"a": 9, "b": 3, "c": 3}, "bc"),
        ({"a": 9, "b": 4, "c": 4}, "abc"),
        ({"a": 9, "b": 1, "c": 1}, "abc"),
        ({"a": 3}, "a"),
        ({"a": 9, "b": 0}, ""),
    ],
)
def test_what_is_hidden_beside_a_total(counts, unsaid):
    assert "".join(sorted(hidden(counts))) == unsaid


@given(COUNTS)
def test_no_hidden_count_follows_by_subtraction(counts):
    """The attack: every way to fill the hidden cells that gives the total, and never zero."""
    unsaid = sorted(hidden(counts))
    assert all(counts[key] >= 5 or counts[key] == 0 for key in counts if key not in unsaid)
    if unsaid == sorted(key for key in counts if counts[key]):
        return  # all are hidden: their total is not told
    assert len(unsaid) != 1
    total = sum(counts[key] for key in unsaid)
    if len(unsaid) <= 3:
        ways = [way for way in product(range(1, total + 1), repeat=len(unsaid)) if sum(way) == total]
        for place, key in enumerate(unsaid):
            assert counts[key] >= 5 or len({way[place] for way in ways}) > 1
