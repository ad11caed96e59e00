"""Several mentors for one mentee: the engine's order, and that what it explains holds when solved again."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead.engine import check
from fairlead.engine.compile import bare
from fairlead.engine.explain import Explainer
from fairlead.engine.model import Objective, Problem, Status
from fairlead.engine.solvers import solve

ORDER = ("mentees", "pairs", "score")
THREE = ("mentees", "priority", "pairs", "even_mentees", "score")


@st.composite
def problems(draw, most=2):
    """Up to five mentees and four mentors, each mentee with up to so many places."""
    mentees, mentors = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    ends = [(i, j) for i in range(mentees) for j in range(mentors)]
    pairs = {pair: draw(st.integers(0, 9)) for pair in ends if draw(st.integers(0, 3))}
    return Problem.of(
        [f"e{one}" for one in range(mentees)],
        [f"o{one}" for one in range(mentors)],
        pairs,
        mentee_most=[draw(st.integers(1, most)) for _one in range(mentees)],
        mentor_most=[draw(st.integers(1, 3)) for _one in range(mentors)],
    )


def counts(problem, pairs):
    """How many mentees have at least one mentor, at least two, three, and the points of all pairs."""
    held = np.bincount(problem.pair_mentee[list(pairs)], minlength=len(problem.mentees))
    return *(int((held > number).sum()) for number in range(3)), int(problem.score[list(pairs)].sum())


def every(problem):
    """All pairings there are."""
    size = len(problem.score)
    for number in range(size + 1):
        for pairs in combinations(range(size), number):
            load = [np.bincount(getattr(problem, f"pair_{one}")[list(pairs)], minlength=9) for one in SIDES]
            most = [getattr(problem, f"{one}_most") for one in SIDES]
            if all((had[: len(can)] <= can).all() for had, can in zip(load, most, strict=True)):
                yield pairs


SIDES = ("mentee", "mentor")


@settings(max_examples=25, deadline=None)
@given(problems(most=3))
def test_everybodys_first_mentor_comes_before_anybodys_second_and_that_before_a_third(problem):
    if len(problem.score) > 11:
        return
    found = solve(problem, Objective(order=("mentees", "pairs", "even_mentees", "score")))
    assert check.violations(problem, found) == []
    assert counts(problem, found.pairs) == max(counts(problem, pairs) for pairs in every(problem))


@settings(max_examples=60, deadline=None)
@given(problems(most=3), st.sampled_from([ORDER, THREE]))
def test_what_another_mentor_would_cost_holds_when_it_is_solved_again(problem, order):
    problem = replace(problem, mentee_class=(np.arange(len(problem.mentees)) + 1) % 2)
    found = solve(problem, Objective(order=order))
    explainer = Explainer(bare(problem), found)
    for mentee in problem.mentees:
        for one in explainer.alternatives(mentee):
            if one.paired or (not one.possible and one.blocks):
                continue
            ends = problem.mentees.index(mentee), problem.mentors.index(one.mentor)
            again = solve(replace(problem, locked=(ends,)), Objective(order=order))
            assert one.possible is (again.status is Status.OPTIMAL)
            if one.possible:
                assert one.cost == found.total_score - again.total_score
                lost = [a.value - b.value for a, b in zip(found.tiers, again.tiers, strict=True)]
                assert [amount for tier, amount in one.lost if tier != "priority"] == [
                    amount for tier, amount in zip(order, lost, strict=True) if tier != "priority"
                ]


@pytest.mark.parametrize("wanted", [2, 3])
def test_a_mentee_never_has_the_same_mentor_twice(wanted):
    problem = Problem.of(["e"], ["a", "b"], {(0, 0): 5, (0, 1): 3}, mentee_most=wanted, mentor_most=3)
    found = solve(problem, Objective(order=ORDER))
    assert [problem.ends(pair) for pair in found.pairs] == [(0, 0), (0, 1)]
