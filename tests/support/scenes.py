"""Pairs and people for the tests of on-going support."""

from datetime import timedelta

from fairlead.mentorships.enums import MeetingState, MentorshipState
from fairlead.mentorships.models import Meeting, Mentorship
from fairlead.programmes.enums import Side
from tests import factories

PEOPLE = ("round__programme", "mentor__person", "mentee__person")


def pair(at, *, ago=60, state=MentorshipState.ACTIVE, met=(), planned=(), round=None, **fields):
    """A pair that began so many days ago, with meetings held so many days ago and planned so many ahead."""
    round = round or factories.round()
    mentor = factories.participation(round, Side.MENTOR)
    mentee = factories.participation(round, Side.MENTEE)
    starts_on = at.date() - timedelta(days=ago)
    dates = {"starts_on": starts_on, "ends_on": starts_on + timedelta(days=183), "introduced_at": at}
    made = factories.mentorship(round, mentor, mentee, state=state, **{**dates, **fields})
    for days in met:
        meeting(made, at, -days)
    for days in planned:
        meeting(made, at, days)
    return loaded(made)


def meeting(of, at, days):
    """A meeting so many days from now: held when that is past, else planned."""
    starts_at = at + timedelta(days=days)
    state = MeetingState.HELD if days < 0 else MeetingState.PLANNED
    logged = starts_at if days < 0 else None
    return Meeting.objects.create(
        mentorship=of, state=state, starts_at=starts_at, minutes=60, made_at=at, logged_at=logged
    )


def loaded(of):
    """The pair as it is stored now, with its people."""
    return Mentorship.objects.select_related(*PEOPLE).get(pk=of.pk)
