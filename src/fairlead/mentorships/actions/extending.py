"""Go on beyond the last day: one half asks, the other agrees, and the agreement is signed anew."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.states import move
from fairlead.kernel.times import day_of
from fairlead.mentorships.actions import agreements
from fairlead.mentorships.actions import change_letters as letters
from fairlead.mentorships.enums import EXTENSION_MOVES, LIVE_STATES, ExtensionState
from fairlead.mentorships.models import Extension, Mentorship
from fairlead.mentorships.queries.agreements import shelf, side_of
from fairlead.mentorships.queries.changes import furthest

OPEN_ALREADY = _("One of you has asked already; the page now shows for which day.")


class CannotExtend(Refused):
    """The pair has ended, or the day is not one to which it can be extended."""


@transaction.atomic
def ask(pair: Mentorship, *, until: date, by: Actor, at: datetime) -> Extension:
    """One half would like to go on until a later day; the other is asked by letter.

    Raises `CannotExtend`, and `AlreadyMoved` when one of the two has asked already.
    """
    locked = _locked(pair.pk)
    if not max(locked.ends_on, day_of(at)) < until <= furthest(locked):
        raise CannotExtend(_("Choose a day after the last one, within the programme’s length from it."))
    side = side_of(by, locked)
    try:
        with transaction.atomic():
            wish = Extension.objects.create(
                mentorship=locked, side=side, before=locked.ends_on, until=until, asked_at=at
            )
    except IntegrityError as meanwhile:
        raise AlreadyMoved(OPEN_ALREADY) from meanwhile
    letters.to_others(locked, "extension_asked", by=by, occasion=str(wish.pk), at=at, until=until)
    record("asked for extension", wish, by=by, at=at, label=str(locked.pk), details=_dates(wish))
    return wish


@transaction.atomic
def agree(wish: Extension, *, by: Actor, at: datetime) -> None:
    """The other half agrees: the last day moves, and an agreement gets a new version for both to sign.

    The coordinators are told. Raises `CannotExtend` when the pair has ended meanwhile, `AlreadyMoved`.
    """
    locked = _locked(wish.mentorship_id)
    _must_be_the_others(wish, locked, by)
    move(wish, ExtensionState.AGREED, moves=EXTENSION_MOVES, settled_at=at)
    locked.ends_on = wish.until
    locked.save(update_fields=["ends_on"])
    if shelf(locked).current is not None:
        agreements.write(locked, {}, shown={}, typing=False, by=by, at=at)
    letters.to_both(locked, "extended", occasion=str(wish.pk), at=at)
    letters.to_coordinators(locked, "extended_team", by=by, occasion=str(wish.pk), at=at)
    record("extended mentorship", wish, by=by, at=at, label=str(locked.pk), details=_dates(wish))


@transaction.atomic
def decline(wish: Extension, *, by: Actor, at: datetime) -> None:
    """The other half would rather keep the last day; nobody asks why. Raises `AlreadyMoved`."""
    locked = _locked(wish.mentorship_id)
    _must_be_the_others(wish, locked, by)
    move(wish, ExtensionState.DECLINED, moves=EXTENSION_MOVES, settled_at=at)
    letters.to_others(locked, "extension_declined", by=by, occasion=str(wish.pk), at=at)
    record("declined extension", wish, by=by, at=at, label=str(locked.pk))


@transaction.atomic
def take_back(wish: Extension, *, by: Actor, at: datetime) -> None:
    """Whoever asked no longer asks. Raises `AlreadyMoved`."""
    locked = _locked(wish.mentorship_id)
    if wish.side != side_of(by, locked):
        raise AlreadyMoved(_("Only the one of you who asked can take it back."))
    move(wish, ExtensionState.TAKEN_BACK, moves=EXTENSION_MOVES, settled_at=at)
    record("took back extension", wish, by=by, at=at, label=str(locked.pk))


def _locked(pair: UUID) -> Mentorship:
    rows = Mentorship.objects.select_for_update(of=("self",))
    locked = rows.select_related("round__programme", "mentor__person", "mentee__person").get(pk=pair)
    if locked.state not in LIVE_STATES:
        raise CannotExtend(_("This mentorship has ended; its last day stays as it was."))
    return locked


def _must_be_the_others(wish: Extension, pair: Mentorship, by: Actor) -> None:
    if wish.side == side_of(by, pair):
        raise AlreadyMoved(_("You have asked; the other of you answers."))


def _dates(wish: Extension) -> dict[str, str]:
    return {"before": wish.before.isoformat(), "until": wish.until.isoformat()}
