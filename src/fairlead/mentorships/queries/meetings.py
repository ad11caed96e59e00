"""Find meetings, and say how they stand."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from fairlead.kernel.actors import Actor
from fairlead.kernel.tokens import derived, fingerprint
from fairlead.mentorships.enums import LIVE_STATES, MeetingState
from fairlead.mentorships.models import CalendarFeed, Meeting, MeetingAsk, Mentorship, Thumb
from fairlead.mentorships.queries import calendars
from fairlead.mentorships.queries.places import NOWHERE, Place, places
from fairlead.programmes.models import Programme
from fairlead.programmes.patience import patience_of

FEED = "calendar-feed"
FEED_SHOWS = timedelta(days=400)
PEOPLE = (
    "mentorship__round__programme",
    "mentorship__mentor__person",
    "mentorship__mentee__person",
)
HELD = Q(meetings__state=MeetingState.HELD)


@dataclass(frozen=True)
class Shown:
    """A meeting with where it is, as one of the two sees it."""

    meeting: Meeting
    place: Place

    @property
    def ends_at(self) -> datetime | None:
        """When it is over."""
        starts = self.meeting.starts_at
        return starts + timedelta(minutes=self.meeting.minutes) if starts else None


@dataclass
class Notebook:
    """A pair's meetings, sorted by what they ask for."""

    upcoming: list[Shown] = field(default_factory=list)
    to_answer: list[Shown] = field(default_factory=list)
    awaited: list[Shown] = field(default_factory=list)
    unlogged: list[Shown] = field(default_factory=list)
    held: list[Shown] = field(default_factory=list)
    cancelled: list[Shown] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        """How long the two have met, together."""
        return sum(one.meeting.minutes for one in self.held)


@dataclass(frozen=True)
class Tally:
    """What others than the two may know of a pair's meetings: counts and dates."""

    held: int
    planned: int
    last_met: datetime | None
    next_at: datetime | None


def notebook(actor: Actor, pair: Mentorship, *, at: datetime) -> Notebook:
    """The pair's meetings with their places, for one of the two; four queries at most."""
    meetings = list(pair.meetings.prefetch_related("times"))
    where = places(actor, [one for one in meetings if one.state != MeetingState.CANCELLED])
    book = Notebook()
    for one in meetings:
        one.mentorship = pair
        _drawer(book, one, actor, at).append(Shown(one, where.get(one.pk, NOWHERE)))
    book.held.reverse()
    book.unlogged.reverse()
    return book


def _drawer(book: Notebook, one: Meeting, actor: Actor, at: datetime) -> list[Shown]:
    if one.state == MeetingState.PROPOSED:
        return book.awaited if one.asked_by_id == actor.person_id else book.to_answer
    if one.state == MeetingState.PLANNED:
        over = one.starts_at is not None and one.starts_at + timedelta(minutes=one.minutes) <= at
        return book.unlogged if over else book.upcoming
    return book.held if one.state == MeetingState.HELD else book.cancelled


def tally(pair: Mentorship, *, at: datetime) -> Tally:
    """Counts and dates of one pair; one query."""
    held, to_come = Q(state=MeetingState.HELD), Q(state=MeetingState.PLANNED, starts_at__gt=at)
    counted = Meeting.objects.filter(mentorship=pair).aggregate(
        held=Count("pk", filter=held),
        planned=Count("pk", filter=to_come),
        last_met=Max("starts_at", filter=held),
        next_at=Min("starts_at", filter=to_come),
    )
    return Tally(**counted)


def with_tally(pairs: QuerySet[Mentorship]) -> QuerySet[Mentorship]:
    """The pairs with `held` and `last_met`, counted in the same query."""
    return pairs.annotate(
        held=Count("meetings", filter=HELD, distinct=True),
        last_met=Max("meetings__starts_at", filter=HELD),
    )


def quiet_after(programme: Programme) -> timedelta:
    """How long after a meeting a pair that has planned nothing is asked: longer where one meets monthly."""
    return timedelta(days=patience_of(programme).quiet)


def options(meeting: Meeting, *, at: datetime) -> list[datetime]:
    """Other times for a meeting, by the clock on the wall: a week, two weeks, a working day later."""
    assert meeting.starts_at is not None
    # The next day on which people work: Friday is followed by Monday.
    soon = {4: 3, 5: 2}.get(timezone.localtime(meeting.starts_at).weekday(), 1)
    later = [later_by(meeting.starts_at, days) for days in (7, 14, soon)]
    week = 1
    while all(moment <= at for moment in later):
        week += 1
        later = [later_by(meeting.starts_at, 7 * week), later_by(meeting.starts_at, 7 * (week + 1))]
    return [moment for moment in later if moment > at]


