"""The quick way through a small matching gives the engine's pairs, and says when it cannot be sure."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead.engine.model import NotProven, Objective
from fairlead.engine.simulation import quick
from fairlead.engine.simulation.kinds import Kinds


@st.composite
def matchings(draw):
    """Kinds with scores, people of them, and who has refused whom."""
    sides = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    cells = sides[0] * sides[1]
    score = np.array(draw(st.lists(st.integers(0, 100), min_size=cells, max_size=cells))).reshape(sides)
    allowed = np.array(draw(st.lists(st.booleans(), min_size=cells, max_size=cells))).reshape(sides)
    kinds = Kinds(score * allowed, allowed, Objective(seed=draw(st.integers(0, 9))), 1)
    mentees = [
        (f"e{n}", kind) for n, kind in enumerate(draw(st.lists(st.integers(0, sides[0] - 1), max_size=9)))
    ]
    drawn = draw(st.lists(st.tuples(st.integers(0, sides[1] - 1), st.integers(1, 3)), max_size=7))
    mentors = [(f"o{n}", kind, free) for n, (kind, free) in enumerate(drawn)]
    refused: dict[str, set[str]] = {}
    if mentees and mentors:
        of = st.tuples(st.sampled_from(mentees), st.sampled_from(mentors))
        for (mentee, _), (mentor, _, _) in draw(st.lists(of, max_size=4)):
            refused.setdefault(mentee, set()).add(mentor)
    return kinds, mentees, mentors, refused


@given(matchings())
@settings(deadline=None, max_examples=60)
def test_it_gives_the_very_pairs_of_the_engine(drawn):
    kinds, mentees, mentors, refused = drawn
    quickly = kinds.pairs(mentees, mentors, refused, proven=False)
    assert sorted(quickly) == sorted(kinds.pairs(mentees, mentors, refused))


def two_of_each(score=5, tiers=None):
    objective = Objective() if tiers is None else Objective(order=tiers)
    return Kinds(np.full((1, 1), score), np.ones((1, 1), dtype=bool), objective, 1)


PEOPLE = [("e0", 0), ("e1", 0)], [("o0", 0, 2), ("o1", 0, 1)]


def test_scores_that_a_double_cannot_hold_are_left_to_the_engine():
    assert quick.weights(np.full((3, 3), 1 << 40), 3) is None
    assert len(two_of_each(1 << 40).pairs(*PEOPLE, {}, proven=False)) == 2


def test_other_tiers_are_left_to_the_engine():
    spread = two_of_each(tiers=("mentees", "mentors", "score")).pairs(*PEOPLE, {}, proven=False)
    assert {mentor for _, mentor in spread} == {"o0", "o1"}


def test_a_quick_result_that_the_engine_betters_is_refused(monkeypatch):
    monkeypatch.setattr(quick, "assigned", lambda *_: [(0, 0)])
    kinds = two_of_each()
    assert kinds.pairs(*PEOPLE, {}, proven=False) == [("e0", "o0")]
    with pytest.raises(NotProven):
        kinds.pairs(*PEOPLE, {})


def test_nobody_who_may_be_paired_is_no_pair():
    kinds = replace(two_of_each(), allowed=np.zeros((1, 1), dtype=bool))
    assert kinds.pairs(*PEOPLE, {}) == []
