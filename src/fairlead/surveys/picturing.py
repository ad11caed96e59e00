"""Where a change and its interval lie in a picture: pure geometry in percent of the width."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Interval:
    """A point with its interval on a line that has zero in its middle; every place in percent."""

    zero: str
    point: str
    start: str
    width: str


def interval(mean: float, low: float | None, high: float | None, *, reach: float) -> Interval:
    """The picture of a mean with its interval on a line from -reach to +reach; what lies beyond is cut."""
    least, most = (mean if low is None else low), (mean if high is None else high)
    start, end = _place(least, reach), _place(most, reach)
    return Interval(_said(50.0), _said(_place(mean, reach)), _said(start), _said(max(end - start, 0.5)))


def _place(value: float, reach: float) -> float:
    return min(99.0, max(1.0, 50 + 50 * value / reach)) if reach > 0 else 50.0


def _said(percent: float) -> str:
    return f"{percent:.2f}%"
