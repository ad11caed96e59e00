"""Solving a few pairs and pricing all of them gives the best over all of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from fairlead.engine.given import Found, Ints
from fairlead.engine.model import Cancelled
from fairlead.engine.solvers import pricing
from fairlead.engine.solvers.levels import Assigned, Sparse, best
from fairlead.engine.solvers.levels.crowd import Listed, best_of_mentees, best_of_mentors, violated
from fairlead.engine.watching import Watch
from tests.engine.test_levels import by_flow, proven, value


class Table:
    """A source that holds a table of scores; below 0 means forbidden."""

    def __init__(self, table: Ints) -> None:
        self.table = table
        self.mentees, self.mentors = table.shape
        self.most_score = int(table.max(initial=0))
        self.asked: list[int] = []
        self.sides: list[str] = []

    def best(self, side: str, k: int, watch: Watch | None = None, executor: Any = None) -> Found:
        self.sides.append(side)
        table = self.table if side == "mentee" else self.table.T
        order = np.argsort(-table, axis=1, kind="stable")[:, :k]
        own = np.repeat(np.arange(len(table)), order.shape[1])
        other, score = order.ravel(), np.take_along_axis(table, order, 1).ravel()
        kept = score >= 0
        ends = (own, other) if side == "mentee" else (other, own)
        return ends[0][kept].astype(np.int32), ends[1][kept].astype(np.int32), score[kept]

    def above(
        self, need: Ints, price: Ints, most_per_row: int, watch: Watch | None = None, executor: Any = None
    ) -> Found:
        assert price.min(initial=0) >= 0
        left = self.table - price[None, :]
        self.asked.append(int(np.sum(need <= self.most_score)))
        rows, columns = [], []
        for row in range(self.mentees):
            found = np.flatnonzero((left[row] > need[row]) & (self.table[row] >= 0))
            found = found[np.argsort(-left[row, found], kind="stable")][:most_per_row]
            rows += [row] * len(found)
            columns += found.tolist()
        at = np.array(rows, dtype=np.int32), np.array(columns, dtype=np.int32)
        return *at, self.table[at]

    def scores(self, rows: Any, cols: Any) -> Ints:
        return np.asarray(self.table[rows, cols])

    def allowed(self, rows: Any, cols: Any) -> Any:
        return self.table[rows, cols] >= 0

    def all_pairs(self, places: Ints) -> Sparse:
        rows, columns = np.nonzero(self.table >= 0)
        indptr = np.searchsorted(rows, np.arange(self.mentees + 1)).astype(np.int64)
        return Sparse(indptr, columns.astype(np.int32), self.table[rows, columns], places)


def drawn(seed: int, size: int, width: int, most: int = 12) -> Table:
    """A table of random scores with a taste that all share, a third forbidden."""
    rng = np.random.default_rng(seed)
    table = rng.integers(0, most + 1, (size, width)) + rng.integers(0, most // 2 + 1, width)[None, :]
    return Table(np.where(rng.random((size, width)) < 0.33, -1, table))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("most", [1, 2, 4])
def test_the_best_over_all_pairs_is_found_and_proven_from_few(seed: int, most: int) -> None:
    table = drawn(seed, 80, 40)
    places = np.random.default_rng(seed).integers(0, most + 1, 40)
    found = pricing.solve(table, places, each_side=2)
    everything = table.all_pairs(places)
    assert proven(everything, found.assigned) == by_flow(everything)
    assert (found.gap, found.rounds) == (0, len(table.asked))
    assert len(found.sparse.mentor) < len(everything.mentor)


def test_only_mentees_whose_pairs_may_be_violated_are_priced_again() -> None:
    asked = [drawn(seed, 200, 100) for seed in range(5)]
    for table in asked:
        pricing.solve(table, np.full(100, 3), each_side=3)
    assert all(table.asked[0] == 200 for table in asked)
    assert min(min(table.asked) for table in asked) < 200


def test_a_stop_before_the_end_tells_how_far_the_best_may_be() -> None:
    table, places = drawn(1, 80, 40), np.full(40, 2)
    everything = table.all_pairs(places)
    best_mentees, best_score = by_flow(everything)
    stopped = pricing.solve(table, places, each_side=1, enough=lambda rounds: rounds == 1)
    mentees, score = value(everything, stopped.assigned.mentor)
    big = stopped.assigned.big
    assert stopped.rounds == 1
    assert 0 < (best_mentees - mentees) * big + best_score - score <= stopped.gap
    assert slack(everything, stopped.assigned) >= 0


def slack(problem: Sparse, found: Assigned) -> int:
    rows = np.repeat(np.arange(len(problem.indptr) - 1), np.diff(problem.indptr))
    prices = found.mentee_price[rows] + found.mentor_price[problem.mentor]
    return int((prices - found.big - problem.score).min())


def test_listed_pairs_are_solved_with() -> None:
    table, places = drawn(2, 30, 20), np.ones(20, np.int64)
    rows, columns = (ends.astype(np.int32) for ends in np.nonzero(table.table >= 0))
    found = pricing.solve(table, places, each_side=1, listed=(rows, columns, table.table[rows, columns]))
    assert (found.rounds, found.gap, len(found.sparse.mentor)) == (1, 0, len(rows))


@pytest.mark.parametrize("most", [1, 2, 3])
def test_many_listed_pairs_are_priced_instead_of_sorted(most: int) -> None:
    everything = drawn(most, 450, 400).all_pairs(np.full(400, most))
    found = pricing.best_of_listed(everything)
    assert proven(everything, found) == by_flow(everything)
    again = pricing.best_of_listed(everything, start=found)
    assert proven(everything, again) == proven(everything, found)


def test_few_listed_pairs_are_solved_as_they_are() -> None:
    everything = drawn(3, 30, 20).all_pairs(np.ones(20, np.int64))
    assert pricing.best_of_listed(everything).mentor.tolist() == best(everything).mentor.tolist()


def test_a_listed_source_knows_its_pairs() -> None:
    table = drawn(3, 30, 20)
    listed = Listed(table.all_pairs(np.ones(20, np.int64)))
    rows, columns = np.divmod(np.arange(600), 20)
    allowed = listed.allowed(rows, columns)
    assert allowed.tolist() == table.allowed(rows, columns).tolist()
    assert listed.scores(rows[allowed], columns[allowed]).tolist() == table.table[table.table >= 0].tolist()
    assert listed.most_score == table.most_score
    for side, people in (("mentee", 30), ("mentor", 20)):
        found, expected = listed.best(side, 3), table.best(side, 3)
        end = 0 if side == "mentee" else 1
        for one in range(people):
            assert sorted(found[2][found[end] == one]) == sorted(expected[2][expected[end] == one])


def test_scanning_can_be_called_off() -> None:
    listed = Listed(drawn(3, 30, 20).all_pairs(np.ones(20, np.int64)))
    gone = np.ones(1, np.int8)
    ats = np.full((30, 3), -1)
    sparse = listed.sparse
    arrays = (sparse.indptr[:-1], sparse.indptr[1:], sparse.mentor, sparse.score)
    violated(arrays, listed.ranks, (np.zeros(30, np.int64), np.zeros(20, np.int64)), (0, 30), ats, gone)
    best_of_mentees(arrays, listed.ranks, 0, ats.copy(), ats, gone)
    best_of_mentors(arrays, listed.ranks, 0, ats[:20].copy(), ats[:20], gone)
    assert ats.max() == -1


def test_nobody_at_all_and_nothing_allowed() -> None:
    for shape in ((0, 0), (3, 0), (0, 3), (3, 3)):
        found = pricing.solve(Table(np.full(shape, -1)), np.ones(shape[1], np.int64))
        assert found.assigned.mentor.tolist() == [-1] * shape[0]
        assert found.gap == 0


def test_pricing_can_be_called_off() -> None:
    with pytest.raises(Cancelled):
        pricing.solve(drawn(1, 20, 10), np.ones(10, np.int64), watch=Watch(is_cancelled=lambda: True))


@pytest.mark.parametrize(
    ("mentors", "places", "sides"),
    [
        (40, 2, ["mentee"]),
        (40, 1, ["mentee", "mentor"]),
        (20, 1, ["mentor"]),
        (2, 9, ["mentee", "mentor"]),
    ],
    ids=["ample", "balanced", "scarce", "few mentors with many places"],
)
def test_candidates_are_listed_for_those_who_have_the_choice(
    mentors: int, places: int, sides: list[str]
) -> None:
    table = drawn(3, 40, mentors)
    given = np.full(mentors, places, dtype=np.int64)
    found = pricing.solve(table, given)
    assert table.sides == sides
    assert found.gap == 0
    assert proven(table.all_pairs(given), found.assigned) == by_flow(table.all_pairs(given))
