"""Write the minutes of steering meetings, circulate them, and say what became of what was agreed."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.fingerprints import digest
from fairlead.kernel.states import move
from fairlead.kernel.words import one_line
from fairlead.notifications.actions import write as write_letter
from fairlead.partnerships.actions.steering import OVERTAKEN, MeetingSettled, NotOfTheTeam, hold
from fairlead.partnerships.enums import ACTION_MOVES, STEERING_MOVES, ActionState, SteeringState
from fairlead.partnerships.models import SteeringAction, SteeringMeeting, SteeringMinutes
from fairlead.partnerships.queries import steering as queries


class NothingToCirculate(Refused):
    """The minutes are empty, say what went round already, or do not say what was amended."""


@transaction.atomic
def write(
    meeting: SteeringMeeting,
    given: Mapping[str, Any],
    *,
    there: Iterable[UUID],
    seen: int,
    by: Actor,
    at: datetime,
) -> SteeringMeeting:
    """Keep what is written of the minutes, and who was there, as guests; nobody is told yet.

    `given`: text and decisions. Raises `MeetingSettled` for a cancelled or coming meeting, `AlreadyMoved`.
    """
    standing = _to_write(meeting, seen=seen, at=at)
    standing.text, standing.decisions = given["text"], given["decisions"]
    standing.revision += 1
    standing.save(update_fields=["text", "decisions", "revision"])
    present = set(there)
    standing.guests.filter(pk__in=present).update(was_there=True)
    standing.guests.exclude(pk__in=present).update(was_there=False)
    record("wrote steering minutes", standing, by=by, at=at)
    return standing


@transaction.atomic
def circulate(
    meeting: SteeringMeeting, *, note: str = "", seen: int, by: Actor, at: datetime
) -> SteeringMinutes:
    """Send the minutes as they stand round the whole team; from then on this version never changes.

    What is circulated again is the next version and says in `note` what was amended. Raises
    `NothingToCirculate`, `MeetingSettled`, `AlreadyMoved`.
    """
    standing = _to_write(meeting, seen=seen, at=at)
    if not standing.text.strip():
        raise NothingToCirculate(_("Write the minutes first."))
    found = queries.sheet(standing)
    before = found.newest
    if before is not None and not note.strip():
        raise NothingToCirculate(_("Say in a sentence what is amended."))
    said = one_line(note)[:500] if before else ""
    document = queries.minutes_of(standing, found, note=said)
    if before is not None and {**document, "note": ""} == {**before.document, "note": ""}:
        raise NothingToCirculate(_("These are the minutes that have gone round already."))
    number = before.number + 1 if before else 1
    made = SteeringMinutes.objects.create(
        meeting=standing,
        number=number,
        document=document,
        digest=digest(document),
        note=said,
        by_id=by.person_id,
        at=at,
    )
    if standing.state == SteeringState.PLANNED:
        move(standing, SteeringState.CIRCULATED, moves=STEERING_MOVES, revision=standing.revision + 1)
    else:
        SteeringMeeting.objects.filter(pk=standing.pk).update(revision=standing.revision + 1)
    _send_round(standing, made, found.agreed, by=by, at=at)
    record("circulated steering minutes", standing, by=by, at=at, details={"version": number})
    return made


@transaction.atomic
def agree(
    meeting: SteeringMeeting, *, text: str, owner: UUID, due_on: date, by: Actor, at: datetime
) -> SteeringAction:
    """Note what is to be done, by whom of the team and by when; the same again is noted once.

    Raises `MeetingSettled` for a cancelled meeting, `NotOfTheTeam`.
    """
    standing = hold(meeting)
    if standing.state == SteeringState.CANCELLED:
        raise MeetingSettled(_("This meeting was cancelled."))
    if owner not in {one.person.pk for one in queries.team(standing.programme)}:
        raise NotOfTheTeam(_("Somebody of the programme’s team does it."))
    made, new = SteeringAction.objects.get_or_create(
        meeting=standing,
        text=one_line(text)[:300],
        owner_id=owner,
        due_on=due_on,
        defaults={"agreed_at": at},
    )
    if new:
        record("agreed action", made, by=by, at=at)
    return made


@transaction.atomic
def settle(action: SteeringAction, to: str, *, by: Actor, at: datetime) -> None:
    """Say that an action is done, given up, or to do again. Raises `AlreadyMoved`."""
    when = None if to == ActionState.OPEN else at
    move(action, to, moves=ACTION_MOVES, settled_at=when)
    record("settled action", action, by=by, at=at, details={"state": to})


def _to_write(meeting: SteeringMeeting, *, seen: int, at: datetime) -> SteeringMeeting:
    standing = hold(meeting)
    if standing.state == SteeringState.CANCELLED or standing.starts_at > at:
        raise MeetingSettled(_("Minutes are written of a meeting that has begun and was not cancelled."))
    if standing.revision != seen:
        raise AlreadyMoved(OVERTAKEN)
    return standing


def _send_round(
    meeting: SteeringMeeting,
    made: SteeringMinutes,
    agreed: Iterable[SteeringAction],
    *,
    by: Actor,
    at: datetime,
) -> None:
    for member in queries.team(meeting.programme):
        person = member.person
        mine = [one for one in agreed if one.owner_id == person.pk and one.state == ActionState.OPEN]
        write_letter(
            key=f"steering-minutes:{made.pk}:{person.pk}",
            kind="steering-minutes",
            to_email=person.email,
            to_name=one_line(person.name)[:200],
            template="partnerships/letters/steering_minutes.txt",
            context={
                "programme": meeting.programme,
                "when": queries.when(meeting),
                "who": one_line(by.name),
                "number": made.number,
                "note": made.note,
                "mine": [{"text": one.text, "due": one.due_on} for one in mine],
                "url": queries.address_of(meeting),
            },
            at=at,
            language=person.language,
        )
