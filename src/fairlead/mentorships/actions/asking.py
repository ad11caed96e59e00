"""Ask the two whether they have met: the day after, and when nothing was planned for long."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Count, Max, Q
from django.utils import timezone

from fairlead.kernel.times import day_of, start_of_day
from fairlead.kernel.tokens import fingerprint
from fairlead.mentorships.actions import meeting_letters as letters
from fairlead.mentorships.enums import MeetingState, MentorshipState
from fairlead.mentorships.models import Meeting, MeetingAsk, Mentorship
from fairlead.mentorships.queries.meetings import quiet_after
from fairlead.people.models import Person

FROM_HOUR = time(7)
ASKED_ABOUT = timedelta(days=7)
LONG_QUIET = timedelta(days=90)
QUIET = timedelta(days=14)
SHORTEST_QUIET = timedelta(days=7)
LINKS_WORK = timedelta(days=60)
PEOPLE = ("round__programme", "mentor__person", "mentee__person")


def due_meetings(*, at: datetime) -> list[Meeting]:
    """Meetings of yesterday or before that nobody has logged or been asked about; not those of long ago.

    A pair that is paused is not asked.
    """
    today = start_of_day(day_of(at))
    unlogged = Meeting.objects.filter(
        state=MeetingState.PLANNED,
        starts_at__lt=today,
        starts_at__gte=today - ASKED_ABOUT,
        mentorship__state__in=[MentorshipState.STARTING, MentorshipState.ACTIVE],
    )
    found = list(unlogged.select_related(*(f"mentorship__{name}" for name in PEOPLE)))
    asked = _asked(map(_after, found))
    return [meeting for meeting in found if _after(meeting) not in asked]


def quiet_pairs(*, at: datetime) -> dict[Mentorship, datetime]:
    """When they last met, for active pairs that have planned nothing for long and were not asked yet."""
    last = Max("meetings__starts_at", filter=Q(meetings__state=MeetingState.HELD))
    busy = Meeting.objects.filter(
        Q(state=MeetingState.PROPOSED) | Q(state=MeetingState.PLANNED, starts_at__gt=at - QUIET)
    )
    active = Mentorship.objects.filter(state=MentorshipState.ACTIVE, ends_on__gte=day_of(at))
    pairs = active.exclude(pk__in=busy.values("mentorship")).annotate(last_met=last)
    pairs = pairs.filter(last_met__lte=at - SHORTEST_QUIET, last_met__gt=at - LONG_QUIET).select_related(
        *PEOPLE
    )
    quiet = {pair: pair.last_met for pair in pairs if pair.last_met <= at - quiet_after(pair.round.programme)}
    asked = _asked(_since(pair, moment) for pair, moment in quiet.items())
    return {pair: moment for pair, moment in quiet.items() if _since(pair, moment) not in asked}


def _after(meeting: Meeting) -> str:
    return f"meeting:{meeting.pk}:{meeting.sequence}"


def _since(pair: Mentorship, last_met: datetime) -> str:
    return f"quiet:{pair.pk}:{day_of(last_met).isoformat()}"


def _asked(occasions: Iterable[str]) -> set[str]:
    """Of which of these both have been asked already; one query."""
    counted = MeetingAsk.objects.filter(occasion__in=list(occasions)).values("occasion")
    return set(counted.annotate(n=Count("pk")).filter(n__gte=2).values_list("occasion", flat=True))


def is_morning(at: datetime) -> bool:
    """Whether people may be written to: nobody is asked in the middle of the night."""
    return timezone.localtime(at).time() >= FROM_HOUR


@transaction.atomic
def ask_after(meeting: Meeting, *, at: datetime) -> int:
    """Ask both whether they have met as planned; how many letters. Once for each time that was planned."""
    return _ask(meeting.mentorship, _after(meeting), meeting=meeting, at=at)


@transaction.atomic
def ask_quiet(pair: Mentorship, *, last_met: datetime, at: datetime) -> int:
    """Ask both whether they have met since they last did; how many letters. Once for each last time."""
    return _ask(pair, _since(pair, last_met), meeting=None, at=at)


def _ask(pair: Mentorship, occasion: str, *, meeting: Meeting | None, at: datetime) -> int:
    """One row and one letter in one transaction, so that a killed worker leaves both or neither."""
    asked = set(MeetingAsk.objects.filter(occasion=occasion).values_list("person", flat=True))
    new = [person for person in _two(pair) if person.pk not in asked]
    for person in new:
        ask = MeetingAsk(
            mentorship=pair,
            meeting=meeting,
            person=person,
            occasion=occasion,
            asked_at=at,
            expires_at=at + LINKS_WORK,
        )
        secret = letters.secret_of(ask)
        ask.fingerprint = fingerprint(secret)
        ask.save(force_insert=True)
        letters.send_ask(ask, secret, at=at)
    return len(new)


def _two(pair: Mentorship) -> Iterable[Person]:
    return (pair.mentee.person, pair.mentor.person)
