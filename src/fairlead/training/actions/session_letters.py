"""What people are sent about the sessions they come to, with the appointment for their own calendar."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from fairlead.kernel.times import said
from fairlead.kernel.words import one_line
from fairlead.notifications.actions import write
from fairlead.training.models import Enrolment
from fairlead.training.queries import calendars


def invite(one: Enrolment, *, at: datetime, moved_up: bool = False) -> None:
    """Invite somebody who has a place, or tell them of a change; calendars replace the one before."""
    template = "session_moved_up" if moved_up else "session_changed" if one.invited else "session_place"
    _advance(one, invited=True)
    _write(one, template, calendars.invitation(one, at=at), at=at)


def take_out(one: Enrolment, *, at: datetime) -> None:
    """Take a session out of the calendar of somebody who does not come."""
    _advance(one, invited=False)
    _write(one, "session_left", calendars.cancellation(one, at=at), at=at)


def call_off(one: Enrolment, *, at: datetime) -> None:
    """Tell somebody that a session does not take place; who only waited has nothing in their calendar."""
    had_place = one.place is not None
    _advance(one, invited=False)
    _write(one, "session_cancelled", calendars.cancellation(one, at=at) if had_place else "", at=at)


def _advance(one: Enrolment, *, invited: bool) -> None:
    """The sequence of the next letter; it rises for life, also when somebody comes after all."""
    one.sequence, one.invited = one.sequence + 1, invited
    one.save(update_fields=["sequence", "invited"])


def _write(one: Enrolment, kind: str, calendar: str, *, at: datetime) -> None:
    session, person = one.session, one.person
    ends = timezone.localtime(session.starts_at + timedelta(minutes=session.minutes))
    write(
        key=f"session:{one.pk}:{one.sequence}",
        kind=kind.replace("_", "-"),
        to_email=person.email,
        to_name=one_line(person.name)[:200],
        template=f"training/letters/{kind}.txt",
        context={
            "title": one_line(session.module.title),
            "when": said(timezone.localtime(session.starts_at), "l j F Y, H:i"),
            "until": said(ends, "H:i"),
            "place": one_line(session.place),
            "link": session.link,
            "programme": session.module.programme,
            "url": settings.BASE_URL + reverse("training:module", args=[session.module_id]),
        },
        at=at,
        language=person.language,
        calendar=calendar,
        follows=f"session:{one.pk}:1" if calendar and one.sequence > 1 else "",
    )
