"""Connect calendars, read them, disconnect them; say when one works."""

import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.calendars import fetching, queries, reading
from fairlead.calendars.addresses import NotAnAddress, Place, tidied
from fairlead.calendars.enums import Problem
from fairlead.calendars.models import Connection, WorkingHours
from fairlead.calendars.times import Span
from fairlead.kernel.actors import NOBODY, Actor
from fairlead.kernel.errors import Refused
from fairlead.kernel.jobs import enqueue
from fairlead.people.models import Person
from fairlead.sealed import ciphers

log = structlog.get_logger(__name__)
MOST_CONNECTIONS = 3
AT_ONCE = 3
LEASE = timedelta(minutes=5)
EVERY = timedelta(hours=3)
LONGEST_PAUSE = timedelta(hours=24)
FORGOTTEN_AFTER = timedelta(days=14)
AGAIN_AFTER = timedelta(minutes=1)
JOB = "fairlead.calendars.tasks.read_calendar"


class NotConnected(Refused):
    """The calendar cannot be connected, or not once more."""


class TooSoon(Refused):
    """The calendar was asked a moment ago."""


@transaction.atomic
def connect(pasted: str, *, by: Actor, at: datetime) -> Connection:
    """Keep the address of the actor's own calendar, sealed, and read it once this is done.

    Raises `NotAnAddress`, `NotConnected`.
    """
    assert by.person_id is not None
    found = tidied(pasted)
    person = Person.objects.select_for_update(no_key=True).get(pk=by.person_id)
    if Connection.objects.filter(person=person).count() >= MOST_CONNECTIONS:
        raise NotConnected(_("Three calendars are as many as can be connected. Disconnect one first."))
    kept = keep(person, found, at=at)
    kept.lease_until = at + LEASE
    try:
        with transaction.atomic():
            kept.save(force_insert=True)
    except IntegrityError:
        raise NotConnected(_("This calendar is connected already.")) from None
    enqueue(JOB, kept.pk)
    record("connected calendar", kept, by=by, at=at, label=str(kept.pk))
    return kept


def keep(person: Person, found: Place, *, at: datetime) -> Connection:
    """A connection with its address sealed, not stored yet."""
    made = Connection(person=person, made_at=at, due_at=at, under=ciphers.name_of(settings.WORDS_KEYS[0]))
    made.address = _sealed(found.address.encode(), made, "address")
    said = f"calendar:{person.pk}:{found.address}".encode()
    made.mark = hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()
    return made


@transaction.atomic
def disconnect(connection: Connection, *, by: Actor, at: datetime) -> None:
    """Remove the address and everything that was read; nothing of it stays."""
    Connection.objects.filter(pk=connection.pk).delete()
    record("disconnected calendar", connection, by=by, at=at, label=str(connection.pk))


@transaction.atomic
def ask_now(connection: Connection, *, by: Actor, at: datetime) -> None:
    """Read a calendar once more, at its owner's wish. Raises `TooSoon`."""
    rested = Q(tried_at=None) | Q(tried_at__lte=at - AGAIN_AFTER)
    idle = Q(lease_until=None) | Q(lease_until__lte=at)
    if not Connection.objects.filter(rested, idle, pk=connection.pk).update(lease_until=at + LEASE):
        raise TooSoon(_("The calendar was read a moment ago. Try again in a minute."))
    enqueue(JOB, connection.pk)


@transaction.atomic
def set_hours(
    *, zone: str, days: Iterable[int], begins: time, ends: time, by: Actor, at: datetime
) -> WorkingHours:
    """Say when the actor works, by the clock of their zone; days are counted from Monday, which is 0."""
    assert by.person_id is not None
    said = {"zone": zone, "days": sum(1 << day for day in set(days)), "begins": begins, "ends": ends}
    kept, _new = WorkingHours.objects.update_or_create(person_id=by.person_id, defaults=said)
    record("set working hours", kept, by=by, at=at, label=str(kept.pk))
    return kept


def start_due(*, at: datetime) -> int:
    """Start reading calendars that are due, a few at a time; how many. Nothing is fetched here.

    As many as are being read already are not started; those of people who have left are not read.
    """
    busy = Connection.objects.filter(lease_until__gt=at).count()
    idle = Q(lease_until=None) | Q(lease_until__lte=at)
    due = Connection.objects.filter(idle, due_at__lte=at, person__is_active=True).order_by("due_at", "pk")
    started = 0
    for one in due.only("pk", "lease_until")[: max(0, AT_ONCE - busy)]:
        held = Connection.objects.filter(pk=one.pk, lease_until=one.lease_until)
        if one.lease_until is None:
            held = Connection.objects.filter(pk=one.pk, lease_until__isnull=True)
        if held.update(lease_until=at + LEASE):
            enqueue(JOB, one.pk)
            started += 1
    return started


