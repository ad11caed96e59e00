"""Figures about a result: how many are covered, how the load lies, the worst pair, who would rather swap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairlead.engine.model import Ints, Problem, Solution

ROWS_AT_ONCE = 256
NOBODY = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Coverage:
    """Of all people of a side, how many have at least one partner, and how many have an allowed pair."""

    people: int
    with_partner: int
    with_allowed_pair: int


def coverage(problem: Problem, solution: Solution, side: str) -> Coverage:
    """The coverage of "mentee" or "mentor"."""
    ends: Ints = getattr(problem, f"pair_{side}")
    return Coverage(
        people=len(getattr(problem, f"{side}s")),
        with_partner=len(set(ends[list(solution.pairs)].tolist())),
        with_allowed_pair=len(set(ends.tolist())),
    )


def loads(problem: Problem, solution: Solution, side: str) -> Ints:
    """How many partners each person of a side has: (people,)."""
    ends: Ints = getattr(problem, f"pair_{side}")[list(solution.pairs)]
    return np.bincount(ends, minlength=len(getattr(problem, f"{side}s"))).astype(np.int64)


def spread(problem: Problem, solution: Solution, side: str) -> dict[str, int]:
    """How many people of a side have 0, 1, 2 ... partners; the keys are texts, as in JSON."""
    counts = np.bincount(loads(problem, solution, side)).tolist()
    return {str(load): people for load, people in enumerate(counts) if people}


def worst_pair(problem: Problem, solution: Solution) -> int | None:
    """The pair with the lowest score (the first of them), None if there is no pair."""
    return min(solution.pairs, key=lambda pair: (int(problem.score[pair]), pair), default=None)


def blocking_pairs(problem: Problem, solution: Solution) -> int:
    """How many allowed pairs are not made although both would rather have them, by the pair's score."""
    return len(blocking(problem, solution.pairs))


def blocking(problem: Problem, pairs: tuple[int, ...]) -> Ints:
    """The allowed pairs that are not among these pairs although both would rather have them.

    Somebody would rather have a pair if a place of theirs is free or their worst pair scores lower.
    """
    chosen = list(pairs)
    rather = np.ones(len(problem.score), dtype=bool)
    rather[chosen] = False
    ceiling = int(problem.score.max(initial=0)) + 1
    for side in ("mentee", "mentor"):
        ends: Ints = getattr(problem, f"pair_{side}")
        most: Ints = getattr(problem, f"{side}_most")
        worst = np.full(len(most), ceiling, dtype=problem.score.dtype)
        np.minimum.at(worst, ends[chosen], problem.score[chosen])
        free = np.bincount(ends[chosen], minlength=len(most)) < most
        rather &= free[ends] | (worst[ends] < problem.score).astype(bool)
    return np.flatnonzero(rather)


def blocking_with_source(
    problem: Problem, pairs: tuple[int, ...], *, rows_at_once: int = ROWS_AT_ONCE
) -> tuple[Ints, Ints]:
    """The same over all pairs of a problem's source, in one pass over all scores: mentees, mentors (k,)."""
    source, chosen = problem.source, list(pairs)
    assert source is not None
    made = problem.pair_mentee[chosen].astype(np.int64) * len(problem.mentors) + problem.pair_mentor[chosen]
    least = {side: _least_wanted(problem, chosen, side) for side in ("mentee", "mentor")}
    found = [(NOBODY, NOBODY)]
    for begin in range(0, len(problem.mentees), rows_at_once):
        own = np.arange(begin, min(begin + rows_at_once, len(problem.mentees)))
        rows, cols = np.repeat(own, len(problem.mentors)), np.tile(np.arange(len(problem.mentors)), len(own))
        score = source.scores(rows, cols)
        both = (score > least["mentee"][rows]) & (score > least["mentor"][cols])
        both &= ~np.isin(rows * len(problem.mentors) + cols, made)
        rows, cols = rows[both], cols[both]
        kept = source.allowed(rows, cols)
        found.append((rows[kept], cols[kept]))
    return np.concatenate([one for one, _ in found]), np.concatenate([one for _, one in found])


def _least_wanted(problem: Problem, chosen: list[int], side: str) -> Ints:
    """What a pair has to exceed for each person of a side: the worst score they have, or nothing."""
    ends: Ints = getattr(problem, f"pair_{side}")[chosen]
    most: Ints = getattr(problem, f"{side}_most")
    worst = np.full(len(most), np.iinfo(np.int64).max)
    np.minimum.at(worst, ends, problem.score[chosen])
    worst[np.bincount(ends, minlength=len(most)) < most] = np.iinfo(np.int64).min
    return worst
