"""A certificate changed on purpose proves nothing any more, whichever part of it is changed."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead.engine import check, duality
from fairlead.engine.given import Found
from fairlead.engine.model import (
    Certificate,
    Ints,
    Objective,
    Problem,
    Quota,
    Solution,
    Stage,
    Status,
    Tier,
)
from fairlead.engine.solvers import solve
from tests.engine.problems import any_objectives, full_problems

PROBLEM = Problem.of(
    ["a", "b", "c", "d"],
    ["A", "B", "C"],
    [(i, j, (7 * i + 5 * j) % 9) for i in range(4) for j in range(3)],
    mentor_most=2,
    mentee_class=[0, 1, 2, 1],
    quotas=[Quota("north", mentors=(0, 1), least=1, most=2), Quota("south", mentees=(0, 1), most=1)],
)
OBJECTIVE = Objective(order=("priority", "worst", "leximin", "score", "even"))
SOLUTION = solve(PROBLEM, OBJECTIVE)
MISFIT = "certificate: the stages are not the objective's tiers"


def stages() -> tuple[Stage, ...]:
    assert isinstance(SOLUTION.certificate, Certificate)
    return SOLUTION.certificate.stages


def with_stages(*some: Stage) -> Solution:
    return replace(SOLUTION, certificate=Certificate(some))


def test_the_solution_that_is_changed_here_is_proven_in_several_stages() -> None:
    assert check.violations(PROBLEM, SOLUTION) == []
    assert [stage.tiers for stage in stages()] == [
        ("priority:1", "priority:2"),
        ("worst",),
        stages()[2].tiers,
    ]
    assert stages()[2].tiers[-2:] == ("score", "even")


@pytest.mark.parametrize("place", range(3))
@pytest.mark.parametrize("field", ["mentee_price", "mentor_price", "quota_price"])
def test_a_price_raised_or_lowered_is_found_out_or_proves_the_same(place: int, field: str) -> None:
    found = 0
    for index in range(len(getattr(stages()[place], field))):
        for change in (-(10**6), 10**6):
            price = getattr(stages()[place], field).copy()
            price[index] += change
            other = list(stages())
            other[place] = replace(other[place], **{field: price})
            found += bool(check.violations(PROBLEM, with_stages(*other)))
    assert found > 0


@pytest.mark.parametrize("field", ["mentee_price", "mentor_price", "quota_price"])
def test_prices_that_are_missing_or_no_whole_numbers_are_found_out(field: str) -> None:
    for price in (getattr(stages()[0], field)[1:], getattr(stages()[0], field) + 0.5):
        other = replace(stages()[0], **{field: price})
        assert check.violations(PROBLEM, with_stages(other, *stages()[1:])) == [
            "certificate: prices are missing or no whole numbers"
        ]


def test_weights_that_do_not_order_the_tiers_are_found_out() -> None:
    last = stages()[-1]
    for weights in ((1,) * len(last.weights), tuple(reversed(last.weights)), (0,) * len(last.weights)):
        assert check.violations(PROBLEM, with_stages(*stages()[:-1], replace(last, weights=weights))) == [
            "certificate: the weights do not order the tiers"
        ]


def test_stages_left_out_or_in_another_order_are_found_out() -> None:
    first, worst, last = stages()
    assert check.violations(PROBLEM, with_stages(worst, first, last)) == [MISFIT]
    assert check.violations(PROBLEM, with_stages(first, last)) == [MISFIT]
    assert check.violations(PROBLEM, with_stages(first, worst)) == ["certificate: a tier is not proven"]
    assert check.violations(PROBLEM, with_stages(first, worst, last, last)) == [MISFIT]
    empty = replace(last, tiers=(), weights=())
    assert check.violations(PROBLEM, with_stages(first, worst, last, empty)) == [MISFIT]


def test_another_worst_score_is_found_out() -> None:
    first, worst, last = stages()
    assert worst.worst is not None
    assert check.violations(PROBLEM, with_stages(first, replace(worst, worst=worst.worst + 1), last)) == [
        "certificate: another worst score is proven"
    ]
    assert check.violations(PROBLEM, with_stages(first, replace(worst, worst=None), last)) == [MISFIT]
    assert check.violations(PROBLEM, with_stages(replace(first, worst=3), worst, last)) == [MISFIT]
    nothing = [np.zeros(size, dtype=np.int64) for size in (4, 3, 2)]
    free = Stage(("worst",), (1,), *nothing, worst=worst.worst)
    assert check.violations(PROBLEM, with_stages(first, free, last)) == [
        "certificate: the worst score may be higher"
    ]


def test_levels_counted_otherwise_are_found_out() -> None:
    tiers = list(SOLUTION.tiers)
    tiers[0] = replace(tiers[0], levels=((1, 1), (2, 1)))
    assert check.violations(PROBLEM, replace(SOLUTION, tiers=tuple(tiers))) == ["tiers: other levels counted"]


def test_a_quota_that_is_not_kept_is_found_out() -> None:
    told = check.violations(replace(PROBLEM, quotas=(Quota("all", least=9), Quota("none", most=0))), SOLUTION)
    assert told[:2] == ["quota all: 3 of 9 to None", "quota none: 3 of 0 to 0"]


def test_people_together_with_other_mentors_are_found_out() -> None:
    problem = replace(PROBLEM, quotas=(), together=((1, 3),))
    mentors = [SOLUTION.mentors_of(PROBLEM, one) for one in (1, 3)]
    assert (mentors[0] != mentors[1]) is (
        "together b, d: other mentors" in check.violations(problem, SOLUTION)
    )


@given(full_problems, any_objectives, st.integers(0, 9))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_a_pairing_is_called_the_best_only_if_it_is(
    problem: Problem, objective: Objective, left_out: int
) -> None:
    best = solve(problem, objective)
    if best.status is Status.INFEASIBLE or not best.pairs:
        return
    gone = best.pairs[left_out % len(best.pairs)]
    pairs = tuple(pair for pair in best.pairs if pair != gone)
    other = replace(
        best,
        pairs=pairs,
        tiers=check.reached(problem, objective, pairs),
        total_score=check.total_score(problem, pairs),
    )
    equal = [tier.value for tier in other.tiers] == [tier.value for tier in best.tiers]
    assert equal or check.violations(problem, other) != []


def test_within_is_proven_by_a_bound_that_is_not_reached() -> None:
    problem = Problem.of(["a"], ["A", "B"], [(0, 0, 1), (0, 1, 2)])
    best = solve(problem)
    tiers = (Tier("mentees", 1, 1), Tier("score", 1, 2))
    near = replace(best, status=Status.WITHIN, pairs=(0,), tiers=tiers, total_score=1)
    assert check.violations(problem, near) == []
    too_near = replace(near, tiers=(tiers[0], Tier("score", 1, 1)))
    assert check.violations(problem, too_near) == ["tiers: every bound is reached"]
    assert check.violations(problem, replace(near, tiers=(Tier("mentees", 1, 1), Tier("score", 1, 3)))) == []


class Everybody:
    """A source in which everybody may have everybody, at the scores of a table."""

    def __init__(self, table: list[list[int]]) -> None:
        self.table = np.array(table)
        self.mentees, self.mentors = self.table.shape
        self.most_score = int(self.table.max())

    def best(self, side: str, k: int, watch: Any = None, executor: Any = None) -> Found:
        table = self.table if side == "mentee" else self.table.T
        order = np.argsort(-table, axis=1, kind="stable")[:, :k]
        own = np.repeat(np.arange(len(table)), order.shape[1]).astype(np.int32)
        ends = (own, order.ravel().astype(np.int32))
        rows, cols = ends if side == "mentee" else ends[::-1]
        return rows, cols, self.table[rows, cols]

    def above(
        self, need: Ints, price: Ints, most_per_row: int, watch: Any = None, executor: Any = None
    ) -> Found:
        rows, cols = np.nonzero(self.table - price > need[:, None])
        return rows.astype(np.int32), cols.astype(np.int32), self.table[rows, cols]

    def scores(self, rows: Any, cols: Any) -> Ints:
        found: Ints = self.table[rows, cols]
        return found

    def allowed(self, rows: Any, cols: Any) -> Any:
        return np.ones(len(rows), dtype=bool)


def test_a_pair_that_is_not_listed_but_worth_more_is_found_out() -> None:
    listed = [(0, 0, 5), (1, 1, 5)]
    plain = solve(Problem.of("ab", "AB", listed))
    assert isinstance(plain.certificate, Certificate)
    five = replace(
        plain.certificate.stages[0],
        weights=(1000, 1),
        mentee_price=np.array([-5, -5]),
        mentor_price=np.array([0, 0]),
    )
    plain = replace(plain, certificate=Certificate((five,)))

    def told(table: list[list[int]]) -> list[str]:
        problem = Problem.of("ab", "AB", listed, source=Everybody(table))
        return check.violations(problem, replace(plain, problem=problem))

    assert told([[5, 1], [1, 5]]) == []
    (finding,) = told([[5, 9], [9, 5]])
    assert finding.endswith("is worth more than the prices")
    assert told([[5, 1], [1, 6]]) == ["pairs: listed otherwise than their source has them"]
    light = replace(plain, certificate=Certificate((replace(five, weights=(11, 1)),)), problem=None)
    problem = Problem.of("ab", "AB", listed, source=Everybody([[5, 6], [6, 5]]))
    assert check.violations(problem, light) == ["certificate: the weights do not order the tiers"]
    dear = replace(five, mentor_price=np.array([1, 0]))
    problem = Problem.of("ab", "AB", listed, source=Everybody([[5, 1], [1, 5]]))
    assert check.violations(problem, replace(plain, certificate=Certificate((dear,)))) != []
    kept = solve(Problem.of("ab", "AB", listed), Objective(order=("mentees", "score", "kept")))
    assert check.violations(problem, kept) == ["certificate: it does not price pairs that are not listed"]


def test_prices_that_only_a_demanded_place_can_have_do_not_price_what_is_not_listed() -> None:
    """With a place demanded, 6 + 5 - 1 proves 10 among the listed pairs; a source is not asked with them."""
    listed = [(0, 0, 5), (1, 1, 5)]
    plain = solve(Problem.of("ab", "AB", listed))
    assert isinstance(plain.certificate, Certificate)
    dear = replace(
        plain.certificate.stages[0],
        weights=(1000, 1),
        mentee_price=np.array([-6, -5]),
        mentor_price=np.array([1, 0]),
    )
    proven = replace(plain, certificate=Certificate((dear,)))
    assert check.violations(Problem.of("ab", "AB", listed, mentor_least=[1, 0]), proven) == []
    source = Everybody([[5, 1], [1, 5]])
    problem = Problem.of("ab", "AB", listed, mentor_least=[1, 0], source=source)
    assert check.violations(problem, proven) == ["certificate: it does not price pairs that are not listed"]


@pytest.mark.parametrize("order", [("mentees", "score"), ("mentees", "mentors", "pairs", "score", "kept")])
@pytest.mark.parametrize("locked", [(), ((0, 0), (3, 5))])
def test_long_lists_are_bounded_as_short_ones_are(
    monkeypatch: pytest.MonkeyPatch, order: tuple[str, ...], locked: tuple[tuple[int, int], ...]
) -> None:
    draw = np.random.default_rng(7)
    ends = [(i, j) for i in range(9) for j in range(8) if (i + j) % 3 != 1]
    rows = [(i, j, int(score)) for (i, j), score in zip(ends, draw.integers(-3, 20, len(ends)), strict=True)]
    problem = Problem.of("abcdefghi", "QRSTUVWX", rows, mentor_most=2, locked=locked, base=[(1, 1)])
    objective = Objective(order=order)
    solution = solve(problem, objective)
    assert isinstance(solution.certificate, Certificate)
    stages = solution.certificate.stages
    expected = duality.bounds(problem, objective, stages)
    monkeypatch.setattr(duality, "AT_ONCE", 5)
    assert duality.bounds(problem, objective, stages) == expected
    monkeypatch.setattr(duality, "COMPILED_FROM", 1)
    assert duality.bounds(problem, objective, stages) == expected
    assert check.violations(problem, solution) == []
