from dataclasses import replace

import pytest
from hypothesis import given, settings

from fairlead.engine.compile import bare
from fairlead.engine.explain import (
    Explainer,
    NothingToExplain,
    explain_all_unmatched,
    unmatched_mentees,
)
from fairlead.engine.model import Objective, Problem, Status
from fairlead.engine.solvers import solve
from tests.engine.problems import objectives, problems

SOME = settings(max_examples=150, deadline=None, derandomize=True)


@given(problems(), objectives)
@SOME
def test_each_alternative_costs_what_solving_again_with_it_locked_costs(
    problem: Problem, objective: Objective
) -> None:
    solution = solve(problem, objective)
    if solution.status is Status.INFEASIBLE:
        with pytest.raises(NothingToExplain):
            Explainer(bare(problem), solution)
        return
    explainer = Explainer(bare(problem), solution)
    for row, mentee in enumerate(problem.mentees):
        found = explainer.alternatives(mentee)
        assert sorted(one.mentor for one in found) == sorted(problem.mentors)
        for one in found:
            _solve_again_and_compare(problem, objective, solution, row, one)


def _solve_again_and_compare(problem, objective, solution, row, one) -> None:
    col = problem.mentors.index(one.mentor)
    ends = set(zip(problem.pair_mentee.tolist(), problem.pair_mentor.tolist(), strict=True))
    if (row, col) not in ends:
        assert (one.possible, one.why_not, [block.kind for block in one.blocks]) == (
            False,
            "rule",
            ["pair_not_given"],
        )
        return
    forced = solve(replace(problem, locked=(*problem.locked, (row, col))), objective)
    assert one.possible == (forced.status is Status.OPTIMAL)
    if one.possible and not one.paired:
        lost = [
            before.value - after.value for before, after in zip(solution.tiers, forced.tiers, strict=True)
        ]
        assert [amount for _, amount in one.lost] == lost
        if "score" in objective.tiers:
            assert one.cost == solution.total_score - forced.total_score
        _chain_keeps_every_limit(problem, solution, one)


def _chain_keeps_every_limit(problem, solution, one) -> None:
    made = {tuple(problem.named(pair).values()) for pair in solution.pairs}
    total = solution.total_score
    scores = {
        tuple(problem.named(pair).values()): int(problem.score[pair]) for pair in range(len(problem.score))
    }
    for move in one.moves:
        if move.leaves:
            made.remove((move.mentee, move.leaves))
        if move.joins:
            assert (move.mentee, move.joins) not in made
            made.add((move.mentee, move.joins))
    assert sum(scores[pair] for pair in made) == total - one.cost
    for side, names in enumerate((problem.mentees, problem.mentors)):
        name = ("mentee", "mentor")[side]
        for place, person in enumerate(names):
            load = sum(pair[side] == person for pair in made)
            assert getattr(problem, f"{name}_least")[place] <= load <= getattr(problem, f"{name}_most")[place]


@given(problems(locks=False), objectives)
@SOME
def test_the_witness_of_a_full_house_has_more_mentees_than_places(
    problem: Problem, objective: Objective
) -> None:
    solution = solve(problem, objective)
    if solution.status is Status.INFEASIBLE:
        return
    explainer = Explainer(bare(problem), solution)
    left_out = unmatched_mentees(problem, solution)
    for found in explain_all_unmatched(explainer, left_out):
        row = problem.mentees.index(found.mentee)
        assert (found.kind == "no_place_of_own") == (problem.mentee_most[row] == 0)
        if found.kind == "mentors_full":
            rows = [problem.mentees.index(name) for name in found.witness_mentees]
            needed = sum(max(1, int(problem.mentee_least[one])) for one in rows)
            assert needed > found.places
            everybody = {
                problem.mentors[col]
                for one, col in zip(problem.pair_mentee.tolist(), problem.pair_mentor.tolist(), strict=True)
                if one in rows
            }
            assert everybody == set(found.witness_mentors)
            if objective.tiers[0] == "mentees":
                assert [one.kind for one in found.relaxations] == ["place"]
                assert found.relaxations[0].mentees_more == 1
        elif found.kind == "others_first":
            assert objective.tiers[0] != "mentees"
