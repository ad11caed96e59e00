"""Problems whose pairs come from a source: short lists, priced against all pairs until none is better."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fairlead.engine import ENGINE_VERSION, check
from fairlead.engine.given import Found, Ints
from fairlead.engine.model import (
    Certificate,
    Method,
    NotSolvable,
    Objective,
    Problem,
    Solution,
    Stage,
    Status,
)
from fairlead.engine.network import ranks_of
from fairlead.engine.planning import OPENING_TIERS
from fairlead.engine.solvers.levels import Assigned
from fairlead.engine.solvers.pricing import Priced, big_enough
from fairlead.engine.solvers.pricing import solve as solve_priced
from fairlead.engine.watching import Watch


def solve(problem: Problem, objective: Objective, watch: Watch, executor: Any = None) -> Solution:
    """Most mentees, then the greatest total, over all pairs of the problem's source, proven over all of them.

    The solution's problem lists the pairs that were looked at. Raises `NotSolvable` where more than places
    limits the people, and `Cancelled`.
    """
    assert problem.source is not None
    _refuse_limits(problem)
    people = InOrder(problem, objective.seed)
    places = np.minimum(problem.mentor_most, len(problem.mentees))[people.orders[1]]
    priced = solve_priced(
        people,
        places,
        listed=people.inside((problem.pair_mentee, problem.pair_mentor, problem.score)),
        big=big_enough(len(problem.mentees), places, people.most_score),
        watch=watch,
        executor=executor,
    )
    found, (rows, cols, scores) = people.told(priced)
    grown = replace(problem, pair_mentee=rows, pair_mentor=cols, score=scores)
    made = tuple(np.flatnonzero(found.mentor[rows] == cols).tolist())
    stage = Stage(
        tiers=OPENING_TIERS,
        weights=(found.big, 1),
        mentee_price=found.big - found.mentee_price,
        mentor_price=-found.mentor_price,
        quota_price=np.zeros(0, dtype=np.int64),
    )
    return Solution(
        status=Status.OPTIMAL,
        problem=grown,
        pairs=made,
        tiers=check.reached(grown, objective, made),
        total_score=check.total_score(grown, made),
        objective=objective,
        seconds=0.0,
        version=ENGINE_VERSION,
        method=Method.PRICED,
        certificate=Certificate((stage,)),
    )


class InOrder:
    """A problem's source, whose people stand as their fingerprints say instead of as they came.

    So what is solved, and which of several best pairings is found, does not depend on the order of the rows.
    `orders`: who stands at each place, by side; `ranks`: the place of each.
    """

    def __init__(self, problem: Problem, seed: int) -> None:
        assert problem.source is not None
        self.source = problem.source
        self.mentees, self.mentors = len(problem.mentees), len(problem.mentors)
        sides = (("mentee", problem.mentees), ("mentor", problem.mentors))
        self.ranks = tuple(ranks_of(seed, side, names) for side, names in sides)
        self.orders = tuple(np.argsort(ranks, kind="stable") for ranks in self.ranks)

    @property
    def most_score(self) -> int:
        """A score that no pair exceeds."""
        return self.source.most_score

    def inside(self, found: Found) -> Found:
        """Pairs of the problem's positions by the places of their people."""
        rows, cols, scores = found
        return self.ranks[0][rows].astype(np.int32), self.ranks[1][cols].astype(np.int32), scores

    def best(self, side: str, k: int, watch: Watch | None = None, executor: Any = None) -> Found:
        """The k best pairs of everybody on a side, exact: rows, columns and scores."""
        return self.inside(self.source.best(side, k, watch, executor))

    def above(
        self,
        need: Ints,
        price: Ints,
        most_per_row: int,
        watch: Watch | None = None,
        executor: Any = None,
    ) -> Found:
        """The allowed pairs whose score less `price` (m,) of the mentor exceeds `need` (n,) of the mentee."""
        asked = need[self.ranks[0]], price[self.ranks[1]]
        return self.inside(self.source.above(*asked, most_per_row, watch, executor))

    def scores(self, rows: Any, cols: Any) -> Ints:
        """The exact scores of these pairs."""
        return self.source.scores(self.orders[0][rows], self.orders[1][cols])

    def allowed(self, rows: Any, cols: Any) -> NDArray[np.bool_]:
        """Which of these pairs the hard rules allow."""
        return self.source.allowed(self.orders[0][rows], self.orders[1][cols])

    def told(self, priced: Priced) -> tuple[Assigned, Found]:
        """What was found, by the problem's positions: mentors and prices, and the pairs listed by row."""
        sparse, found = priced.sparse, priced.assigned
        rows = np.repeat(self.orders[0], np.diff(sparse.indptr))
        cols = self.orders[1][sparse.mentor]
        by_row = np.lexsort((cols, rows))
        mentor = np.where(found.mentor < 0, -1, self.orders[1][found.mentor])
        prices = found.mentee_price[self.ranks[0]], found.mentor_price[self.ranks[1]]
        made = Assigned(mentor[self.ranks[0]].astype(np.int32), *prices, found.big)
        pairs = rows[by_row].astype(np.int32), cols[by_row].astype(np.int32), sparse.score[by_row]
        return made, pairs


def _refuse_limits(problem: Problem) -> None:
    limits = {
        "quotas": problem.quotas,
        "together": problem.together,
        "locked": problem.locked,
        "mentee_least": problem.mentee_least.any(),
        "mentor_least": problem.mentor_least.any(),
        "mentee_most": (problem.mentee_most != 1).any(),
    }
    for limit, is_given in limits.items():
        if is_given:
            raise NotSolvable(what="source", limit=limit)
