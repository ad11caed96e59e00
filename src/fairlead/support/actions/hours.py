"""Offer office hours, book them, give them back, call them off."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.times import said
from fairlead.kernel.words import one_line
from fairlead.notifications.actions import write
from fairlead.people.models import Person
from fairlead.programmes.models import Programme
from fairlead.support.actions.circles import NotThen, When
from fairlead.support.models import Booking, Hour
from fairlead.support.queries import together as queries


class Full(Refused):
    """Every place of the hour is booked."""


class Gone(Refused):
    """The hour is over or called off."""


@transaction.atomic
def offer(programme: Programme, when: When, *, places: int, by: Actor, at: datetime) -> Hour:
    """Be there at this time for so many people; offered twice, it is one hour. Raises `NotThen`."""
    assert by.person_id is not None
    if when.starts_at <= at:
        raise NotThen(_("This time has passed. Choose one that is still to come."))
    known = Hour.objects.filter(host=by.person_id, starts_at=when.starts_at, cancelled_at=None).first()
    if known is not None:
        raise NotThen(_("You offer an hour at this time already."))
    try:
        with transaction.atomic():
            hour = Hour.objects.create(
                programme=programme, host_id=by.person_id, places=places, made_at=at, **vars(when)
            )
    except IntegrityError as twice:
        raise NotThen(_("You offer an hour at this time already.")) from twice
    record("offered office hour", hour, by=by, at=at, label=str(hour.pk))
    return hour


@transaction.atomic
def book(hour: Hour, *, by: Actor, at: datetime) -> Booking:
    """Take the lowest free place; booked twice, it is one booking. Raises `Full`, `Gone`.

    The hour is held while its places are counted, and the database holds each place once.
    """
    assert by.person_id is not None
    standing = Hour.objects.select_for_update(no_key=True).get(pk=hour.pk)
    if standing.cancelled_at is not None or standing.starts_at <= at:
        raise Gone(_("This hour is over or was called off."))
    live = Booking.objects.filter(hour=hour, cancelled_at=None)
    known = live.filter(person=by.person_id).first()
    if known is not None:
        return known
    taken = set(live.values_list("place", flat=True))
    free = sorted(set(range(1, standing.places + 1)) - taken)
    if not free:
        raise Full(_("Somebody else has just taken the last place. Another hour may be free."))
    try:
        with transaction.atomic():
            booking = Booking.objects.create(hour=hour, person_id=by.person_id, place=free[0], booked_at=at)
    except IntegrityError as meanwhile:
        raise Full(_("Somebody else has just taken this place. Try once more.")) from meanwhile
    _tell(booking, at=at)
    record("booked office hour", booking, by=by, at=at, label=str(booking.pk))
    return booking


@transaction.atomic
def give_back(booking: Booking, *, by: Actor, at: datetime) -> None:
    """Give the place to somebody else; both calendars follow. Raises `AlreadyMoved`."""
    Hour.objects.select_for_update(no_key=True).get(pk=booking.hour_id)
    _cancel(booking, at=at)
    record("gave back office hour", booking, by=by, at=at, label=str(booking.pk))


@transaction.atomic
def call_off(hour: Hour, *, by: Actor, at: datetime) -> None:
    """The host cannot be there; whoever has booked is told, and calendars follow. Raises `AlreadyMoved`."""
    Hour.objects.select_for_update(no_key=True).get(pk=hour.pk)
    if Hour.objects.filter(pk=hour.pk, cancelled_at=None).update(cancelled_at=at) != 1:
        raise AlreadyMoved(_("This hour was called off already."))
    standing = Booking.objects.filter(hour=hour, cancelled_at=None)
    for booking in standing.select_related("person", "hour__host", "hour__programme"):
        _cancel(booking, at=at)
    record("called off office hour", hour, by=by, at=at, label=str(hour.pk))


def _cancel(booking: Booking, *, at: datetime) -> None:
    if Booking.objects.filter(pk=booking.pk, cancelled_at=None).update(cancelled_at=at) != 1:
        raise AlreadyMoved(_("This booking was given back already."))
    booking.cancelled_at = at
    _tell(booking, at=at)


def _tell(booking: Booking, *, at: datetime) -> None:
    hour, cancels = booking.hour, booking.cancelled_at is not None
    two: tuple[Person, Person] = (booking.person, hour.host)
    for person, other in (two, two[::-1]):
        write(
            key=f"hour:{booking.pk}:{'off' if cancels else 'on'}:{person.pk}",
            kind="office-hour-off" if cancels else "office-hour",
            to_email=person.email,
            to_name=one_line(person.name),
            template="support/letters/hour.txt",
            context={
                "cancels": cancels,
                "other": one_line(other.name),
                "when": said(localtime(hour.starts_at), "l j F Y, H:i"),
                "place": one_line(hour.place),
                "link": hour.link,
                "programme": hour.programme,
                "url": settings.BASE_URL + reverse("support:together"),
            },
            at=at,
            language=person.language,
            calendar=queries.booking_calendar(booking, person, at=at),
            follows=f"hour:{booking.pk}:on:{person.pk}",
        )
