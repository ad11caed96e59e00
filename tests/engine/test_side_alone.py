"""HiGHS only proposes: what it does not find, or finds wrongly, never makes a result wrong."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, repeat
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead.engine import case_bounds, check
from fairlead.engine.model import NotProven, Objective, Problem, Quota, ScoresTooWide, Status, Tier
from fairlead.engine.proof_tree import Narrowing, Split
from fairlead.engine.solvers import side
from fairlead.engine.solvers.side import branching, elastic, lexicographic
from fairlead.engine.solvers.side.highs import whole
from fairlead.engine.solvers.side.programme import Programme
from fairlead.engine.watching import NOBODY
from tests.engine.side_oracle import best, objectives, sided, values
from tests.engine.test_side_proofs import crossing, cycles

SCORE = Objective(order=("score",))
TOO_MUCH = Problem.of(["a"], ["A", "B"], [(0, 0, 1), (0, 1, 1)], quotas=[Quota("q", (0,), (0, 1), 2)])


def nothing(*_: Any) -> tuple[str, None]:
    """A whole-number search that finds nothing."""
    return "unknown", None


def of_one(problem: Problem, pairs: tuple[int, ...]) -> np.ndarray[Any, Any]:
    made = np.zeros((1, len(problem.score)), dtype=np.int64)
    made[0, list(pairs)] = 1
    return made


@given(sided(), objectives)
@settings(max_examples=50, deadline=None, derandomize=True)
def test_without_a_whole_number_search_the_cases_find_the_best(
    problem: Problem, objective: Objective
) -> None:
    expected = best(problem, objective)
    if expected is None:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lexicographic, "whole", nothing)
        solution = side.solve(problem, objective)
    assert check.violations(problem, solution) == []
    assert (solution.status, values(problem, objective, of_one(problem, solution.pairs))) == (
        Status.OPTIMAL,
        [expected],
    )


@given(sided(), st.sampled_from((("score",), ("mentees", "score", "pairs"), ("worst", "score"))))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_scores_of_many_digits_are_never_told_wrongly(problem: Problem, order: tuple[str, ...]) -> None:
    wide = [int(one) * 10**24 + place**7 for place, one in enumerate(problem.score.tolist())]
    problem = replace(problem, score=np.array(wide, dtype=object))
    objective = Objective(order=order)
    expected, solution = best(problem, objective), side.solve(problem, objective)
    assert (solution.status is Status.INFEASIBLE) == (expected is None)
    assert check.violations(problem, solution) == []
    for tier, value in zip(solution.tiers, expected or (), strict=True):
        assert tier.value <= value <= tier.bound
        if tier.value < value:
            break


def test_scores_that_no_floating_point_number_holds_are_refused() -> None:
    problem = Problem.of(["a"], ["A"], [(0, 0, 2**901)], together=[(0,)])
    with pytest.raises(ScoresTooWide) as refused:
        side.solve(problem)
    assert refused.value.facts == {"bits": 902, "most": 900}


@pytest.mark.parametrize("number", [1, 3])
def test_cycles_are_closed_without_a_whole_number_search(
    monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(lexicographic, "whole", nothing)
    solution = side.solve(cycles(number), SCORE)
    assert (solution.status, solution.tiers) == (Status.OPTIMAL, (Tier("score", 2 * number, 2 * number),))
    demanded = side.solve(cycles(number, least=number), SCORE)
    assert (demanded.status, demanded.tiers) == (solution.status, solution.tiers)


@pytest.mark.parametrize(("people", "seed"), [(25, 2), (40, 3)])
def test_a_search_among_too_few_columns_is_widened(
    monkeypatch: pytest.MonkeyPatch, people: int, seed: int
) -> None:
    problem, _ = crossing(people, seed)
    expected = side.solve(problem, SCORE)
    monkeypatch.setattr(lexicographic, "NEAR", 0)
    monkeypatch.setattr(lexicographic, "LEAST_NEAR", people)
    assert side.solve(problem, SCORE).tiers == expected.tiers


def test_a_relaxation_without_an_answer_leaves_a_gap_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(branching, "relaxed", lambda *_: None)
    problem = Problem.of(["a", "b"], ["A"], [(0, 0, 1), (1, 0, 2)])
    solution = side.solve(problem, SCORE)
    assert (solution.status, solution.tiers) == (Status.WITHIN, (Tier("score", 2, 3),))
    assert check.violations(problem, solution) == []
    with pytest.raises(NotProven):
        side.solve(TOO_MUCH)


def test_prices_that_are_wrong_leave_a_gap_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    true = branching.relaxed

    def wrong(*asked: Any) -> Any:
        found = true(*asked)
        if found is not None:
            found.prices[:] = 0.0
            found.weights[:] = 0.0
        return found

    monkeypatch.setattr(branching, "relaxed", wrong)
    problem = Problem.of(["a", "b"], ["A"], [(0, 0, 1), (1, 0, 2)])
    assert side.solve(problem, SCORE).tiers == (Tier("score", 2, 3),)
    with pytest.raises(NotProven):
        side.solve(TOO_MUCH)


def test_where_a_gap_closes_later_the_goal_is_settled_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    answers: Iterator[Any] = chain(repeat(nothing, 2), repeat(whole))
    monkeypatch.setattr(lexicographic, "whole", lambda *asked: next(answers)(*asked))
    monkeypatch.setattr(branching, "MOST_CASES", 1)
    monkeypatch.setattr(branching, "FEWEST_CASES", 1)
    solution = side.solve(cycles(4), Objective(order=("score", "pairs")))
    assert solution.tiers == (Tier("score", 8, 12), Tier("pairs", 4, 6))
    assert check.violations(cycles(4), solution) == []


def test_a_search_that_finds_more_later_is_proven_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    answers: Iterator[Any] = chain([nothing], repeat(whole))
    monkeypatch.setattr(lexicographic, "whole", lambda *asked: next(answers)(*asked))
    monkeypatch.setattr(branching, "MOST_CASES", 1)
    monkeypatch.setattr(branching, "FEWEST_CASES", 1)
    solution = side.solve(cycles(4), SCORE)
    assert (solution.status, solution.tiers) == (Status.WITHIN, (Tier("score", 8, 12),))


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_pairs_that_are_worse_or_keep_no_limit_are_not_taken(
    monkeypatch: pytest.MonkeyPatch, share: float
) -> None:
    def wrong(question: Any, *_: Any) -> tuple[str, Any]:
        return "found", np.full(len(question.rewards), share)

    answers: Iterator[Any] = chain([whole], repeat(wrong))
    monkeypatch.setattr(lexicographic, "whole", lambda *asked: next(answers)(*asked))
    monkeypatch.setattr(branching, "MOST_CASES", 1)
    monkeypatch.setattr(branching, "FEWEST_CASES", 1)
    solution = side.solve(cycles(4), SCORE)
    assert (solution.status, solution.tiers) == (Status.WITHIN, (Tier("score", 8, 12),))


def test_the_worst_score_is_raised_step_by_step() -> None:
    problem = Problem.of(
        [f"e{i}" for i in range(5)],
        [f"o{j}" for j in range(5)],
        [(i, j, 9 if i == j else (i + 2 * j) % 7) for i in range(5) for j in range(5)],
    )
    for seed in range(5):
        solution = side.solve(problem, Objective(order=("mentees", "worst"), seed=seed))
        assert solution.tiers == (Tier("mentees", 5, 5), Tier("worst", 9, 9))
        assert check.violations(problem, solution) == []


def test_halves_of_pairs_are_split_where_every_count_is_whole() -> None:
    problem = Problem.of(["a", "b"], ["A", "B"], [(i, j, 1) for i in range(2) for j in range(2)])
    programme = Programme.of(problem, even=frozenset())
    asked = branching.Asked(programme, (), case_bounds.terms(problem, "score"), NOBODY)
    root = branching.looked_at(asked, programme.frame.root, 0, 0)
    assert root.x is not None
    root.x[:4] = 0.5
    proof = branching.prove(asked, 1, root)
    assert isinstance(proof.tree, Narrowing)
    assert isinstance(proof.tree.rest, Split)
    assert (proof.tree.rest.subject, proof.tree.rest.index, proof.bound) == ("pair", 0, 2)


def test_a_change_that_is_not_found_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elastic, "whole", nothing)
    with pytest.raises(NotProven):
        side.solve(TOO_MUCH)


def test_a_change_that_does_not_help_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(side, "smallest_change", lambda *_: ())
    with pytest.raises(NotProven):
        side.solve(TOO_MUCH)


def test_a_worst_score_that_is_not_decided_leaves_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(branching, "relaxed", lambda *_: None)
    problem = Problem.of(["a", "b"], ["A"], [(0, 0, 1), (1, 0, 2)], mentor_most=2, mentee_least=1)
    solution = side.solve(problem, Objective(order=("worst",)))
    assert (solution.status, solution.tiers) == (Status.WITHIN, (Tier("worst", 1, 2),))
    assert check.violations(problem, solution) == []
