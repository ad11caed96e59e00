from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from fairlead.engine import check
from fairlead.engine.model import Certificate, Objective, Problem, Solution, Stage, Status, Tier
from fairlead.engine.solvers import solve
from tests.engine.problems import any_objectives, full_problems

PROBLEM = Problem.of(
    ["a", "b", "c"],
    ["A", "B"],
    [(0, 0, 10), (1, 0, 1), (2, 0, 7), (0, 1, 5), (1, 1, 5), (2, 1, 9)],
    mentor_most=[1, 2],
    mentor_least=[0, 1],
    locked=[(1, 1)],
)
SOLUTION = solve(PROBLEM)


def test_a_sound_solution_has_no_violations() -> None:
    assert check.violations(PROBLEM, SOLUTION) == []
    assert SOLUTION.pairs == (0, 4, 5)


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ({"pairs": (0, 4, 99)}, "pairs: not a pair of the problem"),
        ({"pairs": (0, 5, 4)}, "pairs: not sorted"),
        ({"pairs": (0, 4, 4)}, "pairs: 4 more than once"),
        ({"pairs": (0, 3, 4)}, "mentee a: 2 of 0 to 1"),
        ({"pairs": (1, 5)}, "locked pair 4: missing"),
        ({"pairs": (0, 1, 4)}, "mentor A: 2 of 0 to 1"),
        ({"total_score": 25}, "total_score: 24 counted"),
        ({"tiers": (Tier("mentees", 3, 3), Tier("score", 25, 25))}, "tiers: (3, 24) counted"),
        (
            {"tiers": (Tier("mentors", 3, 3), Tier("score", 24, 24))},
            "tiers: other names than the objective's",
        ),
        ({"tiers": (Tier("mentees", 3, 3), Tier("score", 24, 30))}, "tiers: a bound is not reached"),
        ({"certificate": None}, "certificate: none"),
    ],
)
def test_a_corrupted_solution_is_found_out(change: dict[str, object], finding: str) -> None:
    assert finding in check.violations(PROBLEM, replace(SOLUTION, **change))


def _with_figures(pairs: tuple[int, ...]) -> Solution:
    values = check.tier_values(PROBLEM, SOLUTION.objective, pairs)
    return replace(
        SOLUTION,
        pairs=pairs,
        tiers=tuple(
            Tier(name, value, value) for name, value in zip(("mentees", "score"), values, strict=True)
        ),
        total_score=check.total_score(PROBLEM, pairs),
    )


def test_a_feasible_pairing_that_is_not_the_best_is_not_proven() -> None:
    better = Problem.of(["a"], ["A", "B"], [(0, 0, 1), (0, 1, 2)])
    worse = replace(
        solve(better), pairs=(0,), tiers=(Tier("mentees", 1, 1), Tier("score", 1, 1)), total_score=1
    )
    assert check.violations(better, worse) == ["certificate: reached 4, proven only 5"]
    (finding,) = check.violations(PROBLEM, _with_figures((0, 4)))
    assert finding.startswith("certificate: reached")


def test_wrong_prices_and_weights_prove_nothing() -> None:
    assert isinstance(SOLUTION.certificate, Certificate)
    (good,) = SOLUTION.certificate.stages
    prices = Certificate((replace(good, mentee_price=good.mentee_price + 7),))
    assert check.violations(PROBLEM, replace(SOLUTION, certificate=prices))[0].startswith(
        "certificate: reached"
    )
    weights = Certificate((replace(good, weights=(1, 1)),))
    assert check.violations(PROBLEM, replace(SOLUTION, certificate=weights)) == [
        "certificate: the weights do not order the tiers"
    ]


def test_an_infeasible_result_claims_nothing_that_could_be_wrong() -> None:
    assert check.violations(PROBLEM, replace(SOLUTION, status=Status.INFEASIBLE)) == []


def _stage(problem: Problem, stage: Stage, draw: np.random.Generator, times: int) -> Stage:
    """The same stage with other prices."""
    sizes = len(problem.mentees), len(problem.mentors), len(problem.quotas)
    prices = [draw.integers(-20, 20, size).astype(object) * times for size in sizes]
    if times == 1:
        prices = [price.astype(np.int64) for price in prices]
    return replace(stage, mentee_price=prices[0], mentor_price=prices[1], quota_price=prices[2])


@given(full_problems, any_objectives)
@settings(max_examples=80, deadline=None, derandomize=True)
def test_any_prices_bound_every_pairing(problem: Problem, objective: Objective) -> None:
    solution = solve(problem, objective)
    if solution.status is Status.INFEASIBLE:
        return
    assert isinstance(solution.certificate, Certificate)
    draw = np.random.default_rng(len(problem.score))
    true = check.bounds(problem, objective, solution.certificate.stages)
    for times in (1, 10**30):
        stages = [_stage(problem, stage, draw, times) for stage in solution.certificate.stages]
        others = check.bounds(problem, objective, stages)
        proven = [(a, b) for a, b, stage in zip(others, true, stages, strict=True) if stage.worst is None]
        assert [a for a, _ in proven] >= [b for _, b in proven]
