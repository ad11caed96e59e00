"""Problems whose pairs come from a source: short lists, priced against all pairs until none is better."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from fairlead.engine import ENGINE_VERSION, check
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
from fairlead.engine.planning import OPENING_TIERS
from fairlead.engine.solvers.pricing import solve as solve_priced
from fairlead.engine.watching import Watch


def solve(problem: Problem, objective: Objective, watch: Watch, executor: Any = None) -> Solution:
    """Most mentees, then the greatest total, over all pairs of the problem's source, proven over all of them.

    The solution's problem lists the pairs that were looked at. Raises `NotSolvable` where more than places
    limits the people, and `Cancelled`.
    """
    source = problem.source
    assert source is not None
    _refuse_limits(problem)
    given = problem.pair_mentee, problem.pair_mentor, problem.score
    places = np.minimum(problem.mentor_most, len(problem.mentees))
    priced = solve_priced(source, places, listed=given, watch=watch, executor=executor)
    sparse, found = priced.sparse, priced.assigned
    rows = np.repeat(np.arange(len(problem.mentees), dtype=np.int32), np.diff(sparse.indptr))
    grown = replace(problem, pair_mentee=rows, pair_mentor=sparse.mentor, score=sparse.score)
    pairs = tuple(np.flatnonzero(found.mentor[rows] == sparse.mentor).tolist())
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
        pairs=pairs,
        tiers=check.reached(grown, objective, pairs),
        total_score=check.total_score(grown, pairs),
        objective=objective,
        seconds=0.0,
        version=ENGINE_VERSION,
        method=Method.PRICED,
        certificate=Certificate((stage,)),
    )


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
