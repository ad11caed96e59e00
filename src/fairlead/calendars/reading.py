"""Read when somebody is busy from a calendar in iCalendar form (RFC 5545), and nothing else of it.

Before anything is understood, all lines are dropped but those that say when: titles, places, descriptions and
people never come as far as the parser. Recurring events are expanded by `recurring-ical-events`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from math import prod
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Component

from fairlead.calendars.times import Span, within

MOST_EVENTS = 20_000
MOST_IN_SERIES = 5_000
MOST_STEPS = 3_000_000
OLDEST_DAYS = 366 * 150
DAY = timedelta(days=1)
KEPT = frozenset({"VCALENDAR", "VEVENT", "VFREEBUSY", "VTIMEZONE", "STANDARD", "DAYLIGHT"})
TELLING = frozenset(
    {
        "BEGIN",
        "END",
        "VERSION",
        "PRODID",
        "CALSCALE",
        "X-WR-TIMEZONE",
        "UID",
        "DTSTAMP",
        "SEQUENCE",
        "DTSTART",
        "DTEND",
        "DURATION",
        "RRULE",
        "RDATE",
        "EXDATE",
        "RECURRENCE-ID",
        "STATUS",
        "TRANSP",
        "X-MICROSOFT-CDO-BUSYSTATUS",
        "X-MICROSOFT-CDO-INTENDEDSTATUS",
        "FREEBUSY",
        "TZID",
        "TZOFFSETFROM",
        "TZOFFSETTO",
        "TZNAME",
        "X-LIC-LOCATION",
    }
)
NEWLINE = re.compile(r"\r\n|\n|\r")
NAME = re.compile(r"[A-Za-z0-9-]+")
FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
FREE_IN_OUTLOOK = frozenset({"FREE", "WORKINGELSEWHERE"})
BUSY_IN_OUTLOOK = frozenset({"BUSY", "OOF", "TENTATIVE"})


class NoCalendar(Exception):
    """What was read is no calendar, or not a whole one."""


class TooMuch(Exception):
    """There is more in the calendar than is read."""


def busy_times(raw: bytes, frame: Span, *, zone: tzinfo, owner: str) -> list[Span]:
    """When the owner is busy in the frame, sorted and merged.

    Times without a zone of their own are read by the calendar's zone or else by `zone`; `owner` is the
    person's mail address, by which an invitation that they declined is known. Raises `NoCalendar`, `TooMuch`.
    """
    text = _telling(raw, owner.lower())
    try:
        calendars = Calendar.from_ical(text, multiple=True)
        found = [span for one in calendars for span in _of_calendar(one, frame, zone)]
    except TooMuch:
        raise
    except Exception:  # whatever a server may send; the words of an error may hold some of it
        raise NoCalendar from None
    return within(found, frame)


def _telling(raw: bytes, owner: str) -> str:
    """The calendar without the lines and parts that say anything but when."""
    lines = _unfolded(raw.decode("utf-8-sig", errors="replace").replace("\x00", ""))
    kept: list[str] = []
    open_parts: list[str] = []
    events, whole = 0, False
    for line in lines:
        name, value = _name_of(line), line.partition(":")[2].strip().upper()
        if name == "BEGIN":
            open_parts.append(value)
            events += value == "VEVENT"
        if _tells(name, line, owner) and all(part in KEPT for part in open_parts):
            kept.append(line)
        if name == "END":
            if not open_parts or open_parts.pop() != value:
                raise NoCalendar
            whole = value == "VCALENDAR"
        if not open_parts and not whole and line.strip():
            raise NoCalendar
    if events > MOST_EVENTS:
        raise TooMuch
    if not whole or open_parts:
        raise NoCalendar
    return "\r\n".join(kept) + "\r\n"


def _unfolded(text: str) -> Iterator[str]:
    """The lines, put together again where they were folded."""
    whole = ""
    for line in NEWLINE.split(text):
        if line[:1] in {" ", "\t"}:
            whole += line[1:]
            continue
        if whole:
            yield whole
        whole = line
    if whole:
        yield whole


def _name_of(line: str) -> str:
    found = NAME.match(line)
    return found[0].upper() if found else ""


def _tells(name: str, line: str, owner: str) -> bool:
    if name == "ATTENDEE":
        return bool(owner) and line.lower().endswith(f"mailto:{owner}")
    return name in TELLING


def _of_calendar(calendar: Component, frame: Span, zone: tzinfo) -> Iterator[Span]:
    zone = _zone_of(calendar) or zone
    for part in calendar.walk("VFREEBUSY"):
        yield from _of_free_busy(part)
    single, recurring = _sorted_out(calendar.walk("VEVENT"))
    yield from _spans(single, zone)
    if recurring := _bearable(recurring, frame):
        series = Calendar()
        for name in ("PRODID", "VERSION", "X-WR-TIMEZONE"):
            if name in calendar:
                series[name] = calendar[name]
        for part in (*calendar.walk("VTIMEZONE"), *recurring):
            series.add_component(part)
        query = recurring_ical_events.of(series, skip_bad_series=True)
        # A day more on both sides: which hour a time without a zone means is only settled below.
        yield from _spans(query.between(frame.starts_at - DAY, frame.ends_at + DAY), zone)


def _zone_of(calendar: Component) -> tzinfo | None:
    name = str(calendar.get("X-WR-TIMEZONE", ""))
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, KeyError):
        return None


def _of_free_busy(part: Component) -> Iterator[Span]:
    given = part.get("FREEBUSY", [])
    for periods in given if isinstance(given, list) else [given]:
        if str(periods.params.get("FBTYPE", "BUSY")).upper() == "FREE":
            continue
        for period in getattr(periods, "dts", [periods]):
            begins, ends = period.dt
            if isinstance(ends, timedelta):
                ends = begins + ends
            yield Span(_moment(begins, UTC), _moment(ends, UTC))


def _sorted_out(events: Iterable[Component]) -> tuple[list[Component], list[Component]]:
    """Events that stand alone, and those that belong to a series."""
    by_uid: dict[str, list[Component]] = defaultdict(list)
    for number, event in enumerate(events):
        by_uid[str(event.get("UID", number))].append(event)
    single: list[Component] = []
    recurring: list[Component] = []
    for together in by_uid.values():
        series = any(name in event for event in together for name in ("RRULE", "RDATE", "RECURRENCE-ID"))
        (recurring if series else single).extend(together)
    return single, recurring


def _bearable(events: Iterable[Component], frame: Span) -> list[Component]:
    """The events without those that repeat as no diary does. Raises `TooMuch` when expanding takes long."""
    steps, kept = 0, []
    for event in events:
        try:
            steps += sum(_steps(event, rule, frame) for rule in _rules(event))
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
            continue
        kept.append(event)
    if steps > MOST_STEPS or len(kept) > MOST_IN_SERIES:
        raise TooMuch
    return kept


def _rules(event: Component) -> list[Any]:
    rules = event.get("RRULE", [])
    return rules if isinstance(rules, list) else [rules]


def _steps(event: Component, rule: Any, frame: Span) -> int:
    """How many steps it takes at most to expand a rule. Raises ValueError for what no diary has."""
    often = str(next(iter(rule.get("FREQ", [])), "")).upper()
    if often not in FREQUENCIES or min(int(apart) for apart in rule.get("INTERVAL", [1])) < 1:
        raise ValueError
    begins = event.decoded("DTSTART")
    days = (frame.ends_at.date() - (begins.date() if isinstance(begins, datetime) else begins)).days
    a_day = prod(max(1, len(rule.get(name, []))) for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    return max(1, min(days, OLDEST_DAYS)) * a_day


def _spans(events: Iterable[Component], zone: tzinfo) -> Iterator[Span]:
    """The times of those events during which one cannot meet; what has no readable time is left out."""
    for event in events:
        try:
            begins, ends = event.start, event.end  # type: ignore[attr-defined]
            if _is_busy(event, whole_days=not isinstance(begins, datetime)):
                yield Span(_moment(begins, zone), _moment(ends, zone))
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
            continue


def _is_busy(event: Component, *, whole_days: bool) -> bool:
    """Whether one is not there: neither cancelled nor declined nor marked as free.

    Whole days (birthdays, reminders, holidays of a country) count only where they are marked as busy.
    """
    outlook = str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper()
    shown = str(event.get("TRANSP", "")).upper()
    if str(event.get("STATUS", "")).upper() == "CANCELLED" or _declined(event):
        return False
    if shown == "TRANSPARENT" or outlook in FREE_IN_OUTLOOK:
        return False
    return not whole_days or outlook in BUSY_IN_OUTLOOK or (shown == "OPAQUE" and not outlook)


def _declined(event: Component) -> bool:
    """Whether the owner declined; only the owner's own answer is left among the people."""
    given = event.get("ATTENDEE", [])
    answers = given if isinstance(given, list) else [given]
    return any(str(one.params.get("PARTSTAT", "")).upper() == "DECLINED" for one in answers)


def _moment(value: date, zone: tzinfo) -> datetime:
    """A moment; days begin at midnight, and what has no zone is read by `zone`."""
    whole = value if isinstance(value, datetime) else datetime.combine(value, time.min)
    return (whole if whole.tzinfo else whole.replace(tzinfo=zone)).astimezone(UTC)
