"""Read steering meetings, their minutes and what they agreed to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fairlead.kernel import invitations
from fairlead.kernel.invitations import Appointment, Guest
from fairlead.partnerships.enums import ActionState, SteeringState
from fairlead.partnerships.models import SteeringAction, SteeringGuest, SteeringMeeting, SteeringMinutes
from fairlead.people.models import Person
from fairlead.programmes.enums import TeamRole
from fairlead.programmes.models import Partner, Programme, TeamMember

PRODUCT = "-//Fairlead//Steering//EN"


@dataclass(frozen=True)
class Member:
    """Somebody of the programme's team, and for which institution they are on it."""

    person: Person
    institution: str


@dataclass(frozen=True)
class Meetings:
    """The steering meetings of a programme."""

    coming: list[SteeringMeeting]
    past: list[SteeringMeeting]
    open_actions: list[SteeringAction]


@dataclass(frozen=True)
class Said:
    """An action as minutes tell it."""

    text: str
    owner: str
    due: date
    state: str
    carried: bool


@dataclass(frozen=True)
class Sheet:
    """One meeting with all that its page shows."""

    guests: list[SteeringGuest]
    versions: list[SteeringMinutes]
    agreed: list[SteeringAction]
    carried: list[SteeringAction]

    @property
    def newest(self) -> SteeringMinutes | None:
        """The minutes that were circulated last."""
        return self.versions[-1] if self.versions else None

    def numbered(self, number: int) -> SteeringMinutes | None:
        """The version of this number."""
        return next((one for one in self.versions if one.number == number), None)


def team(programme: Programme) -> list[Member]:
    """Who is on the programme's team now, by name, once each; two queries.

    Coordinators of a partner that has left are not.
    """
    found = _serving().filter(programme=programme, person__is_active=True)
    members: dict[UUID, Member] = {}
    for one in found.select_related("person", "institution").order_by("person__name", "pk"):
        place = (one.institution or programme.lead).name
        members.setdefault(one.person_id, Member(one.person, place))
    return list(members.values())


def _serving() -> QuerySet[TeamMember]:
    """Members of teams, without those who coordinate for a partner that has left."""
    left = Partner.objects.filter(
        programme=OuterRef("programme"), institution=OuterRef("institution"), left_on__isnull=False
    )
    return TeamMember.objects.exclude(Q(Exists(left), role=TeamRole.PARTNER_COORDINATOR))


def meetings(programme: Programme, *, at: datetime) -> Meetings:
    """Meetings to come, soonest first, past ones, last first, and what is still to do; two queries."""
    every = list(SteeringMeeting.objects.filter(programme=programme).order_by("starts_at", "pk"))
    coming = [one for one in every if not is_over(one, at=at) and one.state != SteeringState.CANCELLED]
    past = [one for one in reversed(every) if one not in coming]
    return Meetings(coming, past, list(_open(programme)))


def _open(programme: Programme) -> QuerySet[SteeringAction]:
    found = SteeringAction.objects.filter(meeting__programme=programme, state=ActionState.OPEN)
    return found.select_related("owner", "meeting")


def sheet(meeting: SteeringMeeting) -> Sheet:
    """The meeting's guests, minutes, actions and what is carried over from earlier ones; four queries."""
    carried = _open(meeting.programme).filter(meeting__starts_at__lt=meeting.starts_at)
    return Sheet(
        guests=list(meeting.guests.select_related("person")),
        versions=list(meeting.versions.all()),
        agreed=list(meeting.actions.select_related("owner", "meeting")),
        carried=[] if meeting.state == SteeringState.CANCELLED else list(carried),
    )


def invitable(meeting: SteeringMeeting, guests: Iterable[SteeringGuest]) -> list[Member]:
    """The team, and those invited already who have left it since; two queries."""
    members = team(meeting.programme)
    known = {one.person.pk for one in members}
    return [
        *members,
        *(Member(one.person, _("no longer on the team")) for one in guests if one.person_id not in known),
    ]


def actions_said(version: SteeringMinutes) -> list[Said]:
    """What was to be done when these minutes went round: what they agreed, then what they carried over."""
    document = version.document
    return [
        Said(
            text=one["text"],
            owner=one["owner"],
            due=date.fromisoformat(one["due"]),
            state=str(ActionState(one["state"]).label),
            carried=carried,
        )
        for carried, listed in ((False, document["actions"]), (True, document["carried"]))
        for one in listed
    ]


def next_after(meeting: SteeringMeeting) -> SteeringMeeting | None:
    """The next meeting that is planned; one query."""
    found = SteeringMeeting.objects.filter(
        programme=meeting.programme_id, state=SteeringState.PLANNED, starts_at__gt=meeting.starts_at
    )
    return found.order_by("starts_at", "pk").first()


