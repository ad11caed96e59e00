"""A certificate in a file proves the optimum to anybody, and one that was altered says where it fails."""

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead.engine.filed import (
    NotReadable,
    certificate_as_data,
    check,
    fingerprint,
    problem_as_data,
    problem_from_data,
)
from fairlead.engine.model import Objective, Problem, Status
from fairlead.engine.slackness import walk
from fairlead.engine.solvers import solve
from fairlead.engine.solvers.bruteforce import best_values
from tests.engine.problems import full_problems

SOME = settings(max_examples=60, deadline=None, derandomize=True)
ORDERS = (
    ("mentees", "priority", "score", "kept"),
    ("mentees", "score"),
    ("mentees", "mentors", "score", "even"),
    ("pairs", "kept", "score"),
)
PROBLEM = Problem.of(
    ["a", "b", "c"],
    ["A", "B"],
    [(0, 0, 9), (0, 1, 7), (1, 0, 8), (1, 1, 1), (2, 1, 6)],
    mentor_most=[1, 2],
)


def filed(problem: Problem, objective: Objective) -> tuple[dict[str, Any], dict[str, Any]] | None:
    solution = solve(problem, objective)
    if solution.status is not Status.OPTIMAL:
        return None
    data = certificate_as_data(
        solution.problem, objective, solution.pairs, solution.certificate.stages, version="1"
    )
    both = json.loads(json.dumps([problem_as_data(solution.problem), data]))
    return both[0], both[1]


@given(full_problems, st.sampled_from(ORDERS))
@SOME
def test_every_certificate_of_the_solver_holds_read_back_from_its_file(
    problem: Problem, order: tuple[str, ...]
) -> None:
    both = filed(problem, Objective(order=order))
    if both is None:
        return
    report = check(*both)
    assert report.faults == ()
    assert tuple(value for _name, value in report.tiers) == best_values(problem, Objective(order=order))
    assert problem_as_data(problem_from_data(both[0])) == both[0]


@given(full_problems, st.sampled_from(ORDERS), st.data())
@SOME
def test_no_prices_make_pairs_pass_that_are_not_the_best(
    problem: Problem, order: tuple[str, ...], data: st.DataObject
) -> None:
    solution = solve(problem, Objective(order=order))
    if solution.status is not Status.OPTIMAL:
        return
    pairs = sorted(
        data.draw(
            st.sets(st.sampled_from(range(len(problem.score)))) if len(problem.score) else st.just(set())
        )
    )
    walked = walk(problem, order, pairs, solution.certificate.stages)
    if not walked.faults:
        reached = tuple(tier.value for tier in solve(problem, Objective(order=order)).tiers)
        again = certificate_as_data(problem, Objective(order=order), pairs, (), version="1")
        assert tuple(value for _name, value in again["tiers"]) == reached


def sealed(data: dict[str, Any]) -> dict[str, Any]:
    """With a fingerprint that fits, as somebody who alters it on purpose would make it."""
    return data | {"fingerprint": fingerprint(data)}


def faults(problem: dict[str, Any], certificate: dict[str, Any]) -> set[tuple[str, tuple[str, ...]]]:
    return {(one.kind, one.who) for one in check(problem, certificate).faults}


@pytest.fixture
def both() -> tuple[dict[str, Any], dict[str, Any]]:
    found = filed(PROBLEM, Objective(order=("mentees", "score")))
    assert found is not None
    return deepcopy(found)


def test_a_price_that_is_altered_says_whose_pair_or_place_it_concerns(both: Any) -> None:
    problem, certificate = both
    certificate["stages"][0]["mentee_prices"]["a"] += 100_000
    assert ("altered", ("fairlead-certificate-1",)) in faults(problem, certificate)
    found = faults(problem, sealed(certificate))
    assert found
    assert all("a" in who for _kind, who in found)


def test_another_pair_in_the_file_says_where_the_proof_breaks(both: Any) -> None:
    problem, certificate = both
    certificate["pairs"] = [["a", "A"], ["b", "B"], ["c", "B"]]
    found = faults(problem, sealed(certificate))
    assert ("figures", ("score",)) in found
    assert found & {("pair", ("a", "A")), ("pair", ("b", "B")), ("pair", ("b", "A")), ("pair", ("a", "B"))}


@pytest.mark.parametrize(
    ("pairs", "fault"),
    [
        ([["a", "A"], ["b", "A"], ["c", "B"]], ("load", ("A",))),
        ([["a", "B"], ["b", "A"], ["c", "A"]], ("unknown_pair", ("c", "A"))),
        ([["a", "B"], ["b", "A"], ["c", "B"], ["c", "B"]], ("twice", ())),
    ],
)
def test_pairs_that_break_a_limit_are_named(both: Any, pairs: Any, fault: Any) -> None:
    problem, certificate = both
    certificate["pairs"] = pairs
    assert fault in faults(problem, sealed(certificate))


def test_a_problem_that_is_altered_no_longer_fits_its_certificate(both: Any) -> None:
    problem, certificate = both
    problem["pairs"][0][2] += 50
    found = faults(problem, certificate)
    assert ("altered", ("fairlead-problem-1",)) in found
    assert ("other_problem", ()) in faults(sealed(problem), certificate)
    assert ("pair", ("a", "A")) in found


def test_weights_that_do_not_order_the_tiers_and_stages_left_out_are_no_proof(both: Any) -> None:
    problem, certificate = both
    light = deepcopy(certificate)
    light["stages"][0]["weights"] = [1, 1]
    assert ("weights", ("mentees", "score")) in faults(problem, sealed(light))
    certificate["stages"] = []
    assert ("tiers", ()) in faults(problem, sealed(certificate))


@pytest.mark.parametrize("wrong", [[], {}, {"format": "fairlead-certificate-1"}, "text", None])
def test_what_is_no_certificate_or_no_problem_is_refused(both: Any, wrong: Any) -> None:
    problem, _certificate = both
    with pytest.raises(NotReadable):
        check(problem, wrong)
    with pytest.raises(NotReadable):
        check(wrong, {})


@pytest.mark.parametrize("price", [1.5, "3", True, None])
def test_prices_that_are_no_whole_numbers_are_refused(both: Any, price: Any) -> None:
    problem, certificate = both
    certificate["stages"][0]["mentor_prices"]["A"] = price
    with pytest.raises(NotReadable):
        check(problem, certificate)
