"""Whether shares differ between groups: exact tests, corrected for their number, with their uncertainty.

Fisher's exact test for two groups; for more, its extension (Freeman and Halton, 1951) by the hypergeometric
probabilities of random tables with the same margins. Holm's correction (1979). Newcombe's interval (1998,
method 10). Differences that would not be visible: 80 % power at the 5 % level.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy import stats

from fairlead.evaluation.inclusion.pooling import Group

LEVEL, POWER = 0.05, 0.8
DRAWS, SEED = 20_000, 1951
NEARLY = 1e-7


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Of two groups: the difference of the shares in points, and its 95 % interval."""

    points: float
    low: float
    high: float


def p_value(groups: Sequence[Group]) -> float:
    """How probable tables at least as uneven are when the groups do not differ (0..1)."""
    table = np.array([[group.reached, group.missed] for group in groups])
    if len(groups) == 2:
        return float(stats.fisher_exact(table).pvalue)
    margins = stats.random_table(table.sum(axis=1), table.sum(axis=0))
    drawn = margins.rvs(DRAWS, random_state=np.random.default_rng(SEED))
    known = margins.logpmf(table)
    uneven = int(np.count_nonzero(margins.logpmf(drawn) <= known + NEARLY))
    return (uneven + 1) / (DRAWS + 1)


def holm(values: Sequence[float]) -> list[float]:
    """The p-values corrected for being asked together, in the same order."""
    ordered = sorted(range(len(values)), key=lambda place: values[place])
    corrected = [0.0] * len(values)
    highest = 0.0
    for rank, place in enumerate(ordered):
        highest = max(highest, min(1.0, (len(values) - rank) * values[place]))
        corrected[place] = highest
    return corrected


def difference(first: Group, second: Group) -> Difference:
    """How far the first group's share lies above the second's."""
    one, other = first.reached / first.all, second.reached / second.all
    (low_one, high_one), (low_other, high_other) = _wilson(first), _wilson(second)
    below = sqrt((one - low_one) ** 2 + (high_other - other) ** 2)
    above = sqrt((high_one - one) ** 2 + (other - low_other) ** 2)
    return Difference(
        points=100 * (one - other), low=100 * (one - other - below), high=100 * (one - other + above)
    )


def _wilson(group: Group) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    z = float(stats.norm.ppf(1 - LEVEL / 2))
    share, n = group.reached / group.all, group.all
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return middle - half, middle + half


def invisible(groups: Sequence[Group]) -> float:
    """The difference in points, of the smallest group from all others, that so few people would not show.

    At the 5 % level, two-sided, four times in five; at most 100.
    """
    smallest = min(groups, key=lambda group: group.all)
    everybody = sum(group.all for group in groups)
    share = sum(group.reached for group in groups) / everybody
    others = everybody - smallest.all
    z = float(stats.norm.ppf(1 - LEVEL / 2) + stats.norm.ppf(POWER))
    return min(100.0, 100 * z * sqrt(share * (1 - share) * (1 / smallest.all + 1 / others)))
