"""A floor under the scores: below it no pair is made, those that are locked excepted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from fairlead.engine.model import Ints, NotSolvable, Problem


def above(problem: Problem, floor: int) -> Ints:
    """The listed pairs that score `floor` or more, and those that are locked: (k,), in order."""
    kept = (problem.score >= floor).astype(bool)
    kept[list(problem.locked_pairs)] = True
    return np.flatnonzero(kept)


def with_floor(problem: Problem, floor: int) -> Problem:
    """The problem without the pairs that score below `floor`, those that are locked excepted.

    Raises `NotSolvable` for a problem that does not list all its pairs.
    """
    if problem.source is not None:
        raise NotSolvable(what="source")
    kept = above(problem, floor)
    return replace(
        problem,
        pair_mentee=problem.pair_mentee[kept],
        pair_mentor=problem.pair_mentor[kept],
        score=problem.score[kept],
    )
