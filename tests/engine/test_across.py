"""Pairs across groups: so many of them, or so many of a hundred, inside the same optimisation."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, milp

from fairlead.engine import check, check_side
from fairlead.engine.compile import Candidate, compile_problem
from fairlead.engine.explain import Explainer, explain_unmatched
from fairlead.engine.given import Across
from fairlead.engine.judging import judge
from fairlead.engine.model import (
    BrokenProblem,
    Certificate,
    NotProven,
    Objective,
    Problem,
    Quota,
    Solution,
    Stage,
    Status,
)
from fairlead.engine.policy import GroupQuota, Policy, PolicyRefused
from fairlead.engine.proof_tree import TreeCertificate
from fairlead.engine.remedies import help_together, with_changes
from fairlead.engine.solvers import bruteforce, side, solve
from fairlead.engine.usable import UnreadableValues
from tests.engine.side_oracle import best, crosses, every_set, missing, objectives, sided, values

SOME = settings(max_examples=60, deadline=None, derandomize=True)
ACROSS = Across((0, 0, 1), (0, 1))


@st.composite
def crossed(draw: st.DrawFn) -> Problem:
    """A small problem with any quotas, and one or two of pairs across groups: numbers or a percentage."""
    problem = draw(sided())
    sizes = len(problem.mentees), len(problem.mentors)
    found = []
    for place in range(draw(st.integers(1, 2))):
        across = Across(*(tuple(draw(st.integers(-1, 2)) for _ in range(size)) for size in sizes))
        least, percent = draw(st.sampled_from(((0, 100), (0, 60), (0, 33), (1, 50), (2, 0), (1, 7))))
        most = draw(st.sampled_from((None, None, least, least + 1)))
        some = draw(st.sampled_from((None, tuple(range(sizes[0] // 2)))))
        found.append(Quota(f"{'za'[place]} across", some, None, least, most, across, percent))
    return replace(problem, quotas=(found[0], *problem.quotas, *found[1:]))


@given(crossed(), objectives)
@SOME
def test_the_result_is_that_of_trying_every_set_of_pairs(problem: Problem, objective: Objective) -> None:
    solution = solve(problem, objective)
    expected = best(problem, objective)
    assert check.violations(problem, solution) == []
    assert solution.status is (Status.INFEASIBLE if expected is None else Status.OPTIMAL)
    told = bruteforce.best_values(problem, objective)
    if expected is None:
        assert told is None
    else:
        made = np.zeros((1, len(problem.score)), dtype=np.int64)
        made[0, list(solution.pairs)] = 1
        assert missing(problem, made).tolist() == [0]
        assert values(problem, objective, made) == [expected]
        assert told == tuple(tier.value for tier in solution.tiers)


@given(crossed())
@SOME
def test_what_stands_in_the_way_is_the_smallest_change_and_no_percentage_is_lowered_more_than_it_has_to_be(
    problem: Problem,
) -> None:
    solution = solve(problem)
    if solution.status is not Status.INFEASIBLE:
        return
    assert help_together(problem, Objective(), solution.reasons)
    lowered = [one for one in solution.reasons if one.limit == "quota_percent"]
    others = [one for one in solution.reasons if one.limit != "quota_percent"]
    needed, sets = missing(problem, every_set(problem)), every_set(problem)
    least = min(one for one in needed.tolist() if one >= 0)
    rest = missing(with_changes(problem, others), sets)
    short = min(one for one in rest.tolist() if one >= 0)
    assert sum(abs(one.given - one.needed) for one in others) + short == least
    if len(lowered) == 1:
        (one,) = lowered
        nearly = with_changes(problem, [*others, replace(one, needed=one.needed + 1)])
        assert one.needed < one.given
        assert min(missing(nearly, sets)[missing(nearly, sets) >= 0]) > 0


@given(crossed(), objectives, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_the_order_of_the_rows_makes_no_difference(problem: Problem, objective: Objective, random) -> None:  # type: ignore[no-untyped-def]
    order = random.sample(range(len(problem.mentees)), len(problem.mentees))
    new = {old: place for place, old in enumerate(order)}
    pairs = random.sample(range(len(problem.score)), len(problem.score))
    other = replace(
        problem,
        mentees=tuple(problem.mentees[one] for one in order),
        pair_mentee=np.array([new[i] for i in problem.pair_mentee[pairs].tolist()], dtype=np.int32),
        pair_mentor=problem.pair_mentor[pairs],
        score=problem.score[pairs],
        mentee_most=problem.mentee_most[order],
        mentee_least=problem.mentee_least[order],
        mentee_class=problem.mentee_class[order],
        locked=tuple((new[i], j) for i, j in problem.locked),
        base=tuple((new[i], j) for i, j in problem.base),
        quotas=tuple(_moved(quota, order, new) for quota in problem.quotas[::-1]),
        together=tuple(tuple(new[one] for one in some) for some in problem.together),
    )
    one, two = solve(problem, objective), solve(other, objective)
    assert {tuple(problem.named(pair).values()) for pair in one.pairs} == {
        tuple(other.named(pair).values()) for pair in two.pairs
    }
    assert (one.status, one.tiers, one.reasons) == (two.status, two.tiers, two.reasons)


def _moved(quota: Quota, order: list[int], new: dict[int, int]) -> Quota:
    across = quota.across and Across(tuple(quota.across.mentees[one] for one in order), quota.across.mentors)
    mentees = None if quota.mentees is None else tuple(new[one] for one in quota.mentees)
    return replace(quota, mentees=mentees, across=across)


def _random(seed: int) -> Problem:
    """Three institutions, some thirty people, places to be given and to be had, and a percentage."""
    rng = np.random.default_rng(seed)
    mentees, mentors = (int(one) for one in rng.integers(8, 18, 2))
    of_mentee, of_mentor = (rng.integers(0, 3, size) for size in (mentees, mentors))
    near = rng.random((mentees, mentors)) < 0.55
    pairs = {
        (i, j): int(rng.integers(0, 40)) + (25 if of_mentee[i] == of_mentor[j] else 0)
        for i, j in np.argwhere(near).tolist()
    }
    quotas = [
        Quota(f"{side} {group}", *_of(side, own, group), *_ends(rng))
        for side, own in (("mentees", of_mentee), ("mentors", of_mentor))
        for group in range(3)
    ]
    across = Across(tuple(of_mentee.tolist()), tuple(of_mentor.tolist()))
    percent, least = rng.choice([30, 50, 66, 80, 100]), rng.choice([0, 0, 3])
    quotas.append(Quota("across", None, None, int(least), None, across, int(percent)))
    most = rng.integers(1, 3, mentors)
    names = [f"e{i}" for i in range(mentees)], [f"o{j}" for j in range(mentors)]
    return Problem.of(*names, pairs, mentor_most=most, quotas=quotas)


def _of(side: str, own: Any, group: int) -> tuple[tuple[int, ...] | None, tuple[int, ...] | None]:
    people = tuple(np.flatnonzero(own == group).tolist())
    return (people, None) if side == "mentees" else (None, people)


def _ends(rng: np.random.Generator) -> tuple[int, int | None]:
    least = int(rng.choice([0, 1, 2, 5]))
    return least, (None if rng.random() < 0.4 else least + int(rng.integers(0, 4)))


def _programme(problem: Problem) -> tuple[int, int] | None:
    """Mentees, then score, by an integer programme of its own; None if nothing is possible."""
    ends = [problem.ends(pair) for pair in range(len(problem.score))]
    rows: list[tuple[list[float], float, float]] = [
        ([float(end[side] == one) for end in ends], 0.0, float(most[one]))
        for side, most in ((0, problem.mentee_most), (1, problem.mentor_most))
        for one in range(len(most))
    ]
    for quota in problem.quotas:
        inside = [
            float(
                (quota.mentees is None or i in quota.mentees)
                and (quota.mentors is None or j in quota.mentors)
                and crosses(quota, i, j)
            )
            for i, j in ends
        ]
        rows.append((inside, quota.least, np.inf if quota.most is None else quota.most))
        rows.append(([100 * one - quota.percent for one in inside], 0.0, np.inf))
    limits = [LinearConstraint([row], low, high) for row, low, high in rows]
    whole, size = np.ones(len(ends)), len(ends)
    first = milp(-np.ones(size), constraints=limits, integrality=whole, bounds=(0, 1))
    if first.x is None:
        return None
    made = round(-first.fun)
    limits.append(LinearConstraint([[1.0] * size], made, made))
    second = milp(-problem.score.astype(float), constraints=limits, integrality=whole, bounds=(0, 1))
    return made, round(-second.fun)


@pytest.mark.parametrize("seed", range(24))
def test_quotas_and_a_percentage_together_agree_with_an_integer_programme(seed: int) -> None:
    problem = _random(seed)
    expected, solution = _programme(problem), solve(problem)
    assert check.violations(problem, solution) == []
    if expected is None:
        assert solution.status is Status.INFEASIBLE
        assert _programme(with_changes(problem, solution.reasons)) is not None
    else:
        assert (solution.status, *(tier.value for tier in solution.tiers)) == (Status.OPTIMAL, *expected)


def test_some_of_the_random_problems_are_impossible_and_some_are_not() -> None:
    found = [_programme(_random(seed)) is None for seed in range(24)]
    assert 4 <= sum(found) <= 20


def held(percent: int, **more: Any) -> Problem:
    """Three mentees, two mentors with two places; two pairs across, worth little."""
    pairs = {(0, 0): 9, (1, 0): 9, (2, 1): 9, (0, 1): 1, (2, 0): 1}
    quotas = [Quota("share", across=ACROSS, percent=percent), *more.pop("quotas", [])]
    return Problem.of("abc", "AB", pairs, mentor_most=2, quotas=quotas, **more)


def test_a_percentage_costs_points_before_it_costs_a_mentee_a_place() -> None:
    free, half = solve(held(0)), solve(held(50))
    assert [tier.value for tier in free.tiers] == [3, 27]
    assert [tier.value for tier in half.tiers] == [3, 11]


def test_a_percentage_that_nobody_can_reach_with_all_pairs_leaves_mentees_out_and_is_named() -> None:
    problem = held(100)
    solution = solve(problem)
    assert [tier.value for tier in solution.tiers] == [2, 2]
    compiled = replace(_compiled(), problem=problem)
    found = explain_unmatched(Explainer(compiled, solution), "b")
    assert (found.kind, found.quotas) == ("limits", ("share",))


def test_the_percentage_that_would_do_is_told_exactly() -> None:
    problem = held(80, mentee_least=1)
    solution = solve(problem)
    (reason,) = solution.reasons
    assert (reason.kind, reason.side, reason.person) == ("shortfall", "quota", "share")
    assert (reason.limit, reason.given, reason.needed) == ("quota_percent", 80, 66)
    assert solve(held(66, mentee_least=1)).status is Status.OPTIMAL
    assert solve(held(67, mentee_least=1)).status is Status.INFEASIBLE


def test_an_open_feasibility_of_the_change_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(side, "_helps", lambda *_given: False)
    with pytest.raises(NotProven):
        side.solve(held(80, mentee_least=1))


@pytest.mark.parametrize(
    "wrong",
    [
        Quota("q", percent=101),
        Quota("q", percent=-1),
        Quota("q", across=Across((0, 0), (0, 1))),
        Quota("q", across=Across((0, 0, 1), (0,))),
    ],
)
def test_what_cannot_be_meant_is_refused(wrong: Quota) -> None:
    with pytest.raises(BrokenProblem):
        Problem.of("abc", "AB", [(0, 0, 1)], quotas=[wrong])


def test_prices_alone_prove_nothing_where_pairs_are_counted_across_groups() -> None:
    problem = held(50)
    solution = solve(problem)
    sizes = len(problem.mentees), len(problem.mentors), len(problem.quotas)
    stage = Stage(("mentees", "score"), (100, 1), *(np.zeros(size, dtype=np.int64) for size in sizes))
    wrong = replace(solution, certificate=Certificate((stage,)))
    assert check.violations(problem, wrong) == ["certificate: none"]


def test_pairs_below_the_percentage_are_found_out() -> None:
    problem, free = held(50), solve(held(0))
    told = check.violations(problem, replace(free, problem=problem))
    assert told == ["quota share: 0 of 3, not 50 %"]


def test_a_proof_for_another_percentage_is_found_out() -> None:
    solution = solve(held(50))
    assert isinstance(solution.certificate, TreeCertificate)
    assert check_side.unproven(held(34), solution) != []


def test_a_judge_counts_pairs_across_groups() -> None:
    found = judge(_compiled(percent=50), Objective(), [("a", "A"), ("b", "A"), ("c", "A")])
    (breach,) = found.breaches
    assert (breach.kind, breach.quota, breach.found, breach.limit) == ("under_quota", "share", 1, 2)


def _compiled(percent: int = 0, value: Any = "North") -> Any:
    mentees = [
        Candidate("a", {"at": "north"}),
        Candidate("b", {"at": value}),
        Candidate("c", {"at": "South"}),
    ]
    mentors = [Candidate("A", {"at": "North "}), Candidate("B", {})]
    quota = GroupQuota("share", "across campuses", least=1, across="at", percent=percent)
    policy = Policy(quotas=(quota, *([] if percent else [GroupQuota("n", least=0, across="at")])))
    return compile_problem(mentees, mentors, replace(policy, mentors=replace(policy.mentors, most=3)))


def test_a_policy_groups_people_by_what_they_say_and_those_who_say_nothing_never_cross() -> None:
    compiled = _compiled(percent=50)
    (quota,) = compiled.problem.quotas
    assert quota == Quota("share", least=1, across=Across((0, 0, 1), (0, -1)), percent=50)
    assert compiled.between["share"].across == "at"
    assert compiled.between["share"].label == "across campuses"


def test_somebody_is_of_one_group_only() -> None:
    with pytest.raises(UnreadableValues):
        _compiled(percent=50, value=("north", "south"))


def test_a_policy_reads_quotas_of_pairs_across_groups() -> None:
    policy = Policy.from_mapping(
        {"quotas": [{"across": "at", "percent": 40, "key": "s", "least": 2}, {"across": "at", "most": 9}]}
    )
    assert policy.quotas == (
        GroupQuota("s", "s", least=2, across="at", percent=40),
        GroupQuota("quota_2", "quota_2", most=9, across="at"),
    )


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ({"across": "at"}, ["least_or_most"]),
        ({"across": "at", "percent": 101}, ["at_most"]),
        ({"across": "at", "percent": -1}, ["whole_number"]),
        ({"across": " ", "percent": 3}, ["text"]),
        ({"across": "at", "pairs_of": "at", "percent": 3}, ["one_kind_of_group"]),
        ({"pairs_of": "at", "percent": 3}, ["unknown_key", "least_or_most"]),
    ],
)
def test_what_is_wrong_with_such_a_quota_is_named(table: dict[str, Any], codes: list[str]) -> None:
    with pytest.raises(PolicyRefused) as refused:
        Policy.from_mapping({"quotas": [table]})
    assert [one.code for one in refused.value.facts["problems"]] == codes


def test_large_percentages_and_scores_stay_exact() -> None:
    pairs = {(i, j): 10**15 * (i + 1) + j for i in range(3) for j in range(2)}
    quota = Quota("share", across=ACROSS, percent=99)
    problem = Problem.of("abc", "AB", pairs, mentor_most=3, quotas=[quota])
    solution: Solution = solve(problem)
    assert check.violations(problem, solution) == []
    assert [tier.value for tier in solution.tiers] == [3, 6 * 10**15 + 2]
