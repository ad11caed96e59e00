"""Begin mentorships and move them on."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.kernel.states import move
from fairlead.mentorships.enums import LIVE_STATES, MENTORSHIP_MOVES, MentorshipState
from fairlead.mentorships.models import Mentorship
from fairlead.programmes.actions import lock_participations
from fairlead.programmes.enums import ParticipationState, Side
from fairlead.programmes.models import Participation, Round

NO_PAUSE: dict[str, None] = {"paused_on": None, "paused_until": None}


class NoPlaceLeft(Refused):
    """Every place of the mentor is taken."""


class AlreadyPaired(Refused):
    """The mentee has as many live mentorships as the round gives, or one with this mentor."""


class NotTakingPart(Refused):
    """One of the two has left the round."""


@transaction.atomic
def begin(
    *,
    mentor: Participation,
    mentee: Participation,
    reasons: Sequence[str],
    by: Actor,
    at: datetime,
    mentee_place: int = 0,
) -> Mentorship:
    """Give the mentee the mentor's lowest free place; `reasons` are the sentences both have read.

    It takes the mentee's place `mentee_place`, or without one their lowest that is free. Both rows are locked
    while the places are counted, and the database holds each place once. Who has more mentees than places,
    because places were taken back, gets no further one.
    Raises `NoPlaceLeft`, `AlreadyPaired`, `NotTakingPart`.
    """
    standing = lock_participations([mentor.pk, mentee.pk])
    locked = standing[mentor.pk]
    _check(locked, standing[mentee.pk])
    theirs = _place_of_mentee(locked, mentee, mentee_place)
    place = _place_of_mentor(locked)
    starts_on, ends_on = _dates(locked, at=at)
    try:
        with transaction.atomic():
            made = Mentorship.objects.create(
                round=locked.round,
                mentor=locked,
                mentee=mentee,
                place=place,
                mentee_place=theirs,
                reasons=list(reasons),
                agreed_at=at,
                starts_on=starts_on,
                ends_on=ends_on,
            )
    except IntegrityError as taken_meanwhile:
        raise NoPlaceLeft(_("The place was taken a moment ago.")) from taken_meanwhile
    record("began mentorship", made, by=by, at=at, label=str(made.pk), details={"place": made.place})
    return made


def _place_of_mentor(mentor: Participation) -> int:
    live = Mentorship.objects.filter(mentor=mentor, state__in=LIVE_STATES)
    taken = set(live.values_list("place", flat=True))
    if len(taken) >= mentor.places:
        raise NoPlaceLeft(_("All places of this mentor are taken."))
    return min(set(range(1, mentor.places + 1)) - taken)


def _place_of_mentee(mentor: Participation, mentee: Participation, wanted: int) -> int:
    """Which place of the mentee the pair takes; how many there are is read after the rows were locked."""
    live = Mentorship.objects.filter(mentee=mentee, state__in=LIVE_STATES)
    taken = dict(live.values_list("mentee_place", "mentor"))
    if mentor.pk in taken.values():
        raise AlreadyPaired(_("The two are a pair already."))
    most = Round.objects.values_list("mentors_each", flat=True).get(pk=mentor.round_id)
    if len(taken) >= most:
        raise AlreadyPaired(_("This mentee has a mentor already."))
    if wanted and wanted not in taken:
        return wanted
    return min(set(range(1, most + 1)) - taken.keys())


def _check(mentor: Participation, mentee: Participation) -> None:
    same_round = mentor.round_id == mentee.round_id
    sides = (mentor.side, mentee.side) == (Side.MENTOR, Side.MENTEE)
    active = {mentor.state, mentee.state} == {ParticipationState.ACTIVE.value}
    if not (same_round and sides and active):
        raise NotTakingPart(_("One of the two no longer takes part in this round."))


def _dates(mentor: Participation, *, at: datetime) -> tuple[date, date]:
    """First and last day: the round's, or from today on for the programme's length."""
    today = timezone.localdate(at)
    starts_on = max(today, mentor.round.starts_on or today)
    ends_on = mentor.round.ends_on
    if ends_on is None or ends_on <= starts_on:
        ends_on = starts_on + timedelta(days=round(mentor.round.programme.length_months * 30.4375))
    return starts_on, ends_on


def introduce(mentorship: Mentorship, *, at: datetime) -> bool:
    """Note that the two have been introduced; False when they were already, or the mentorship is over."""
    waiting = Mentorship.objects.filter(pk=mentorship.pk, introduced_at=None, state__in=LIVE_STATES)
    return waiting.update(introduced_at=at) == 1


@transaction.atomic
def start(mentorship: Mentorship, *, by: Actor, at: datetime) -> None:
    """The pair has met: the mentorship is active. Raises `AlreadyMoved`."""
    move(mentorship, MentorshipState.ACTIVE, moves=MENTORSHIP_MOVES, **NO_PAUSE)
    record("started mentorship", mentorship, by=by, at=at, label=str(mentorship.pk))
