"""Change between two times, and the difference of changes between two groups: pure functions of numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, isclose, lgamma, sqrt

from scipy.special import stdtrit

LEVEL = 0.95


@dataclass(frozen=True)
class Change:
    """The change of those who answered twice: means, mean difference, its 95 % interval, and effect size.

    `g` is None where nobody differs from anybody; `low` and `high` are None for one person alone.
    """

    n: int
    before: float
    after: float
    mean: float
    sd: float
    low: float | None
    high: float | None
    g: float | None


@dataclass(frozen=True)
class Contrast:
    """How much more one group changed than another, with its 95 % interval; positive: the first rose more."""

    n: int
    others: int
    mean: float
    others_mean: float
    difference: float
    low: float | None
    high: float | None


def mean(values: Sequence[float]) -> float:
    """The arithmetic mean of one or more numbers."""
    return sum(values) / len(values)


def sd(values: Sequence[float]) -> float:
    """The standard deviation of a sample (n - 1); 0 for one number alone."""
    if len(values) < 2:
        return 0.0
    middle = mean(values)
    return sqrt(sum((one - middle) ** 2 for one in values) / (len(values) - 1))


def t_quantile(df: float, level: float = LEVEL) -> float:
    """The two-sided critical value of Student's t."""
    return float(stdtrit(df, 0.5 + level / 2))


def small_sample(df: float) -> float:
    """Hedges' exact correction J = gamma(df/2) / (sqrt(df/2) gamma((df-1)/2)), df > 1.

    Source: L. V. Hedges, Distribution theory for Glass's estimator of effect size and related estimators,
    Journal of Educational Statistics 6 (1981), 107-128.
    """
    return exp(lgamma(df / 2) - lgamma((df - 1) / 2)) / sqrt(df / 2)


def paired_change(pairs: Sequence[tuple[float, float]]) -> Change | None:
    """The change from the first to the second number of each pair; None of no pairs.

    The interval is that of the paired t test. The effect size is Hedges' g_av: the mean difference over the
    root mean square of the two standard deviations, times the exact correction for n - 1 degrees of freedom.
    Source: G. Cumming, Understanding The New Statistics (2012), ch. 11; D. Lakens, Calculating and reporting
    effect sizes, Frontiers in Psychology 4 (2013), 863. It does not use the correlation of the two times, so
    it can be compared with effects between groups.
    """
    n = len(pairs)
    if not n:
        return None
    first, second = [one for one, _other in pairs], [other for _one, other in pairs]
    differences = [after - before for before, after in pairs]
    middle, spread = mean(differences), sd(differences)
    half = t_quantile(n - 1) * spread / sqrt(n) if n > 1 else None
    unit = sqrt((sd(first) ** 2 + sd(second) ** 2) / 2)
    return Change(
        n=n,
        before=mean(first),
        after=mean(second),
        mean=middle,
        sd=spread,
        low=None if half is None else middle - half,
        high=None if half is None else middle + half,
        g=middle / unit * small_sample(n - 1) if n > 2 and not isclose(unit, 0, abs_tol=1e-12) else None,
    )


def contrast(ours: Sequence[tuple[float, float]], theirs: Sequence[tuple[float, float]]) -> Contrast | None:
    """How much more the first group changed than the second; None where one of them is empty.

    Welch's interval for two means with unequal variances, here of changes. Source: B. L. Welch, Biometrika
    34 (1947), 28-35.
    """
    if not ours or not theirs:
        return None
    mine = [after - before for before, after in ours]
    other = [after - before for before, after in theirs]
    difference = mean(mine) - mean(other)
    half = _welch_half(mine, other)
    return Contrast(
        n=len(mine),
        others=len(other),
        mean=mean(mine),
        others_mean=mean(other),
        difference=difference,
        low=None if half is None else difference - half,
        high=None if half is None else difference + half,
    )


def _welch_half(mine: Sequence[float], other: Sequence[float]) -> float | None:
    """Half of the interval's width; None where a group has one member."""
    if len(mine) < 2 or len(other) < 2:
        return None
    one, two = sd(mine) ** 2 / len(mine), sd(other) ** 2 / len(other)
    if one + two == 0:
        return 0.0
    df = (one + two) ** 2 / (one**2 / (len(mine) - 1) + two**2 / (len(other) - 1))
    return t_quantile(df) * sqrt(one + two)
