"""Fix meetings: at once, or by proposing times; move them, say where they are, cancel them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.mentorships.actions import meeting_letters as letters
from fairlead.mentorships.enums import LIVE_STATES, MEETING_MOVES, MeetingState
from fairlead.mentorships.models import Meeting, Mentorship, ProposedTime
from fairlead.mentorships.queries.places import NOWHERE, Place, place_of
from fairlead.people.models import Person
from fairlead.sealed import actions as sealed

MOST_TIMES = 5
FURTHEST = timedelta(days=730)
CHANGED = _("Somebody else changed this a moment ago; the page now shows how it stands.")

NOTHING_TO_PLAN = _("This mentorship has ended; there is nothing to plan any more.")


class PairOver(Refused):
    """The pair has ended, so there is nothing to plan."""


class NotThen(Refused):
    """A meeting cannot be at this time."""


@dataclass(frozen=True)
class Plan:
    """How long a meeting is to be and where."""

    minutes: int
    place: Place = NOWHERE


def other_of(pair: Mentorship, person: UUID | None) -> Person:
    """The other half of the pair."""
    return pair.mentor.person if pair.mentee.person_id == person else pair.mentee.person


def halves(pair: Mentorship) -> tuple[UUID, UUID]:
    """The two of a pair, as ids of persons."""
    return pair.mentee.person_id, pair.mentor.person_id


@transaction.atomic
def enter(pair: Mentorship, plan: Plan, *, starts_at: datetime, by: Actor, at: datetime) -> Meeting:
    """Fix a meeting that the two have agreed on, and invite both; entered again, it is the one that stands.

    Raises `PairOver`, `NotThen`.
    """
    must_live(pair)
    _must_be_to_come([starts_at], at=at)
    # The pair is held, so a second click, or the other half, finds the meeting of the first.
    known = pair.meetings.filter(state=MeetingState.PLANNED, starts_at=starts_at).first()
    if known is not None:
        return known
    meeting = _make(pair, plan, by=by, at=at, state=MeetingState.PLANNED, starts_at=starts_at)
    letters.send_invitations(meeting, plan.place, at=at)
    _note_down("planned meeting", meeting, by=by, at=at)
    return meeting


@transaction.atomic
def propose(pair: Mentorship, plan: Plan, *, times: Iterable[datetime], by: Actor, at: datetime) -> Meeting:
    """Ask the other which of up to five times fits; a second click asks nothing more.

    Raises `PairOver`, `NotThen`.
    """
    must_live(pair)
    times = sorted(set(times))
    for known in pair.meetings.filter(state=MeetingState.PROPOSED, asked_by=by.person_id):
        if [one.starts_at for one in known.times.order_by("starts_at")] == times:
            return known
    meeting = _make(pair, plan, by=by, at=at, state=MeetingState.PROPOSED)
    _put(meeting, times, at=at)
    letters.send_proposal(meeting, to=other_of(pair, by.person_id), at=at)
    _note_down("proposed meeting", meeting, by=by, at=at)
    return meeting


@transaction.atomic
def choose(meeting: Meeting, *, time: UUID, by: Actor, at: datetime) -> None:
    """Take one of the proposed times: the meeting is fixed and both are invited.

    Raises `PairOver`, `NotThen`, `AlreadyMoved`.
    """
    must_live(meeting.mentorship)
    chosen = meeting.times.filter(pk=time).first()
    if chosen is None:
        raise NotThen(_("This time is no longer among those proposed; the page now shows which are."))
    _must_be_to_come([chosen.starts_at], at=at)
    # The first invitation is the first that any calendar hears of this meeting.
    advance(meeting, MeetingState.PLANNED, starts_at=chosen.starts_at, sequence=0, seen=meeting.sequence)
    letters.send_invitations(meeting, place_of(by, meeting), at=at)
    _note_down("planned meeting", meeting, by=by, at=at)


@transaction.atomic
def propose_others(meeting: Meeting, *, times: Iterable[datetime], by: Actor, at: datetime) -> None:
    """None fits, or they have passed: name other times, which the other half then answers.

    Raises `PairOver`, `NotThen`, `AlreadyMoved`.
    """
    must_live(meeting.mentorship)
    turn = meeting.sequence + 1
    advance(meeting, MeetingState.PROPOSED, seen=meeting.sequence, sequence=turn, asked_by_id=by.person_id)
    meeting.times.all().delete()
    _put(meeting, times, at=at)
    letters.send_proposal(meeting, to=other_of(meeting.mentorship, by.person_id), at=at)
    _note_down("proposed meeting", meeting, by=by, at=at)


@transaction.atomic
def reschedule(
    meeting: Meeting, *, starts_at: datetime, by: Actor, at: datetime, minutes: int | None = None
) -> None:
    """Move a planned meeting, also one whose time has passed unheld; both calendars follow.

    Raises `PairOver`, `NotThen`, `AlreadyMoved`.
    """
    must_live(meeting.mentorship)
    _must_be_to_come([starts_at], at=at)
    if (starts_at, minutes or meeting.minutes) == (meeting.starts_at, meeting.minutes):
        return
    changes = {"starts_at": starts_at, "minutes": minutes or meeting.minutes}
    _must_be_planned(meeting)
    advance(meeting, MeetingState.PLANNED, seen=meeting.sequence, sequence=meeting.sequence + 1, **changes)
    letters.send_invitations(meeting, place_of(by, meeting), at=at)
    _note_down("moved meeting", meeting, by=by, at=at)


@transaction.atomic
def say_where(meeting: Meeting, place: Place, *, by: Actor, at: datetime) -> None:
    """Say where a meeting is; once it is planned, both are told and their calendars follow.

    Raises `PairOver`, `AlreadyMoved`.
    """
    must_live(meeting.mentorship)
    if place == place_of(by, meeting):
        return
    planned = meeting.state == MeetingState.PLANNED
    old, kept = meeting.place_id, _seal(meeting.mentorship, place, at=at)
    advance(
        meeting,
        meeting.state,
        seen=meeting.sequence,
        sequence=meeting.sequence + 1,
        place_id=kept,
    )
    sealed.destroy([old])
    if planned:
        letters.send_invitations(meeting, place, at=at)
    _note_down("placed meeting", meeting, by=by, at=at)


@transaction.atomic
def cancel(meeting: Meeting, *, by: Actor, at: datetime) -> None:
    """Call a meeting off, without a reason; whoever has it in their calendar is told in neutral words.

    A meeting that was logged by mistake is taken back in the same way, and nobody is written to.
    Raises `AlreadyMoved`.
    """
    before = meeting.state
    advance(meeting, MeetingState.CANCELLED, seen=meeting.sequence, sequence=meeting.sequence + 1)
    if before == MeetingState.PLANNED:
        letters.send_cancellations(meeting, at=at)
    elif before == MeetingState.PROPOSED:
        letters.send_withdrawal(meeting, to=other_of(meeting.mentorship, by.person_id), at=at)
    _note_down("cancelled meeting", meeting, by=by, at=at)


def advance(meeting: Meeting, to: str, *, seen: int, **changes: object) -> None:
    """Move a meeting on while it is as it was seen: in this state, at this sequence. Raises `AlreadyMoved`.

    Unlike a state alone, the sequence also tells two people apart who move a meeting to different times.
    """
    if to not in MEETING_MOVES[meeting.state]:
        raise AlreadyMoved(CHANGED)
    unchanged = Meeting.objects.filter(pk=meeting.pk, state=meeting.state, sequence=seen)
    if unchanged.update(state=to, **changes) != 1:
        raise AlreadyMoved(CHANGED)
    for name, value in {"state": to, **changes}.items():
        setattr(meeting, name, value)


def _make(pair: Mentorship, plan: Plan, *, by: Actor, at: datetime, **more: object) -> Meeting:
    return Meeting.objects.create(
        mentorship=pair,
        minutes=plan.minutes,
        place_id=_seal(pair, plan.place, at=at),
        asked_by_id=by.person_id,
        made_at=at,
        **more,
    )


def _seal(pair: Mentorship, place: Place, *, at: datetime) -> UUID | None:
    if not place:
        return None
    return sealed.seal(place.packed(), kind="place", readers=halves(pair), at=at).pk


def _put(meeting: Meeting, times: Iterable[datetime], *, at: datetime) -> None:
    wanted = sorted(set(times))
    if not 1 <= len(wanted) <= MOST_TIMES:
        raise NotThen(_("Propose between one and five times."))
    _must_be_to_come(wanted, at=at)
    try:
        with transaction.atomic():
            ProposedTime.objects.bulk_create(ProposedTime(meeting=meeting, starts_at=one) for one in wanted)
    except IntegrityError as both:
        raise AlreadyMoved(CHANGED) from both


def must_live(pair: Mentorship, *, otherwise: str | Promise = NOTHING_TO_PLAN) -> None:
    """Hold the pair as it is while something is written for it. Raises `PairOver` with these words."""
    standing = Mentorship.objects.select_for_update(no_key=True).filter(pk=pair.pk, state__in=LIVE_STATES)
    if not standing.values_list("pk", flat=True):
        raise PairOver(otherwise)


def _must_be_planned(meeting: Meeting) -> None:
    if meeting.state != MeetingState.PLANNED:
        raise AlreadyMoved(CHANGED)


def _must_be_to_come(times: Iterable[datetime], *, at: datetime) -> None:
    for moment in times:
        if moment <= at:
            raise NotThen(_("This time has passed. Choose one that is still to come."))
        if moment > at + FURTHEST:
            raise NotThen(_("This is more than two years away. Look at the year once more."))


def _note_down(verb: str, meeting: Meeting, *, by: Actor, at: datetime) -> None:
    record(verb, meeting, by=by, at=at, label=str(meeting.pk), details={"pair": str(meeting.mentorship_id)})
