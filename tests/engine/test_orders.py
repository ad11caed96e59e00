"""What must not change the result, and what may change it in one direction only."""

import os
import subprocess
import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead.engine import network
from fairlead.engine.model import Objective, Problem, Solution, Status
from fairlead.engine.solvers import reduced, solve
from tests.engine.problems import any_objectives, full_problems, objectives, problems

SOME = settings(max_examples=60, deadline=None, derandomize=True)


def named(problem: Problem, solution: Solution) -> set[tuple[str, ...]]:
    return {tuple(problem.named(pair).values()) for pair in solution.pairs}


def shuffled(problem: Problem, draw: np.random.Generator) -> Problem:
    """The same people and pairs in another order."""
    rows, cols, pairs = (
        draw.permutation(size) for size in (len(problem.mentees), len(problem.mentors), len(problem.score))
    )
    row_of, col_of = np.argsort(rows), np.argsort(cols)
    return Problem(
        mentees=tuple(problem.mentees[i] for i in rows),
        mentors=tuple(problem.mentors[j] for j in cols),
        pair_mentee=row_of[problem.pair_mentee[pairs]].astype(np.int32),
        pair_mentor=col_of[problem.pair_mentor[pairs]].astype(np.int32),
        score=problem.score[pairs],
        mentee_most=problem.mentee_most[rows],
        mentee_least=problem.mentee_least[rows],
        mentor_most=problem.mentor_most[cols],
        mentor_least=problem.mentor_least[cols],
        locked=tuple((int(row_of[i]), int(col_of[j])) for i, j in problem.locked),
        base=tuple((int(row_of[i]), int(col_of[j])) for i, j in problem.base)[::-1],
        mentee_class=problem.mentee_class[rows],
        mentor_new=problem.mentor_new[cols],
        quotas=tuple(
            replace(quota, mentees=_moved(quota.mentees, row_of), mentors=_moved(quota.mentors, col_of))
            for quota in problem.quotas[::-1]
        ),
    )


def _moved(people: tuple[int, ...] | None, place: Any) -> tuple[int, ...] | None:
    return None if people is None else tuple(int(place[one]) for one in people)


@given(problems(), objectives, st.integers(0, 99))
@SOME
def test_the_order_of_rows_makes_no_difference(problem: Problem, objective: Objective, seed: int) -> None:
    other = shuffled(problem, np.random.default_rng(seed))
    first, second = solve(problem, objective), solve(other, objective)
    assert (first.status, first.tiers, first.reasons) == (second.status, second.tiers, second.reasons)
    assert named(problem, first) == named(other, second)


def crowd() -> Problem:
    """Many people among whom most is equal."""
    return Problem.of(
        [f"e{i}" for i in range(40)],
        [f"o{j}" for j in range(30)],
        [(i, j, (i * j) % 3) for i in range(40) for j in range(30) if (i + 2 * j) % 5],
        mentee_most=2,
        mentor_most=2,
    )


def test_many_ties_come_out_the_same_in_every_order() -> None:
    problem = crowd()
    expected = named(problem, solve(problem))
    for seed in range(10):
        other = shuffled(problem, np.random.default_rng(seed))
        assert named(other, solve(other)) == expected
    assert solve(problem).pairs == solve(problem).pairs
    assert named(problem, solve(problem, Objective(seed=1))) != expected


@given(full_problems, any_objectives, st.integers(0, 7))
@SOME
def test_one_place_more_never_lowers_what_is_reached(
    problem: Problem, objective: Objective, place: int
) -> None:
    before = solve(problem, objective)
    side = "mentee_most" if place % 2 else "mentor_most"
    most = getattr(problem, side).copy()
    if before.status is Status.INFEASIBLE or not len(most):
        return
    most[place // 2 % len(most)] += 1
    after = solve(replace(problem, **{side: most}), objective)
    assert [tier.value for tier in after.tiers] >= [tier.value for tier in before.tiers]


@given(full_problems, any_objectives, st.integers(0, 99))
@SOME
def test_the_order_of_rows_makes_no_difference_under_quotas_and_in_any_tier(
    problem: Problem, objective: Objective, seed: int
) -> None:
    other = shuffled(problem, np.random.default_rng(seed))
    first, second = solve(problem, objective), solve(other, objective)
    assert (first.status, first.tiers, first.reasons) == (second.status, second.tiers, second.reasons)
    assert named(problem, first) == named(other, second)


@given(problems(minimums=False, locks=False, classes=True), any_objectives)
@SOME
def test_a_mentee_without_mentor_who_goes_changes_nothing(problem: Problem, objective: Objective) -> None:
    before = solve(problem, objective)
    idle = [one for one in range(len(problem.mentees)) if not before.mentors_of(problem, one)]
    if not idle or {"worst", "leximin", "priority"} & set(objective.tiers):
        return
    gone = idle[0]
    kept = np.flatnonzero(problem.pair_mentee != gone)
    rows = problem.pair_mentee[kept]
    after = replace(
        problem,
        mentees=tuple(name for one, name in enumerate(problem.mentees) if one != gone),
        pair_mentee=rows - (rows > gone),
        pair_mentor=problem.pair_mentor[kept],
        score=problem.score[kept],
        mentee_most=np.delete(problem.mentee_most, gone),
        mentee_least=np.delete(problem.mentee_least, gone),
        mentee_class=np.delete(problem.mentee_class, gone),
        base=tuple((i - (i > gone), j) for i, j in problem.base if i != gone),
    )
    found = solve(after, objective)
    assert found.tiers == before.tiers
    assert named(after, found) == named(problem, before)


def test_people_whose_hashes_are_equal_are_told_apart_by_their_ids() -> None:
    hashes = np.array([7, 9, 7, 7], dtype=np.uint64)
    assert network._ranks(hashes, ("cem", "ada", "bo", "dan")).tolist() == [1, 3, 0, 2]
    assert solve(crowd(), Objective(seed=5)).seed == 5


def test_every_process_finds_the_same_pairs() -> None:
    code = (
        "from tests.engine.test_orders import crowd\n"
        "from fairlead.engine.model import Objective\n"
        "from fairlead.engine.solvers import solve\n"
        "print(solve(crowd(), Objective(order=('mentees', 'worst', 'score', 'even'))).pairs)"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        ).stdout
        for seed in ("1", "2")
    ]
    expected = solve(crowd(), Objective(order=("mentees", "worst", "score", "even"))).pairs
    assert told == [f"{expected}\n"] * 2


