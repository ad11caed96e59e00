"""Dates of a programme: the one shape in which every context tells its team's calendar."""

from dataclasses import dataclass
from datetime import date, datetime

from fairlead.kernel.times import day_of


@dataclass(frozen=True, kw_only=True)
class TeamDate:
    """Something that happens in a programme, for its team; it names nobody.

    `key` names it for life. What has a time of day says it in `starts_at` with its `minutes`; else it takes
    the whole days from `on` to `until`. `path` is the page about it, where the reader may open it.
    """

    key: str
    title: str
    on: date
    until: date
    starts_at: datetime | None = None
    minutes: int = 0
    place: str = ""
    note: str = ""
    path: str = ""
    sequence: int = 0


def at_time(moment: datetime, minutes: int, **more: str | int) -> TeamDate:
    """Something at a time of day; `more` are the other fields."""
    day = day_of(moment)
    return TeamDate(on=day, until=day, starts_at=moment, minutes=minutes, **more)  # type: ignore[arg-type]
