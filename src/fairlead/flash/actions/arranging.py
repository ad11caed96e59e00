"""Prepare a flash meeting: its day and slots, who comes, and the timetable."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.flash.enums import FLASH_MOVES, UNTOLD, FlashState
from fairlead.flash.models import FlashGuest, FlashMeeting, FlashSession
from fairlead.flash.queries import timetables
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.kernel.revisions import advance, check_seen
from fairlead.kernel.states import move
from fairlead.matching.queries import flashing
from fairlead.programmes.models import Participation, Round

LONGEST = timedelta(days=731)
FIELDS = ("title", "starts_at", "minutes", "pause", "slots", "place", "link")


class NotThen(Refused):
    """A flash meeting cannot be at this time."""


class Told(Refused):
    """Everybody has been told, so nothing is changed any more."""


@transaction.atomic
def plan(round: Round, given: Mapping[str, Any], *, by: Actor, at: datetime) -> FlashSession:
    """Begin a flash meeting of the round; entered twice, it is one. Nobody hears of it. Raises `NotThen`."""
    must_be_to_come(given["starts_at"], at=at)
    Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    standing = FlashSession.objects.filter(round=round, starts_at=given["starts_at"])
    known = standing.exclude(state=FlashState.CANCELLED).first()
    if known is not None and all(getattr(known, name) == given[name] for name in FIELDS):
        return known
    if known is not None:
        raise NotThen(_("The round has a flash meeting at this time already."))
    made = FlashSession.objects.create(round=round, made_at=at, **{name: given[name] for name in FIELDS})
    record("planned flash meeting", made, by=by, at=at, label=made.title)
    return made


@transaction.atomic
def change(session: FlashSession, given: Mapping[str, Any], *, seen: int, by: Actor, at: datetime) -> None:
    """Change day, slots or place; a timetable made before is dropped.

    Raises `NotThen`, `Told`, `AlreadyMoved`.
    """
    standing = held(session, seen=seen)
    must_be_to_come(given["starts_at"], at=at)
    try:
        with transaction.atomic():
            _redraft(standing, **{name: given[name] for name in FIELDS})
    except IntegrityError as twice:
        raise NotThen(_("The round has a flash meeting at this time already.")) from twice
    record("changed flash meeting", standing, by=by, at=at, label=standing.title)


@transaction.atomic
def limit(
    session: FlashSession, who: Participation, most: int, *, seen: int, by: Actor, at: datetime
) -> None:
    """Settle how many somebody meets at most; 0 leaves them out. A timetable made before is dropped.

    Raises `Told`, `AlreadyMoved`.
    """
    standing = held(session, seen=seen)
    if who.round_id != standing.round_id:
        raise Refused(_("This person does not take part in the round."))
    word = None if most >= standing.slots else max(0, most)
    FlashGuest.objects.update_or_create(session=standing, participation=who, defaults={"most": word})
    _redraft(standing)
    record("settled how many somebody meets", standing, by=by, at=at, label=standing.title)


def compute(session: FlashSession, *, seen: int, by: Actor, at: datetime) -> None:
    """Make the timetable of those who take part, anew if there is one; the same people give the same one.

    It is worked out before anything is locked. Raises `CannotMatch`, `Told`, `AlreadyMoved`.
    """
    most = timetables.most_of(session)
    found = flashing.timetable(session.round, most, session.slots, at=at)
    with transaction.atomic():
        standing = held(session, seen=seen)
        standing.meetings.all().delete()
        FlashMeeting.objects.bulk_create(
            FlashMeeting(session=standing, mentee_id=one.mentee, mentor_id=one.mentor, slot=one.slot)
            for one in found
        )
        if standing.state == FlashState.DRAFT:
            move(standing, FlashState.COMPUTED, moves=FLASH_MOVES)
        advance(standing)
        record("made timetable of flash meeting", standing, by=by, at=at, label=standing.title)


def held(session: FlashSession, *, seen: int) -> FlashSession:
    """The flash meeting, locked, as somebody saw it and untold. Raises `Told`, `AlreadyMoved`."""
    locked = FlashSession.objects.select_for_update(no_key=True, of=("self",))
    standing = locked.select_related("round__programme").get(pk=session.pk)
    if standing.state not in UNTOLD:
        raise Told(_("This has been told to everybody, or called off, and is not changed any more."))
    check_seen(standing, seen)
    return standing


def must_be_to_come(when: datetime, *, at: datetime) -> None:
    """Raises `NotThen` for a time that has passed or is further off than `LONGEST`."""
    if when <= at:
        raise NotThen(_("This time has passed. Choose one that is still to come."))
    if when > at + LONGEST:
        raise NotThen(_("Choose a time within two years."))


def _redraft(standing: FlashSession, **changes: Any) -> None:
    standing.meetings.all().delete()
    if standing.state == FlashState.COMPUTED:
        move(standing, FlashState.DRAFT, moves=FLASH_MOVES)
    advance(standing, **changes)
