"""Cases whose answers are known (tests/engine/known/README.md)."""

import json
from pathlib import Path
from typing import Any

import pytest

from fairlead.engine.model import Problem, Status
from fairlead.engine.solvers import solve
from fairlead.engine.solvers.stable import stable_pairs, unstable_pairs

KNOWN = Path(__file__).parent / "known" / "tiny_cases.json"
CASES: dict[str, Any] = {case["id"]: case for case in json.loads(KNOWN.read_text("utf-8"))}


@pytest.mark.parametrize("name", ["hr_readme", "hr_issue46"])
def test_hospitals_and_residents_come_out_stable_as_published(name: str) -> None:
    case = CASES[name]
    residents, hospitals = list(case["residents"]), list(case["hospitals"])
    theirs = [[hospitals.index(one) for one in case["residents"][who]] for who in residents]
    ours = [[residents.index(one) for one in case["hospitals"][who]] for who in hospitals]
    places = [case["capacity"][who] for who in hospitals]
    found = stable_pairs(theirs, ours, places)
    assert unstable_pairs(theirs, ours, places, found) == []
    assert {
        hospital: sorted(residents[i] for i, j in found if hospitals[j] == hospital) for hospital in hospitals
    } == {hospital: sorted(some) for hospital, some in case["answer"].items()}


def test_two_mentors_with_minimums_reach_two_and_a_half() -> None:
    case = CASES["mm_barbish"]
    mentors, mentees = case["mentors"], case["mentees"]
    problem = Problem.of(
        mentees,
        mentors,
        [
            (mentees.index(who), mentors.index(mentor), int(100 * score))
            for mentor, some in case["score"].items()
            for who, score in some.items()
        ],
        mentor_most=[case["mentor_max"][one] for one in mentors],
        mentor_least=case["mentor_min"],
        mentee_least=case["mentee_exactly"],
        mentee_most=case["mentee_exactly"],
        scale=100,
    )
    solution = solve(problem)
    assert float(problem.points(solution.total_score)) == case["answer_total"]
    assert {
        mentor: [mentees[i] for i in solution.mentees_of(problem, j)] for j, mentor in enumerate(mentors)
    } == case["answer"]
    assert solution.mentors_of(problem, 0) == (0,)


def _reviewers(case: dict[str, Any], least: int) -> Problem:
    """Papers are mentees who demand an exact number of reviewers; a cost is a negative score."""
    cost = case["cost_reviewer_by_paper"]
    forbidden = {tuple(pair) for pair in case.get("forbidden_reviewer_paper", [])}
    return Problem.of(
        [f"paper {i}" for i in range(len(case["paper_demand"]))],
        [f"reviewer {j}" for j in range(len(cost))],
        [
            (paper, reviewer, -amount)
            for reviewer, row in enumerate(cost)
            for paper, amount in enumerate(row)
            if (reviewer, paper) not in forbidden
        ],
        mentee_most=case["paper_demand"],
        mentee_least=case["paper_demand"],
        mentor_most=case["reviewer_max"],
        mentor_least=least,
    )


@pytest.mark.parametrize("name", ["or_lowest_cost", "or_forbidden", "or_minimum_beats_score"])
def test_reviewer_cases_reach_the_lowest_cost(name: str) -> None:
    case = CASES[name]
    assert -solve(_reviewers(case, case["reviewer_min"])).total_score == case["answer_cost"]


def test_a_higher_minimum_costs_what_the_note_says() -> None:
    assert -solve(_reviewers(CASES["or_minimum_beats_score"], 2)).total_score == 4000


def test_the_impossible_reviewer_case_is_reported_with_its_reasons() -> None:
    case = CASES["or_impossible"]
    problem = Problem.of(
        [f"paper {i}" for i in range(case["papers"])],
        [f"reviewer {j}" for j in range(case["reviewers"])],
        [],
        mentee_most=case["paper_demand_each"],
        mentee_least=case["paper_demand_each"],
        mentor_most=case["reviewer_max"],
        mentor_least=case["reviewer_min"],
    )
    solution = solve(problem)
    assert solution.status is Status.INFEASIBLE
    assert {(one.kind, one.given, one.needed) for one in solution.reasons} == {
        ("too_few_partners", 3, 0),
        ("too_few_partners", 5, 0),
    }
    assert len(solution.reasons) == case["papers"] + case["reviewers"]


@pytest.mark.parametrize("place", range(4))
def test_utilitarian_case_reaches_the_published_total(place: int) -> None:
    case = CASES["utilitarian_fairpyx"]
    limits = case["cases"][place]
    agents, items = list(case["value"]), list(case["value"]["avi"])
    problem = Problem.of(
        agents,
        items,
        [(i, j, case["value"][one][item]) for i, one in enumerate(agents) for j, item in enumerate(items)],
        mentee_most=limits["agent_capacity"],
        mentor_most=limits["item_capacity"],
    )
    assert solve(problem).total_score == limits["answer_total"]