def later_by(moment: datetime, days: int) -> datetime:
    """The same hour on the clock so many days later, also when the clocks change in between."""
    home = timezone.get_default_timezone()
    wall = timezone.localtime(moment, home).replace(tzinfo=None) + timedelta(days=days)
    return wall.replace(tzinfo=home)


def ask_by_secret(secret: str) -> MeetingAsk | None:
    """What was asked by the letter with this secret; None for no such letter, or for one who has left."""
    asks = MeetingAsk.objects.select_related(
        "person",
        "mentorship__round__programme",
        "mentorship__mentor__person",
        "mentorship__mentee__person",
        "meeting",
    )
    return asks.filter(fingerprint=fingerprint(secret), person__is_active=True).first()


def sequence_of(ask: MeetingAsk) -> int | None:
    """Which of a meeting's times was asked about; None where none was planned."""
    kind, _meeting, sequence = ask.occasion.split(":")
    return int(sequence) if kind == "meeting" else None


def is_live(ask: MeetingAsk) -> bool:
    """Whether a meeting can still be logged for the pair of this question."""
    return ask.mentorship.state in LIVE_STATES


def answered(ask: MeetingAsk) -> Meeting | None:
    """The meeting that was logged in answer, by whichever of the two; one query at most."""
    if ask.meeting is not None:
        return ask.meeting if ask.meeting.state == MeetingState.HELD else None
    of_both = MeetingAsk.objects.filter(occasion=ask.occasion).values("meeting")
    return Meeting.objects.filter(pk__in=of_both, state=MeetingState.HELD).first()


def thumb_of(actor: Actor, meeting: Meeting) -> bool | None:
    """Whether the meeting was worth it to the actor; None when they have not said."""
    given = Thumb.objects.filter(meeting=meeting, person=actor.person_id)
    return given.values_list("up", flat=True).first()


def feed_of(actor: Actor) -> CalendarFeed | None:
    """The actor's calendar feed, if they have made one."""
    return CalendarFeed.objects.filter(person=actor.person_id).first()


def feed_address(feed: CalendarFeed) -> str:
    """The whole address of a feed, with its secret; made anew each time and stored nowhere."""
    path = reverse("mentorships:feed", args=[derived(FEED, feed.pk)])
    return f"{settings.BASE_URL}{path}"


def feed_text(secret: str, *, at: datetime) -> str | None:
    """All meetings of whoever made this feed, and what else they go to; None when it was taken back."""
    feed = CalendarFeed.objects.filter(fingerprint=fingerprint(secret), person__is_active=True).first()
    if feed is None:
        return None
    reader = Actor(person_id=feed.person_id)
    meetings = list(_of_person(feed.person_id).filter(starts_at__gt=at - FEED_SHOWS))
    where = places(reader, meetings)
    tell = [import_string(path) for path in settings.APPOINTMENTS]
    more = [one for told in tell for one in told(feed.person_id, since=at - FEED_SHOWS)]
    return calendars.feed(_shown(meetings, where), more, at=at)


def _shown(meetings: Iterable[Meeting], where: dict[UUID, Place]) -> Iterable[tuple[Meeting, Place]]:
    return [(meeting, where.get(meeting.pk, NOWHERE)) for meeting in meetings]


def _of_person(person: UUID) -> QuerySet[Meeting]:
    standing = Meeting.objects.filter(state__in=[MeetingState.PLANNED, MeetingState.HELD])
    own = Q(mentorship__mentor__person=person) | Q(mentorship__mentee__person=person)
    return standing.filter(own).select_related(*PEOPLE).order_by(F("starts_at").asc(), "pk")


def still_unknown(pk: UUID, *, at: datetime) -> bool:
    """Whether the pair lives and nobody has said yet what was asked: whether they have met."""
    ask = (
        MeetingAsk.objects.select_related("meeting").filter(pk=pk, mentorship__state__in=LIVE_STATES).first()
    )
    if ask is None or answered(ask) is not None:
        return False
    if ask.meeting is not None:
        planned = ask.meeting.state == MeetingState.PLANNED
        return planned and ask.meeting.sequence == sequence_of(ask)
    since = Meeting.objects.filter(mentorship=ask.mentorship_id).exclude(state=MeetingState.CANCELLED)
    return not since.filter(Q(made_at__gt=ask.asked_at) | Q(starts_at__gt=at)).exists()
