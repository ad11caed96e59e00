"""Large problems are opened by compiled solvers; what they find is what the flow finds."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from fairlead.engine import check, planning, solvers
from fairlead.engine.model import Method, Objective, Problem
from fairlead.engine.network import Laid
from fairlead.engine.solvers import crowd, pricing, solve
from fairlead.engine.solvers.opening import laid_out
from fairlead.engine.watching import NOBODY
from tests.engine.problems import problems
from tests.engine.test_planning import large

SOME = settings(max_examples=60, deadline=None, derandomize=True)
ORDERS = (("mentees", "score"), ("mentees", "score", "kept", "even"))


def one_mentor_each(problem: Problem) -> Problem:
    """The same with at most one mentor for each mentee, which the compiled solvers ask for."""
    return replace(problem, mentee_most=np.minimum(problem.mentee_most, 1))


opened = problems(minimums=False, people=6).map(one_mentor_each)


@given(opened)
@SOME
def test_an_opened_problem_has_the_same_tiers_and_the_same_pairs(problem: Problem) -> None:
    for order in ORDERS:
        objective = Objective(order=order)
        expected = solve(problem, objective)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(planning, "PAIRS_FROM", 1)
            found = solve(problem, objective)
            again = solve(problem, objective, start=found)
        assert (again.tiers, again.pairs) == (found.tiers, found.pairs)
        assert (found.status, found.tiers, found.pairs) == (expected.status, expected.tiers, expected.pairs)
        assert check.violations(problem, found) == []


@given(opened)
@settings(SOME, max_examples=40)
def test_pairs_are_brought_into_the_same_order_by_compiled_code(problem: Problem) -> None:
    expected, found = Laid.of(problem, 7), laid_out(problem, 7, NOBODY)
    for name in ("pair", "tail", "head", "mentee_node", "mentor_node"):
        assert getattr(found, name).tolist() == getattr(expected, name).tolist()


@given(opened)
@settings(SOME, max_examples=40)
def test_a_crowded_problem_has_the_same_tiers_and_the_same_pairs(problem: Problem) -> None:
    for order in ORDERS:
        objective = Objective(order=order)
        expected = solve(problem, objective)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(planning, "PAIRS_FROM", 1)
            patch.setattr(planning, "CROWD", 0)
            patch.setattr(pricing, "EACH_SIDE", 1)
            found = solve(problem, objective)
            again = solve(problem, objective, start=found)
            patch.setattr(crowd, "KNOWN_OF_ONE", 0)
            anew = solve(problem, objective, start=found)
        for one in (found, again, anew):
            assert (one.status, one.tiers, one.pairs) == (expected.status, expected.tiers, expected.pairs)
            assert check.violations(problem, one) == []


@pytest.mark.parametrize("crowding", [0, 10**9])
@pytest.mark.parametrize("settled", [300_000, 0])
@pytest.mark.parametrize("scores", [(0, 101), (-5, 1)])
def test_the_order_of_people_and_pairs_makes_no_difference_to_large_problems(
    monkeypatch: pytest.MonkeyPatch, crowding: int, settled: int, scores: tuple[int, int]
) -> None:
    monkeypatch.setattr(planning, "PAIRS_FROM", 1)
    monkeypatch.setattr(planning, "CROWD", crowding)
    monkeypatch.setattr(solvers, "TIES_SETTLED_UP_TO", settled)
    draw = np.random.default_rng(11)
    ends = np.argwhere(draw.random((150, 140)) < 0.5)
    points = draw.integers(*scores, len(ends))
    told = []
    for _ in range(3):
        sides = draw.permutation(150), draw.permutation(140)
        mixed = draw.permutation(len(ends))
        places = [np.argsort(side)[ends[mixed, at]].astype(np.int32) for at, side in enumerate(sides)]
        problem = Problem(
            mentees=tuple(f"e{one}" for one in sides[0]),
            mentors=tuple(f"o{one}" for one in sides[1]),
            pair_mentee=places[0],
            pair_mentor=places[1],
            score=points[mixed],
            mentee_most=1,
            mentor_most=1 + sides[1] % 2,
            mentee_least=0,
            mentor_least=0,
        )
        found = solve(problem)
        assert found.method is Method.LEVELS
        told.append({tuple(problem.named(pair).values()) for pair in found.pairs})
    assert told[0] == told[1] == told[2]


def test_scores_too_high_for_priced_lists_are_solved_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(0, 0, 1 << 58), (0, 1, (1 << 58) + 7), (1, 1, (1 << 58) + 3)]
    problem = Problem.of("ab", "XY", rows)
    expected = solve(problem)
    monkeypatch.setattr(planning, "PAIRS_FROM", 1)
    monkeypatch.setattr(planning, "CROWD", 0)
    assert solve(problem).pairs == expected.pairs


@pytest.mark.parametrize(("finest", "method"), [(100, Method.LEVELS), (10**6, Method.SIMPLEX)])
def test_the_method_follows_from_how_fine_the_scores_are(finest: int, method: Method) -> None:
    draw = np.random.default_rng(5)
    rows, cols = np.divmod(np.arange(30 * 20), 20)
    problem = Problem(
        mentees=tuple(f"e{i}" for i in range(30)),
        mentors=tuple(f"o{j}" for j in range(20)),
        pair_mentee=rows.astype(np.int32),
        pair_mentor=cols.astype(np.int32),
        score=draw.integers(0, finest + 1, len(rows)),
        mentee_most=1,
        mentor_most=2,
        mentee_least=0,
        mentor_least=0,
        locked=((0, 0), (1, 0)),
    )
    expected = solve(problem)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(planning, "PAIRS_FROM", 1)
        found = solve(problem)
    assert (expected.method, found.method) == (Method.FLOW, method)
    assert (found.tiers, found.pairs) == (expected.tiers, expected.pairs)


def test_an_earlier_solution_as_start_changes_nothing_but_the_time() -> None:
    before = large(60)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(planning, "PAIRS_FROM", 1)
        first = solve(before)
        kept = np.flatnonzero((before.pair_mentee > 0) & (before.pair_mentor < 59))
        after = Problem(
            mentees=before.mentees[1:],
            mentors=before.mentors[:59],
            pair_mentee=before.pair_mentee[kept] - 1,
            pair_mentor=before.pair_mentor[kept],
            score=before.score[kept],
            mentee_most=1,
            mentor_most=1,
            mentee_least=0,
            mentor_least=0,
            locked=((3, 7),),
        )
        expected = solve(after)
        others = (
            first,
            solve(Problem.of("a", "A", [])),
            solve(before, Objective(order=("score",))),
            replace(first, certificate=None),
        )
        for start in others:
            found = solve(after, start=start)
            assert (found.tiers, found.pairs) == (expected.tiers, expected.pairs)
            assert check.violations(after, found) == []


def test_ties_are_left_as_they_are_found_where_too_much_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "PAIRS_FROM", 1)
    problem = large(30)
    expected = solve(problem)
    monkeypatch.setattr(solvers, "TIES_SETTLED_UP_TO", 0)
    found = solve(problem)
    assert found.tiers == expected.tiers
    assert check.violations(problem, found) == []


def test_scores_too_wide_for_compiled_code_are_left_to_the_flow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "PAIRS_FROM", 1)
    found = solve(Problem.of("ab", "A", [(0, 0, 1 << 60), (1, 0, (1 << 60) + 1)]))
    assert (found.method, found.total_score) == (Method.FLOW, (1 << 60) + 1)
