"""Where the rings lie in the picture of progress: pure geometry, in units of the drawing."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 400
EDGE = 40
STEP = (WIDTH - 2 * EDGE) // 4
RADIUS = {"start": 7, "mid": 9, "end": 11}


@dataclass(frozen=True)
class Ring:
    """A place on the line: which moment it shows, where it lies, and the level it means."""

    point: str
    x: int
    level: int

    @property
    def radius(self) -> int:
        """The later, the larger, so that rings on one level lie around each other."""
        return RADIUS[self.point]


@dataclass(frozen=True)
class Line:
    """One goal's line: its rings in time, and how far the rope is drawn. The newest ring lies lowest."""

    rings: tuple[Ring, ...]
    left: int
    right: int


def x_of(level: int) -> int:
    """Where a level lies, from -2 at the left edge to +2 at the right."""
    return EDGE + (level + 2) * STEP


STOPS: tuple[int, ...] = tuple(x_of(level) for level in range(-2, 3))


def line(levels: Sequence[tuple[str, int | None]]) -> Line:
    """The line of one goal from its levels in time, `(point, level)`; without a level, no ring."""
    in_time = tuple(Ring(point, x_of(level), level) for point, level in levels if level is not None)
    places = [ring.x for ring in in_time]
    return Line(in_time[::-1], min(places), max(places))
