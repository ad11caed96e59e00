"""What of support belongs to somebody of the team: office hours and circles pass on, cases stay apart."""

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.kernel.actors import Actor
from fairlead.kernel.times import said
from fairlead.kernel.words import one_line
from fairlead.notifications.actions import write
from fairlead.people.models import Person
from fairlead.programmes.models import TeamMember
from fairlead.programmes.succession import Belonging
from fairlead.support.actions import hours
from fairlead.support.enums import CaseState
from fairlead.support.models import Booking, Case, Circle, Hour


def belongings(member: TeamMember, *, at: datetime) -> list[Belonging]:
    """Office hours to come, circles they facilitate, how many open cases they look after; three queries."""
    coming = _hours(member, at=at).count()
    circles = Circle.objects.filter(programme=member.programme_id, facilitator=member.person_id).count()
    cases = Case.objects.filter(
        programme=member.programme_id, owner=member.person_id, state=CaseState.OPEN
    ).count()
    return [
        Belonging(
            ngettext("%(n)d office hour to come", "%(n)d office hours to come", coming) % {"n": coming},
            coming,
            reverse("support:hours", args=[member.programme_id]),
        ),
        Belonging(
            ngettext("%(n)d circle to facilitate", "%(n)d circles to facilitate", circles) % {"n": circles},
            circles,
            reverse("support:circles", args=[member.programme_id]),
        ),
        Belonging(
            ngettext("%(n)d open case in confidence", "%(n)d open cases in confidence", cases) % {"n": cases},
            cases,
            reverse("support:cases"),
            passes=False,
            note=_("Whoever asked chooses who is next; what nobody asked for goes to a colleague."),
        ),
    ]


def pass_on(member: TeamMember, successor: Person, *, by: Actor, at: datetime) -> None:
    """The successor is there at the hours to come, and facilitates the circles; who has booked is told.

    An hour at which the successor is there already is called off, with a letter to whoever booked it.
    """
    Circle.objects.filter(programme=member.programme_id, facilitator=member.person_id).update(
        facilitator=successor
    )
    taken = set(Hour.objects.filter(host=successor, cancelled_at=None).values_list("starts_at", flat=True))
    for hour in _hours(member, at=at).select_related("host", "programme").order_by("pk"):
        if hour.starts_at in taken:
            hours.call_off(hour, by=by, at=at)
            continue
        own = Booking.objects.filter(hour=hour, person=successor, cancelled_at=None)
        for booking in own.select_related("person", "hour__host", "hour__programme"):
            hours.give_back(booking, by=by, at=at)
        Hour.objects.filter(pk=hour.pk).update(host=successor)
        for booking in Booking.objects.filter(hour=hour, cancelled_at=None).select_related("person"):
            _tell(booking, hour, successor, at=at)


def _hours(member: TeamMember, *, at: datetime) -> QuerySet[Hour]:
    return Hour.objects.filter(
        programme=member.programme_id, host=member.person_id, cancelled_at=None, starts_at__gt=at
    )


def _tell(booking: Booking, hour: Hour, successor: Person, *, at: datetime) -> None:
    person = booking.person
    write(
        key=f"hour:{booking.pk}:host:{successor.pk}",
        kind="office-hour-host",
        to_email=person.email,
        to_name=one_line(person.name),
        template="support/letters/hour_host.txt",
        context={
            "before": one_line(hour.host.name),
            "other": one_line(successor.name),
            "when": said(localtime(hour.starts_at), "l j F Y, H:i"),
            "programme": hour.programme,
            "url": settings.BASE_URL + reverse("support:together"),
        },
        at=at,
        language=person.language,
    )
