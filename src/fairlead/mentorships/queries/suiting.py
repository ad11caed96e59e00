"""Times for a meeting at which both of a pair are free, as far as their calendars are known."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone
from django.utils.module_loading import import_string

from fairlead.calendars import queries as calendars
from fairlead.calendars.queries import Availability
from fairlead.calendars.slots import Side, suiting
from fairlead.calendars.times import Span
from fairlead.kernel.actors import Actor
from fairlead.kernel.times import day_of, end_of_day, start_of_day
from fairlead.mentorships.enums import LIVE_STATES, MeetingState
from fairlead.mentorships.models import Meeting, Mentorship

MOST = 5
NOTICE = timedelta(hours=20)
AHEAD = timedelta(days=21)
LONGEST_BEFORE = timedelta(hours=10)
KEPT_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class Suiting:
    """Times that suit both of a pair for so many minutes, and whose calendar they take into account.

    `mine` and `theirs`: whether the calendar of the actor, and of the other, is known. `late`: the actor has
    connected one that could not be read lately.
    """

    minutes: int
    times: tuple[datetime, ...] = ()
    mine: bool = False
    theirs: bool = False
    late: bool = False

    @property
    def known(self) -> bool:
        """Whether there is anything to go by."""
        return self.mine or self.theirs


def times_for(actor: Actor, pair: Mentorship, *, minutes: int, at: datetime) -> Suiting:
    """Times of the next three weeks at which the actor and the other half can meet for so long.

    Only the times leave this function, never what they were chosen from. Two queries where no calendar is
    known; else a fixed number more.
    """
    persons = (pair.mentee.person_id, pair.mentor.person_id)
    known = calendars.availability(persons, at=at)
    own = known[persons[0] if actor.person_id == persons[0] else persons[1]]
    other = known[persons[1] if actor.person_id == persons[0] else persons[0]]
    found = Suiting(minutes, mine=own.known, theirs=other.known, late=own.connected and not own.known)
    frame = _frame(pair, at)
    if not found.known or frame is None:
        return found
    taken = _taken(persons, frame)
    sides = [_side(known[person], taken[person]) for person in persons]
    times = tuple(suiting(sides, frame, minutes=minutes, most=MOST))
    return Suiting(minutes, times, found.mine, found.theirs, found.late)


def idle_owners(*, at: datetime) -> list[UUID]:
    """Who has a calendar connected and has been in no pair for thirty days; two queries at most."""
    owners = calendars.connected_before(at - KEPT_AFTER)
    if not owners:
        return []
    since = day_of(at - KEPT_AFTER)
    lately = Q(state__in=LIVE_STATES) | Q(ended_on__gte=since) | Q(ended_on=None, ends_on__gte=since)
    of_owners = Q(mentor__person__in=owners) | Q(mentee__person__in=owners)
    pairs = Mentorship.objects.filter(lately, of_owners).values_list("mentor__person", "mentee__person")
    return sorted(owners - {person for both in pairs for person in both})


def _frame(pair: Mentorship, at: datetime) -> Span | None:
    """From tomorrow or the end of a pause on, for three weeks or until the pair ends; None when past."""
    begins = at + NOTICE
    if pair.paused_until is not None:
        begins = max(begins, start_of_day(pair.paused_until))
    ends = min(at + AHEAD, end_of_day(pair.ends_on))
    return Span(begins, ends) if begins < ends else None


def _side(one: Availability, taken: Iterable[Span]) -> Side:
    return Side(one.hours, (*(one.busy if one.known else ()), *taken))


def _taken(persons: Iterable[UUID], frame: Span) -> dict[UUID, list[Span]]:
    """What stands in Fairlead: meetings of their pairs, also times that are only proposed; appointments."""
    wanted, taken = set(persons), defaultdict(list)
    since = frame.starts_at - LONGEST_BEFORE
    of_either = Q(mentorship__mentor__person__in=wanted) | Q(mentorship__mentee__person__in=wanted)
    both = (F("mentorship__mentor__person"), F("mentorship__mentee__person"))
    planned = Meeting.objects.filter(of_either, state=MeetingState.PLANNED, starts_at__gte=since)
    asked = Meeting.objects.filter(of_either, state=MeetingState.PROPOSED, times__starts_at__gte=since)
    rows = [
        *planned.order_by().values_list("starts_at", "minutes", *both),
        *asked.order_by().values_list("times__starts_at", "minutes", *both),
    ]
    for starts_at, minutes, *persons_of in rows:
        for person in wanted.intersection(persons_of):
            taken[person].append(_span(starts_at, minutes))
    for person in wanted:
        for told in map(import_string, settings.APPOINTMENTS):
            taken[person] += [_span(one.starts_at, one.minutes) for one in told(person, since=since)]
    return taken


def _span(starts_at: datetime, minutes: int) -> Span:
    return Span(starts_at, starts_at + timedelta(minutes=minutes))


def clock() -> str:
    """By whose clock times are shown: the installation's."""
    return timezone.get_default_timezone_name()
