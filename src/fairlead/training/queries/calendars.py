"""Sessions as appointments in the calendars of those who come."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from fairlead.kernel import invitations
from fairlead.kernel.invitations import Appointment, Guest
from fairlead.training.enums import WITH_PLACE, SessionState
from fairlead.training.models import Enrolment

PRODUCT = "-//Fairlead//Training//EN"


def invitation(one: Enrolment, *, at: datetime) -> str:
    """The session as an invitation to this person alone; nobody is shown who else comes."""
    return invitations.invitation(_appointment(one), [_guest(one)], product=PRODUCT, at=at)


def cancellation(one: Enrolment, *, at: datetime) -> str:
    """That the session leaves this person's calendar."""
    return invitations.cancellation(_appointment(one), [_guest(one)], product=PRODUCT, at=at)


def appointments(person: UUID, *, since: datetime) -> list[Appointment]:
    """The sessions somebody has a place in, for their own calendar; one query."""
    found = Enrolment.objects.filter(person=person, state__in=WITH_PLACE, session__starts_at__gt=since)
    found = found.filter(session__state=SessionState.PLANNED).select_related("session__module")
    return [_appointment(one) for one in found.order_by("session__starts_at", "pk")]


def _guest(one: Enrolment) -> Guest:
    return Guest(one.person.name, one.person.email)


def _appointment(one: Enrolment) -> Appointment:
    session = one.session
    url = settings.BASE_URL + reverse("training:module", args=[session.module_id])
    lines = [_("Join the call: %(link)s") % {"link": session.link}] if session.link else []
    lines.append(_("About the session, or if you cannot come: %(url)s") % {"url": url})
    return Appointment(
        uid=f"{one.pk}@fairlead",
        sequence=one.sequence,
        starts_at=session.starts_at,
        minutes=session.minutes,
        summary=_("Training: %(title)s") % {"title": session.module.title},
        description="\n".join(lines),
        url=url,
        location=session.place,
        call=session.link,
    )
