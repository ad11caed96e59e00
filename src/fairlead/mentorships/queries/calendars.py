"""Meetings as calendar programmes read them: invitations, cancellations, feeds (RFC 5545, 5546, 7986).

Times are written in UTC, which every programme shows in its reader's own zone and which no change of the
clocks moves; so no description of a time zone has to be understood by anybody.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vDuration, vText, vUri

from fairlead.mentorships.models import Meeting, Mentorship
from fairlead.mentorships.queries.places import NOWHERE, Place
from fairlead.people.models import Person

PRODUCT = "-//Fairlead//Meetings//EN"
REQUEST, CANCEL = "REQUEST", "CANCEL"
FEED_RENEWED_EVERY = timedelta(hours=1)


def uid(meeting: Meeting) -> str:
    """The name of the meeting in every calendar, for life."""
    return f"{meeting.pk}@fairlead"


def invitation(meeting: Meeting, place: Place, *, at: datetime) -> str:
    """The meeting as an invitation to the two; each later one with a higher sequence replaces it."""
    event = _event(meeting, place, at=at)
    event.add("status", "CONFIRMED")
    _with_people(event, meeting.mentorship)
    return _written(_calendar(REQUEST), [event])


def cancellation(meeting: Meeting, *, at: datetime) -> str:
    """That the meeting does not take place, so that it leaves both calendars."""
    event = _event(meeting, NOWHERE, at=at)
    event.add("status", "CANCELLED")
    _with_people(event, meeting.mentorship)
    return _written(_calendar(CANCEL), [event])


def feed(meetings: Iterable[tuple[Meeting, Place]], *, at: datetime) -> str:
    """Meetings as a calendar that programmes fetch anew by themselves."""
    calendar = _calendar()
    name = _("Mentoring meetings")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", vDuration(FEED_RENEWED_EVERY), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(FEED_RENEWED_EVERY))
    return _written(calendar, [_event(meeting, place, at=at) for meeting, place in meetings])


def address_of(meeting: Meeting) -> str:
    """The whole address of the meeting's page."""
    return f"{settings.BASE_URL}{reverse('mentorships:meeting', args=[meeting.pk])}"


def _calendar(method: str = "") -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
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


def _event(meeting: Meeting, place: Place, *, at: datetime) -> Event:
    """What every programme needs to know: the same for both, and private in a shared calendar."""
    assert meeting.starts_at is not None
    pair = meeting.mentorship
    event = Event()
    event.add("uid", uid(meeting))
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", (meeting.starts_at + timedelta(minutes=meeting.minutes)).astimezone(UTC))
    names = {"one": pair.mentee.person.name, "other": pair.mentor.person.name}
    event.add("summary", _("Mentoring: %(one)s and %(other)s") % names)
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE")
    url = address_of(meeting)
    where = [_("Join the call: %(link)s") % {"link": place.link}] if place.link else []
    event.add("description", "\n".join([*where, _("Agenda and notes: %(url)s") % {"url": url}]))
    event.add("url", vUri(url))
    if place.words or place.link:
        event.add("location", place.words or place.link)
    if place.link:
        event.add("conference", vUri(place.link), parameters={"VALUE": "URI", "FEATURE": "VIDEO"})
    return event


def _with_people(event: Event, pair: Mentorship) -> None:
    """The sending address as organiser, which is what programmes check, and the two as those invited."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organiser = vCalAddress(f"mailto:{address}")
    organiser.params["CN"] = vText(name or "Fairlead")
    event["organizer"] = organiser
    for person in (pair.mentee.person, pair.mentor.person):
        event.add("attendee", _invited(person), encode=False)


def _invited(person: Person) -> vCalAddress:
    invited = vCalAddress(f"mailto:{person.email}")
    invited.params["CN"] = vText(person.name)
    invited.params["CUTYPE"] = vText("INDIVIDUAL")
    invited.params["ROLE"] = vText("REQ-PARTICIPANT")
    invited.params["PARTSTAT"] = vText("NEEDS-ACTION")
    invited.params["RSVP"] = vText("FALSE")
    return invited
