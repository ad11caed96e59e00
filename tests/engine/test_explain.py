import random
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings

from fairlead.engine.compile import Candidate, Compiled, bare, compile_problem
from fairlead.engine.explain import (
    Area,
    Explainer,
    Move,
    NothingToExplain,
    Relaxation,
    alternatives,
    explain_all_unmatched,
    kinds_of_unmatched,
    runner_up,
    unmatched,
    unmatched_mentees,
)
from fairlead.engine.model import Objective, Problem, Solution, Status
from fairlead.engine.policy import Criterion, Policy, Rule
from fairlead.engine.solvers import solve
from tests.engine.problems import objectives, problems

SOME = settings(max_examples=50, deadline=None, derandomize=True)


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


AREAS = Criterion("overlap", "areas", "wants", "offers", "areas", points=(Decimal(10),), important="first")
POLICY = Policy(
    rules=(
        Rule("overlap", "language", "speaks", "speaks", "a common language"),
        Rule("present", "consent", "consent", "consent", "consent of both"),
    ),
    criteria=(AREAS, Criterion("equal", "site", "site", "site", "the same site", points=(Decimal(4),))),
)


def mentee(
    name: str, *, speaks: str = "en", wants: tuple[str, ...] = (), first: str | None = None
) -> Candidate:
    said = {"speaks": (speaks,), "wants": wants, "first": first, "consent": "yes"}
    return Candidate(name, said)


def mentor(
    name: str, *, speaks: str = "en", offers: tuple[str, ...] = (), consent: str | None = "yes"
) -> Candidate:
    return Candidate(name, {"speaks": (speaks,), "offers": offers, "consent": consent})


def solved(mentees: list[Candidate], mentors: list[Candidate], **settings: Any) -> tuple[Compiled, Solution]:
    compiled = compile_problem(mentees, mentors, POLICY, **settings)
    return compiled, solve(compiled.problem, POLICY.objective)


def test_every_mentor_for_an_area_being_full_is_told_with_the_holders_and_the_remedy() -> None:
    compiled, solution = solved(
        [
            mentee("ada", wants=("Dual career",), first="Dual career"),
            mentee("bo", wants=("Dual career", "Taxation")),
        ],
        [
            mentor("zoe", offers=("Dual career", "Taxation")),
            mentor("yan", speaks="de", offers=("Dual career",)),
        ],
    )
    why = unmatched(compiled, solution, "ada")
    assert (why.kind, why.mentors, why.allowed, why.places) == ("mentors_full", 2, 1, 1)
    assert why.holders == (("zoe", ("bo",)),)
    assert (why.witness_mentees, why.witness_mentors) == (("ada", "bo"), ("zoe",))
    assert why.rules == (("language", 1),)
    assert why.areas == (Area("areas", "areas", "Dual career", True, 2, 1, 0),)
    assert why.next_best is not None
    assert (why.next_best.mentor, why.next_best.cost, why.next_best.mentees_lost) == ("zoe", 10, 0)
    assert why.next_best.moves == (Move("ada", None, "zoe"), Move("bo", "zoe", None))
    assert why.relaxations == (
        Relaxation("place", "zoe", None, mentees_more=1, score_more=10),
        Relaxation("rule", "yan", "language", mentees_more=1, score_more=10),
    )
    assert unmatched(compiled, solution, "ada", relax=False).relaxations == ()


def test_a_mentee_whom_one_rule_keeps_from_everybody_is_told_which_and_for_whom() -> None:
    compiled, solution = solved(
        [mentee("ada", speaks="fi", wants=("Visas",))],
        [
            mentor("zoe", offers=("Visas",), consent=None),
            mentor("yan", offers=("Visas",)),
            mentor("xia", speaks="fi", offers=("Visas",), consent=None),
        ],
    )
    why = unmatched(compiled, solution, "ada")
    assert (why.kind, why.allowed, why.next_best, why.witness_mentors) == ("no_allowed_mentor", 0, None, ())
    assert why.rules == (("language", 2), ("consent", 2))
    assert [(near.mentor, near.block.rule, near.score) for near in why.nearly] == [
        ("xia", "consent", 10),
        ("yan", "language", 10),
    ]
    assert why.relaxations == (Relaxation("rule", "yan", "language", mentees_more=1, score_more=10),)
    assert unmatched_mentees(compiled.problem, solution) == ("ada",)


def test_lifting_a_rule_is_not_proposed_where_the_mentor_has_no_place_to_give() -> None:
    compiled, solution = solved(
        [mentee("ada", speaks="fi"), mentee("bo")],
        [mentor("yan")],
    )
    assert unmatched(compiled, solution, "ada").relaxations == ()


def test_a_mentee_with_no_place_of_her_own_is_told_so() -> None:
    compiled, solution = solved([Candidate("ada", mentee("ada").values, most=0)], [mentor("zoe")])
    assert unmatched(compiled, solution, "ada").kind == "no_place_of_own"


def test_a_locked_mentor_and_a_mentor_without_places_are_no_alternatives() -> None:
    compiled, solution = solved(
        [mentee("ada", wants=("Visas",)), mentee("bo")],
        [mentor("zoe"), mentor("yan", offers=("Visas",)), Candidate("xia", mentor("xia").values, most=0)],
        locked=[("bo", "yan")],
    )
    found = alternatives(compiled, solution, "ada")
    assert [(one.mentor, one.possible, one.paired, one.why_not) for one in found] == [
        ("zoe", True, True, ""),
        ("yan", False, False, "locked"),
        ("xia", False, False, "no_place"),
    ]
    assert runner_up(compiled, solution, "ada") is None
    assert found[0].mentees_lost == 0


@given(problems(locks=False), objectives)
@SOME
def test_very_many_unmatched_get_the_same_kind_as_one_by_one(problem: Problem, objective: Objective) -> None:
    solution = solve(problem, objective)
    if solution.status is Status.INFEASIBLE:
        return
    explainer = Explainer(bare(problem), solution)
    left_out = unmatched_mentees(problem, solution)
    one_by_one = [
        (why.mentee, why.kind, why.allowed) for why in explain_all_unmatched(explainer, left_out, relax=False)
    ]
    assert [
        (why.mentee, why.kind, why.allowed) for why in kinds_of_unmatched(explainer, left_out)
    ] == one_by_one


def test_very_many_unmatched_are_told_what_the_rules_forbid() -> None:
    compiled, solution = solved([mentee("ada", speaks="fi")], [mentor("yan")])
    (why,) = kinds_of_unmatched(Explainer(compiled, solution), ["ada"])
    assert (why.kind, why.rules) == ("no_allowed_mentor", (("language", 1),))


def test_each_of_150_people_is_told_of_all_150_alternatives() -> None:
    draw = random.Random(4)
    areas = [f"area {number}" for number in range(18)]
    compiled, solution = solved(
        [mentee(f"e{i}", speaks=draw.choice("ab"), wants=tuple(draw.sample(areas, 4))) for i in range(150)],
        [mentor(f"o{j}", speaks=draw.choice("ab"), offers=tuple(draw.sample(areas, 6))) for j in range(150)],
    )
    explainer = Explainer(compiled, solution)
    for number in range(20):
        assert len(explainer.alternatives(f"e{number}")) == 150
