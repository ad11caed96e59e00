"""Figures about a result: how many are covered, how the load lies, the worst pair, who would rather swap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairlead.engine.model import Ints, Problem, Solution


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
