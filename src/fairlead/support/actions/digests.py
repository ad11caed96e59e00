"""Gather what each person is to be reminded of into one mail a day."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from fairlead.kernel.errors import AlreadyMoved
from fairlead.kernel.nudges import Nudge
from fairlead.kernel.times import day_of
from fairlead.kernel.words import one_line
from fairlead.mentorships.enums import LIVE_STATES
from fairlead.mentorships.models import Mentorship
from fairlead.notifications import actions as outbox
from fairlead.notifications import queries as letters
from fairlead.notifications.models import Letter, LetterState
from fairlead.people.models import Person
from fairlead.support.models import Bell, Choice, Digest, Rhythm
from fairlead.support.models import Nudge as Said

log = structlog.get_logger(__name__)
FROM_HOUR = time(7)
EVERY = timedelta(minutes=10)
WEEK = timedelta(days=7)


@dataclass
class Item:
    """One thing that waits to be said to somebody: computed, or a letter that was held back."""

    key: str
    title: str
    text: str
    url: str
    action: str
    can_wait: bool
    programme: Any = None
    person: UUID | None = None
    pair: UUID | None = None
    letter: Letter | None = None
    noted: Callable[[datetime], None] | None = None


@dataclass
class Reader:
    """Somebody with what waits to be said to them."""

    email: str
    name: str
    language: str
    items: list[Item]


def is_time(at: datetime) -> bool:
    """Whether this worker gathers now: not before seven in the morning, and every ten minutes at most."""
    return timezone.localtime(at).time() >= FROM_HOUR and _bell_rings(at)


def gather(*, at: datetime) -> int:
    """Send everybody who has something to hear today their one mail; how many went.

    Each mail is one transaction with the rows that say what it said, so a killed worker leaves whole mails,
    and the next says the rest.
    """
    sent = 0
    for reader in _readers(at):
        try:
            sent += _send(reader, at=at)
        except Exception:
            log.exception("digest failed")
    return sent


def _bell_rings(at: datetime) -> bool:
    """Whether it is time, for this worker alone."""
    _bell, new = Bell.objects.get_or_create(id=1, defaults={"next_at": at + EVERY})
    return new or Bell.objects.filter(id=1, next_at__lte=at).update(next_at=at + EVERY) == 1


def _readers(at: datetime) -> Iterable[Reader]:
    """Everybody with something to hear who has had no mail of reminders today."""
    found: dict[str, Reader] = {}
    for nudge in _unsaid(at):
        found.setdefault(nudge.email.lower(), _reader(nudge)).items.append(_computed(nudge))
    for letter in _held(at):
        known = Reader(letter.to_email, letter.to_name, "", [])
        found.setdefault(letter.to_email.lower(), known).items.append(_written(letter))
    today = {email.lower() for email in Digest.objects.filter(day=day_of(at)).values_list("email", flat=True)}
    patient = _patient(at)
    for email, reader in sorted(found.items()):
        if email not in today:
            reader.items = [one for one in reader.items if not (one.can_wait and email in patient)]
            if reader.items:
                yield reader


def _unsaid(at: datetime) -> list[Nudge]:
    due: list[Nudge] = [nudge for path in settings.NUDGES for nudge in import_string(path)(at=at)]
    said = set(Said.objects.filter(key__in=[nudge.key for nudge in due]).values_list("key", flat=True))
    return [nudge for nudge in due if nudge.key not in said]


def _held(at: datetime) -> Iterable[Letter]:
    """Letters held back that still hold; the others are put aside."""
    for letter in letters.held():
        if import_string(letter.still)(letter.about, at=at):
            yield letter
        else:
            _put_aside(letter, LetterState.DROPPED)


def _put_aside(letter: Letter, to: LetterState) -> None:
    try:
        outbox.put_aside(letter, to)
    except AlreadyMoved:
        return


def _patient(at: datetime) -> set[str]:
    """Addresses of those who have put off what can wait: paused, or weekly and told within the week."""
    chosen = Choice.objects.exclude(rhythm=Rhythm.DAILY).select_related("person")
    lately = Digest.objects.filter(day__gt=day_of(at - WEEK)).values_list("email", flat=True)
    told = {email.lower() for email in lately}
    return {
        email
        for one in chosen
        if (email := one.person.email.lower()) and (one.rhythm == Rhythm.PAUSED or email in told)
    }


def _reader(nudge: Nudge) -> Reader:
    return Reader(nudge.email, nudge.name, nudge.language, [])


def _computed(nudge: Nudge) -> Item:
    return Item(
        key=nudge.key,
        title=nudge.title,
        text=nudge.text,
        url=nudge.url,
        action=nudge.action,
        can_wait=nudge.can_wait,
        programme=nudge.programme,
        person=nudge.person,
        pair=nudge.pair,
        noted=nudge.noted,
    )


def _written(letter: Letter) -> Item:
    action, url = letters.button_of(letter)
    return Item(f"letter:{letter.key}", letter.subject, "", url, action, letter.can_wait, letter=letter)


@transaction.atomic
def _send(reader: Reader, *, at: datetime) -> int:
    """One mail with everything, and a row for each thing said; 0 when another worker was first."""
    items = _still_live(reader.items)
    if not items:
        return 0
    try:
        with transaction.atomic():
            digest = Digest.objects.create(email=reader.email, day=day_of(at), said_at=at)
            Said.objects.bulk_create(
                Said(key=one.key, digest=digest, person_id=one.person, pair=one.pair, said_at=at)
                for one in items
            )
    except IntegrityError:
        return 0
    for one in items:
        if one.noted is not None:
            one.noted(at)
    alone = items[0].letter if len(items) == 1 else None
    if alone is not None:
        outbox.release(alone, at=at)
        return 1
    for one in items:
        if one.letter is not None:
            outbox.put_aside(one.letter, LetterState.GATHERED)
    _write(reader, digest, items, at=at)
    return 1


def _still_live(items: list[Item]) -> list[Item]:
    """What may be said now: nothing of a pair that has ended; the others are held as they are meanwhile."""
    pairs = sorted({one.pair for one in items if one.pair is not None})
    locked = Mentorship.objects.select_for_update(no_key=True).filter(pk__in=pairs, state__in=LIVE_STATES)
    live = set(locked.order_by("pk").values_list("pk", flat=True)) if pairs else set()
    return [one for one in items if one.pair is None or one.pair in live]


def _write(reader: Reader, digest: Digest, items: list[Item], *, at: datetime) -> None:
    programmes = {one.programme.pk: one.programme for one in items if one.programme is not None}
    known = Person.objects.filter(email__iexact=reader.email).only("chosen_language").first()
    outbox.write(
        key=f"digest:{digest.pk}",
        kind="reminders",
        to_email=reader.email,
        to_name=one_line(reader.name),
        template="support/letters/digest.txt",
        context={
            "items": items,
            "first": items[0],
            "more": len(items) - 1,
            "programme": next(iter(programmes.values())) if len(programmes) == 1 else None,
            "has_account": known is not None,
            "choice_url": f"{settings.BASE_URL}{reverse('support:reminders')}",
        },
        at=at,
        language=reader.language or (known.language if known else None),
    )
