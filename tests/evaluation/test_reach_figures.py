"""Figures of reach, against graphs counted by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.evaluation.reach import figures

LETTERS = st.sampled_from("ABCDEF")
LINKS = st.lists(st.tuples(LETTERS, LETTERS), max_size=9)


def test_two_islands_joined_by_one_pair():
    # A-B-C and D-E before; then C-D and, within A, a pair. Five places in one chain afterwards.
    found = figures.measure(
        "ABCDE", before=[("A", "B"), ("B", "C"), ("D", "E")], made=[("C", "D"), ("A", "A")]
    )
    assert (found.pairs, found.across) == (2, 1)
    assert (found.new, found.bridges) == ((("C", "D"),), (("C", "D"),))
    assert (found.before.links, found.before.parts, found.after.links, found.after.parts) == (3, 2, 4, 1)
    # Within two steps before: A, B and C reach two each, D and E one. After: A 2, B 3, C 4, D 3, E 2.
    assert (found.before.within_two, found.after.within_two) == (8 / 5, 14 / 5)
    # Connected pairs before: three of A-B-C and one of D-E, out of ten.
    assert (found.before.linked, found.after.linked) == (4 / 10, 1.0)
    assert sorted(found.joints) == ["B", "C", "D"]
    # AB 1, BC 1, AC 2, DE 1: nothing of it became shorter.
    assert (found.path_before, found.path_after, found.shorter) == (5 / 4, 5 / 4, 0.0)


def test_a_chain_closed_to_a_ring_has_shorter_ways_and_no_bridge():
    chain = [("A", "B"), ("B", "C"), ("C", "D"), ("D", "E")]
    found = figures.measure("ABCDE", before=chain, made=[("E", "A")])
    # Chain of five: 4x1 + 3x2 + 2x3 + 1x4 = 20 over ten pairs. Ring of five: five of 1 and five of 2.
    assert (found.path_before, found.path_after, found.shorter) == (2.0, 1.5, 0.5)
    assert (len(found.new), found.bridges, found.joints) == (1, (), ())


def test_the_same_tie_twice_is_one_link_and_two_pairs():
    found = figures.measure("AB", before=[], made=[("A", "B"), ("B", "A")])
    assert (found.pairs, found.across, found.after.links, len(found.new)) == (2, 2, 1, 1)


def test_a_tie_known_before_is_not_new():
    found = figures.measure("AB", before=[("B", "A")], made=[("A", "B")])
    assert (found.new, found.bridges, found.after.links) == ((), (), 1)


def test_nothing_is_nothing():
    found = figures.measure([], before=[], made=[])
    assert (found.pairs, found.after.places, found.after.within_two, found.after.linked) == (0, 0, 0.0, 0.0)
    assert (found.path_before, found.shorter) == (None, None)


def test_an_institution_alone_has_nobody_to_reach():
    found = figures.measure("A", before=[], made=[("A", "A")])
    assert (found.across, found.after.places, found.after.linked, found.new) == (0, 1, 0.0, ())


@given(LINKS, LINKS)
def test_ties_only_ever_bring_places_closer(before, made):
    found = figures.measure("ABCDEF", before=before, made=made)
    assert found.after.links == found.before.links + len(found.new)
    assert found.after.parts <= found.before.parts
    assert found.after.within_two >= found.before.within_two
    assert found.after.linked >= found.before.linked
    assert found.shorter is None or found.shorter >= 0
    assert {frozenset(link) for link in found.bridges} <= {frozenset(link) for link in found.new}


@given(LINKS, LINKS)
def test_a_bridge_is_a_link_whose_loss_leaves_one_part_more(before, made):
    found = figures.measure("ABCDEF", before=before, made=made)
    every = {frozenset(link) for link in [*before, *made] if link[0] != link[1]}
    for link in found.new:
        without = [tuple(one) for one in every - {frozenset(link)}]
        parts = figures.measure("ABCDEF", before=without, made=[]).before.parts
        assert (parts == found.after.parts + 1) == (link in found.bridges)


@pytest.mark.parametrize("size", [3, 5])
def test_within_two_steps_of_a_star_is_everybody(size):
    star = [("hub", f"leaf {number}") for number in range(size)]
    found = figures.measure([], before=[], made=star)
    assert found.after.within_two == size
    assert (found.joints, len(found.bridges)) == (("hub",), size)
