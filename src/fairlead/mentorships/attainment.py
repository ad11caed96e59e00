"""Goal attainment scaling: one number for how far goals were reached, each on its own scale from -2 to +2.

Sources: T. J. Kiresuk and R. E. Sherman, "Goal attainment scaling: a general method for evaluating
comprehensive community mental health programs", Community Mental Health Journal 4 (1968), 443-453; the
formula as printed in the erratum to L. Turner-Stokes, "Goal attainment scaling (GAS) in rehabilitation: a
practical guide", Clinical Rehabilitation 23 (2009), 362-370.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

LOWEST, EXPECTED, HIGHEST = -2, 0, 2
WEIGHTS = range(1, 5)
RHO = 0.3  # the correlation that is expected between goals of one person


@dataclass(frozen=True)
class Reached:
    """The level that was reached on one goal's scale, and the weight of the goal."""

    level: int
    weight: int = 1


def t_score(goals: Iterable[Reached], *, rho: float = RHO) -> float | None:
    """T = 50 + 10 sum(w x) / sqrt((1 - rho) sum(w^2) + rho (sum w)^2); None without goals.

    50 when every goal was reached just as expected; with many people the standard deviation is about 10.
    """
    reached = list(goals)
    weights = [goal.weight for goal in reached]
    if not weights:
        return None
    spread = (1 - rho) * sum(weight**2 for weight in weights) + rho * sum(weights) ** 2
    return 50 + 10 * sum(goal.weight * goal.level for goal in reached) / sqrt(spread)


@dataclass(frozen=True)
class Share:
    """How many of how many goals were reached as expected or better."""

    reached: int
    of: int


def share(goals: Iterable[Reached]) -> Share:
    """Goals at or above the expected level, with their denominator."""
    levels = [goal.level for goal in goals]
    return Share(sum(level >= EXPECTED for level in levels), len(levels))
