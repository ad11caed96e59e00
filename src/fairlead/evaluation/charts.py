"""Where the marks of a chart lie: pure geometry, places across in percent and down in pixels."""

from collections.abc import Sequence
from dataclasses import dataclass

ROW = 44
BAND, BAND_TOP, BAND_FLOOR = 96, 34, 88
FOOT = 20
STUB = 6
THICK = 0.62


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar: its label, what stands at it, its share of the longest (None: not told), and its meaning."""

    label: str
    said: str
    share: float | None
    url: str = ""
    tone: int = 1


@dataclass(frozen=True, kw_only=True)
class Laid:
    """A bar in its place."""

    bar: Bar
    label_y: int
    bar_y: int
    width: str


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a band: what stands at it, where it lies and how high; `hidden` where it is not told."""

    said: str
    middle: str
    left: str
    top: int
    height: int
    said_y: int
    hidden: bool


@dataclass(frozen=True, kw_only=True)
class Band:
    """A row of columns that share a scale."""

    label: str
    label_y: int
    floor: int
    tone: int
    columns: tuple[Column, ...]


def percent(part: float) -> str:
    """A part as an SVG length, never with a comma."""
    return f"{100 * min(1.0, max(0.0, part)):.2f}%"


def bars(rows: Sequence[Bar]) -> tuple[list[Laid], int]:
    """The bars below each other, and the height of all of them."""
    laid = [
        Laid(bar=bar, label_y=place * ROW + 14, bar_y=place * ROW + 21, width=percent(bar.share or 0))
        for place, bar in enumerate(rows)
    ]
    return laid, ROW * len(laid)


def bands(rows: Sequence[tuple[str, Sequence[int | None]]], *, few: str) -> tuple[list[Band], int]:
    """Bands of columns on one scale, below each other; None is a number that is not told, `few` says so."""
    most = max((count for _label, counts in rows for count in counts if count is not None), default=0)
    found = [_band(place, label, counts, most, few) for place, (label, counts) in enumerate(rows)]
    return found, BAND * len(found) + FOOT


def middles(count: int) -> list[str]:
    """Where the middle of each column lies."""
    return [percent((place + 0.5) / count) for place in range(count)]


def _band(place: int, label: str, counts: Sequence[int | None], most: int, few: str) -> Band:
    floor = place * BAND + BAND_FLOOR
    room = BAND_FLOOR - BAND_TOP
    columns = []
    for number, count in enumerate(counts):
        height = STUB if count is None else round(room * count / most) if most else 0
        columns.append(
            Column(
                said=few if count is None else str(count) if count else "",
                middle=percent((number + 0.5) / len(counts)),
                left=percent((number + 0.5 - THICK / 2) / len(counts)),
                top=floor - height,
                height=height,
                said_y=floor - height - 4,
                hidden=count is None,
            )
        )
    return Band(label=label, label_y=place * BAND + 14, floor=floor, tone=place + 1, columns=tuple(columns))
