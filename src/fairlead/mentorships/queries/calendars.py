"""Meetings as appointments in calendars: invitations, cancellations, feeds."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from fairlead.kernel import invitations
from fairlead.kernel.invitations import Appointment, Guest
from fairlead.mentorships.models import Meeting, Mentorship
from fairlead.mentorships.queries.places import NOWHERE, Place

PRODUCT = "-//Fairlead//Meetings//EN"


def uid(meeting: Meeting) -> str:
    """The name of the meeting in every calendar, for life."""
    return f"{meeting.pk}@fairlead"


def invitation(meeting: Meeting, place: Place, *, at: datetime) -> str:
    """The meeting as an invitation to the two; each later one with a higher sequence replaces it."""
    one, guests = _appointment(meeting, place), _guests(meeting.mentorship)
    return invitations.invitation(one, guests, product=PRODUCT, at=at)


def cancellation(meeting: Meeting, *, at: datetime) -> str:
    """That the meeting does not take place, so that it leaves both calendars."""
    one, guests = _appointment(meeting, NOWHERE), _guests(meeting.mentorship)
    return invitations.cancellation(one, guests, product=PRODUCT, at=at)


def feed(meetings: Iterable[tuple[Meeting, Place]], more: Iterable[Appointment] = (), *, at: datetime) -> str:
    """Meetings, and what else a person goes to, as a calendar that programmes fetch anew by themselves."""
    appointments = [*(_appointment(meeting, place) for meeting, place in meetings), *more]
    return invitations.feed(appointments, name=_("Mentoring meetings"), product=PRODUCT, at=at)


def address_of(meeting: Meeting) -> str:
    """The whole address of the meeting's page."""
    return f"{settings.BASE_URL}{reverse('mentorships:meeting', args=[meeting.pk])}"


def _appointment(meeting: Meeting, place: Place) -> Appointment:
    assert meeting.starts_at is not None
    pair, url = meeting.mentorship, address_of(meeting)
    names = {"one": pair.mentee.person.name, "other": pair.mentor.person.name}
    where = [_("Join the call: %(link)s") % {"link": place.link}] if place.link else []
    return Appointment(
        uid=uid(meeting),
        sequence=meeting.sequence,
        starts_at=meeting.starts_at,
        minutes=meeting.minutes,
        summary=_("Mentoring: %(one)s and %(other)s") % names,
        description="\n".join([*where, _("Agenda and notes: %(url)s") % {"url": url}]),
        url=url,
        location=place.words,
        call=place.link,
    )


def _guests(pair: Mentorship) -> list[Guest]:
    return [Guest(half.person.name, half.person.email) for half in (pair.mentee, pair.mentor)]
