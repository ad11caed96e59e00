"""Plan a round, open and close its intake, and finish it."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import NOBODY, Actor
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.states import move
from fairlead.programmes import queries
from fairlead.programmes.actions.calendar import fill_calendar, move_milestones
from fairlead.programmes.enums import ROUND_MOVES, RoundState
from fairlead.programmes.models import Programme, Round

DATES = ("opens_on", "closes_on", "starts_on", "ends_on")
DAYS = ("approval_days", "offer_days", "reminder_days")
WEEKS_FROM_OPENING_TO_START = 10
WEEKS_OPEN = 5


class AnotherIntakeOpen(Refused):
    """The programme has another round that people can apply to now."""


class NotReady(Refused):
    """Something is missing that an intake needs."""


class Archived(Refused):
    """An archived programme begins no round."""


class RoundNameTaken(Refused):
    """The programme already has a round of this name."""


class MoreMentors(Refused):
    """Somebody has more mentors than the round is to give."""


def suggested_round(programme: Programme, *, at: datetime) -> dict[str, Any]:
    """Dates of a next round as such schemes keep them: open for five weeks, pairs start after ten.

    Opens two weeks from now and lasts as long as the programme says.
    """
    opens = timezone.localdate(at) + timedelta(weeks=2)
    starts = opens + timedelta(weeks=WEEKS_FROM_OPENING_TO_START)
    return {
        "name": date_format(starts, "F Y"),
        "rolling": False,
        "opens_on": opens,
        "closes_on": opens + timedelta(weeks=WEEKS_OPEN),
        "starts_on": starts,
        "ends_on": queries.months_later(starts, programme.length_months),
        "approval_days": programme.approval_days,
        "offer_days": programme.offer_days,
        "reminder_days": max(1, min(7, programme.offer_days - 1)),
    }


@transaction.atomic
def plan_round(programme: Programme, fields: Mapping[str, Any], *, by: Actor, at: datetime) -> Round:
    """Add a round that is not open yet, with the usual milestones in its calendar.

    Raises `RoundNameTaken`, `Archived`.
    """
    if programme.archived_at is not None:
        raise Archived(_("The programme is archived. Bring it back first."))
    try:
        with transaction.atomic():
            made = Round.objects.create(programme=programme, **fields)
    except IntegrityError as taken:
        raise RoundNameTaken(_("This programme already has a round with this name.")) from taken
    fill_calendar(made, by=by, at=at)
    record("round planned", made, by=by, at=at)
    return made


@transaction.atomic
def edit_round(round: Round, fields: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """Change the round's name, dates or periods; its milestones move with the start and the end.

    How many mentors a mentee has at most is lowered only while nobody has more. Raises `RoundNameTaken` and
    `MoreMentors`.
    """
    changed = sorted(name for name, value in fields.items() if getattr(round, name) != value)
    if not changed:
        return
    if fields.get("mentors_each", round.mentors_each) < round.mentors_each:
        Round.objects.select_for_update(no_key=True).get(pk=round.pk)  # before its people, as everywhere
        import_string(settings.FEWER_MENTORS)(round, fields["mentors_each"])
    before = (round.starts_on, round.ends_on)
    for name in changed:
        setattr(round, name, fields[name])
    try:
        with transaction.atomic():
            round.save(update_fields=changed)
    except IntegrityError as taken:
        raise RoundNameTaken(_("This programme already has a round with this name.")) from taken
    starts, ends = zip(before, (round.starts_on, round.ends_on), strict=True)
    move_milestones(round, starts=starts, ends=ends)
    record("round changed", round, by=by, at=at, details={"fields": changed})


@transaction.atomic
def open_round(round: Round, *, by: Actor, at: datetime) -> None:
    """Let people apply to the round; a programme has one open intake of a kind (dated, rolling) at most.

    An intake that opens before its day has opened today. Raises `NotReady` with what is missing,
    `AnotherIntakeOpen`, `AlreadyMoved`.
    """
    missing = queries.blockers(queries.checklist(round.programme, round, at=at))
    if missing:
        titles = "; ".join(str(line.title) for line in missing)
        raise NotReady(_("Before it opens, this is missing: %(lines)s.") % {"lines": titles})
    today = timezone.localdate(at)
    early = {"opens_on": today} if round.opens_on is None or round.opens_on > today else {}
    try:
        with transaction.atomic():
            move(round, RoundState.OPEN, moves=ROUND_MOVES, **early)
    except IntegrityError as other:
        standing = Round.objects.filter(
            programme=round.programme_id, state=RoundState.OPEN, rolling=round.rolling
        ).first()
        name = standing.name if standing else _("Another round")
        raise AnotherIntakeOpen(
            _("%(round)s is still open for applications. Close it first, then open this one.")
            % {"round": name}
        ) from other
    record("intake opened", round, by=by, at=at)


@transaction.atomic
def close_round(round: Round, *, by: Actor, at: datetime) -> None:
    """Take no more applications to the round; drafts stay with their writers.

    Raises `AlreadyMoved`.
    """
    move(round, RoundState.CLOSED, moves=ROUND_MOVES)
    record("intake closed", round, by=by, at=at)


def close_due(*, at: datetime) -> int:
    """Close every dated intake whose last day is over; one that somebody closed meanwhile is left alone."""
    closed = 0
    for round in queries.due_to_close(at):
        with suppress(AlreadyMoved):
            close_round(round, by=NOBODY, at=at)
            closed += 1
    return closed


@transaction.atomic
def finish_round(round: Round, *, by: Actor, at: datetime) -> None:
    """Put the round with those of the past; it cannot be opened again.

    Raises `AlreadyMoved`.
    """
    move(round, RoundState.FINISHED, moves=ROUND_MOVES)
    record("round finished", round, by=by, at=at)


MOVING: dict[str, Callable[..., None]] = {
    RoundState.OPEN: open_round,
    RoundState.CLOSED: close_round,
    RoundState.FINISHED: finish_round,
}


def move_round(round: Round, to: str, *, by: Actor, at: datetime) -> None:
    """Open, close or finish the round, by the name of the state it shall have.

    Raises `NotReady`, `AnotherIntakeOpen`, `AlreadyMoved`.
    """
    MOVING[to](round, by=by, at=at)
