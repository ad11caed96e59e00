"""What a pair would change where no network holds the whole problem: solved again with the pair locked.

Needed for the tier "worst", quotas of two sides or crossing ones, and people kept together. Every answer is
a solve, so only so many are made for one question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from fairlead.engine.model import Objective, Problem, Solution, Status
from fairlead.engine.places import laminar
from fairlead.engine.solvers import solve

SOLVES_AT_MOST = 24


@dataclass(frozen=True)
class Changed:
    """What the tiers and the total score lose with a pair locked, and which mentee leaves and joins whom.

    `certain`: the result compared with is itself proven best, so the losses are exact, not at most.
    """

    lost: tuple[int, ...]
    score_lost: int
    moves: tuple[tuple[int, int | None, int | None], ...]
    certain: bool


def needed(problem: Problem, objective: Objective) -> bool:
    """Whether chains of moves cannot tell what a pair costs in this problem."""
    return "worst" in objective.tiers or bool(problem.together) or not laminar(problem)


def changed(problem: Problem, solution: Solution, pair: int) -> Changed | None:
    """What locking a pair changes, with as few other changes as can be; None if it cannot be."""
    objective, ends = solution.objective, problem.ends(pair)
    made = [problem.ends(one) for one in solution.pairs]
    forced = replace(problem, locked=(*problem.locked, ends))
    if "kept" not in objective.tiers:
        forced = replace(forced, base=tuple(made))
        objective = replace(objective, order=(*objective.tiers, "kept"))
    found = solve(forced, objective)
    if found.status is Status.INFEASIBLE:
        return None
    lost = tuple(
        before.value - after.value for before, after in zip(solution.tiers, found.tiers, strict=False)
    )
    after_it = [problem.ends(one) for one in found.pairs]
    return Changed(
        lost=lost,
        score_lost=solution.total_score - found.total_score,
        moves=moves_between(made, after_it, ends[0]),
        certain=found.status is Status.OPTIMAL,
    )


def moves_between(
    before: Sequence[tuple[int, int]], after: Sequence[tuple[int, int]], first: int
) -> tuple[tuple[int, int | None, int | None], ...]:
    """Mentee by mentee who leaves whom and joins whom, the one asked about first."""
    leaves, joins = sorted(set(before) - set(after)), sorted(set(after) - set(before))
    mentees = sorted({mentee for mentee, _ in (*leaves, *joins)}, key=lambda one: (one != first, one))
    return tuple(
        (mentee, left, joined)
        for mentee in mentees
        for left, joined in zip_longest(
            [mentor for one, mentor in leaves if one == mentee],
            [mentor for one, mentor in joins if one == mentee],
        )
    )
