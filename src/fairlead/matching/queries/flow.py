"""How long a wait is to be expected, from how long people of the programme have waited; pure functions.

The waits of those who still wait are counted too (censored), so that expectations are not too rosy: the
product-limit estimate of E. L. Kaplan and P. Meier, "Nonparametric estimation from incomplete observations",
Journal of the American Statistical Association 53 (1958), 457-481.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from scipy.special import gammaincinv

LEAST_KNOWN = 8
LEAST_LONGER = 3
EARLY, LATE = 0.25, 0.75


@dataclass(frozen=True)
class Past:
    """One person's wait in days; `over` when a mentorship began, else they were still waiting then."""

    days: float
    over: bool


@dataclass(frozen=True)
class Curve:
    """After so many days (`days`, ascending) the share of people who still wait (`waiting`)."""

    days: tuple[float, ...] = ()
    waiting: tuple[float, ...] = ()

    def at(self, days: float) -> float:
        """The share of people who still wait after so many days."""
        share = 1.0
        for day, waiting in zip(self.days, self.waiting, strict=True):
            if day > days:
                break
            share = waiting
        return share


@dataclass(frozen=True)
class Expected:
    """In how many days, counted from now, half of the people in this position have a mentor by then.

    `early` is reached by a quarter of them, `late` by three quarters; None when too few have got that far.
    `known` is how many past waits that ended speak for it.
    """

    early: float
    late: float | None
    known: int


def waiting_curve(past: Sequence[Past]) -> Curve:
    """The product-limit estimate: at each day t on which d of n who were still waiting found a mentor, the
    share still waiting is multiplied by 1 - d / n. Who stopped being observed on day t counts into its n.
    """
    ended = Counter(one.days for one in past if one.over)
    share, days, waiting = 1.0, [], []
    for day in sorted(ended):
        at_risk = sum(one.days >= day for one in past)
        share *= 1 - ended[day] / at_risk
        days.append(day)
        waiting.append(share)
    return Curve(tuple(days), tuple(waiting))


def remaining(curve: Curve, *, waited: float, share: float) -> float | None:
    """In how many more days `share` of those who have waited so long have a mentor; None: not seen so far.

    The conditional estimate S(t) / S(waited): the first day t on which it is at most 1 - share.
    """
    now = curve.at(waited)
    if now <= 0:
        return None
    for day, waiting in zip(curve.days, curve.waiting, strict=True):
        if day > waited and waiting / now <= 1 - share + 1e-9:
            return day - waited
    return None


def until_places(missing: int, *, per_day: float, share: float) -> float | None:
    """In how many days `missing` more mentorships have begun with probability `share`, at so many per day.

    The quantile of an Erlang distribution: the waiting time for the n-th event of a Poisson process (A. K.
    Erlang 1917; the inverse of the regularised lower incomplete gamma function, divided by the rate).
    """
    if missing <= 0:
        return 0.0
    if per_day <= 0:
        return None
    return float(gammaincinv(missing, share)) / per_day


def expected(
    past: Sequence[Past], *, waited: float, place: int, free: int, per_day: float
) -> Expected | None:
    """When a mentor is to be expected, for somebody at `place` of those who wait, with `free` places now.

    Waits of the programme's people, given that this person has waited so long; and where more people wait
    ahead than there are free places, not before so many mentorships as are missing have begun. None ("we
    cannot say yet") with fewer than eight waits that ended, or fewer than three that took longer than this.
    """
    ended = [one.days for one in past if one.over]
    if len(ended) < LEAST_KNOWN or sum(days > waited for days in ended) < LEAST_LONGER:
        return None
    curve = waiting_curve(past)
    bounds: list[float | None] = []
    for share in (EARLY, LATE):
        by_waits = remaining(curve, waited=waited, share=share)
        by_places = until_places(place - free, per_day=per_day, share=share)
        bounds.append(None if by_waits is None or by_places is None else max(by_waits, by_places))
    early, late = bounds
    return None if early is None else Expected(early, late, len(ended))
