"""Chains of moves: asked from either side, found by search or looked up, they tell the same."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings

from fairlead.engine.compile import Candidate, bare, compile_problem
from fairlead.engine.explain import Explainer, Move
from fairlead.engine.model import Objective, Problem, Status
from fairlead.engine.policy import Criterion, Policy, Rule
from fairlead.engine.regrets import Regrets
from fairlead.engine.solvers import solve
from tests.engine.problems import objectives, problems

SOME = settings(max_examples=50, deadline=None, derandomize=True)
PROBLEM = Problem.of(
    ["ada", "bo", "cem"],
    ["X", "Y", "Z"],
    [(0, 0, 9), (0, 1, 5), (1, 0, 8), (1, 1, 7), (1, 2, 3), (2, 1, 6), (2, 2, 1)],
)


@given(problems(), objectives)
@SOME
def test_the_table_of_all_ways_tells_the_same_as_a_search_for_one(
    problem: Problem, objective: Objective
) -> None:
    solution = solve(problem, objective)
    if solution.status is Status.INFEASIBLE:
        return
    table, search = Explainer(bare(problem), solution), Explainer(bare(problem), solution)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Regrets, "possible", staticmethod(lambda *_: False))
        assert search.chains.regrets is None
    for mentee in problem.mentees:
        told, found = table.alternatives(mentee), search.alternatives(mentee)
        assert [(one.mentor, one.possible, one.why_not, one.lost, len(one.moves)) for one in told] == [
            (one.mentor, one.possible, one.why_not, one.lost, len(one.moves)) for one in found
        ]


@given(problems(), objectives)
@SOME
def test_asked_from_the_mentors_side_a_pair_costs_the_same(problem: Problem, objective: Objective) -> None:
    solution = solve(problem, objective)
    if solution.status is Status.INFEASIBLE:
        return
    explainer = Explainer(bare(problem), solution)
    by_pair = {
        (mentee, one.mentor): (one.possible, one.paired, one.why_not, one.cost, one.lost, len(one.moves))
        for mentee in problem.mentees
        for one in explainer.alternatives(mentee)
    }
    for mentor in problem.mentors:
        found = explainer.alternatives_of_mentor(mentor)
        assert sorted(one.mentee for one in found) == sorted(problem.mentees)
        for one in found:
            assert by_pair[one.mentee, mentor] == (
                one.possible,
                one.paired,
                one.why_not,
                one.cost,
                one.lost,
                len(one.moves),
            )
        others = [one for one in found if one.possible and not one.paired]
        assert explainer.runner_up_of_mentor(mentor) == (others[0] if others else None)


@given(problems(), objectives)
@SOME
def test_the_runner_up_is_the_first_of_all_alternatives(problem: Problem, objective: Objective) -> None:
    solution = solve(problem, objective)
    if solution.status is Status.INFEASIBLE:
        return
    explainer = Explainer(bare(problem), solution)
    for mentee in problem.mentees:
        others = [one for one in explainer.alternatives(mentee) if one.possible and not one.paired]
        assert explainer.runner_up(mentee) == (others[0] if others else None)
        for one in explainer.alternatives(mentee):
            assert explainer.trade(mentee, one.mentor) == one


def test_the_chain_of_a_trade_names_everybody_who_moves() -> None:
    explainer = Explainer(bare(PROBLEM), solve(PROBLEM))
    one = explainer.trade("ada", "Y")
    assert (one.lost, one.moves) == (
        (("mentees", 0), ("score", 4)),
        (Move("ada", "X", "Y"), Move("cem", "Y", "Z"), Move("bo", "Z", "X")),
    )
    best = explainer.runner_up_of_mentor("X")
    assert best is not None
    assert (best.mentee, best.cost, best.moves) == (
        "bo",
        4,
        (Move("bo", "Z", "X"), Move("ada", "X", "Y"), Move("cem", "Y", "Z")),
    )


def test_of_equally_cheap_chains_the_shortest_is_told() -> None:
    people = [f"{number}" for number in range(5)]
    problem = Problem.of(people, people, [(i, j, 1) for i in range(5) for j in range(5)])
    explainer = Explainer(bare(problem), solve(problem))
    for mentee in people:
        assert {len(one.moves) for one in explainer.alternatives(mentee) if not one.paired} == {2}


def test_a_mentee_whom_a_rule_keeps_from_the_mentor_is_told_with_the_score_they_would_have() -> None:
    policy = Policy(
        rules=(Rule("overlap", "language", "speaks", "speaks"),),
        criteria=(Criterion("equal", "site", "site", "site", points=(Decimal(4),)),),
    )
    people = [Candidate(name, {"speaks": (name,), "site": "Vinohrady"}) for name in ("en", "sk")]
    compiled = compile_problem(people, people[:1], policy)
    explainer = Explainer(compiled, solve(compiled.problem, policy.objective))
    made, forbidden = explainer.alternatives_of_mentor("en")
    assert (made.mentee, made.paired) == ("en", True)
    assert (forbidden.mentee, forbidden.score, forbidden.why_not) == ("sk", 4, "rule")
    assert [block.rule for block in forbidden.blocks] == ["language"]
    assert explainer.trade("sk", "en") == forbidden


def test_a_pairing_of_very_wide_scores_is_explained_by_searching() -> None:
    wide = replace(PROBLEM, score=np.array([one << 70 for one in PROBLEM.score.tolist()], dtype=object))
    explainer = Explainer(bare(wide), solve(wide))
    assert explainer.chains.regrets is None
    assert explainer.trade("ada", "Y").cost == 4 << 70


def test_whoever_is_asked_about_among_thousands_one_search_is_enough() -> None:
    names = [f"{number}" for number in range(1200)]
    pairs = [(one, (one + step) % 1200, 7 * step % 5) for one in range(1200) for step in range(4)]
    problem = Problem.of(names, names, pairs)
    explainer = Explainer(bare(problem), solve(problem))
    assert explainer.chains.regrets is None
    forced = solve(replace(problem, locked=((7, 8),)))
    assert explainer.trade("7", "8").cost == explainer.solution.total_score - forced.total_score
