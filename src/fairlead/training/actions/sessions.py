"""Plan sessions of live modules, change them, call them off."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import NOBODY, Actor
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.states import move
from fairlead.training.actions import session_letters as letters
from fairlead.training.actions.places import fill, hold, released
from fairlead.training.enums import SESSION_MOVES, WITH_PLACE, EnrolmentState, SessionState
from fairlead.training.models import Completion, Enrolment, Module, Session, Share

FIELDS = ("starts_at", "minutes", "places", "place", "link")
RELEASED = "release_days"
MAILED = ("starts_at", "minutes", "place", "link")
PAST = _("This time has passed. Choose one that is still to come.")


class NotThen(Refused):
    """A session cannot be at this time."""


class TooFewPlaces(Refused):
    """More people have a place already."""


class TooManyReserved(Refused):
    """More places are kept for institutions than there are."""


class SessionOver(Refused):
    """The session has begun or was cancelled."""


@transaction.atomic
def plan(module: Module, given: Mapping[str, Any], *, by: Actor, at: datetime) -> Session:
    """Plan a session of the module; planned again at the same time, it is the one that stands.

    `given` may hold `shares`, the places kept by institution, and `release_days`. Raises `NotThen`,
    `TooManyReserved`.
    """
    if given["starts_at"] <= at:
        raise NotThen(PAST)
    _must_fit(given)
    Module.objects.select_for_update(no_key=True).get(pk=module.pk)
    standing = Session.objects.filter(
        module=module, starts_at=given["starts_at"], place=given["place"], state=SessionState.PLANNED
    ).first()
    if standing is not None:
        return standing
    made = Session.objects.create(module=module, made_at=at, **_values(given))
    _share(made, given)
    record("planned session", made, by=by, at=at, label=module.title)
    return made


@transaction.atomic
def change(session: Session, given: Mapping[str, Any], *, seen: int, by: Actor, at: datetime) -> None:
    """Move a session, say where it is, or give it more places; calendars follow, the waiting list moves up.

    Raises `SessionOver`, `NotThen`, `TooFewPlaces`, `TooManyReserved`, `AlreadyMoved` when somebody else
    changed it meanwhile.
    """
    standing = hold(session)
    must_come(standing, at=at)
    if standing.revision != seen:
        raise AlreadyMoved(_("Somebody else has changed this session meanwhile. Compare, then save."))
    if given["starts_at"] <= at:
        raise NotThen(PAST)
    taken = standing.enrolments.filter(state__in=WITH_PLACE).count()
    if given["places"] < taken:
        raise TooFewPlaces(_("%(count)d people have a place already.") % {"count": taken})
    _must_fit(given)
    mailed = any(getattr(standing, name) != given[name] for name in MAILED)
    for name, value in _values(given).items():
        setattr(standing, name, value)
    standing.revision += 1
    standing.save()
    _close_ranks(standing)
    _share(standing, given)
    if mailed:
        for one in _coming(standing):
            letters.invite(one, at=at)
    fill(standing, at=at)
    record("changed session", standing, by=by, at=at, label=standing.module.title)


@transaction.atomic
def cancel(session: Session, *, by: Actor, at: datetime) -> None:
    """Call a session off; whoever has it in their calendar or waits is told. Raises `AlreadyMoved`."""
    standing = hold(session)
    must_come(standing, at=at)
    move(standing, SessionState.CANCELLED, moves=SESSION_MOVES)
    told = standing.enrolments.exclude(state=EnrolmentState.LEFT).select_related("person")
    for one in told:
        one.session = standing
        letters.call_off(one, at=at)
    standing.enrolments.update(state=EnrolmentState.LEFT, place=None)
    Completion.objects.filter(session=standing).delete()
    record("cancelled session", standing, by=by, at=at, label=standing.module.title)


def must_come(session: Session, *, at: datetime) -> None:
    """Raises `SessionOver` unless the session is planned and has not begun."""
    if session.state != SessionState.PLANNED or session.starts_at <= at:
        raise SessionOver(_("This session has begun, or does not take place."))


@transaction.atomic
def release(session: Session, *, at: datetime) -> int:
    """Let those who wait have reserved places that nobody took, once they are everybody’s; how many."""
    standing = hold(session)
    if standing.state != SessionState.PLANNED or standing.starts_at <= at or not released(standing, at=at):
        return 0
    moved = fill(standing, at=at)
    if moved:
        title = standing.module.title
        record("released places", standing, by=NOBODY, at=at, label=title, details={"people": moved})
    return moved


def _values(given: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a session among what was given."""
    return {name: given[name] for name in (*FIELDS, RELEASED) if name in FIELDS or name in given}


def _must_fit(given: Mapping[str, Any]) -> None:
    if sum(given.get("shares", {}).values()) > given["places"]:
        raise TooManyReserved(_("More places are kept for institutions than the session has."))


def _share(session: Session, given: Mapping[str, Any]) -> None:
    """Keep so many places for each institution, none for those not named; no change when nothing is said."""
    if "shares" not in given:
        return
    wanted = {pk: places for pk, places in given["shares"].items() if places}
    session.shares.exclude(institution__in=wanted).delete()
    for pk, places in wanted.items():
        Share.objects.update_or_create(session=session, institution_id=pk, defaults={"places": places})


def _coming(session: Session) -> list[Enrolment]:
    found = list(session.enrolments.filter(state=EnrolmentState.ENROLLED).select_related("person"))
    for one in found:
        one.session = session
    return found


def _close_ranks(session: Session) -> None:
    """Give places with a number above the last to those still free below it."""
    taken = list(session.enrolments.filter(place__isnull=False).order_by("place"))
    free = (number for number in range(1, session.places + 1) if number not in {one.place for one in taken})
    for one in taken:
        if one.place is not None and one.place > session.places:
            one.place = next(free)
            one.save(update_fields=["place"])
