"""The order of the listed pairs and what is known of them at once."""

import numpy as np
import pytest

from fairlead.engine import listing
from fairlead.engine.model import Problem


def shuffled(order: list[int]) -> Problem:
    rows = [(0, 1, 5), (1, 0, -3), (1, 2, 7), (2, 1, 4)]
    return Problem.of("abc", "XYZ", [rows[place] for place in order], mentor_most=2)


def test_pairs_in_order_are_left_where_they_are_and_others_are_found_by_mentee() -> None:
    straight, mixed = shuffled([0, 1, 2, 3]).listing, shuffled([3, 1, 0, 2]).listing
    assert straight.pair is None
    assert mixed.pair is not None
    assert mixed.pair.tolist() == [2, 1, 3, 0]
    for one in (straight, mixed):
        assert one.first.tolist() == [0, 1, 3, 4]
        assert one.mentor.tolist() == [1, 0, 2, 1]
        assert one.score.tolist() == [5, -3, 7, 4]
        assert (one.lowest, one.highest) == (-3, 7)
        assert {side: some.tolist() for side, some in one.degree.items()} == {
            "mentee": [1, 2, 1],
            "mentor": [1, 2, 1],
        }


def test_a_pair_is_found_at_its_place_in_the_arrays_or_not_at_all() -> None:
    mixed = shuffled([3, 1, 0, 2]).listing
    asked = [(2, 1), (0, 1), (1, 1), (0, 2), (2, 0), (-1, 0), (3, 0), (2, 1)]
    assert mixed.places(asked) == {
        (2, 1): 0,
        (0, 1): 2,
        (1, 1): -1,
        (0, 2): -1,
        (2, 0): -1,
        (-1, 0): -1,
        (3, 0): -1,
    }


@pytest.mark.parametrize("at_once", [1, 2, 100])
def test_rising_looks_at_every_neighbour(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(listing, "AT_ONCE", at_once)
    rows = np.array([0, 0, 1, 1, 3], dtype=np.int32)
    assert listing.rising(rows, np.array([1, 2, 0, 5, 0], dtype=np.int32))
    assert not listing.rising(rows, np.array([1, 2, 0, 0, 0], dtype=np.int32))
    assert not listing.rising(rows, np.array([2, 1, 0, 1, 0], dtype=np.int32))


def test_scores_of_pairs_without_a_place_left_do_not_count_as_free() -> None:
    rows = [(0, 0, 9), (0, 1, 3), (1, 0, 2), (1, 1, -1)]
    assert Problem.of("ab", "XY", rows).free_scores == (-1, 9)
    assert Problem.of("ab", "XY", rows, locked=[(0, 0)]).free_scores == (-1, -1)
    assert Problem.of("ab", "XY", rows, mentor_most=[0, 1]).free_scores == (-1, 3)
    assert Problem.of("ab", "XY", rows, mentor_most=0).free_scores == (0, 0)
