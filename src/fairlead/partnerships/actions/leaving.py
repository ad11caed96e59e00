"""A partner ends its part, the leading institution ends it, or the last day is over."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import gathered, record
from fairlead.kernel.actors import NOBODY, Actor
from fairlead.kernel.errors import Refused
from fairlead.kernel.states import move
from fairlead.kernel.times import day_of
from fairlead.partnerships import policies
from fairlead.partnerships.actions import inviting, letters
from fairlead.partnerships.enums import (
    ARRANGEMENT_MOVES,
    PARTNERSHIP_MOVES,
    ArrangementState,
    PartnershipState,
    Party,
)
from fairlead.partnerships.models import Arrangement, Partnership
from fairlead.partnerships.queries import leaving as queries
from fairlead.partnerships.queries import voices
from fairlead.people.models import Person
from fairlead.programmes import actions as programmes
from fairlead.programmes.enums import TeamRole
from fairlead.programmes.models import TeamMember
from fairlead.programmes.parting import steps

LONGEST_AHEAD = timedelta(days=3 * 366)


class NotInForce(Refused):
    """Nothing is in force that could be ended."""


class DayUnclear(Refused):
    """The day lies in the past, or years ahead."""


class OtherThanShown(Refused):
    """Since the page was shown, something else would happen."""


@transaction.atomic
def leave(partnership: Partnership, *, on: date, seen: str, by: Actor, at: datetime) -> bool:
    """Say from which day the partner takes part no more; whether that is today, and done.

    `seen` is the mark of the preview. Both sides get a letter; said again, the last word counts. Raises
    `NotInForce`, `DayUnclear`, `OtherThanShown`.
    """
    with gathered():
        held = inviting.lock(partnership)
        party = policies.party(by, held)
        if held.state != PartnershipState.IN_FORCE or party is None:
            raise NotInForce(_("Nothing is in force here any more; the page shows how it stands."))
        today = day_of(at)
        if not today <= on <= today + LONGEST_AHEAD:
            raise DayUnclear(_("Choose today or a day of the coming three years."))
        if queries.preview(held).seen != seen:
            raise OtherThanShown(_("Since the page was shown, something has changed. Look at it again."))
        held.ends_on, held.ended_by = on, party.value
        held.save(update_fields=["ends_on", "ended_by"])
        record(
            "partnership given up",
            held,
            by=by,
            at=at,
            label=held.institution.name,
            details={"party": party.value},
        )
        if on <= today:
            _end(held, by=by, at=at)
            return True
        for side in Party:
            letters.to_side(held, side, "ending", occasion=at.isoformat(), at=at, who=by.name)
        return False


@transaction.atomic
def stay(partnership: Partnership, *, by: Actor, at: datetime) -> None:
    """Take back that the partner leaves, before the day; the side that said so. Raises `NotInForce`."""
    held = inviting.lock(partnership)
    if (
        held.state != PartnershipState.IN_FORCE
        or held.ends_on is None
        or policies.party(by, held) != held.ended_by
    ):
        raise NotInForce(_("This cannot be taken back any more; the page shows how it stands."))
    held.ends_on, held.ended_by = None, ""
    held.save(update_fields=["ends_on", "ended_by"])
    for side in Party:
        letters.to_side(held, side, "stays", occasion=at.isoformat(), at=at)
    record("partnership goes on", held, by=by, at=at, label=held.institution.name)


@transaction.atomic
def end_due(partnership: Partnership, *, at: datetime) -> int:
    """The last day is over: the partner takes part no more; 1, or 0 when somebody was faster."""
    with gathered():
        held = inviting.lock(partnership)
        if held.state != PartnershipState.IN_FORCE or held.pk not in {
            one.pk for one in queries.due(today=day_of(at))
        }:
            return 0
        if held.ends_on is None:
            held.ends_on = day_of(at)
        _end(held, by=NOBODY, at=at)
    return 1


def _end(held: Partnership, *, by: Actor, at: datetime) -> None:
    """Everything of the preview, in one transaction with the partnership locked."""
    parting, effects = queries.parting(held), queries.preview(held).effects
    for step in steps():
        step.part(parting, by=by, at=at)
    on = held.ends_on or day_of(at)
    programmes.let_go(held.programme, held.institution, on=on, by=by, at=at)
    inviting.close_proposal(held, ArrangementState.DECLINED, at=at)
    for version in Arrangement.objects.filter(partnership=held, state=ArrangementState.IN_FORCE):
        move(version, ArrangementState.ENDED, moves=ARRANGEMENT_MOVES, settled_at=at)
    changes = {
        "settled_at": at,
        "ends_on": on,
        "closed_at": None,
        "waits_until": None,
        "coordinator": _last_voice(held),
    }
    move(held, PartnershipState.ENDED, moves=PARTNERSHIP_MOVES, **changes)
    words = [one.words for one in effects]
    for side in Party:
        letters.to_side(held, side, "ended", occasion=at.isoformat(), at=at, effects=words)
    details = {one.key: one.count for one in effects}
    record("partnership ended", held, by=by, at=at, label=held.institution.name, details=details)


def _last_voice(held: Partnership) -> Person | None:
    """Who still speaks for the partner when it leaves: they read the arrangement and their record on."""
    found = voices(held, Party.PARTNER)
    return next((one for one in found if one.pk == held.coordinator_id), next(iter(found), None))


@transaction.atomic
def close(partnership: Partnership, *, at: datetime) -> int:
    """The last pair is over: its coordinators leave the team, and data that go by the arrangement are erased.

    Until then, whatever came in at the moment of the leaving follows the rest. 1 when it is closed, else 0.
    """
    with gathered():
        return _closed(inviting.lock(partnership), at=at)


def _closed(held: Partnership, *, at: datetime) -> int:
    if held.state != PartnershipState.ENDED or held.closed_at is not None:
        return 0
    for step in steps():
        step.part(queries.parting(held), by=NOBODY, at=at)
    if queries.running(held):
        return 0
    TeamMember.objects.filter(
        programme=held.programme, institution=held.institution, role=TeamRole.PARTNER_COORDINATOR
    ).delete()
    Partnership.objects.filter(pk=held.pk).update(closed_at=at)
    erased = 0
    if queries.data_goes(held):
        parting = queries.parting(held)
        erased = sum(step.erase(parting, at=at) for step in steps())
    record(
        "partnership closed", held, by=NOBODY, at=at, label=held.institution.name, details={"erased": erased}
    )
    return 1
