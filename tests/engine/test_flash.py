"""Flash meetings: the best pairs within the slots, placed so that nobody is in two at once."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead.engine import flash
from fairlead.engine.model import BrokenProblem, NotSolvable, Problem


@st.composite
def events(draw):
    """(mentees, mentors, {pair: score}, slots, most of each mentee and mentor) with at most nine pairs."""
    n, m = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    every = [(i, j) for i in range(n) for j in range(m)]
    allowed = draw(st.lists(st.sampled_from(every), unique=True, max_size=9))
    scores = {pair: draw(st.integers(0, 9)) for pair in allowed}
    slots = draw(st.integers(1, 3))
    most = [draw(st.lists(st.integers(0, 4), min_size=size, max_size=size)) for size in (n, m)]
    return n, m, scores, slots, most


def problem(n, m, scores, most, turned=False):
    """The problem, or the same with everybody in the opposite order."""
    names = [[f"{side}{one}" for one in range(size)] for side, size in (("e", n), ("o", m))]
    if turned:
        scores = {(n - 1 - i, m - 1 - j): score for (i, j), score in reversed(scores.items())}
        names, most = [one[::-1] for one in names], [one[::-1] for one in most]
    return Problem.of(*names, scores, mentee_most=np.array(most[0]), mentor_most=np.array(most[1]))


def reached(n, m, scores, slots, most):
    """What the best choice of pairs reaches, by trying them all."""
    best = (0, 0, 0, 0)
    for size in range(len(scores) + 1):
        for some in combinations(scores, size):
            loads = [
                [sum(pair[side] == one for pair in some) for one in range((n, m)[side])] for side in (0, 1)
            ]
            if all(
                load <= min(limit, slots)
                for side in (0, 1)
                for load, limit in zip(loads[side], most[side], strict=True)
            ):
                met = [sum(load > 0 for load in side) for side in loads]
                best = max(best, (*met, size, sum(scores[pair] for pair in some)))
    return best


def named(found):
    people = found.solution.problem
    return {(people.mentees[i], people.mentors[j], slot) for i, j, slot in found.meetings}


@settings(max_examples=25)
@given(events())
def test_the_meetings_are_the_best_and_nobody_is_in_two_at_once(event):
    n, m, scores, slots, most = event
    found = flash.timetable(problem(n, m, scores, most), slots)
    assert tuple(tier.value for tier in found.solution.tiers) == reached(n, m, scores, slots, most)
    assert [tier.value for tier in found.solution.tiers] == [tier.bound for tier in found.solution.tiers]
    assert flash.clashes([(i, j) for i, j, _slot in found.meetings], list(found.slot), slots) == []


@settings(max_examples=15)
@given(events())
def test_the_order_of_people_and_pairs_changes_nothing(event):
    n, m, scores, slots, most = event
    one, other = (flash.timetable(problem(n, m, scores, most, turned), slots) for turned in (False, True))
    assert named(one) == named(other)


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.integers(1, 9), st.integers(1, 9))
def test_every_graph_fits_into_as_many_slots_as_its_largest_degree(seed, n, m):
    there = np.random.default_rng(seed).random((n, m)) < 0.6
    ends = [(int(i), int(j)) for i, j in np.argwhere(there)]
    np.random.default_rng(seed).shuffle(ends)
    ends = [tuple(map(int, pair)) for pair in ends]
    slots = max(1, int(there.sum(axis=0).max()), int(there.sum(axis=1).max()))
    when = flash.placed(ends, (n, m), slots)
    assert flash.clashes(ends, when, slots) == []
    held = [when.count(slot) for slot in range(slots)]
    assert max(held) - min(held) <= 1


def test_waiting_is_spread_over_the_slots():
    when = flash.placed([(0, 0), (1, 1), (2, 2), (3, 3)], (4, 4), 4)
    assert sorted(when) == [0, 1, 2, 3]


def test_a_wrong_timetable_is_noticed():
    assert flash.clashes([(0, 0), (0, 1), (1, 1)], [0, 0, 0], 1) == ["mentee 0 twice", "mentor 1 twice"]
    assert flash.clashes([(0, 0), (0, 0)], [0, 3], 2) == ["no slot 3", "pair (0, 0) twice"]


def test_what_is_too_large_is_refused_before_any_work():
    small = problem(1, 1, {(0, 0): 1}, [[1], [1]])
    for slots, refused in ((0, BrokenProblem), (13, NotSolvable)):
        with pytest.raises(refused):
            flash.timetable(small, slots)
    with pytest.raises(NotSolvable):
        flash.timetable(problem(201, 1, {}, [[1] * 201, [1]]), 3)
