"""Who comes to a flash meeting, and the timetable by slot and by person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairlead.flash.enums import FlashState
from fairlead.flash.models import FlashGuest, FlashMeeting, FlashSession
from fairlead.programmes.enums import ParticipationState, Side
from fairlead.programmes.models import Participation, Round

PEOPLE = ("mentee__person", "mentor__person")


@dataclass(frozen=True)
class Meets:
    """One meeting of somebody: from when until when, and whom."""

    starts_at: datetime
    ends_at: datetime
    name: str


@dataclass(frozen=True)
class Row:
    """Somebody who takes part: how many they meet at most, and for each slot whom (empty: nobody)."""

    participation: Participation
    most: int
    cells: list[tuple[datetime, str]]
    elsewhere: bool = False

    @property
    def count(self) -> int:
        """How many they meet."""
        return sum(bool(name) for _when, name in self.cells)


@dataclass(frozen=True)
class Figures:
    """How many meetings, how many people take part, and how many of them have a meeting, by side."""

    meetings: int
    mentees: tuple[int, int]
    mentors: tuple[int, int]


def of_round(round: Round) -> list[FlashSession]:
    """The flash meetings of a round, the latest first; one query."""
    return list(FlashSession.objects.filter(round=round).order_by("-starts_at", "pk"))


def taking_part(round: Round) -> list[Participation]:
    """Everybody who takes part in the round, by name; one query."""
    found = Participation.objects.filter(round=round, state=ParticipationState.ACTIVE, person__is_active=True)
    return list(found.select_related("person").order_by("person__name", "pk"))


def most_of(session: FlashSession) -> dict[UUID, int]:
    """How many each participation may meet, those left out not named; two queries.

    Whoever takes part on both sides sits with the mentors, unless left out there: nobody sits at two tables.
    """
    people = taking_part(session.round)
    words = dict(session.guests.values_list("participation", "most"))
    most = {}
    for one in people:
        word = words.get(one.pk)
        most[one.pk] = session.slots if word is None else min(word, session.slots)
    mentors = {one.person_id for one in people if one.side == Side.MENTOR and most[one.pk]}
    there = {one.pk for one in people if one.side == Side.MENTOR or one.person_id not in mentors}
    return {pk: count for pk, count in most.items() if count and pk in there}


def meetings(session: FlashSession) -> list[FlashMeeting]:
    """All meetings, slot by slot and by the mentor's name; one query."""
    found = session.meetings.select_related(*PEOPLE)
    return list(found.order_by("slot", "mentor__person__name", "pk"))


def rows(session: FlashSession, side: Side, met: Iterable[FlashMeeting]) -> list[Row]:
    """Everybody of a side with their own list of slots, by name; three queries."""
    own, other = ("mentor", "mentee") if side == Side.MENTOR else ("mentee", "mentor")
    at = {(getattr(one, f"{own}_id"), one.slot): getattr(one, other).person.name for one in met}
    there, words = most_of(session), dict(session.guests.values_list("participation", "most"))
    found = []
    for one in taking_part(session.round):
        if one.side == side:
            cells = [(session.starts(slot), at.get((one.pk, slot), "")) for slot in range(session.slots)]
            out = words.get(one.pk) == 0
            found.append(Row(one, there.get(one.pk, 0), cells, elsewhere=one.pk not in there and not out))
    return found


def figures(session: FlashSession, met: list[FlashMeeting]) -> Figures:
    """The figures of a timetable; three queries."""
    there = most_of(session)
    sides = dict(Participation.objects.filter(pk__in=there).order_by().values_list("pk", "side"))
    who = {Side.MENTEE: {one.mentee_id for one in met}, Side.MENTOR: {one.mentor_id for one in met}}
    counted = {side: (len(who[side]), sum(one == side for one in sides.values())) for side in who}
    return Figures(len(met), counted[Side.MENTEE], counted[Side.MENTOR])


def own(guest: FlashGuest) -> list[Meets]:
    """Whom somebody meets and when; one query."""
    return own_of([guest]).get(guest.pk, [])


def own_of(guests: Iterable[FlashGuest]) -> dict[UUID, list[Meets]]:
    """By the ids of places in flash meetings whom their people meet and when; one query."""
    kept = list(guests)
    sessions = {one.session_id for one in kept}
    place = {(one.session_id, one.participation_id): one for one in kept}
    met = FlashMeeting.objects.filter(session__in=sessions).select_related(*PEOPLE).order_by("slot", "pk")
    found: dict[UUID, list[Meets]] = {}
    for one in met:
        for mine, other in ((one.mentee_id, one.mentor), (one.mentor_id, one.mentee)):
            guest = place.get((one.session_id, mine))
            if guest is not None:
                at = guest.session
                meets = Meets(at.starts(one.slot), at.ends(one.slot), other.person.name)
                found.setdefault(guest.pk, []).append(meets)
    return found


def gone(*, at: datetime) -> list[FlashGuest]:
    """Whoever was told a timetable of a day to come and takes part in the round no longer; one query."""
    told = FlashGuest.objects.filter(
        session__state=FlashState.PUBLISHED, session__starts_at__gt=at, sequence__gt=0
    )
    left = told.exclude(participation__state=ParticipationState.ACTIVE, participation__person__is_active=True)
    left = left.exclude(most=0).select_related("session", "participation__person")
    return list(left.order_by("session", "pk"))
