from hypothesis import given, settings

from fairlead.engine import check
from fairlead.engine.model import Objective, Problem, Status
from fairlead.engine.solvers import solve
from fairlead.engine.solvers.bruteforce import best_values
from tests.engine.problems import objectives, problems

OFTEN = settings(max_examples=400, deadline=None, derandomize=True)


@given(problems(), objectives)
@OFTEN
def test_no_pairing_is_better_than_the_one_found(problem: Problem, objective: Objective) -> None:
    solution = solve(problem, objective)
    best = best_values(problem, objective)
    if best is None:
        assert solution.status is Status.INFEASIBLE
        assert solution.reasons
    else:
        assert solution.status is Status.OPTIMAL
        assert tuple(tier.value for tier in solution.tiers) == best
        assert check.violations(problem, solution) == []
