from hypothesis import given, settings

from fairlead.engine import check
from fairlead.engine.model import Objective, Problem, Status
from fairlead.engine.solvers import solve
from fairlead.engine.solvers.bruteforce import best_values
from tests.engine.problems import any_objectives, full_problems, objectives, problems

OFTEN = settings(max_examples=400, deadline=None, derandomize=True)


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
