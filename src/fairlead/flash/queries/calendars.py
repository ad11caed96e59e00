"""A flash meeting as one appointment in the calendar of each who comes."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fairlead.flash.enums import FlashState
from fairlead.flash.models import FlashGuest
from fairlead.flash.queries.timetables import Meets, own_of
from fairlead.kernel import invitations
from fairlead.kernel.invitations import Appointment, Guest

PRODUCT = "-//Fairlead//Flash//EN"


def address(guest: FlashGuest) -> str:
    """The whole address of somebody's own timetable."""
    return settings.BASE_URL + reverse("flash:mine", args=[guest.pk])


def calendar(guest: FlashGuest, met: Sequence[Meets], *, cancels: bool, at: datetime) -> str:
    """The appointment for this person alone, or that it leaves their calendar."""
    write = invitations.cancellation if cancels else invitations.invitation
    person = guest.participation.person
    return write(_appointment(guest, met), [Guest(person.name, person.email)], product=PRODUCT, at=at)


def appointments(person: UUID, *, since: datetime) -> list[Appointment]:
    """Flash meetings to which somebody comes, for their own calendar; two queries."""
    found = FlashGuest.objects.filter(
        participation__person=person,
        sequence__gt=0,
        session__state=FlashState.PUBLISHED,
        session__starts_at__gt=since,
    )
    guests = list(
        found.select_related("session", "participation__person").order_by("session__starts_at", "pk")
    )
    met = own_of(guests)
    return [_appointment(one, met[one.pk]) for one in guests if one.pk in met]


def line(one: Meets) -> str:
    """A meeting in a line: its time and whom."""
    begins, ends = (date_format(timezone.localtime(when), "H:i") for when in (one.starts_at, one.ends_at))
    return f"{begins}–{ends} {one.name}"


def _appointment(guest: FlashGuest, met: Sequence[Meets]) -> Appointment:
    """From the first meeting of this person to the end of the last."""
    session, url = guest.session, address(guest)
    starts = met[0].starts_at if met else session.starts_at
    ends = met[-1].ends_at if met else session.ends(session.slots - 1)
    return Appointment(
        uid=f"{guest.pk}@fairlead",
        sequence=guest.sequence,
        starts_at=starts,
        minutes=int((ends - starts).total_seconds()) // 60,
        summary=_("Flash meeting: %(title)s") % {"title": session.title},
        description="\n".join([*map(line, met), _("Your timetable: %(url)s") % {"url": url}]),
        url=url,
        location=session.place if met else "",
        call=session.link if met else "",
    )
