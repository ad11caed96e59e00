"""What pairs reach in each tier, counted afresh from the problem alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fairlead.engine.evenness import EVENED
from fairlead.engine.model import Objective, Problem, ScoresTooWide, Tier

MOST_BITS = 14_000


def total_score(problem: Problem, pairs: Sequence[int]) -> int:
    """The sum of the pairs' scores on the problem's scale, exact."""
    return sum(problem.score[list(pairs)].tolist())


def tier_values(problem: Problem, objective: Objective, pairs: Sequence[int]) -> tuple[int, ...]:
    """What the pairs reach in each tier; greater is better. See `Tier` for tiers of several levels."""
    return tuple(_value(problem, tier, pairs) for tier in objective.tiers)


def reached(problem: Problem, objective: Objective, pairs: Sequence[int]) -> tuple[Tier, ...]:
    """The tiers with what the pairs reach, taken for the best."""
    values = tier_values(problem, objective, pairs)
    return tuple(
        Tier(name, value, value, tuple(levels_of(problem, name, pairs).items()))
        for name, value in zip(objective.tiers, values, strict=True)
    )


def _value(problem: Problem, tier: str, pairs: Sequence[int]) -> int:
    chosen = list(pairs)
    if tier in ("mentees", "mentors"):
        ends = getattr(problem, f"pair_{tier[:-1]}")[chosen]
        return int(np.count_nonzero(np.bincount(ends)))
    if tier == "new_mentors":
        return int(problem.mentor_new[np.unique(problem.pair_mentor[chosen])].sum())
    if tier == "pairs":
        return len(chosen)
    if tier == "score":
        return total_score(problem, pairs)
    if tier == "kept":
        return len(set(chosen) & set(problem.base_pairs))
    if tier == "worst":
        made = chosen or range(len(problem.score))
        scores = problem.score[list(made)].tolist()
        return int(min(scores) if chosen else max(scores, default=0))
    if tier in EVENED:
        load = np.bincount(getattr(problem, f"pair_{EVENED[tier]}")[chosen], minlength=1)
        return -int((load * (load - 1) // 2).sum())
    digits = _as_digits(list(levels_of(problem, tier, pairs).values()), level_bits(problem, tier))
    return digits if tier == "priority" else -digits


def levels_of(problem: Problem, tier: str, pairs: Sequence[int]) -> dict[int, int]:
    """For "priority" the matched mentees of each class, for "leximin" the pairs made at each score."""
    if tier == "priority":
        found = dict.fromkeys(sorted(set(problem.mentee_class.tolist()) - {0}), 0)
        served = np.unique(problem.pair_mentee[list(pairs)])
        told = problem.mentee_class[served].tolist()
    elif tier == "leximin":
        found = dict.fromkeys(sorted(set(problem.score.tolist())), 0)
        told = problem.score[list(pairs)].tolist()
    else:
        return {}
    for level in told:
        if level in found:
            found[level] += 1
    return found


def level_bits(problem: Problem, tier: str) -> int:
    """How many bits a count takes in the number that stands for the counts of all levels.

    Raises `ScoresTooWide` if the number would be too long to be written down.
    """
    bits = (len(problem.mentees) if tier == "priority" else len(problem.score)).bit_length()
    levels = len(levels_of(problem, tier, ()))
    if bits * levels > MOST_BITS:
        raise ScoresTooWide(tier=tier, levels=levels, bits=bits * levels, most=MOST_BITS)
    return bits


def _as_digits(counts: list[int], bits: int) -> int:
    found = 0
    for count in counts:
        found = (found << bits) + count
    return found
