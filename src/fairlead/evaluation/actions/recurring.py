"""Effort that comes again: begin it, end it, and write what is due."""

from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from fairlead.audit.actions import record
from fairlead.evaluation import repeating
from fairlead.evaluation.actions.ledger import AlreadyWritten, Spending
from fairlead.evaluation.models import EffortEntry, Recurring
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import AlreadyMoved
from fairlead.kernel.times import day_of
from fairlead.programmes.models import Programme

COPIED = ("round_id", "institution_id", "phase", "activity", "role", "hours", "money", "note", "made_by_id")


@transaction.atomic
def begin(
    programme: Programme,
    what: Spending,
    *,
    rhythm: str,
    starts_on: date,
    until: date,
    key: UUID,
    by: Actor,
    at: datetime,
) -> Recurring:
    """Let this come again from a day to a day; what is due by now is written at once.

    Raises `AlreadyWritten` when the same page is sent twice.
    """
    try:
        with transaction.atomic():
            begun = Recurring.objects.create(
                pk=uuid5(key, "recurring"),
                programme=programme,
                rhythm=rhythm,
                starts_on=starts_on,
                until=until,
                made_at=at,
                made_by_id=by.person_id,
                **what.fields(),
            )
    except IntegrityError:
        if not Recurring.objects.filter(pk=uuid5(key, "recurring")).exists():
            raise
        raise AlreadyWritten(_("This was written down already; it is not counted twice.")) from None
    _write_due(begun, at)
    record("began recurring effort", begun, by=by, at=at, label=begun.get_activity_display())
    return begun


@transaction.atomic
def end(recurring: Recurring, *, by: Actor, at: datetime) -> None:
    """Let it come no more after today; what was written stays. Raises `AlreadyMoved`."""
    last = max(day_of(at), recurring.starts_on)
    standing = Recurring.objects.filter(pk=recurring.pk, until=recurring.until, until__gt=last)
    if standing.update(until=last) != 1:
        raise AlreadyMoved(_("This had come to its end already."))
    recurring.until = last
    record("ended recurring effort", recurring, by=by, at=at, label=recurring.get_activity_display())


def write_due(*, at: datetime) -> int:
    """Write every entry that is due by now and not yet written; how many.

    Each day of each has one row for life, also when it was corrected or struck, so this can be run again.
    """
    today = day_of(at)
    waiting = Q(written_until=None) | Q(written_until__lt=F("until")) & Q(written_until__lt=today)
    written = 0
    for recurring in Recurring.objects.filter(waiting, starts_on__lte=today):
        with transaction.atomic():
            written += _write_due(recurring, at)
    return written


def _write_due(recurring: Recurring, at: datetime) -> int:
    last = min(recurring.until, day_of(at))
    rows = [
        EffortEntry(
            pk=uuid5(recurring.pk, day.isoformat()),
            programme_id=recurring.programme_id,
            recurring=recurring,
            on=day,
            made_at=at,
            **{name: getattr(recurring, name) for name in COPIED},
        )
        for day in repeating.days(recurring.starts_on, last, recurring.rhythm)
        if recurring.written_until is None or day > recurring.written_until
    ]
    EffortEntry.objects.bulk_create(rows, ignore_conflicts=True)
    Recurring.objects.filter(pk=recurring.pk).update(written_until=last)
    return len(rows)
