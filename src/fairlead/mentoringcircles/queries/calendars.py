"""The first meeting of a mentoring circle as an appointment in the calendar of each who comes."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from fairlead.kernel import invitations
from fairlead.kernel.invitations import Appointment, Guest
from fairlead.mentoringcircles.enums import CirclesState
from fairlead.mentoringcircles.models import CircleAnswer, CircleSeat
from fairlead.mentoringcircles.queries.circles import Shown, shown

PRODUCT = "-//Fairlead//Mentoring circles//EN"


def calendar(seat: CircleSeat, circle: Shown, url: str, *, cancels: bool, at: datetime) -> str:
    """The appointment for this person alone, or that it leaves their calendar."""
    write = invitations.cancellation if cancels else invitations.invitation
    person = seat.participation.person
    return write(_appointment(seat, circle, url), [Guest(person.name, person.email)], product=PRODUCT, at=at)


def appointments(person: UUID, *, since: datetime) -> list[Appointment]:
    """First meetings of circles in which somebody sits, for their own calendar; four queries."""
    found = CircleSeat.objects.filter(
        participation__person=person,
        out=False,
        circle__off=False,
        session__state=CirclesState.PUBLISHED,
        time__starts_at__gt=since,
    )
    seats = list(
        found.select_related("circle__session", "circle__time").order_by("time__starts_at", "circle__number")
    )
    asked = CircleAnswer.objects.filter(
        session__in={one.session_id for one in seats}, participation__person=person
    )
    answers = dict(asked.values_list("participation", "pk"))
    return [
        _appointment(
            seat,
            circle,
            settings.BASE_URL + reverse("mentoringcircles:mine", args=[answers[seat.participation_id]]),
        )
        for seat, circle in zip(seats, shown(one.circle for one in seats), strict=True)
        if seat.participation_id in answers
    ]


def _appointment(seat: CircleSeat, circle: Shown, url: str) -> Appointment:
    names = ", ".join(one.participation.person.name for one in (*circle.mentors, *circle.mentees))
    session = circle.circle.session
    lines = [names, *([session.rhythm] if session.rhythm else []), _("Your circle: %(url)s") % {"url": url}]
    return Appointment(
        uid=f"{seat.pk}@fairlead",
        sequence=seat.sequence,
        starts_at=circle.starts_at,
        minutes=session.minutes,
        summary=_("Mentoring circle: %(topic)s") % {"topic": circle.circle.topic},
        description="\n".join(lines),
        url=url,
        location=circle.place,
        call=circle.link,
    )