def ends_at(meeting: SteeringMeeting) -> datetime:
    """When it is over."""
    return meeting.starts_at + timedelta(minutes=meeting.minutes)


def is_over(meeting: SteeringMeeting, *, at: datetime) -> bool:
    """Whether its time has passed."""
    return ends_at(meeting) <= at


def unwritten_meeting(programme: Programme) -> SteeringMeeting:
    """A meeting that nobody has planned yet, not stored."""
    return SteeringMeeting(programme=programme)


def due_actions(*, until: date) -> list[SteeringAction]:
    """What is to do by then and has an owner who is still on the team; the soonest first; one query."""
    found = SteeringAction.objects.filter(
        state=ActionState.OPEN, due_on__lte=until, owner__is_active=True
    ).select_related("owner", "meeting__programme")
    pairs = set(_serving().values_list("programme", "person"))
    return [one for one in found if (one.meeting.programme_id, one.owner_id) in pairs]


def without_minutes(people: Iterable[UUID], *, at: datetime) -> list[SteeringMeeting]:
    """Meetings that these people planned, that are over and of which no minutes went round; one query."""
    found = SteeringMeeting.objects.filter(
        planned_by__in=list(people), state=SteeringState.PLANNED, starts_at__lt=at
    ).select_related("programme")
    return [one for one in found if is_over(one, at=at)]


def minutes_of(meeting: SteeringMeeting, found: Sheet, *, note: str) -> dict[str, Any]:
    """All that the minutes say, as plain values: they are kept as they were read."""
    places = {one.person.pk: one.institution for one in team(meeting.programme)}
    starts, ends = timezone.localtime(meeting.starts_at), timezone.localtime(ends_at(meeting))

    def named(was_there: bool) -> list[dict[str, str]]:
        return [
            {"name": one.person.name, "institution": places.get(one.person_id, "")}
            for one in found.guests
            if bool(one.was_there) == was_there
        ]

    return {
        "programme": meeting.programme.name,
        "day": starts.date().isoformat(),
        "from": f"{starts:%H:%M}",
        "until": f"{ends:%H:%M}",
        "place": meeting.place,
        "present": named(True),
        "absent": named(False),
        "agenda": meeting.agenda,
        "text": meeting.text,
        "decisions": meeting.decisions,
        "actions": [_said(one) for one in found.agreed],
        "carried": [_said(one) for one in found.carried],
        "note": note,
    }


def _said(one: SteeringAction) -> dict[str, str]:
    owner = one.owner.name if one.owner else ""
    return {"text": one.text, "owner": owner, "due": one.due_on.isoformat(), "state": one.state}


def address_of(meeting: SteeringMeeting) -> str:
    """The whole address of the meeting's page."""
    return settings.BASE_URL + reverse("partnerships:meeting", args=[meeting.pk])


def invitation(meeting: SteeringMeeting, guests: Iterable[Person], *, at: datetime) -> str:
    """The meeting as an invitation that names everybody of the team who is invited."""
    return invitations.invitation(_appointment(meeting), _guests(guests), product=PRODUCT, at=at)


def cancellation(meeting: SteeringMeeting, guests: Iterable[Person], *, at: datetime) -> str:
    """That the meeting leaves these people's calendars."""
    return invitations.cancellation(_appointment(meeting), _guests(guests), product=PRODUCT, at=at)


def appointments(person: UUID, *, since: datetime) -> list[Appointment]:
    """The steering meetings somebody is invited to, for their own calendar; one query."""
    found = SteeringMeeting.objects.filter(guests__person=person, starts_at__gt=since)
    standing = found.filter(~Q(state=SteeringState.CANCELLED)).select_related("programme")
    return [_appointment(one) for one in standing.order_by("starts_at", "pk")]


def _guests(people: Iterable[Person]) -> list[Guest]:
    return [Guest(one.name, one.email) for one in people]


def _appointment(meeting: SteeringMeeting) -> Appointment:
    lines = [_("Join the call: %(link)s") % {"link": meeting.link}] if meeting.link else []
    lines += [meeting.agenda] if meeting.agenda else []
    lines.append(_("Agenda and minutes: %(url)s") % {"url": address_of(meeting)})
    return Appointment(
        uid=f"{meeting.pk}@fairlead",
        sequence=meeting.sequence,
        starts_at=meeting.starts_at,
        minutes=meeting.minutes,
        summary=_("Steering meeting: %(programme)s") % {"programme": meeting.programme.name},
        description="\n".join(lines),
        url=address_of(meeting),
        location=meeting.place,
        call=meeting.link,
    )


def when(meeting: SteeringMeeting) -> str:
    """Day and time in words."""
    return date_format(timezone.localtime(meeting.starts_at), "l j F Y, H:i")
