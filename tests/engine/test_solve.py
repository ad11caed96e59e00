from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead.engine import check
from fairlead.engine.model import Objective, Problem, Quota, Status
from fairlead.engine.solvers import solve
from fairlead.engine.solvers.bruteforce import best_values
from tests.engine.problems import any_objectives, full_problems, objectives, problems

OFTEN = settings(max_examples=120, deadline=None, derandomize=True)


def is_the_best(problem: Problem, objective: Objective) -> None:
    """The engine and every pairing tried agree on what can be reached."""
    solution = solve(problem, objective)
    best = best_values(problem, objective)
    if best is None:
        assert solution.status is Status.INFEASIBLE
        assert solution.reasons
    else:
        assert solution.status is Status.OPTIMAL
        assert tuple(tier.value for tier in solution.tiers) == best
        assert check.violations(problem, solution) == []


@given(problems(), objectives)
@OFTEN
def test_no_pairing_is_better_than_the_one_found(problem: Problem, objective: Objective) -> None:
    is_the_best(problem, objective)


@given(full_problems, any_objectives)
@OFTEN
def test_no_pairing_is_better_in_any_order_of_all_tiers_under_quotas(
    problem: Problem, objective: Objective
) -> None:
    is_the_best(problem, objective)


@given(problems(people=6, fewest=5, top=2, quotas=True, classes=True), any_objectives)
@settings(max_examples=50, deadline=None, derandomize=True)
def test_no_pairing_of_six_and_six_is_better(problem: Problem, objective: Objective) -> None:
    is_the_best(problem, objective)


@given(problems(people=6, fewest=6, minimums=False, locks=False, classes=True), any_objectives)
@settings(max_examples=15, deadline=None, derandomize=True)
def test_no_pairing_of_six_with_up_to_three_places_each_is_better(
    problem: Problem, objective: Objective
) -> None:
    is_the_best(problem, objective)


def between_groups(problem: Problem, kind: int) -> Problem:
    """The problem with its first two mentees kept together, a quota of two sides, or both."""
    between = Quota("between", (0, 1), (0,), most=1)
    return replace(
        problem,
        together=((0, 1),) if kind else (),
        quotas=(*problem.quotas, between) if kind != 1 else problem.quotas,
    )


@given(problems(people=3, quotas=True), st.integers(0, 2))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_no_pairing_is_better_with_people_together_and_quotas_of_two_sides(
    problem: Problem, kind: int
) -> None:
    if len(problem.mentees) < 2 or not problem.mentors:
        return
    is_the_best(between_groups(problem, kind), Objective())


@given(problems(people=6, fewest=5, top=2, quotas=True), st.integers(0, 2))
@settings(max_examples=25, deadline=None, derandomize=True)
def test_no_pairing_of_six_and_six_is_better_with_limits_of_two_sides(problem: Problem, kind: int) -> None:
    wide = max(map(abs, problem.score.tolist()), default=0) > 1 << 40
    if not wide:  # beyond it a gap may be left (test_side_proofs)
        is_the_best(between_groups(problem, kind), Objective())
