"""Appointments as calendar programmes read them: invitations, cancellations, feeds (RFC 5545, 5546, 7986).

Times are written in UTC, which every programme shows in its reader's own zone and which no change of the
clocks moves; so no description of a time zone has to be understood by anybody.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vDuration, vText, vUri

REQUEST, CANCEL = "REQUEST", "CANCEL"
FEED_RENEWED_EVERY = timedelta(hours=1)


@dataclass(frozen=True)
class Appointment:
    """One appointment, under one name for life; a change is mailed with a higher `sequence`."""

    uid: str
    sequence: int
    starts_at: datetime
    minutes: int
    summary: str
    description: str
    url: str
    location: str = ""
    call: str = ""


@dataclass(frozen=True)
class AllDay:
    """Something that takes whole days, from the first to the last, under one name for life."""

    uid: str
    on: date
    until: date
    summary: str
    description: str = ""
    url: str = ""


@dataclass(frozen=True)
class Guest:
    """Somebody who is invited."""

    name: str
    email: str


def invitation(one: Appointment, guests: Iterable[Guest], *, product: str, at: datetime) -> str:
    """The appointment as an invitation; each later one with a higher sequence replaces it."""
    event = _event(one, at=at)
    event.add("status", "CONFIRMED")
    _with_people(event, guests)
    return _written(_calendar(product, REQUEST), [event])


def cancellation(one: Appointment, guests: Iterable[Guest], *, product: str, at: datetime) -> str:
    """That the appointment does not take place, so that it leaves the calendars."""
    event = _event(one, at=at)
    event.add("status", "CANCELLED")
    _with_people(event, guests)
    return _written(_calendar(product, CANCEL), [event])


def feed(
    appointments: Iterable[Appointment], days: Iterable[AllDay] = (), *, name: str, product: str, at: datetime
) -> str:
    """Appointments and whole days as a calendar that programmes fetch anew by themselves."""
    calendar = _calendar(product)
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", vDuration(FEED_RENEWED_EVERY), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(FEED_RENEWED_EVERY))
    events = [_event(one, at=at) for one in appointments]
    return _written(calendar, [*events, *(_day(one, at=at) for one in days)])


def _calendar(product: str, method: str = "") -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", product)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method)
    return calendar


def _written(calendar: Calendar, events: Iterable[Event]) -> str:
    for event in events:
        calendar.add_component(event)
    text: str = calendar.to_ical().decode()
    return text


def _event(one: Appointment, *, at: datetime) -> Event:
    """What every programme needs to know: the same for everybody, and private in a shared calendar."""
    event = Event()
    event.add("uid", one.uid)
    event.add("sequence", one.sequence)
    event.add("dtstamp", at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", one.starts_at.astimezone(UTC))
    event.add("dtend", (one.starts_at + timedelta(minutes=one.minutes)).astimezone(UTC))
    event.add("summary", one.summary)
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE")
    event.add("description", one.description)
    event.add("url", vUri(one.url))
    if one.location or one.call:
        event.add("location", one.location or one.call)
    if one.call:
        event.add("conference", vUri(one.call), parameters={"VALUE": "URI", "FEATURE": "VIDEO"})
    return event


def _day(one: AllDay, *, at: datetime) -> Event:
    """Whole days, which leave their reader free."""
    event = Event()
    event.add("uid", one.uid)
    event.add("dtstamp", at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", one.on)
    event.add("dtend", one.until + timedelta(days=1))
    event.add("summary", one.summary)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    if one.description:
        event.add("description", one.description)
    if one.url:
        event.add("url", vUri(one.url))
    return event


def _with_people(event: Event, guests: Iterable[Guest]) -> None:
    """The sending address as organiser, which is what programmes check, and those invited."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organiser = vCalAddress(f"mailto:{address}")
    organiser.params["CN"] = vText(name or "Fairlead")
    event["organizer"] = organiser
    for guest in guests:
        event.add("attendee", _invited(guest), encode=False)


def _invited(guest: Guest) -> vCalAddress:
    invited = vCalAddress(f"mailto:{guest.email}")
    invited.params["CN"] = vText(guest.name)
    invited.params["CUTYPE"] = vText("INDIVIDUAL")
    invited.params["ROLE"] = vText("REQ-PARTICIPANT")
    invited.params["PARTSTAT"] = vText("NEEDS-ACTION")
    invited.params["RSVP"] = vText("FALSE")
    return invited
