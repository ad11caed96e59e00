"""Pairs that have ended, with meetings behind them, for the tests of recognition."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from fairlead.mentorships.enums import EndReason, MeetingState, MentorshipState
from fairlead.mentorships.models import Meeting, Mentorship
from fairlead.programmes.enums import Side
from fairlead.recognition.actions import issuing
from tests import factories

FIRST, LAST = date(2026, 3, 2), date(2026, 8, 31)


def pair(meetings=6, state=MentorshipState.COMPLETED, round=None, mentor=None, mentee=None, **fields):
    """A pair with so many meetings of 65 minutes."""
    round = round or factories.round(factories.programme("Safe Harbour"), name="Spring")
    early = {"end_reason": EndReason.TIME} if state == MentorshipState.ENDED_EARLY else {}
    over = state in {MentorshipState.COMPLETED, MentorshipState.ENDED_EARLY}
    made = factories.mentorship(
        round,
        factories.participation(round, Side.MENTOR, mentor or factories.person("Moana Mentor")),
        factories.participation(round, Side.MENTEE, mentee or factories.person("Ming Mentee")),
        state=state,
        **{"starts_on": FIRST, "ends_on": LAST, "ended_on": LAST if over else None, **early, **fields},
    )
    meet(made, meetings)
    return Mentorship.objects.select_related(
        "round__programme__lead", "mentor__person", "mentee__person"
    ).get(pk=made.pk)


def meet(one, count):
    """So many held meetings of 65 minutes, and one that was cancelled."""
    for number in range(count + 1):
        starts_at = datetime.combine(
            FIRST + timedelta(days=9 + 20 * number), time(10), tzinfo=timezone.get_default_timezone()
        )
        held = number < count
        Meeting.objects.create(
            mentorship=one,
            state=MeetingState.HELD if held else MeetingState.CANCELLED,
            starts_at=starts_at,
            minutes=65,
            made_at=starts_at,
            logged_at=starts_at if held else None,
        )


def mentee_of(one):
    return factories.actor(one.mentee.person)


def mentor_of(one):
    return factories.actor(one.mentor.person)


def certificate(one, at, side=Side.MENTEE):
    """The certificate of one half, as the sweep issues it."""
    return issuing.issue(one, side, by=factories.actor(), at=at)
