"""What is known of when people have time."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from fairlead.calendars import addresses, policies
from fairlead.calendars.addresses import Place
from fairlead.calendars.models import Connection, WorkingHours
from fairlead.calendars.slots import Hours
from fairlead.calendars.times import Span, merged
from fairlead.kernel.actors import Actor
from fairlead.sealed import ciphers

KNOWN_AHEAD = timedelta(weeks=8)
STALE_AFTER = timedelta(days=7)
WEEKDAYS = frozenset({0, 1, 2, 3, 4})
BEGINS, ENDS = time(9), time(17)


@dataclass(frozen=True)
class Shown:
    """A connection as its owner sees it: the server's name alone, and how reading went."""

    connection: Connection
    host: str
    stale: bool

    @property
    def known_until(self) -> datetime | None:
        """Up to when busy times are known."""
        read_at = self.connection.read_at
        return read_at + KNOWN_AHEAD if read_at else None


@dataclass(frozen=True)
class Availability:
    """What is known of one person: when they work, and when their calendars say that they are busy.

    `connected`: whether they have connected a calendar; `known`: whether all of them were read lately.
    """

    hours: Hours
    connected: bool = False
    known: bool = False
    busy: tuple[Span, ...] = field(default=())


def mine(actor: Actor, *, at: datetime) -> list[Shown]:
    """The actor's connected calendars; one query."""
    return [Shown(one, _host(one), is_stale(one, at=at)) for one in policies.visible(actor)]


def hours_of(actor: Actor) -> WorkingHours:
    """The actor's working hours; not stored yet where they have not said any. One query."""
    assert actor.person_id is not None
    kept = WorkingHours.objects.filter(person=actor.person_id).first()
    days = sum(1 << day for day in WEEKDAYS)
    zone = timezone.get_default_timezone_name()
    return kept or WorkingHours(person_id=actor.person_id, zone=zone, days=days, begins=BEGINS, ends=ENDS)


def availability(persons: Iterable[UUID], *, at: datetime) -> dict[UUID, Availability]:
    """What is known of each of these persons; two queries."""
    wanted = list(persons)
    hours = {one.person_id: as_hours(one) for one in WorkingHours.objects.filter(person__in=wanted)}
    usual = Hours(timezone.get_default_timezone(), WEEKDAYS, BEGINS, ENDS)
    connections: Mapping[UUID, list[Connection]] = defaultdict(list)
    for one in Connection.objects.filter(person__in=wanted):
        connections[one.person_id].append(one)
    return {
        person: _available(hours.get(person, usual), connections.get(person, []), at) for person in wanted
    }


def _available(hours: Hours, connections: list[Connection], at: datetime) -> Availability:
    if not connections:
        return Availability(hours)
    known = not any(is_stale(one, at=at) for one in connections)
    busy = merged(span for one in connections for span in busy_of(one))
    return Availability(hours, connected=True, known=known, busy=tuple(busy))


def connected_before(moment: datetime) -> set[UUID]:
    """Who has connected a calendar before this moment; one query."""
    return set(Connection.objects.filter(made_at__lt=moment).values_list("person", flat=True))


def as_hours(kept: WorkingHours) -> Hours:
    """Stored working hours as the search for times takes them."""
    days = frozenset(day for day in range(7) if kept.days & 1 << day)
    return Hours(ZoneInfo(kept.zone), days, kept.begins, kept.ends)


def is_stale(connection: Connection, *, at: datetime) -> bool:
    """Whether what is known of a calendar is too old to rely on, or nothing is known yet."""
    return connection.read_at is None or connection.read_at < at - STALE_AFTER


def place_of(connection: Connection) -> Place:
    """Where a calendar lies. Raises `ciphers.CannotOpen` without the key it was sealed under."""
    said = opened(connection.address, connection, "address").decode()
    return addresses.tidied(said)


def busy_of(connection: Connection) -> list[Span]:
    """When the owner is busy as far as this calendar says; empty where it cannot be opened."""
    if not connection.busy:
        return []
    try:
        pairs = json.loads(opened(connection.busy, connection, "busy"))
    except ciphers.CannotOpen:
        return []
    return [Span(datetime.fromtimestamp(a, UTC), datetime.fromtimestamp(b, UTC)) for a, b in pairs]


def opened(value: bytes | memoryview, connection: Connection, what: str) -> bytes:
    """A sealed value of a connection. Raises `ciphers.CannotOpen`."""
    return ciphers.open_(value, under=key_of(connection), about=f"calendar {what}:{connection.pk}")


def key_of(connection: Connection) -> bytes:
    """The installation's key under which a connection is sealed. Raises `ciphers.CannotOpen` without it."""
    for key in settings.WORDS_KEYS:
        if ciphers.name_of(key) == connection.under:
            return key
    raise ciphers.CannotOpen(f"calendar:{connection.pk}")


def _host(connection: Connection) -> str:
    try:
        return place_of(connection).host
    except (ciphers.CannotOpen, addresses.NotAnAddress):
        return ""
