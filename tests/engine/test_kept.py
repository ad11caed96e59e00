"""Least change against an earlier pairing: the tier "kept"."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings

from fairlead.engine import check
from fairlead.engine.compile import Candidate, bare, compile_problem
from fairlead.engine.explain import Explainer
from fairlead.engine.model import Objective, Problem, Solution, Status, Tier
from fairlead.engine.policy import Criterion, Policy, Rule
from fairlead.engine.solvers import solve
from tests.engine.problems import objectives, problems

SOME = settings(max_examples=60, deadline=None, derandomize=True)
LAST = ("mentees", "score", "kept")


def ends(problem: Problem, solution: Solution) -> set[tuple[int, int]]:
    return {problem.ends(pair) for pair in solution.pairs}


def all_equal(people: int, base: Iterable[tuple[int, int]] = ()) -> Problem:
    """Everybody may have everybody, and nothing is worth more than anything else."""
    return Problem.of(
        [f"e{i}" for i in range(people)],
        [f"o{j}" for j in range(people)],
        [(i, j, 5) for i in range(people) for j in range(people)],
        base=base,
    )


@given(problems(), objectives)
@SOME
def test_solving_again_from_the_optimum_keeps_all_of_it(problem: Problem, objective: Objective) -> None:
    order = (*(tier for tier in objective.tiers if tier != "kept"), "kept")
    first = solve(problem, replace(objective, order=order))
    if first.status is Status.INFEASIBLE:
        return
    second = solve(replace(problem, base=tuple(ends(problem, first))), replace(objective, order=order))
    assert second.tiers[-1] == Tier("kept", len(first.pairs), len(first.pairs))
    assert set(first.pairs) <= set(second.pairs)
    assert second.tiers[:-1] == first.tiers[:-1]


@given(problems(), objectives)
@SOME
def test_without_a_base_the_tier_is_0_and_the_pairs_are_the_same(
    problem: Problem, objective: Objective
) -> None:
    problem = replace(problem, base=())
    rest = tuple(tier for tier in objective.tiers if tier != "kept")
    found = solve(problem, replace(objective, order=(*rest, "kept")))
    if found.status is Status.OPTIMAL:
        assert found.tiers[-1] == Tier("kept", 0, 0)
    assert found.pairs == solve(problem, replace(objective, order=rest or ("mentees",))).pairs or not rest


def test_among_equals_the_earlier_pairs_stay_and_only_who_must_moves() -> None:
    base = tuple((i, (i + 3) % 8) for i in range(8))
    problem = all_equal(8, base)
    assert ends(problem, solve(problem)) != set(base)
    assert ends(problem, solve(problem, Objective(order=LAST))) == set(base)
    after = solve(replace(problem, locked=((0, 0),)), Objective(order=LAST))
    assert after.tiers[-1].value == 6
    assert ends(problem, after) - set(base) == {(0, 0), (5, 3)}


def test_one_point_more_outweighs_any_number_of_kept_pairs_where_the_score_comes_first() -> None:
    problem = Problem.of(
        ["a", "b", "c"], ["A", "B", "C"], [(i, j, int(i == j)) for i in range(3) for j in range(3)]
    )
    problem = replace(problem, base=((0, 1), (1, 2), (2, 0)))
    assert [tier.value for tier in solve(problem, Objective(order=LAST)).tiers] == [3, 3, 0]
    first = solve(problem, Objective(order=("mentees", "kept", "score")))
    assert [tier.value for tier in first.tiers] == [3, 3, 0]


def test_pairs_of_the_base_that_are_not_allowed_count_for_nothing() -> None:
    problem = Problem.of(
        ["a"], ["A", "B"], [(0, 0, 1)], base=[(0, 0), (0, 0), (0, 1), (0, 7), (4, 0), (-1, 2)]
    )
    assert problem.base_pairs == (0,)
    assert solve(problem, Objective(order=LAST)).tiers[-1] == Tier("kept", 1, 1)


def test_people_who_are_gone_and_pairs_that_break_a_rule_are_left_out_of_the_base() -> None:
    policy = Policy(
        rules=(Rule("overlap", "language", "languages", "languages"),),
        criteria=(Criterion("equal", "same", "languages", "languages", points=(Decimal(1),)),),
        tiers=LAST,
    )
    mentees = [Candidate(name, {"languages": ("en",)}) for name in ("ada", "ben")]
    mentors = [Candidate("xu", {"languages": ("en",)}), Candidate("yan", {"languages": ("sk",)})]
    base = [("ben", "xu"), ("ada", "yan"), ("gone", "xu"), ("ada", "gone")]
    compiled = compile_problem(mentees, mentors, policy, base=base)
    assert [compiled.problem.named(pair) for pair in compiled.problem.base_pairs] == [
        {"mentee": "ben", "mentor": "xu"}
    ]
    for seed in range(5):
        found = solve(compiled.problem, Objective(seed=seed, order=LAST))
        assert ends(compiled.problem, found) == {(1, 0)}
    locked = compile_problem(mentees, mentors, policy, locked=[("ada", "xu")], base=base)
    assert solve(locked.problem, policy.objective).tiers[-1] == Tier("kept", 0, 0)


@pytest.mark.parametrize("value", [1, 3])
def test_a_wrong_number_of_kept_pairs_is_found_out(value: int) -> None:
    problem = all_equal(2, [(0, 1), (1, 0)])
    found = solve(problem, Objective(order=LAST))
    assert check.violations(problem, found) == []
    told = replace(found, tiers=(*found.tiers[:-1], Tier("kept", value, value)))
    assert check.violations(problem, told) == ["tiers: (2, 10, 2) counted"]


def test_a_pairing_that_moves_somebody_without_need_is_not_proven() -> None:
    problem = all_equal(2, [(0, 1), (1, 0)])
    best = solve(problem, Objective(order=LAST))
    other = replace(best, pairs=(0, 3), tiers=(*best.tiers[:-1], Tier("kept", 0, 0)))
    (finding,) = check.violations(problem, other)
    assert finding.startswith("certificate: reached")


def test_an_alternative_says_how_many_kept_pairs_it_costs() -> None:
    problem = all_equal(3, [(0, 1), (1, 2), (2, 0)])
    explainer = Explainer(bare(problem), solve(problem, Objective(order=LAST)))
    told = {one.mentor: one.lost for one in explainer.alternatives("e0") if not one.paired}
    none = (("mentees", 0), ("score", 0))
    assert told == {"o0": (*none, ("kept", 2)), "o2": (*none, ("kept", 2))}
