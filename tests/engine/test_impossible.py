from dataclasses import replace
from itertools import product

import numpy as np
from hypothesis import assume, given, settings

from fairlead.engine.model import Impossible, Objective, Problem, Quota, Solution, Status
from fairlead.engine.solvers import solve
from fairlead.engine.solvers.bruteforce import best_values
from tests.engine.problems import full_problems, problems


def mended(problem: Problem, solution: Solution) -> Problem:
    """The problem with every change that the reasons propose."""
    limits = {
        name: getattr(problem, name).copy()
        for name in ("mentee_most", "mentee_least", "mentor_most", "mentor_least")
    }
    quotas = {quota.key: quota for quota in problem.quotas}
    for one in solution.reasons:
        if one.side == "quota":
            end = one.limit.removeprefix("quota_")
            assert getattr(quotas[one.person], end) == one.given != one.needed
            quotas[one.person] = replace(quotas[one.person], **{end: one.needed})
            continue
        names = problem.mentees if one.side == "mentee" else problem.mentors
        place = names.index(one.person)
        assert limits[one.limit][place] == one.given != one.needed
        limits[one.limit][place] = one.needed
    return replace(problem, quotas=tuple(quotas.values()), **limits)


@given(problems())
@settings(max_examples=80, deadline=None, derandomize=True)
def test_the_proposed_changes_make_it_possible(problem: Problem) -> None:
    solution = solve(problem)
    assume(solution.status is Status.INFEASIBLE)
    assert (solution.pairs, solution.tiers, solution.total_score) == ((), (), 0)
    assert solve(mended(problem, solution)).status is Status.OPTIMAL


@given(full_problems)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_the_proposed_changes_of_quotas_make_it_possible(problem: Problem) -> None:
    solution = solve(problem)
    if solution.status is Status.INFEASIBLE:
        assert solve(mended(problem, solution)).status is Status.OPTIMAL


@given(problems(people=2, locks=False, minimums=False, quotas=True))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_no_smaller_change_of_quotas_would_do(problem: Problem) -> None:
    solution = solve(problem)
    if solution.status is not Status.INFEASIBLE:
        return
    changed = sum(abs(one.given - one.needed) for one in solution.reasons)
    limits = [end for quota in problem.quotas for end in (quota.least, quota.most)]
    for amounts in product(range(changed), repeat=len(limits)):
        if sum(amounts) >= changed:
            continue
        quotas = tuple(
            replace(
                quota,
                least=max(0, quota.least - amounts[2 * place]),
                most=None if quota.most is None else quota.most + amounts[2 * place + 1],
            )
            for place, quota in enumerate(problem.quotas)
        )
        assert best_values(replace(problem, quotas=quotas), Objective(order=("pairs",))) is None


def test_quotas_that_cannot_be_kept_are_told_with_what_would_do() -> None:
    pairs = [(0, 0, 1), (1, 0, 1), (0, 1, 1), (1, 1, 1)]

    def told(*quotas: Quota, **settings: object) -> tuple[Impossible, ...]:
        return solve(Problem.of(["a", "b"], ["A", "B"], pairs, quotas=quotas, **settings)).reasons

    assert told(Quota("q", mentors=(0,), least=3)) == (
        Impossible("too_few_partners", "quota", "q", "quota_least", given=3, needed=1),
    )
    assert told(Quota("q", mentors=(0,), least=2, most=1)) == (
        Impossible("least_over_most", "quota", "q", "quota_least", given=2, needed=1),
    )
    assert told(Quota("q", mentors=(0,), least=2)) == (
        Impossible("shortfall", "quota", "q", "quota_least", given=2, needed=1),
    )
    assert told(Quota("q", mentors=(0, 1), most=0), locked=[(0, 0)]) == (
        Impossible("locked_over_most", "quota", "q", "quota_most", given=0, needed=1),
    )
    crowded = told(Quota("q", most=1), mentee_least=1)
    assert sum(abs(one.given - one.needed) for one in crowded) == 1


@given(problems(people=3, locks=False))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_no_smaller_change_of_minimums_would_do(problem: Problem) -> None:
    solution = solve(problem)
    assume(solution.status is Status.INFEASIBLE)
    lowered = sum(one.given - one.needed for one in solution.reasons)
    least = [*problem.mentee_least.tolist(), *problem.mentor_least.tolist()]
    for place in range(2 ** len(least)):
        fewer = [limit - (place >> i & 1) for i, limit in enumerate(least)]
        if min(fewer, default=0) < 0 or sum(least) - sum(fewer) >= lowered:
            continue
        cut = len(problem.mentees)
        tried = replace(
            problem,
            mentee_least=np.array(fewer[:cut], dtype=int),
            mentor_least=np.array(fewer[cut:], dtype=int),
        )
        assert best_values(tried, Objective()) is None


def test_more_locked_pairs_than_places_are_told() -> None:
    problem = Problem.of(["a", "b"], ["A"], [(0, 0, 1), (1, 0, 1)], locked=[(0, 0), (1, 0)])
    assert solve(problem).reasons == (
        Impossible("locked_over_most", "mentor", "A", "mentor_most", given=1, needed=2),
    )


def test_a_minimum_above_the_own_places_is_told() -> None:
    problem = Problem.of(["a", "b"], ["A"], [(0, 0, 1), (1, 0, 1)], mentor_least=2)
    assert solve(problem).reasons == (
        Impossible("least_over_most", "mentor", "A", "mentor_least", given=2, needed=1),
    )


def test_a_minimum_without_enough_allowed_partners_is_told() -> None:
    problem = Problem.of(["a", "b"], ["A", "B"], [(0, 0, 1), (1, 1, 1)], mentor_least=[2, 0], mentor_most=3)
    assert solve(problem).reasons == (
        Impossible("too_few_partners", "mentor", "A", "mentor_least", given=2, needed=1),
    )


def test_minimums_that_collide_are_told_with_the_others_who_share_them() -> None:
    problem = Problem.of(
        ["a", "b", "c"],
        ["A", "B", "C"],
        [(0, 0, 1), (1, 0, 1), (0, 1, 1), (1, 1, 1), (2, 2, 1)],
        mentor_least=[2, 1, 1],
        mentor_most=3,
    )
    (reason,) = solve(problem).reasons
    assert (reason.kind, reason.given - reason.needed) == ("shortfall", 1)
    assert {reason.person, *reason.together_with} == {"A", "B"}
    crowded = Problem.of(["a", "b"], ["A"], [(0, 0, 1), (1, 0, 1)], mentee_least=1)
    (reason,) = solve(crowded).reasons
    assert (reason.side, reason.kind) == ("mentee", "shortfall")
    assert {reason.person, *reason.together_with} == {"a", "b"}
