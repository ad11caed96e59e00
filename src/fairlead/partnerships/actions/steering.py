"""Plan meetings of those who run a programme together, change them, call them off."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.states import move
from fairlead.kernel.words import one_line
from fairlead.notifications.actions import write
from fairlead.partnerships.enums import STEERING_MOVES, SteeringState
from fairlead.partnerships.models import SteeringGuest, SteeringMeeting
from fairlead.partnerships.queries import steering as queries
from fairlead.people.models import Person
from fairlead.programmes.models import Programme

FIELDS = ("starts_at", "minutes", "place", "link", "agenda")
PAST = _("This time has passed. Choose one that is still to come.")
TAKEN = _("Another steering meeting begins at the same time.")
OVERTAKEN = _("Somebody else has changed this meeting meanwhile. Compare, then save.")


class NotThen(Refused):
    """A meeting cannot be at this time."""


class NotOfTheTeam(Refused):
    """Only members of the programme's team are invited."""


class MeetingSettled(Refused):
    """The meeting was cancelled, or its minutes have gone round."""


@transaction.atomic
def plan(programme: Programme, given: Mapping[str, Any], *, by: Actor, at: datetime) -> SteeringMeeting:
    """Plan a meeting and invite those of the team who are named; planned again at that time, it stands.

    `given`: starts_at, minutes, place, link, agenda, and `guests`, ids of people. Raises `NotThen`,
    `NotOfTheTeam`.
    """
    if given["starts_at"] <= at:
        raise NotThen(PAST)
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    same = SteeringMeeting.objects.filter(
        programme=programme, starts_at=given["starts_at"], state=SteeringState.PLANNED
    ).first()
    if same is not None:
        return same
    values = {name: given[name] for name in FIELDS}
    made = SteeringMeeting.objects.create(
        programme=programme, planned_by_id=by.person_id, planned_at=at, sequence=1, **values
    )
    invited = _of_the_team(programme, given["guests"])
    SteeringGuest.objects.bulk_create(SteeringGuest(meeting=made, person=one) for one in invited)
    _tell(made, "invited", invited, calendar=queries.invitation(made, invited, at=at), at=at)
    record("planned steering meeting", made, by=by, at=at, details={"people": len(invited)})
    return made


@transaction.atomic
def change(
    meeting: SteeringMeeting, given: Mapping[str, Any], *, seen: int, by: Actor, at: datetime
) -> SteeringMeeting:
    """Move a meeting, change its agenda, or invite others; the calendars of all of them follow.

    Raises `MeetingSettled`, `NotThen`, `NotOfTheTeam`, `AlreadyMoved` when somebody else was quicker.
    """
    standing = hold(meeting)
    if standing.state != SteeringState.PLANNED:
        raise MeetingSettled(_("This meeting was cancelled, or its minutes have gone round."))
    if standing.revision != seen:
        raise AlreadyMoved(OVERTAKEN)
    moved = given["starts_at"] != standing.starts_at
    if moved and given["starts_at"] <= at:
        raise NotThen(PAST)
    if moved and _taken(standing, given["starts_at"]):
        raise NotThen(TAKEN)
    changed = any(getattr(standing, name) != given[name] for name in FIELDS)
    for name in FIELDS:
        setattr(standing, name, given[name])
    came, stayed, went = _regroup(standing, given["guests"])
    standing.revision += 1
    standing.sequence += bool(changed or came or went)
    standing.save()
    if standing.starts_at > at:
        everybody = [*came, *stayed]
        _tell(standing, "invited", came, calendar=queries.invitation(standing, everybody, at=at), at=at)
        if changed or came or went:
            kind = "changed" if changed else ""
            invitation = queries.invitation(standing, everybody, at=at)
            _tell(standing, kind or "regrouped", stayed, calendar=invitation, at=at)
        for one in went:
            _tell(standing, "out", [one], calendar=queries.cancellation(standing, [one], at=at), at=at)
    record("changed steering meeting", standing, by=by, at=at)
    return standing


@transaction.atomic
def cancel(meeting: SteeringMeeting, *, by: Actor, at: datetime) -> None:
    """Call a meeting off; it leaves the calendars of those invited. Raises `AlreadyMoved`."""
    standing = hold(meeting)
    move(
        standing,
        SteeringState.CANCELLED,
        moves=STEERING_MOVES,
        sequence=standing.sequence + 1,
        revision=standing.revision + 1,
    )
    invited = [one.person for one in standing.guests.select_related("person")]
    if standing.starts_at > at:
        _tell(standing, "cancelled", invited, calendar=queries.cancellation(standing, invited, at=at), at=at)
    record("cancelled steering meeting", standing, by=by, at=at)


def hold(meeting: SteeringMeeting) -> SteeringMeeting:
    """The meeting as it is stored, held until all is written."""
    locked = SteeringMeeting.objects.select_for_update(no_key=True, of=("self",))
    return locked.select_related("programme__lead").get(pk=meeting.pk)


def _taken(meeting: SteeringMeeting, starts_at: datetime) -> bool:
    others = SteeringMeeting.objects.exclude(pk=meeting.pk)
    planned = others.filter(programme=meeting.programme_id, state=SteeringState.PLANNED)
    return planned.filter(starts_at=starts_at).exists()


def _of_the_team(programme: Programme, wanted: Iterable[UUID]) -> list[Person]:
    known = {one.person.pk: one.person for one in queries.team(programme)}
    chosen = dict.fromkeys(wanted)
    if not chosen or not set(chosen) <= set(known):
        raise NotOfTheTeam(_("Invite at least one person of the programme’s team, and nobody else."))
    return [person for pk, person in known.items() if pk in chosen]


def _regroup(
    meeting: SteeringMeeting, wanted: Iterable[UUID]
) -> tuple[list[Person], list[Person], list[Person]]:
    """Invite and disinvite; who came to the list, who stayed on it and who went from it.

    Who was invited and has left the team since can stay on the list.
    """
    chosen = set(wanted)
    standing = {one.person_id: one.person for one in meeting.guests.select_related("person")}
    new = chosen - set(standing)
    came = _of_the_team(meeting.programme, new) if new or not chosen else []
    meeting.guests.filter(person__in=set(standing) - chosen).delete()
    SteeringGuest.objects.bulk_create(SteeringGuest(meeting=meeting, person=one) for one in came)
    stayed = [one for pk, one in standing.items() if pk in chosen]
    return came, stayed, [one for pk, one in standing.items() if pk not in chosen]


def _tell(
    meeting: SteeringMeeting, what: str, people: Iterable[Person], *, calendar: str, at: datetime
) -> None:
    """Write to those people. what: invited, changed, regrouped, out, cancelled."""
    for person in people:
        write(
            key=f"steering:{meeting.pk}:{meeting.sequence}:{person.pk}",
            kind=f"steering-{what}",
            to_email=person.email,
            to_name=one_line(person.name)[:200],
            template=f"partnerships/letters/steering_{what}.txt",
            context={
                "programme": meeting.programme,
                "when": queries.when(meeting),
                "place": one_line(meeting.place),
                "link": meeting.link,
                "agenda": meeting.agenda,
                "url": queries.address_of(meeting),
            },
            at=at,
            language=person.language,
            calendar=calendar,
        )
