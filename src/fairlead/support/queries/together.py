"""Circles and office hours, and how they look in a calendar."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.conf import settings
from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from fairlead.kernel.actors import Actor
from fairlead.kernel.invitations import Appointment, Guest, cancellation, invitation
from fairlead.people.models import Person
from fairlead.programmes.models import Programme
from fairlead.support import policies
from fairlead.support.models import Booking, Circle, CircleMeeting, CircleMember, Hour

PRODUCT = "-//Fairlead//Support//EN"
BOOKED = Q(bookings__cancelled_at__isnull=True)


@dataclass(frozen=True)
class Offered:
    """An office hour as somebody sees it: how many places are free, and their own booking."""

    hour: Hour
    free: int
    mine: Booking | None


def circles(actor: Actor) -> QuerySet[Circle]:
    """Circles the actor sees, with how many are in them; one query."""
    return policies.visible_circles(actor).annotate(size=Count("members", distinct=True))


def circles_of(programme: Programme) -> QuerySet[Circle]:
    """The programme's circles with how many are in them; one query."""
    found = Circle.objects.filter(programme=programme).select_related("facilitator")
    return found.annotate(size=Count("members", distinct=True)).order_by("name", "pk")


def is_in(actor: Actor, circle: Circle) -> bool:
    """Whether the actor is in the circle; one query."""
    return circle.members.filter(person=actor.person_id).exists()


def meetings(circle: Circle, *, at: datetime) -> list[CircleMeeting]:
    """What is to come, the soonest first; one query."""
    return list(circle.meetings.filter(cancelled_at=None, starts_at__gt=at).order_by("starts_at", "pk"))


def hours(actor: Actor, *, at: datetime) -> list[Offered]:
    """Office hours to come in programmes in which the actor takes part; two queries."""
    coming = policies.visible_hours(actor).filter(cancelled_at=None, starts_at__gt=at)
    mine = coming.filter(programme__in=policies.sides(actor)).exclude(host=actor.person_id)
    return _offered(mine, actor.person_id)


def hours_of(programme: Programme, *, at: datetime) -> list[tuple[Hour, list[Booking]]]:
    """The programme's office hours to come with who has booked; two queries."""
    booked = Booking.objects.filter(cancelled_at=None).select_related("person")
    coming = Hour.objects.filter(programme=programme, cancelled_at=None, starts_at__gt=at)
    loaded = coming.select_related("host").prefetch_related(Prefetch("bookings", booked, to_attr="standing"))
    return [(hour, getattr(hour, "standing", [])) for hour in loaded.order_by("starts_at", "pk")]


def _offered(found: QuerySet[Hour], person: UUID | None) -> list[Offered]:
    booked = Booking.objects.filter(cancelled_at=None)
    loaded = found.prefetch_related(Prefetch("bookings", booked, to_attr="standing"))
    offered = []
    for hour in loaded.order_by("starts_at", "pk"):
        standing: list[Booking] = getattr(hour, "standing", [])
        own = next((one for one in standing if one.person_id == person), None)
        offered.append(Offered(hour, hour.places - len(standing), own))
    return offered


def address_of_circle(circle: Circle) -> str:
    """The whole address of the circle's page."""
    return settings.BASE_URL + reverse("support:circle", args=[circle.pk])


def circle_calendar(
    meeting: CircleMeeting, person: Person, *, place: UUID, cancels: bool, at: datetime
) -> str:
    """The meeting as an invitation to one member, or its cancellation; `place` is theirs in the circle."""
    one = _circle_appointment(meeting, place, cancels=cancels)
    write = cancellation if cancels else invitation
    return write(one, [Guest(person.name, person.email)], product=PRODUCT, at=at)


def booking_calendar(booking: Booking, person: Person, *, at: datetime) -> str:
    """The booked hour as an invitation to one of the two, or its cancellation."""
    write = invitation if booking.cancelled_at is None else cancellation
    return write(_booking_appointment(booking), [Guest(person.name, person.email)], product=PRODUCT, at=at)


def appointments(person: UUID, *, since: datetime) -> list[Appointment]:
    """Meetings of somebody's circles and office hours they have booked or host; three queries."""
    meets = CircleMeeting.objects.filter(cancelled_at=None, starts_at__gt=since).select_related("circle")
    places = dict(CircleMember.objects.filter(person=person).values_list("circle", "pk"))
    mine = meets.filter(Q(circle__in=places) | Q(circle__facilitator=person)).order_by("starts_at", "pk")
    hours = Booking.objects.filter(cancelled_at=None, hour__cancelled_at=None, hour__starts_at__gt=since)
    booked = hours.filter(Q(person=person) | Q(hour__host=person)).select_related("person", "hour__host")
    found = [_circle_appointment(one, places.get(one.circle_id, person), cancels=False) for one in mine]
    return found + [_booking_appointment(one) for one in booked.order_by("hour__starts_at", "pk")]


def _circle_appointment(meeting: CircleMeeting, place: UUID, *, cancels: bool) -> Appointment:
    address = address_of_circle(meeting.circle)
    return Appointment(
        uid=f"{uuid5(meeting.pk, str(place))}@fairlead",
        sequence=meeting.sequence,
        starts_at=meeting.starts_at,
        minutes=meeting.minutes,
        summary=_("Mentoring circle: %(name)s") % {"name": meeting.circle.name},
        description=_("The circle: %(url)s") % {"url": address},
        url=address,
        location="" if cancels else meeting.place,
        call="" if cancels else meeting.link,
    )


def _booking_appointment(booking: Booking) -> Appointment:
    hour, cancels = booking.hour, booking.cancelled_at is not None
    url = settings.BASE_URL + reverse("support:together")
    names = {"one": booking.person.name, "other": hour.host.name}
    return Appointment(
        uid=f"{booking.pk}@fairlead",
        sequence=1 if cancels else 0,
        starts_at=hour.starts_at,
        minutes=hour.minutes,
        summary=_("Office hour: %(one)s and %(other)s") % names,
        description=_("Office hours: %(url)s") % {"url": url},
        url=url,
        location="" if cancels else hour.place,
        call="" if cancels else hour.link,
    )


def booking_of(actor: Actor, hour: Hour) -> Booking | None:
    """The actor's booking of an hour, if they have one; one query."""
    mine = Booking.objects.filter(hour=hour, person=actor.person_id, cancelled_at=None)
    return mine.select_related("person", "hour__host", "hour__programme").first()
