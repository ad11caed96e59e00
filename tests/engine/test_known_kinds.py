"""Small cases, one for each tier and limit, whose answers can be checked by hand."""

from dataclasses import replace

import pytest

from fairlead.engine.model import Objective, Problem, Quota, Solution, Status
from fairlead.engine.solvers import solve


def best(problem: Problem, *tiers: str) -> Solution:
    return solve(problem, Objective(order=tiers))


def pairs(solution: Solution) -> set[str]:
    """The pairs made, such as "aA"."""
    return {"".join(solution.problem.named(pair).values()) for pair in solution.pairs}


ONE_MENTOR = Problem.of("abc", "A", [(0, 0, 10), (1, 0, 5), (2, 0, 4)], mentor_most=2, mentee_class=[0, 2, 1])


def test_those_of_the_first_class_are_served_before_points_count() -> None:
    found = best(ONE_MENTOR, "mentees", "priority", "score")
    assert (pairs(found), found.total_score) == ({"bA", "cA"}, 9)
    assert found.tiers[1].levels == ((1, 1), (2, 1))
    assert pairs(best(ONE_MENTOR, "mentees", "score")) == {"aA", "bA"}


def test_one_of_the_first_class_outweighs_any_number_of_the_second() -> None:
    """Either c alone, who demands both of A's places, or the two of class 2."""
    problem = Problem.of(
        "abc",
        "AB",
        [(0, 0, 9), (1, 1, 9), (2, 0, 1), (2, 1, 1)],
        mentee_most=[1, 1, 2],
        mentee_least=[0, 0, 0],
        together=[(0, 1)],
        mentee_class=[2, 2, 1],
    )
    assert pairs(best(problem, "priority", "pairs", "score")) == {"cA", "cB"}


MINIMUM = Problem.of(
    "ab", "AB", [(0, 0, 10), (0, 1, 5), (1, 0, 6), (1, 1, 4)], mentor_most=[2, 1], mentor_least=[0, 1]
)


def test_a_minimum_is_kept_inside_the_optimisation_not_filled_first() -> None:
    """Filling B first takes a (5), leaves 6 for b, and ends at 11; without the minimum it would be 16."""
    found = best(MINIMUM, "mentees", "score")
    assert (pairs(found), found.total_score) == ({"aA", "bB"}, 14)
    assert best(replace(MINIMUM, mentor_least=0), "mentees", "score").total_score == 16


PLACES = Problem.of("ab", "ABC", [(0, 0, 9), (0, 2, 1), (1, 1, 8), (1, 2, 2)])


def test_places_of_an_institution_are_shared_by_its_mentors() -> None:
    """A and B have one place together: aA and bC give 11, bB and aC give 9."""
    found = best(replace(PLACES, quotas=(Quota("north", None, (0, 1), 0, 1),)), "mentees", "score")
    assert (pairs(found), found.total_score) == ({"aA", "bC"}, 11)
    assert best(PLACES, "mentees", "score").total_score == 17


def test_a_least_of_a_group_is_kept_at_the_lowest_price() -> None:
    """One of the two has to take C: b gives up 6 for it, a would give up 8."""
    found = best(replace(PLACES, quotas=(Quota("coast", None, (2,), 1, None),)), "mentees", "score")
    assert (pairs(found), found.total_score) == ({"aA", "bC"}, 11)


def test_too_large_a_least_of_a_group_is_impossible_with_what_would_do() -> None:
    found = best(replace(PLACES, quotas=(Quota("coast", None, (2,), 2, None),)), "mentees", "score")
    assert found.status is Status.INFEASIBLE
    assert [(one.side, one.person, one.limit, one.given, one.needed) for one in found.reasons] == [
        ("quota", "coast", "quota_least", 2, 1)
    ]


GROUPS = Problem.of("abc", "AB", [(0, 0, 9), (1, 0, 8), (1, 1, 1), (2, 0, 7), (2, 1, 3)], mentor_most=3)


def test_a_quota_between_two_groups_binds_only_their_pairs() -> None:
    """b and c send one to A: bA and cB give 11, cA and bB give 8; a is free of it."""
    found = best(replace(GROUPS, quotas=(Quota("x", (1, 2), (0,), 0, 1),)), "mentees", "score")
    assert (pairs(found), found.total_score) == ({"aA", "bA", "cB"}, 20)


def test_people_kept_together_share_their_mentor_or_have_none() -> None:
    """A has two places. Apart a and b have A, c has B (20); together a and c have A, b has B (17)."""
    scarce = replace(GROUPS, mentor_most=[2, 3])
    assert best(scarce, "mentees", "score").total_score == 20
    found = best(replace(scarce, together=((0, 2),)), "mentees", "score")
    assert (pairs(found), found.total_score) == ({"aA", "cA", "bB"}, 17)
    alone = best(replace(scarce, mentor_most=[1, 3], together=((0, 2),)), "mentees", "score")
    assert (pairs(alone), alone.total_score) == ({"bA"}, 8)


FAIR = Problem.of("abd", "ABD", [(0, 0, 12), (0, 1, 6), (1, 0, 6), (1, 1, 3), (2, 2, 2)])


@pytest.mark.parametrize(
    ("tiers", "made", "total"),
    [
        (("mentees", "score"), {"aA", "bB", "dD"}, 17),
        (("mentees", "worst", "score"), {"aA", "bB", "dD"}, 17),
        (("mentees", "leximin"), {"aB", "bA", "dD"}, 14),
        (("mentees", "leximin", "score"), {"aB", "bA", "dD"}, 14),
    ],
)
def test_leximin_looks_beyond_the_worst_pair(tiers: tuple[str, ...], made: set[str], total: int) -> None:
    found = best(FAIR, *tiers)
    assert (pairs(found), found.total_score) == (made, total)


def test_the_worst_pair_is_made_as_good_as_it_can_be() -> None:
    """Without d nobody is bound to 2: 12 and 3 give more points, 6 and 6 are fairer."""
    problem = Problem.of("ab", "AB", [(0, 0, 12), (0, 1, 6), (1, 0, 6), (1, 1, 3)])
    assert pairs(best(problem, "mentees", "score")) == {"aA", "bB"}
    assert pairs(best(problem, "mentees", "worst", "score")) == {"aB", "bA"}


def test_loads_are_as_even_as_the_points_allow() -> None:
    every = [(i, j, 1) for i in range(4) for j in range(2)]
    problem = Problem.of("abcd", "AB", every, mentor_most=3)
    found = best(problem, "mentees", "score", "even")
    assert [len(found.mentees_of(problem, mentor)) for mentor in (0, 1)] == [2, 2]
    assert found.tiers[-1].value == -2
    liked = Problem.of("abcd", "AB", [(i, j, 2 - j) for i, j, _ in every], mentor_most=3)
    assert [len(best(liked, "mentees", "score", "even").mentees_of(liked, one)) for one in (0, 1)] == [3, 1]
    assert [len(best(liked, "mentees", "even", "score").mentees_of(liked, one)) for one in (0, 1)] == [2, 2]
