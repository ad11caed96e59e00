"""Where pairs are not listed, what a pair costs is told within proven bounds."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead.engine.compile import bare
from fairlead.engine.explain import Alternative, Explainer
from fairlead.engine.intervals import least_loss
from fairlead.engine.metrics import blocking, blocking_with_source
from fairlead.engine.model import Certificate, Objective, Problem, Solution, Stage, Status
from fairlead.engine.solvers import solve
from fairlead.engine.sources.blocks import BlockSource
from tests.engine.problems import problems

SOME = settings(max_examples=60, deadline=None, derandomize=True)
ORDER = Objective(order=("mentees", "score"))


def source_of(problem: Problem) -> BlockSource:
    """All pairs of a problem, known to a source."""
    score = np.zeros((len(problem.mentees), len(problem.mentors)), dtype=np.int64)
    allowed = np.zeros(score.shape, dtype=bool)
    score[problem.pair_mentee, problem.pair_mentor] = problem.score
    allowed[problem.pair_mentee, problem.pair_mentor] = True
    return BlockSource(
        score.shape,
        [lambda rows, cols: allowed[np.ix_(rows, cols)]],
        [lambda rows, cols: score[np.ix_(rows, cols)]],
    )


def partly_listed(problem: Problem, solution: Solution, listed: set[int]) -> Solution:
    """The same optimum in a problem that lists only some pairs, those made and locked among them."""
    kept = sorted(listed | set(solution.pairs))
    partial = replace(
        problem,
        pair_mentee=problem.pair_mentee[kept],
        pair_mentor=problem.pair_mentor[kept],
        score=problem.score[kept],
        source=source_of(problem),
    )
    return replace(solution, problem=partial, pairs=tuple(kept.index(pair) for pair in solution.pairs))


def within(one: Alternative, true: list[int]) -> None:
    """The true loss, in the order of the tiers, is no more than told and no less than proven."""
    most = [amount for _, amount in one.lost]
    assert true <= most
    if one.proof == "chain":
        assert true == most
        return
    assert one.proof == "between"
    assert [amount for _, amount in one.at_least] <= true[: len(one.at_least)]


@given(problems(), st.data())
@SOME
def test_the_true_cost_lies_within_the_bounds_told(problem: Problem, data: st.DataObject) -> None:
    if problem.score.dtype == object:
        return
    solution = solve(problem, ORDER)
    if solution.status is Status.INFEASIBLE:
        return
    places = st.integers(0, max(0, len(problem.score) - 1))
    listed = data.draw(st.sets(places)) & set(range(len(problem.score)))
    partial = partly_listed(problem, solution, listed)
    exact, told = Explainer(bare(problem), solution), Explainer(bare(partial.problem), partial)
    for mentee in problem.mentees:
        true = {one.mentor: one for one in exact.alternatives(mentee)}
        for one in told.alternatives(mentee):
            assert (one.score, one.paired) == (
                true[one.mentor].score,
                true[one.mentor].paired,
            ) or not one.possible
            if one.possible and not one.paired:
                within(one, [amount for _, amount in true[one.mentor].lost])
                assert told.trade(mentee, one.mentor) == one
        best = told.runner_up(mentee)
        assert best is None or best in told.alternatives(mentee)
    for mentor in problem.mentors:
        best = told.runner_up_of_mentor(mentor)
        assert best is None or best in told.alternatives_of_mentor(mentor)


def test_over_all_pairs_of_a_source_the_true_cost_lies_within_the_bounds_told() -> None:
    draw = np.random.default_rng(5)
    pairs = {(i, j): int(draw.integers(0, 40)) for i in range(14) for j in range(12) if draw.random() < 0.8}
    problem = Problem.of([f"e{i}" for i in range(14)], [f"o{j}" for j in range(12)], pairs)
    none = np.zeros(0, dtype=np.int64)
    unlisted = replace(problem, pair_mentee=none, pair_mentor=none, score=none, source=source_of(problem))
    solution = solve(unlisted)
    exact, told = Explainer(bare(problem), solve(problem)), Explainer(bare(unlisted), solution)
    for mentee in problem.mentees:
        true = {one.mentor: one for one in exact.alternatives(mentee)}
        for one in told.alternatives(mentee):
            assert one.possible == true[one.mentor].possible
            if one.possible and not one.paired and not true[one.mentor].paired:
                within(one, [amount for _, amount in true[one.mentor].lost])


def priced(solution: Solution, *stages: tuple[tuple[str, ...], tuple[int, ...], int]) -> Solution:
    """The solution with a certificate in which the mentee has these prices and nobody else has any."""
    none = np.zeros(0, dtype=np.int64)
    told = [
        Stage(tiers, weights, np.array([price]), np.zeros(2, dtype=np.int64), none)
        for tiers, weights, price in stages
    ]
    return replace(solution, certificate=Certificate(tuple(told)))


@pytest.mark.parametrize(
    ("stages", "most", "least"),
    [
        ([(("mentees", "score"), (100, 1), -3)], (0, 5), (0, 2)),
        ([(("mentees", "score"), (100, 1), 9)], (0, 5), (0, 0)),
        ([(("mentees", "score"), (100, 1), -3)], (1, 5), (0,)),
        ([(("mentees", "score"), (100, 1), -103)], (1, 5), (1, 2)),
        ([(("mentees",), (1,), 0), (("score",), (1,), -3)], (0, 5), (0, 2)),
        ([(("mentees",), (1,), 1), (("score",), (1,), -3)], (0, 5), (0, 0)),
        ([(("mentees",), (1,), 0), (("score",), (1,), -3)], (1, 5), (0,)),
        ([(("mentees",), (1,), -1), (("score",), (1,), 3)], (1, 5), (1, -4)),
    ],
)
def test_the_prices_tell_the_least_cost(
    stages: list[tuple[tuple[str, ...], tuple[int, ...], int]], most: tuple[int, int], least: tuple[int, ...]
) -> None:
    problem = Problem.of(["a"], ["A", "B"], [(0, 0, 2), (0, 1, 1)])
    assert least_loss(priced(solve(problem, ORDER), *stages), problem, 1, most) == least


def test_for_other_tiers_the_prices_tell_no_least_cost() -> None:
    problem = Problem.of(["a"], ["A", "B"], [(0, 0, 2), (0, 1, 1)])
    assert least_loss(solve(problem, Objective(order=("score",))), problem, 1, (1,)) == ()


@given(problems(locks=False))
@SOME
def test_blocking_pairs_of_a_source_are_those_of_all_its_pairs(problem: Problem) -> None:
    if problem.score.dtype == object:
        return
    solution = solve(problem, ORDER)
    if solution.status is Status.INFEASIBLE:
        return
    partial = partly_listed(problem, solution, set())
    expected = {problem.ends(int(pair)) for pair in blocking(problem, solution.pairs)}
    rows, cols = blocking_with_source(partial.problem, partial.pairs, rows_at_once=2)
    assert set(zip(rows.tolist(), cols.tolist(), strict=True)) == expected
