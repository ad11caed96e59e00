"""Which times suit several people: pure; no clock, no database.

A time suits when the whole meeting lies in the working hours of each, each by their own clock, and outside
all that is taken. Of the many that do, a few are chosen that are spread over days and hours.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from fairlead.calendars.times import Span, common, merged, within, without

STEP = timedelta(minutes=15)
DAY = timedelta(days=1)
# The hours that are looked for, day after day, so that mornings and afternoons are both on offer.
WANTED = (10, 14, 11, 15, 9)


@dataclass(frozen=True)
class Hours:
    """When somebody works: between two hours by the clock of `zone`, on these weekdays (Monday is 0)."""

    zone: tzinfo
    days: frozenset[int]
    begins: time
    ends: time


@dataclass(frozen=True)
class Side:
    """One person: when they work, and what of it is taken."""

    hours: Hours
    taken: tuple[Span, ...] = field(default=())


def working(hours: Hours, frame: Span) -> list[Span]:
    """The working hours that lie in the frame, as moments; the clocks may change in between."""
    day, last = (moment.astimezone(hours.zone).date() for moment in (frame.starts_at, frame.ends_at))
    found = []
    while day <= last:
        if day.weekday() in hours.days:
            found.append(Span(_moment(day, hours.begins, hours.zone), _moment(day, hours.ends, hours.zone)))
        day += DAY
    return within(found, frame)


def free(sides: Sequence[Side], frame: Span) -> list[Span]:
    """The time in which everybody works and nobody has anything else."""
    left = [Span(frame.starts_at.astimezone(UTC), frame.ends_at.astimezone(UTC))]
    for side in sides:
        left = common(left, without(working(side.hours, frame), side.taken))
    return left


def suiting(sides: Sequence[Side], frame: Span, *, minutes: int, most: int) -> list[datetime]:
    """At most so many beginnings of meetings of this length that suit all sides, in order, none overlapping.

    They lie on the quarters of the hour, over as many days as there are and spread over these; hours are
    those of the first side's clock. Empty when nothing suits.
    """
    length, zone = timedelta(minutes=minutes), sides[0].hours.zone
    days = _by_day(_beginnings(free(sides, frame), length), zone)
    chosen: list[datetime] = []
    while len(chosen) < most and days:
        for day in _spread(sorted(days), most - len(chosen)):
            wanted = WANTED[len(chosen) % len(WANTED)]
            best = min(days[day], key=lambda one: _worth(one, wanted, zone))
            chosen.append(best)
            days[day] = [one for one in days[day] if not best - length < one < best + length]
        days = {day: rest for day, rest in days.items() if rest}
    return sorted(chosen)


def _moment(day: date, clock: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def _beginnings(spans: Iterable[Span], length: timedelta) -> Iterable[datetime]:
    for span in merged(spans):
        one = _next_quarter(span.starts_at)
        while one + length <= span.ends_at:
            yield one
            one += STEP


def _next_quarter(moment: datetime) -> datetime:
    """The moment, or the next quarter of an hour after it."""
    whole = moment.replace(minute=moment.minute - moment.minute % 15, second=0, microsecond=0)
    return whole if whole == moment else whole + STEP


def _by_day(moments: Iterable[datetime], zone: tzinfo) -> dict[date, list[datetime]]:
    days: dict[date, list[datetime]] = {}
    for one in moments:
        days.setdefault(one.astimezone(zone).date(), []).append(one)
    return days


def _spread(days: Sequence[date], most: int) -> list[date]:
    """So many of the days at most, from the first to the last, as evenly as they lie."""
    if len(days) <= most:
        return list(days)
    if most == 1:
        return [days[0]]
    return [days[place * (len(days) - 1) // (most - 1)] for place in range(most)]


def _worth(moment: datetime, wanted: int, zone: tzinfo) -> tuple[int, int, datetime]:
    """Full hours before half ones before quarters; then near the hour that is looked for."""
    clock = moment.astimezone(zone)
    grain = {0: 0, 30: 1}.get(clock.minute, 2)
    return grain, abs(clock.hour * 60 + clock.minute - wanted * 60), moment
