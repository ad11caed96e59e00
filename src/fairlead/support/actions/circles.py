"""Form circles, be in them, and let them meet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.times import said
from fairlead.kernel.words import one_line
from fairlead.notifications.actions import write
from fairlead.people.models import Person
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Programme
from fairlead.support.models import Circle, CircleMeeting, CircleMember
from fairlead.support.queries import together as queries


class NameTaken(Refused):
    """The programme has a circle of this name."""


class NotThen(Refused):
    """A circle cannot meet at this time."""


@dataclass(frozen=True)
class When:
    """When something is, for how long, and where."""

    starts_at: datetime
    minutes: int
    place: str = ""
    link: str = ""


@transaction.atomic
def form(
    programme: Programme,
    side: Side,
    name: str,
    about: str,
    *,
    facilitator: Person | None,
    by: Actor,
    at: datetime,
) -> Circle:
    """Begin a circle; who takes part on its side can join. Raises `NameTaken`."""
    try:
        with transaction.atomic():
            circle = Circle.objects.create(
                programme=programme, side=side, name=name, about=about, facilitator=facilitator, made_at=at
            )
    except IntegrityError as taken:
        raise NameTaken(_("There is a circle of this name already.")) from taken
    record("formed circle", circle, by=by, at=at, label=circle.name)
    return circle


@transaction.atomic
def join(circle: Circle, *, by: Actor, at: datetime) -> None:
    """Be in the circle; its meetings to come arrive as invitations. Said twice, it holds once."""
    assert by.person_id is not None
    person = Person.objects.get(pk=by.person_id)
    _held(circle)
    joined = {"joined_at": at}
    member, new = CircleMember.objects.get_or_create(circle=circle, person=person, defaults=joined)
    if new:
        for meeting in queries.meetings(circle, at=at):
            meeting.circle = circle
            _tell(meeting, [(member.pk, person)], "planned", at=at)
        record("joined circle", circle, by=by, at=at, label=circle.name)


@transaction.atomic
def leave(circle: Circle, *, by: Actor, at: datetime) -> None:
    """Be in it no longer; its meetings leave the calendar. Said twice, it holds once."""
    assert by.person_id is not None
    person = Person.objects.get(pk=by.person_id)
    _held(circle)
    member = CircleMember.objects.filter(circle=circle, person=person).first()
    if member is not None:
        for meeting in queries.meetings(circle, at=at):
            meeting.circle = circle
            meeting.sequence += 1  # for this one calendar; the meeting itself stays as it is
            _tell(meeting, [(member.pk, person)], "left", at=at)
        member.delete()
        record("left circle", circle, by=by, at=at, label=circle.name)


@transaction.atomic
def plan(circle: Circle, when: When, *, by: Actor, at: datetime) -> CircleMeeting:
    """Fix a meeting and invite all who are in it; entered twice, it is one. Raises `NotThen`."""
    _must_be_to_come(when, at=at)
    _held(circle)
    known = circle.meetings.filter(starts_at=when.starts_at, cancelled_at=None).first()
    if known is not None:
        return known
    meeting = CircleMeeting.objects.create(circle=circle, made_at=at, **vars(when))
    _tell(meeting, _people(circle), "planned", at=at)
    record("planned circle meeting", meeting, by=by, at=at, label=circle.name)
    return meeting


@transaction.atomic
def move(meeting: CircleMeeting, when: When, *, seen: int, by: Actor, at: datetime) -> None:
    """Move a meeting, or say where it is; the calendars of all follow. Raises `NotThen`, `AlreadyMoved`."""
    _must_be_to_come(when, at=at)
    _held(meeting.circle)
    _advance(meeting, seen=seen, **vars(when))
    _tell(meeting, _people(meeting.circle), "moved", at=at)
    record("moved circle meeting", meeting, by=by, at=at, label=meeting.circle.name)


@transaction.atomic
def cancel(meeting: CircleMeeting, *, by: Actor, at: datetime) -> None:
    """Call a meeting off; it leaves the calendars of all. Raises `AlreadyMoved`."""
    _held(meeting.circle)
    _advance(meeting, seen=meeting.sequence, cancelled_at=at)
    _tell(meeting, _people(meeting.circle), "cancelled", at=at)
    record("cancelled circle meeting", meeting, by=by, at=at, label=meeting.circle.name)


def _advance(meeting: CircleMeeting, *, seen: int, **changes: object) -> None:
    unchanged = CircleMeeting.objects.filter(pk=meeting.pk, sequence=seen, cancelled_at=None)
    try:
        with transaction.atomic():
            moved = unchanged.update(sequence=seen + 1, **changes)
    except IntegrityError as twice:
        raise NotThen(_("The circle meets at this time already.")) from twice
    if moved != 1:
        raise AlreadyMoved(_("Somebody else changed this a moment ago; the page now shows how it stands."))
    for name, value in {"sequence": seen + 1, **changes}.items():
        setattr(meeting, name, value)


def _held(circle: Circle) -> None:
    Circle.objects.select_for_update(no_key=True).get(pk=circle.pk)


def _people(circle: Circle) -> list[tuple[UUID, Person]]:
    """All who are in it, and who facilitates, each with the id of their place in it.

    By that id calendars know a meeting, so that whoever leaves and joins again gets a new appointment.
    """
    found = [(one.pk, one.person) for one in circle.members.select_related("person")]
    known = {person.pk for _place, person in found}
    if circle.facilitator is not None and circle.facilitator.pk not in known:
        found.append((circle.facilitator.pk, circle.facilitator))
    return [(place, person) for place, person in found if person.is_active]


def _must_be_to_come(when: When, *, at: datetime) -> None:
    if when.starts_at <= at:
        raise NotThen(_("This time has passed. Choose one that is still to come."))


def _tell(meeting: CircleMeeting, people: Iterable[tuple[UUID, Person]], kind: str, *, at: datetime) -> None:
    circle = meeting.circle
    for place, person in people:
        cancels = kind in ("cancelled", "left")
        write(
            key=f"circle:{meeting.pk}:{place}:{kind}:{meeting.sequence}",
            kind=f"circle-{kind}",
            to_email=person.email,
            to_name=one_line(person.name),
            template="support/letters/circle.txt",
            context={
                "circle": one_line(circle.name),
                "said": kind,
                "when": said(localtime(meeting.starts_at), "l j F Y, H:i"),
                "place": one_line(meeting.place),
                "link": meeting.link,
                "programme": circle.programme,
                "url": queries.address_of_circle(circle),
            },
            at=at,
            language=person.language,
            calendar=queries.circle_calendar(meeting, person, place=place, cancels=cancels, at=at),
        )
