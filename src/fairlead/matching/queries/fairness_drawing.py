"""Where the steps of fairness lie in their picture: pure geometry, across in percent and down in pixels."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from fairlead.matching.queries.fairness import Priced, Step
from fairlead.ui.drawing import length

LEFT, RIGHT = 5.0, 95.0
TOP, BOTTOM = 40, 204
HEIGHT = 240


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A point of the picture; `costly`: mentees go without a mentor for it."""

    priced: Priced
    x: str
    y: int
    costly: bool


@dataclass(frozen=True, kw_only=True)
class Stair:
    """A line from one point down to the height of the next, and on to it."""

    x: str
    y: int
    next_x: str
    next_y: int


@dataclass(frozen=True, kw_only=True)
class Picture:
    """Points and stairs, the run's own place where it is none of the points, and the ends of both scales."""

    height: int
    floor: int
    marks: tuple[Mark, ...]
    stairs: tuple[Stair, ...]
    own: tuple[str, int] | None
    worst: tuple[int, int]
    total: tuple[int, int]


def draw(points: Sequence[Priced], own: Step) -> Picture | None:
    """The picture of these steps; None where there is nothing to compare."""
    drawn = [one for one in points if one.step.worst is not None]
    if len(drawn) < 2:
        return None
    here = any(one.here for one in drawn)
    steps = [one.step for one in drawn] + ([] if here or own.worst is None else [own])
    worsts = [one.worst or 0 for one in steps]
    totals = [one.total for one in steps]
    ends = (min(worsts), max(worsts)), (min(totals), max(totals))
    places = [(_across(one.step.worst or 0, ends[0]), _down(one.step.total, ends[1])) for one in drawn]
    return Picture(
        height=HEIGHT,
        floor=BOTTOM + 10,
        marks=tuple(
            Mark(priced=one, x=x, y=y, costly=one.mentees_less > 0)
            for one, (x, y) in zip(drawn, places, strict=True)
        ),
        stairs=tuple(
            Stair(x=x, y=y, next_x=next_x, next_y=next_y) for (x, y), (next_x, next_y) in pairwise(places)
        ),
        own=None if here or own.worst is None else (_across(own.worst, ends[0]), _down(own.total, ends[1])),
        worst=ends[0],
        total=ends[1],
    )


def _across(value: int, ends: tuple[int, int]) -> str:
    span = ends[1] - ends[0]
    return length(LEFT + (RIGHT - LEFT) * ((value - ends[0]) / span if span else 0.5))


def _down(value: int, ends: tuple[int, int]) -> int:
    span = ends[1] - ends[0]
    return round(BOTTOM - (BOTTOM - TOP) * ((value - ends[0]) / span if span else 0.5))
