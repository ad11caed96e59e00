from hypothesis import given, settings

from fairlead.engine.metrics import Coverage, blocking_pairs, coverage, loads, spread, worst_pair
from fairlead.engine.model import Problem, Status
from fairlead.engine.solvers import solve
from tests.engine.problems import problems

PROBLEM = Problem.of(
    ["a", "b", "c", "d"], ["A", "B", "C"], [(0, 0, 9), (1, 0, 8), (0, 1, 1), (2, 1, 3)], mentor_most=[1, 2, 1]
)
SOLUTION = solve(PROBLEM)


def test_coverage_counts_people_partners_and_possibilities() -> None:
    assert coverage(PROBLEM, SOLUTION, "mentee") == Coverage(people=4, with_partner=3, with_allowed_pair=3)
    assert coverage(PROBLEM, SOLUTION, "mentor") == Coverage(people=3, with_partner=2, with_allowed_pair=2)


def test_load_lies_as_the_pairs_say() -> None:
    assert loads(PROBLEM, SOLUTION, "mentor").tolist() == [1, 2, 0]
    assert spread(PROBLEM, SOLUTION, "mentor") == {"0": 1, "1": 1, "2": 1}


def test_the_worst_pair_is_the_one_with_the_lowest_score() -> None:
    worst = worst_pair(PROBLEM, SOLUTION)
    assert worst is not None
    assert PROBLEM.named(worst) == {"mentee": "a", "mentor": "B"}
    assert worst_pair(PROBLEM, solve(Problem.of([], [], []))) is None


def test_two_who_score_higher_together_than_apart_are_counted() -> None:
    assert blocking_pairs(PROBLEM, SOLUTION) == 1


@given(problems())
@settings(max_examples=50, deadline=None, derandomize=True)
def test_blocking_pairs_are_counted_as_one_would_by_hand(problem: Problem) -> None:
    solution = solve(problem)
    if solution.status is Status.INFEASIBLE:
        return
    score = problem.score.tolist()

    def would(pair: int, side: str) -> bool:
        ends = getattr(problem, f"pair_{side}").tolist()
        own = [score[one] for one in solution.pairs if ends[one] == ends[pair]]
        return (
            len(own) < getattr(problem, f"{side}_most")[ends[pair]]
            or min(own, default=score[pair]) < score[pair]
        )

    apart = [pair for pair in range(len(score)) if pair not in solution.pairs]
    assert blocking_pairs(problem, solution) == sum(
        would(one, "mentee") and would(one, "mentor") for one in apart
    )
