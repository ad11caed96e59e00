"""Log that a pair has met: planned, unplanned, or in answer to a letter."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import AlreadyMoved
from fairlead.kernel.times import day_of, end_of_day, start_of_day
from fairlead.mentorships.actions.meetings import CHANGED, NotThen, advance, must_live
from fairlead.mentorships.actions.pairs import start
from fairlead.mentorships.enums import MeetingState, MentorshipState
from fairlead.mentorships.models import Meeting, MeetingAsk, Mentorship, Thumb

LONGEST_AGO = timedelta(days=400)
NOTHING_TO_LOG = _("This mentorship has ended; meetings are no longer logged here.")
NOT_YET = _("This meeting is still to come. Log it once you have met.")


@transaction.atomic
def hold(meeting: Meeting, *, minutes: int, by: Actor, at: datetime, thumb: bool | None = None) -> None:
    """The two have met as planned; said again, also by the other, it corrects the minutes and nothing else.

    The first meeting makes a starting mentorship active. Raises `NotThen`, `AlreadyMoved`.
    """
    _locked(meeting.mentorship_id)
    kept = Meeting.objects.get(pk=meeting.pk)
    if kept.starts_at is None or kept.state not in (MeetingState.PLANNED, MeetingState.HELD):
        raise AlreadyMoved(CHANGED)
    if kept.starts_at > at:
        raise NotThen(NOT_YET)
    first = kept.state == MeetingState.PLANNED
    logged = at if first else kept.logged_at
    changes = {"minutes": minutes, "logged_at": logged}
    if first or minutes != kept.minutes:
        advance(kept, MeetingState.HELD, seen=kept.sequence, **changes)
    for name in ("state", "minutes", "logged_at"):
        setattr(meeting, name, getattr(kept, name))
    _give(meeting, thumb, by=by)
    if first:
        _begun(meeting.mentorship, by=by, at=at)
        _note_down(meeting, by=by, at=at)


@transaction.atomic
def log(
    pair: Mentorship,
    *,
    starts_at: datetime,
    minutes: int,
    by: Actor,
    at: datetime,
    thumb: bool | None = None,
) -> Meeting:
    """The two have met, planned or not. Said of the same day twice, it is one meeting.

    Raises `NotThen`, `PairOver`.
    """
    must_live(pair, otherwise=NOTHING_TO_LOG)
    _must_be_past(starts_at, at=at)
    # The pair is locked, so a second click finds the meeting of the first.
    found = _of_that_day(pair, starts_at, at=at)
    if found is None:
        found = Meeting.objects.create(
            mentorship=pair,
            state=MeetingState.HELD,
            starts_at=starts_at,
            minutes=minutes,
            asked_by_id=by.person_id,
            made_at=at,
            logged_at=at,
        )
        _give(found, thumb, by=by)
        _begun(pair, by=by, at=at)
        _note_down(found, by=by, at=at)
    else:
        hold(found, minutes=minutes, by=by, at=at, thumb=thumb)
    return found


@transaction.atomic
def answer(
    ask: MeetingAsk, *, starts_at: datetime | None, minutes: int, thumb: bool | None, at: datetime
) -> Meeting:
    """Yes, we met: by the link of a letter. Whoever answers second, or twice, answers about the same meeting.

    `starts_at` is when, where no meeting was planned. Raises `NotThen`, `PairOver`, `AlreadyMoved`.
    """
    pair = ask.mentorship
    by = as_actor(ask)
    _locked(pair.pk)
    of_both = MeetingAsk.objects.filter(occasion=ask.occasion)
    ask.meeting = Meeting.objects.filter(pk__in=of_both.values("meeting")).first()
    if ask.meeting is None:
        if starts_at is None:
            raise NotThen(_("Say on which day you met."))
        ask.meeting = log(pair, starts_at=starts_at, minutes=minutes, by=by, at=at, thumb=thumb)
        of_both.update(meeting=ask.meeting)
    else:
        hold(ask.meeting, minutes=minutes, by=by, at=at, thumb=thumb)
    return ask.meeting


def as_actor(ask: MeetingAsk) -> Actor:
    """Whoever was asked, as somebody who acts: the secret in the letter is theirs."""
    return Actor(person_id=ask.person_id, name=ask.person.name, email=ask.person.email)


def _locked(pair: UUID) -> Mentorship:
    """The pair, held while its meetings are looked at; always before them, so that none wait forever."""
    return Mentorship.objects.select_for_update(no_key=True).get(pk=pair)


def _of_that_day(pair: Mentorship, moment: datetime, *, at: datetime) -> Meeting | None:
    """What was planned or held on that day already."""
    day = day_of(moment)
    that_day = Meeting.objects.filter(mentorship=pair, starts_at__gte=start_of_day(day), starts_at__lte=at)
    known = that_day.filter(starts_at__lt=end_of_day(day))
    return known.filter(state__in=[MeetingState.PLANNED, MeetingState.HELD]).first()


def _must_be_past(starts_at: datetime, *, at: datetime) -> None:
    if starts_at > at:
        raise NotThen(NOT_YET)
    if starts_at < at - LONGEST_AGO:
        raise NotThen(_("This is more than a year ago. Look at the year once more."))


def _give(meeting: Meeting, up: bool | None, *, by: Actor) -> None:
    if up is not None and by.person_id is not None:
        Thumb.objects.update_or_create(meeting=meeting, person_id=by.person_id, defaults={"up": up})


def _begun(pair: Mentorship, *, by: Actor, at: datetime) -> None:
    """Having met makes a starting pair active; of two who say so at once, one moves it."""
    standing = _locked(pair.pk)
    if standing.state == MentorshipState.STARTING:
        start(standing, by=by, at=at)
        pair.state = standing.state


def _note_down(meeting: Meeting, *, by: Actor, at: datetime) -> None:
    assert meeting.starts_at is not None
    details = {"pair": str(meeting.mentorship_id), "on": day_of(meeting.starts_at).isoformat()}
    record("held meeting", meeting, by=by, at=at, label=str(meeting.pk), details=details)