@given(full_problems, any_objectives, st.integers(2, 9))
@SOME
def test_scores_in_other_units_give_the_same_pairs(
    problem: Problem, objective: Objective, times: int
) -> None:
    scaled = replace(problem, score=np.array([times * one for one in problem.score.tolist()], dtype=object))
    first, second = solve(problem, objective), solve(scaled, objective)
    assert (second.status, second.pairs) == (first.status, first.pairs)
    assert second.total_score == times * first.total_score


@given(full_problems, st.integers(-50, 50))
@SOME
def test_points_given_to_everybody_change_nothing_where_the_number_of_pairs_counts_first(
    problem: Problem, more: int
) -> None:
    """The problem's own numbers, raised alike: with the number of pairs settled the same pairs are best."""
    raised = replace(problem, score=np.array([one + more for one in problem.score.tolist()], dtype=object))
    objective = Objective(order=("pairs", "worst", "score"))
    first, second = solve(problem, objective), solve(raised, objective)
    assert (second.status, second.pairs) == (first.status, first.pairs)
    assert second.total_score == first.total_score + more * len(first.pairs)


def test_a_pair_that_adds_nothing_is_not_made() -> None:
    problem = Problem.of(["a"], ["A", "B"], [(0, 0, 0), (0, 1, 0)], mentee_most=2)
    assert len(solve(problem).pairs) == 1
    assert len(solve(problem, Objective(order=("pairs", "score"))).pairs) == 2


@given(problems(), objectives)
@SOME
def test_a_narrow_solver_range_changes_the_way_but_not_the_result(
    problem: Problem, objective: Objective
) -> None:
    expected = solve(problem, objective)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reduced, "BUDGET", 1 << 22)
        found = solve(problem, objective)
    assert (found.status, found.tiers, found.reasons) == (expected.status, expected.tiers, expected.reasons)
    assert len(found.pairs) == len(expected.pairs) or found.total_score == expected.total_score


@pytest.mark.parametrize(
    "problem",
    [
        Problem.of([], [], []),
        Problem.of(["a"], [], []),
        Problem.of([], ["A"], []),
        Problem.of(["a"], ["A"], []),
        Problem.of(["a"], ["A"], [(0, 0, 5)], mentor_most=0),
        Problem.of(["a"], ["A"], [(0, 0, 5)], mentee_most=0),
    ],
)
def test_empty_sides_and_no_places_give_no_pairs(problem: Problem) -> None:
    solution = solve(problem)
    assert (solution.status, solution.pairs, solution.total_score) == (Status.OPTIMAL, (), 0)


def test_a_mentee_is_matched_even_at_a_negative_score() -> None:
    problem = Problem.of(["a", "b"], ["A", "B"], [(0, 0, -5), (0, 1, -7), (1, 0, -1)])
    solution = solve(problem)
    assert [tier.value for tier in solution.tiers] == [2, -8]


def test_a_thousand_people_are_solved_within_seconds() -> None:
    draw = np.random.default_rng(3)
    rows, cols = np.divmod(np.unique(draw.integers(0, 1000 * 1000, 30_000)), 1000)
    problem = Problem(
        mentees=tuple(f"e{i}" for i in range(1000)),
        mentors=tuple(f"o{j}" for j in range(1000)),
        pair_mentee=rows.astype(np.int32),
        pair_mentor=cols.astype(np.int32),
        score=draw.integers(0, 101, len(rows)),
        mentee_most=1,
        mentor_most=2,
        mentee_least=0,
        mentor_least=0,
    )
    solution = solve(problem, Objective(mentors_too=True))
    assert solution.seconds < 10
    assert solution.tiers[0].value == 1000
