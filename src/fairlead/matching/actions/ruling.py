"""The coordinator's word on a pair: locked, forbidden, or lifted again."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.matching.actions import boards
from fairlead.matching.enums import BoardKind, RulingKind
from fairlead.matching.models import Ruling
from fairlead.matching.queries import board, runs
from fairlead.matching.queries.afterwards import were_a_pair
from fairlead.matching.queries.rulings import free_lock, mentors_each
from fairlead.mentorships.enums import LIVE_STATES
from fairlead.mentorships.models import Mentorship
from fairlead.preferences.actions.asking import release
from fairlead.programmes.actions import lock_participations
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Participation


class CannotRule(Refused):
    """The pair cannot be locked or forbidden."""


@transaction.atomic
def say(
    *, mentee: Participation, mentor: Participation, kind: str, reason: str, by: Actor, at: datetime
) -> None:
    """Lock or forbid a pair, or "lift" the word on it, through the board of the newest run if both are in it.

    There it is kept in the log, can be undone, and is told to whoever has the board open. Raises
    `CannotRule` and `CannotChange`.
    """
    newest = None if runs.unfinished(mentee.round) else runs.newest_done(mentee.round)
    if newest is not None and board.both_in(newest, mentee.pk, mentor.pk):
        plan = boards.Plan(BoardKind(kind), str(mentee.pk), str(mentor.pk))
        boards.change(newest, plan, number=board.number_of(newest), reason=reason, by=by, at=at)
    elif kind == BoardKind.LIFT:
        for one in runs.rulings_on(mentee, mentor):
            lift(one, by=by, at=at)
    else:
        rule(mentee=mentee, mentor=mentor, kind=RulingKind(kind), reason=reason, by=by, at=at)


@transaction.atomic
def rule(
    *, mentee: Participation, mentor: Participation, kind: RulingKind, reason: str, by: Actor, at: datetime
) -> Ruling:
    """Lock or forbid a pair for every later run of the round; a new word on the pair replaces the old one.

    Locking a mentee to one mentor lifts an earlier lock to another, unless the round gives them several.
    Raises `CannotRule`.
    """
    _check_sides(mentee, mentor)
    if kind == RulingKind.LOCK:
        if were_a_pair(mentee, mentor):
            raise CannotRule(_("The two were a pair before, which ended early; they are never paired again."))
        standing = lock_participations([mentee.pk, mentor.pk])
        place = _lock_place(mentee, mentor, at=at)
        _check_places(mentee, standing[mentor.pk])
    else:
        place = 1
        release(mentee.pk, only=mentor.pk, at=at)
    values: dict[str, Any] = {
        "kind": kind,
        "reason": reason.strip(),
        "made_by_id": by.person_id,
        "made_at": at,
    }
    values["mentee_place"] = place
    try:
        with transaction.atomic():
            made, _new = Ruling.objects.update_or_create(
                round_id=mentee.round_id, mentee=mentee, mentor=mentor, defaults=values
            )
    except IntegrityError as meanwhile:
        raise CannotRule(_("Somebody else has just decided on this pair; look again.")) from meanwhile
    record(f"{kind.value} pair", made, by=by, at=at, label=str(made.pk), details=_ids(mentee, mentor))
    return made


def _lock_place(mentee: Participation, mentor: Participation, *, at: datetime) -> int:
    """Which number the lock takes; the only lock of a mentee gives way, of several none does."""
    others = Ruling.objects.filter(mentee=mentee, kind=RulingKind.LOCK).exclude(mentor=mentor)
    each = mentors_each(mentee)
    if each == 1:
        others.delete()
        release(mentee.pk, but=mentor.pk, at=at)
    elif others.count() >= each:
        raise CannotRule(_("All places of this mentee are locked; lift another lock first."))
    return free_lock(others)


@transaction.atomic
def agree(*, mentee: Participation, mentor: Participation, by: Actor, at: datetime) -> Ruling:
    """Lock a pair on which the two have agreed, unless the coordinators have decided otherwise.

    Raises `CannotRule`.
    """
    lock_participations([mentee.pk, mentor.pk])
    settled = Ruling.objects.filter(mentee=mentee, kind=RulingKind.LOCK).exclude(mentor=mentor)
    forbidden = Ruling.objects.filter(mentee=mentee, mentor=mentor, kind=RulingKind.FORBID)
    each = mentors_each(mentee)
    if settled.count() >= each or forbidden.exists():
        raise CannotRule(_("The coordinators have decided otherwise meanwhile; please write to them."))
    if Mentorship.objects.filter(mentee=mentee, state__in=LIVE_STATES).count() >= each:
        raise CannotRule(_("This mentee has a mentor meanwhile."))
    return rule(
        mentee=mentee,
        mentor=mentor,
        kind=RulingKind.LOCK,
        reason=str(_("The two have agreed.")),
        by=by,
        at=at,
    )


@transaction.atomic
def lift(ruling: Ruling, *, by: Actor, at: datetime) -> None:
    """Take the word back; the next run is free to make or leave the pair."""
    if Ruling.objects.filter(pk=ruling.pk).delete()[0]:
        release(ruling.mentee_id, only=ruling.mentor_id, at=at)
        record("lifted ruling", ruling, by=by, at=at, label=str(ruling.pk), details={"kind": ruling.kind})


def _check_sides(mentee: Participation, mentor: Participation) -> None:
    if mentee.round_id != mentor.round_id or (mentee.side, mentor.side) != (Side.MENTEE, Side.MENTOR):
        raise CannotRule(_("A pair is one mentee and one mentor of the same round."))
    if mentee.person_id == mentor.person_id:
        raise CannotRule(_("Nobody mentors themselves."))


def _check_places(mentee: Participation, mentor: Participation) -> None:
    others = Ruling.objects.filter(mentor=mentor, kind=RulingKind.LOCK).exclude(mentee=mentee).count()
    live = Mentorship.objects.filter(mentor=mentor, state__in=LIVE_STATES).count()
    if others + live >= mentor.places:
        raise CannotRule(_("All places of this mentor are locked or taken; lift another lock first."))


def _ids(mentee: Participation, mentor: Participation) -> dict[str, str]:
    return {"mentee": str(mentee.pk), "mentor": str(mentor.pk)}
