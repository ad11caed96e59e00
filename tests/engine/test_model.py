from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from fairlead.engine import network
from fairlead.engine.model import (
    BrokenProblem,
    DuplicatePerson,
    NotProven,
    NotSolvable,
    Objective,
    Problem,
    Quota,
    Refusal,
    UnknownPerson,
)
from fairlead.engine.network import Network
from fairlead.engine.residual import Residual
from fairlead.engine.solvers import flow, solve, staged
from tests.engine.test_certificate import Everybody


def test_a_problem_can_be_written_as_a_mapping_of_pairs() -> None:
    problem = Problem.of("ab", "A", {(0, 0): 3, (1, 0): 4})
    assert problem.named(1) == {"mentee": "b", "mentor": "A"}
    assert solve(problem).total_score == 4


@pytest.mark.parametrize(
    ("scaled", "scale", "points"),
    [
        (250, 100, "2.50"),
        (-5, 10, "-0.5"),
        (7, 1, "7"),
        (3, 4, "0.75"),
        (10**30 + 1, 10**15, "1000000000000000.000000000000001"),
    ],
)
def test_points_are_exact_in_given_units(scaled: int, scale: int, points: str) -> None:
    assert Problem.of([], [], [], scale=scale).points(scaled) == Decimal(points)


@pytest.mark.parametrize(
    ("settings", "what"),
    [
        ({"mentor_most": -1}, "mentor_most"),
        ({"mentee_least": [0, 0]}, "mentee_least"),
        ({"mentee_most": 1.5}, "mentee_most"),
        ({"scale": 0}, "scale"),
        ({"pairs": [(1, 0, 1)]}, "pair_mentee"),
        ({"pairs": [(0, -1, 1)]}, "pair_mentor"),
        ({"pairs": [(0, 0, 1), (0, 0, 2)]}, "duplicate_pair"),
        ({"pairs": [(0, 0, 1.5)]}, "score"),
        ({"locked": [(0, 0)], "pairs": []}, "locked_pair_not_allowed"),
        ({"mentee_class": -1}, "mentee_class"),
        ({"quotas": [Quota("q", least=-1)]}, "quota"),
        ({"quotas": [Quota("q", mentors=(1,))]}, "quota"),
        ({"quotas": [Quota("q"), Quota("q")]}, "quota"),
        ({"together": [(0, 1)]}, "together"),
        ({"source": Everybody([[1, 2]])}, "source"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(settings: dict[str, object], what: str) -> None:
    with pytest.raises(BrokenProblem) as refused:
        Problem.of(["a"], ["A"], **{"pairs": [(0, 0, 1)], **settings})
    assert refused.value.facts["what"] == what
    assert str(refused.value).startswith(f"broken_problem (what={what!r}")


def test_scores_as_floating_numbers_are_refused() -> None:
    with pytest.raises(BrokenProblem):
        Problem(("a",), ("A",), np.array([0]), np.array([0]), np.array([0.5]), 1, 1, 0, 0)


def test_the_same_id_twice_is_refused() -> None:
    with pytest.raises(DuplicatePerson) as refused:
        Problem.of(["a", "b", "a"], [], [])
    assert refused.value.facts == {"side": "mentee", "person": "a"}


def test_a_refusal_without_facts_says_its_code() -> None:
    assert str(UnknownPerson()) == "unknown_person"
    assert issubclass(UnknownPerson, Refusal)


@pytest.mark.parametrize("order", [(), ("score", "score"), ("luck",)])
def test_tiers_must_be_known_and_given_once(order: tuple[str, ...]) -> None:
    with pytest.raises(BrokenProblem):
        Objective(order=order)


def test_mentors_too_puts_mentors_between_mentees_and_score() -> None:
    assert Objective(mentors_too=True).tiers == ("mentees", "mentors", "score")
    assert Objective().tiers == ("mentees", "score")


def test_a_round_of_moves_that_gains_for_ever_is_found_out() -> None:
    moves = Residual.of(
        2,
        np.array([0, 1]),
        np.array([1, 0]),
        np.array([1, -2]),
        np.array([True, True]),
        np.array([False, False]),
    )
    with pytest.raises(NotProven):
        moves.distances()


def test_costs_beyond_64_bits_are_added_exactly() -> None:
    big = (1 << 61) - 1
    moves = Residual.of(
        4,
        np.array([0, 1, 2]),
        np.array([1, 2, 3]),
        np.array([big, big, big]),
        np.ones(3, bool),
        np.zeros(3, bool),
    )
    distances, via = moves.distances(np.array([0]))
    assert distances.tolist() == [0, big, 2 * big, 3 * big]
    assert moves.way(via, 3) == [0, 1, 2]


def test_an_answer_that_is_not_optimal_is_not_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow.SimpleMinCostFlow, "solve", lambda self: flow.SimpleMinCostFlow.INFEASIBLE)
    with pytest.raises(NotProven):
        solve(Problem.of(["a"], ["A"], [(0, 0, 1)]))


def test_what_the_flow_solver_cannot_take_is_not_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow.SimpleMinCostFlow, "solve", lambda self: flow.SimpleMinCostFlow.BAD_COST_RANGE)
    with pytest.raises(NotProven):
        solve(Problem.of(["a"], ["A"], [(0, 0, 1)]))


def test_nothing_is_called_impossible_without_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staged, "optimum", lambda *given: None)
    with pytest.raises(NotProven) as refused:
        solve(Problem.of(["a"], ["A"], [(0, 0, 1)]))
    assert refused.value.facts == {"findings": ("no limit is broken",)}


def test_a_network_knows_what_it_cannot_express() -> None:
    problem = Problem.of("a", "A", [(0, 0, 1)], quotas=[Quota("q", (0,), (0,))])
    with pytest.raises(NotSolvable):
        Network.of(problem, 0)
    with pytest.raises(KeyError):
        Network.of(replace(problem, quotas=()), 0).rewards["even"]


def test_very_many_people_are_laid_out_in_the_same_order(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = Problem.of("abc", "AB", [(i, j, 1) for i in range(3) for j in range(2)])
    expected = Network.of(problem, 0).pair.tolist()
    monkeypatch.setattr(network, "SHORT", 1)
    assert Network.of(problem, 0).pair.tolist() == expected


def test_a_result_that_the_checker_doubts_is_not_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    from fairlead.engine import check

    monkeypatch.setattr(check, "violations", lambda problem, solution: ["doubt"])
    with pytest.raises(NotProven) as refused:
        solve(Problem.of(["a"], ["A"], [(0, 0, 1)]))
    assert refused.value.facts == {"findings": ("doubt",)}
