"""Where bars, slots and rings lie: pure geometry in percent of the width, for the SVG components."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

TONES = 6
RING_LENGTH = 100.0


@dataclass(frozen=True)
class Slot:
    """One part of a score: where its slot starts, how wide it is, and how much of it is earned."""

    label: str
    points: float
    most: float
    tone: int
    note: str
    start: str
    room: str
    earned: str

    @property
    def lost(self) -> bool:
        """Whether the part earned nothing."""
        return self.points <= 0


@dataclass(frozen=True)
class Stage:
    """One stage of a funnel: its count and, where that means anything, its share of the stage before."""

    label: str
    count: int
    of_before: int | None
    width: str
    url: str
    tone: str


def percent(part: float, whole: float) -> float:
    """Part of whole in percent, 0..100; nothing of nothing is 0."""
    if whole <= 0:
        return 0.0
    return min(100.0, max(0.0, 100.0 * part / whole))


def length(value: float) -> str:
    """A percentage as an SVG attribute, never with a comma: 12.5 is `12.50%`."""
    return f"{value:.2f}%"


def reading(source: Any, name: str, default: Any = "") -> Any:
    """`name` of a mapping or of an object, or the default when it is missing or None."""
    found = source.get(name) if isinstance(source, Mapping) else getattr(source, name, None)
    return default if found is None else found


def slots(parts: Iterable[Any]) -> list[Slot]:
    """Lay the parts of a score side by side, each slot as wide as the most it could give.

    parts: objects or mappings with `label`, `points`, `most` and optionally `tone` (1..6) and `note`.
    """
    given = list(parts)
    whole = sum(float(reading(part, "most", 0)) for part in given)
    laid: list[Slot] = []
    start = 0.0
    for index, part in enumerate(given):
        points, most = float(reading(part, "points", 0)), float(reading(part, "most", 0))
        room = percent(most, whole)
        laid.append(
            Slot(
                label=str(reading(part, "label")),
                points=points,
                most=most,
                tone=int(reading(part, "tone", index % TONES + 1)),
                note=str(reading(part, "note")),
                start=length(start),
                room=length(room),
                earned=length(room * percent(points, most) / 100),
            )
        )
        start += room
    return laid


def stages(rows: Iterable[Any]) -> list[Stage]:
    """Proportional bars for a funnel; the widest stage fills the line.

    rows: objects or mappings with `label`, `count` and optionally `url` and `tone`.
    """
    given = list(rows)
    counts = [int(reading(row, "count", 0)) for row in given]
    widest = max(counts, default=0)
    return [
        Stage(
            label=str(reading(row, "label")),
            count=count,
            of_before=round(percent(count, counts[index - 1]))
            if index and 0 < count <= counts[index - 1]
            else None,
            width=length(percent(count, widest)),
            url=str(reading(row, "url")),
            tone=str(reading(row, "tone")),
        )
        for index, (row, count) in enumerate(zip(given, counts, strict=True))
    ]


def initials(name: str) -> str:
    """Letters for a person's disc: of first and last word, or one letter in scripts without capitals."""
    words = [word for word in name.replace("-", " ").replace("'", " ").split() if word[0].isalpha()]
    if not words:
        return "·"
    if unicodedata.category(words[0][0]) == "Lo":
        return words[0][0]
    chosen = words if len(words) < 2 else [words[0], words[-1]]
    return "".join(word[0].title() for word in chosen)
