"""Whoever waits fitted into places that nobody has, with no other change: also where pairs are not listed."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np

from fairlead.engine.model import Objective, Problem
from fairlead.engine.solvers import solve
from fairlead.matching.queries.board import Board
from fairlead.matching.queries.effects import MOST_AT_ONCE
from fairlead.matching.queries.ways import patience

Pairs = dict[str, str]


def left(board: Board, most: Mapping[str, int], staying: Pairs) -> dict[str, int]:
    """How many places each mentor of the board has left beside the pairs that stay, if any."""
    taken = Counter(staying.values())
    free = {one: places - taken[one] for one, places in sorted(most.items())}
    known = board.compiled.places["mentor"]
    return {one: places for one, places in free.items() if places > 0 and one in known}


def fit(
    board: Board, mentees: list[str], free: Mapping[str, int], *, avoid: frozenset[tuple[str, str]]
) -> Pairs | None:
    """As many of these mentees as possible on free places, with the most points; None if there are too many.

    Their pairs are asked of the source of the run. Raises the engine's `Refusal`.
    """
    compiled, source = board.compiled, board.compiled.problem.source
    assert source is not None
    mentors = sorted(free)
    if len(mentees) * len(mentors) > MOST_AT_ONCE:
        return None
    rows = np.repeat([compiled.mentee_at(one) for one in mentees], len(mentors)).astype(np.int64)
    cols = np.tile([compiled.mentor_at(one) for one in mentors], len(mentees)).astype(np.int64)
    fine, points = source.allowed(rows, cols), source.scores(rows, cols)
    pairs = [
        (row, col, int(points[row * len(mentors) + col]))
        for row, mentee in enumerate(mentees)
        for col, mentor in enumerate(mentors)
        if fine[row * len(mentors) + col] and (mentee, mentor) not in avoid
    ]
    most = [free[one] for one in mentors]
    problem = Problem.of(mentees, mentors, pairs, mentor_most=most, scale=compiled.problem.scale)
    return _solved(problem, board.run.seed)


def _solved(problem: Problem, seed: int) -> Pairs:
    found = solve(problem, Objective(order=("mentees", "score"), seed=seed), watch=patience())
    named = [found.problem.named(pair) for pair in found.pairs]
    return {one["mentee"]: one["mentor"] for one in named}


def narrowed(frozen: Mapping[str, Any], before: Pairs) -> dict[str, Any]:
    """The pool of now without the pairs of `before` and the places they take."""
    taken = Counter(before.values())
    mentors = [{**one, "places": one["places"] - taken[one["id"]]} for one in frozen["mentors"]]
    mentees = [one for one in frozen["mentees"] if one["id"] not in before]
    free = [one for one in mentors if one["places"] > 0]
    there = {one["id"] for one in (*mentees, *free)}
    locked = [pair for pair in frozen["locked"] if there.issuperset(pair)]
    return {**frozen, "mentees": mentees, "mentors": free, "locked": locked, "base": []}