def read(pk: UUID, *, at: datetime) -> None:
    """Fetch one calendar and keep when its owner is busy; on failure what was known stays, and the reason.

    The fetch is outside of any transaction. A calendar that was disconnected meanwhile stays so.
    """
    found = Connection.objects.select_related("person").filter(pk=pk).first()
    if found is None:
        return
    try:
        busy = _read(found, at)
    except fetching.Unread as unread:
        log.info("calendar not read", calendar=str(pk), problem=unread.problem.value)
        _put_off(found, unread.problem, at=at)
    else:
        store(found, busy, at=at)


def _read(found: Connection, at: datetime) -> list[Span]:
    try:
        place = queries.place_of(found)
    except (ciphers.CannotOpen, NotAnAddress):
        raise fetching.Unread(Problem.UNOPENED) from None
    zone = queries.availability([found.person_id], at=at)[found.person_id].hours.zone
    raw = fetching.fetched(place)
    try:
        return reading.busy_times(raw, frame(at), zone=zone, owner=found.person.email)
    except reading.NoCalendar:
        raise fetching.Unread(Problem.NO_CALENDAR) from None
    except reading.TooMuch:
        raise fetching.Unread(Problem.TOO_BIG) from None


def frame(at: datetime) -> Span:
    """Of which time it is kept whether people are busy."""
    return Span(at, at + queries.KNOWN_AHEAD)


def store(found: Connection, busy: Iterable[Span], *, at: datetime) -> None:
    """Replace what was known of a calendar by these times; nothing when it is no longer connected."""
    pairs = [[int(one.starts_at.timestamp()), int(one.ends_at.timestamp())] for one in busy]
    with transaction.atomic():
        held = Connection.objects.select_for_update().filter(pk=found.pk).first()
        if held is None:
            return
        held.busy = _sealed(json.dumps(pairs).encode(), held, "busy")
        held.read_at = held.tried_at = at
        held.failures, held.problem, held.lease_until = 0, "", None
        held.due_at = at + EVERY if held.due_at else None
        held.save()


def _put_off(found: Connection, problem: Problem, *, at: datetime) -> None:
    """Note what went wrong and ask again later and later; what is known is forgotten after two weeks."""
    with transaction.atomic():
        held = Connection.objects.select_for_update().filter(pk=found.pk).first()
        if held is None:
            return
        pause = min(LONGEST_PAUSE, timedelta(hours=1) * 2 ** min(held.failures, 5))
        held.failures, held.problem = min(held.failures + 1, 1000), problem
        held.tried_at, held.lease_until = at, None
        held.due_at = at + pause if held.due_at else None
        if held.read_at is not None and held.read_at < at - FORGOTTEN_AFTER:
            held.busy = b""
        held.save()


def forget(persons: Iterable[UUID], *, at: datetime) -> int:
    """Disconnect all calendars of these persons, at the end of their participation; how many."""
    return _forget(Q(person__in=list(persons)), at=at)


def forget_leavers(*, at: datetime) -> int:
    """Disconnect all calendars of those who no longer sign in; how many."""
    return _forget(Q(person__is_active=False), at=at)


def _forget(whose: Q, *, at: datetime) -> int:
    gone = list(Connection.objects.filter(whose))
    for one in gone:
        disconnect(one, by=NOBODY, at=at)
    return len(gone)


@transaction.atomic
def erase(person: UUID) -> None:
    """Remove everything this context knows of a person."""
    Connection.objects.filter(person=person).delete()
    WorkingHours.objects.filter(person=person).delete()


def renew_calendar_keys() -> int:
    """Seal what is kept of calendars under the first of the installation's keys; how many were not."""
    current = settings.WORDS_KEYS[0]
    others = list(Connection.objects.exclude(under=ciphers.name_of(current)).select_for_update())
    for one in others:
        address = queries.opened(one.address, one, "address")
        busy = queries.opened(one.busy, one, "busy") if one.busy else b""
        one.under = ciphers.name_of(current)
        one.address = _sealed(address, one, "address")
        one.busy = _sealed(busy, one, "busy") if busy else b""
        one.save(update_fields=["under", "address", "busy"])
    return len(others)


def _sealed(value: bytes, connection: Connection, what: str) -> bytes:
    """The value, sealed under the key that the connection names. Raises `ciphers.CannotOpen` without it."""
    key = queries.key_of(connection)
    return ciphers.close(value, under=key, about=f"calendar {what}:{connection.pk}")
