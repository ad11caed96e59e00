"""Where whole numbers matter: odd cycles, proofs by cases, gaps that stay, proofs that are wrong."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy.optimize import LinearConstraint, milp

from fairlead.engine import check_side
from fairlead.engine.model import Cancelled, NotProven, Objective, Problem, Quota, Solution, Status, Tier
from fairlead.engine.proof_tree import Goal, Leaf, Narrowing, Split, Tree, TreeCertificate
from fairlead.engine.solvers import side
from fairlead.engine.solvers.side import branching, highs
from fairlead.engine.watching import Watch

SCORE = Objective(order=("score",))


def cycles(number: int, score: int = 2, least: int = 0) -> Problem:
    """Threes of pairs of which any two exclude each other: relaxed one and a half fit, in truth one."""
    size = 3 * number
    quotas = [
        Quota(f"{three} {a} {b}", (3 * three + a, 3 * three + b), (3 * three + a, 3 * three + b), 0, 1)
        for three in range(number)
        for a, b in ((0, 1), (0, 2), (1, 2))
    ]
    if least:
        quotas.append(Quota("all", None, None, least))
    return Problem.of(
        [f"e{i}" for i in range(size)],
        [f"o{i}" for i in range(size)],
        [(i, i, score) for i in range(size)],
        quotas=quotas,
    )


def leaves(tree: Tree | None) -> list[Leaf]:
    if isinstance(tree, Split):
        return leaves(tree.low) + leaves(tree.high)
    return leaves(tree.rest) if isinstance(tree, Narrowing) else [tree] if tree else []


def proof(solution: Solution) -> TreeCertificate:
    assert isinstance(solution.certificate, TreeCertificate)
    return solution.certificate


@pytest.mark.parametrize("number", [1, 2, 4])
def test_cycles_of_odd_length_are_closed_by_cases(number: int) -> None:
    solution = side.solve(cycles(number), SCORE)
    assert (solution.status, solution.tiers) == (Status.OPTIMAL, (Tier("score", 2 * number, 2 * number),))
    assert len(leaves(proof(solution).goals[0].tree)) > 1


def test_too_many_cycles_are_impossible_by_cases() -> None:
    solution = side.solve(cycles(2, least=3), SCORE)
    (reason,) = solution.reasons
    assert (solution.status, reason.side, reason.given, abs(reason.needed - reason.given)) == (
        Status.INFEASIBLE,
        "quota",
        reason.given,
        1,
    )
    assert len(leaves(proof(solution).impossible)) > 1


def test_a_gap_that_the_cases_do_not_close_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(branching, "MOST_CASES", 1)
    monkeypatch.setattr(branching, "FEWEST_CASES", 1)
    solution = side.solve(cycles(4), Objective(order=("score", "pairs")))
    assert (solution.status, solution.tiers) == (
        Status.WITHIN,
        (Tier("score", 8, 12), Tier("pairs", 4, 6)),
    )
    assert check_side.unproven(cycles(4), solution) == []


def test_neither_pairs_nor_a_proof_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(branching, "MOST_CASES", 1)
    monkeypatch.setattr(branching, "FEWEST_CASES", 1)
    with pytest.raises(NotProven):
        side.solve(cycles(2, least=3), SCORE)


def test_scores_beyond_floating_point_are_proven_or_the_gap_is_told() -> None:
    rng = np.random.default_rng(3)
    scores = [int(one) * 10**9 + int(two) for one, two in rng.integers(1, 10**9, (36, 2)).tolist()]
    problem = Problem.of(
        [f"e{i}" for i in range(6)],
        [f"o{i}" for i in range(6)],
        [(i, j, scores[6 * i + j]) for i in range(6) for j in range(6)],
        quotas=[Quota("q", (0, 1, 2), (0, 1, 2), 0, 1), Quota("r", (3, 4, 5), (0, 1, 2, 3), 0, 2)],
    )
    solution = side.solve(problem, SCORE)
    (tier,) = solution.tiers
    assert tier.value <= tier.bound <= tier.value + tier.value // 10**6
    assert check_side.unproven(problem, solution) == []


def _corrupt_leaf(change: Callable[[Leaf], Leaf]) -> Callable[[Tree], Tree]:
    def corrupt(tree: Tree) -> Tree:
        if isinstance(tree, Split):
            return replace(tree, high=corrupt(tree.high))
        if isinstance(tree, Narrowing):
            return replace(tree, rest=corrupt(tree.rest))
        return change(tree)

    return corrupt


def _narrow_too_much(tree: Tree) -> Tree:
    assert isinstance(tree, Narrowing)
    return replace(tree, at_most=tree.at_most + 1)


def _cut_off(tree: Tree) -> Tree:
    assert isinstance(tree, Narrowing)
    assert isinstance(tree.rest, Split)
    return replace(tree, rest=tree.rest.low)


def _split_nowhere(tree: Tree) -> Tree:
    return Split("pair", 99, 0, tree, tree)


def _split_nobody(tree: Tree) -> Tree:
    return Split("nobody", 0, 0, tree, tree)


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (
            _corrupt_leaf(lambda leaf: replace(leaf, quota_price=leaf.quota_price * 0)),
            "score 0: proven only 6",
        ),
        (_corrupt_leaf(lambda leaf: replace(leaf, weights=(-1,))), "certificate: weights"),
        (_corrupt_leaf(lambda leaf: replace(leaf, weights=(0,))), "certificate: neither"),
        (_corrupt_leaf(lambda leaf: replace(leaf, weights=(1, 1))), "certificate: shape"),
        (_corrupt_leaf(lambda leaf: replace(leaf, mentee_price=leaf.mentee_price[1:])), "certificate: shape"),
        (
            _corrupt_leaf(lambda leaf: replace(leaf, mentee_price=leaf.mentee_price.astype(float))),
            "certificate: weights",
        ),
        (_narrow_too_much, "score 0: proven only 3"),
        (_split_nowhere, "certificate: subject"),
        (_split_nobody, "certificate: subject"),
    ],
)
def test_a_corrupted_proof_is_found_out(change: Callable[[Tree], Tree], finding: str) -> None:
    problem = cycles(1)
    solution = side.solve(problem, SCORE)
    (goal,) = proof(solution).goals
    assert goal.tree is not None
    wrong = TreeCertificate((replace(goal, tree=change(goal.tree)),))
    assert finding in check_side.unproven(problem, replace(solution, certificate=wrong))


def test_cases_that_leave_something_out_prove_nothing() -> None:
    problem = cycles(1)
    solution = side.solve(problem, SCORE)
    (goal,) = proof(solution).goals
    assert goal.tree is not None
    wrong = TreeCertificate((replace(goal, tree=_cut_off(goal.tree)),))
    assert check_side.unproven(problem, replace(solution, certificate=wrong)) == ["score 0: proven only 4"]


@pytest.mark.parametrize(
    ("change", "findings"),
    [
        ({"certificate": None}, ["certificate: none"]),
        ({"certificate": TreeCertificate(())}, ["certificate: other goals than the objective's"]),
        ({"tiers": (Tier("score", 2, 3),)}, ["tiers: other figures than the goals'"]),
        (
            {"certificate": TreeCertificate((Goal("score", 0, 2, 2, None),))},
            ["score 0: no proof"],
        ),
        ({"pairs": ()}, ["score 0: 0 counted"]),
    ],
)
def test_figures_that_the_proof_does_not_bear_out_are_found(
    change: dict[str, Any], findings: list[str]
) -> None:
    solution = side.solve(cycles(1), SCORE)
    assert check_side.unproven(cycles(1), replace(solution, **change)) == findings


def test_a_claim_that_nothing_is_possible_needs_its_proof() -> None:
    problem = Problem.of(["a"], ["A"], [(0, 0, 1)], quotas=[Quota("q", (0,), (0,), 2)])
    solution = side.solve(problem)
    assert check_side.unproven(problem, solution) == []
    none = replace(solution, certificate=TreeCertificate(()))
    assert check_side.unproven(problem, none) == ["certificate: none"]
    possible = replace(problem, quotas=())
    leaf = Leaf((1,), *(np.zeros(size, dtype=np.int64) for size in (1, 1, 0)))
    wrong = replace(solution, certificate=TreeCertificate((), leaf))
    assert check_side.unproven(possible, wrong) == ["certificate: something may be possible"]


def test_worst_scores_need_their_proof() -> None:
    problem = Problem.of(["a", "b"], ["A"], [(0, 0, 1), (1, 0, 2)], mentor_most=2, mentee_least=1)
    objective = Objective(order=("worst",))
    solution = side.solve(problem, objective)
    (goal,) = proof(solution).goals
    assert (goal.value, goal.bound, check_side.unproven(problem, solution)) == (1, 1, [])

    def told(wrong: Goal) -> list[str]:
        tiers = (Tier("worst", wrong.value, wrong.bound),)
        return check_side.unproven(
            problem, replace(solution, tiers=tiers, certificate=TreeCertificate((wrong,)))
        )

    assert told(replace(goal, value=2, bound=2)) == ["worst: 1 counted"]
    assert told(replace(goal, tree=None)) == ["worst: no proof"]
    leaf = Leaf((1,), *(np.zeros(size, dtype=np.int64) for size in (2, 1, 0)))
    assert told(replace(goal, tree=leaf)) == ["worst: not proven"]
    assert check_side.unproven(problem, replace(solution, tiers=(Tier("worst", 1, 2),))) == [
        "tiers: other figures than the goals'"
    ]


def test_whoever_watches_may_call_it_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(highs, "APART_FROM", {"relaxed": 0, "whole": 0})
    asked: list[int] = []

    def after_some() -> bool:
        asked.append(1)
        return len(asked) > 8

    with pytest.raises(Cancelled):
        side.solve(cycles(3), SCORE, Watch(is_cancelled=after_some))


def test_questions_asked_apart_are_answered_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = Problem.of(["a", "b"], ["A"], [(0, 0, 1), (1, 0, 2)], mentor_most=2, mentee_least=1)
    here = side.solve(problem, Objective(order=("pairs",)))
    monkeypatch.setattr(highs, "APART_FROM", {"relaxed": 0, "whole": 0})
    apart = side.solve(problem, Objective(order=("pairs",)), Watch(is_cancelled=lambda: False))
    assert (here.pairs, here.tiers) == (apart.pairs, apart.tiers) == ((0, 1), (Tier("pairs", 2, 2),))


def crossing(people: int, seed: int) -> tuple[Problem, list[LinearConstraint]]:
    """Random pairs, capacities and quotas that cross, and the same as rows of an integer programme."""
    draw = np.random.default_rng(seed)
    allowed = np.flatnonzero(draw.random(people * people) < 0.3)
    rows, cols = np.divmod(allowed, people)
    groups = [draw.integers(0, 4, people) for _ in range(2)]
    quotas = [
        Quota(
            f"{a}{b}",
            tuple(np.flatnonzero(groups[0] == a).tolist()),
            tuple(np.flatnonzero(groups[1] == b).tolist()),
            least,
            5,
        )
        for a in range(4)
        for b in range(4)
        for least in draw.integers(0, 2, 1).tolist()
    ]
    most = draw.integers(1, 4, people)
    problem = Problem(
        mentees=tuple(f"e{i}" for i in range(people)),
        mentors=tuple(f"o{j}" for j in range(people)),
        pair_mentee=rows.astype(np.int32),
        pair_mentor=cols.astype(np.int32),
        score=draw.integers(0, 101, len(allowed)),
        mentee_most=2,
        mentor_most=most,
        mentee_least=0,
        mentor_least=0,
        quotas=tuple(quotas),
    )
    constraints = [
        LinearConstraint(np.equal.outer(np.arange(people), rows).astype(float), 0, 2),
        LinearConstraint(np.equal.outer(np.arange(people), cols).astype(float), 0, most),
    ]
    for place, quota in enumerate(quotas):
        inside = (groups[0][rows] == place // 4) & (groups[1][cols] == place % 4)
        constraints.append(LinearConstraint(inside[None, :].astype(float), quota.least, 5))
    return problem, constraints


@pytest.mark.parametrize(("people", "seed"), [(12, 1), (25, 2), (40, 3), (60, 4)])
def test_totals_agree_with_one_plain_integer_programme(people: int, seed: int) -> None:
    problem, constraints = crossing(people, seed)
    other = milp(
        -problem.score.astype(float),
        constraints=constraints,
        integrality=np.ones(len(problem.score)),
        bounds=(0, 1),
        options={"mip_rel_gap": 0},
    )
    solution = side.solve(problem, SCORE)
    assert (solution.status is Status.OPTIMAL) == other.success == (people > 12)
    assert not other.success or solution.total_score == round(-other.fun)
