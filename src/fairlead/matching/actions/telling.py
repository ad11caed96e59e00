"""Tell mentees who wait how their wait stands: when it changes, and every two weeks at least."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import override

from fairlead.matching.models import WaitNotice
from fairlead.matching.queries import wording
from fairlead.matching.queries.waiting import Wait, of_round
from fairlead.notifications.actions import write
from fairlead.programmes.models import Round

AT_LEAST_EVERY = timedelta(days=14)
MOVED_BY = timedelta(days=7)
BY_DAY = range(7, 19)


@dataclass(frozen=True)
class Told:
    """A wait as it was, or would be, told: the fields of a notice."""

    place: int
    reason: str
    expected_from: object
    expected_until: object
    help: list[dict[str, str]]

    @classmethod
    def of(cls, wait: Wait) -> "Told":
        """What there is to tell about a wait."""
        helps = [dict(one) for one in wait.helps]
        return cls(wait.place, wait.reason.value, wait.early, wait.late, helps)


def in_round(round: Round, *, at: datetime) -> int:
    """Tell everybody of the round to whom something is due; only by day. How many letters were written."""
    if localtime(at).hour not in BY_DAY:
        return 0
    return sum(tell(wait, at=at) for wait in of_round(round, at=at))


@transaction.atomic
def tell(wait: Wait, *, at: datetime) -> bool:
    """Write to one mentee if their wait has changed or two weeks have passed; True when a letter was written.

    What stood when they were admitted is the measure of the first change: their letter of admission told
    them so. Nobody gets two such letters on one day.
    """
    told = Told.of(wait)
    first = {**vars(told), "told_at": wait.since}
    notice, _new = WaitNotice.objects.get_or_create(application=wait.application, defaults=first)
    notice = WaitNotice.objects.select_for_update().get(pk=notice.pk)
    if not is_due(notice, told, decided_at=wait.application.decided_at, at=at):
        return False
    for name, value in vars(told).items():
        setattr(notice, name, value)
    notice.told_at = at
    notice.save()
    _write(wait, at=at)
    return True


def is_due(notice: WaitNotice, told: Told, *, decided_at: datetime | None, at: datetime) -> bool:
    """Whether there is something to tell: a change that matters, or two weeks without a word.

    The letter about a decision, to admit somebody or to let them wait, is a word too.
    """
    heard = max(notice.told_at, decided_at or notice.told_at)
    if localtime(heard).date() >= localtime(at).date():
        return False
    return at - heard >= AT_LEAST_EVERY or has_changed(notice, told)


def has_changed(notice: WaitNotice, told: Told) -> bool:
    """Whether the wait changed in what matters: its reason, what helps, or the dates by a week or more.

    That a date is no longer known, or known now, matters; moving up among those who wait does not.
    """
    if notice.reason != told.reason or notice.help != told.help:
        return True
    pairs = ((notice.expected_from, told.expected_from), (notice.expected_until, told.expected_until))
    return any(_moved(before, after) for before, after in pairs)


def _moved(before: object, after: object) -> bool:
    if before is None or after is None:
        return before is not after
    moved: timedelta = after - before  # type: ignore[operator]
    return abs(moved) >= MOVED_BY


def _write(wait: Wait, *, at: datetime) -> None:
    application = wait.application
    person = application.person
    with override(person.language or settings.LANGUAGE_CODE):
        told = {
            "place": wording.place(wait),
            "reason": wording.reason(wait),
            "expected": wording.expected(wait),
            "helps": wording.helping(wait),
            "planned": wording.next_matching(wait),
        }
    write(
        key=f"wait:{application.pk}:{localtime(at).date().isoformat()}",
        kind="wait",
        to_email=person.email,
        to_name=person.name,
        template="matching/letters/wait.txt",
        context={
            **told,
            "programme": application.programme,
            "url": settings.BASE_URL + reverse("applications:status", args=[application.pk]),
        },
        at=at,
        language=person.language,
    )
