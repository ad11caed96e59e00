"""Pairs and meetings for the tests of meetings."""

from datetime import timedelta

from fairlead.mentorships.actions import meetings as actions
from fairlead.mentorships.enums import MentorshipState
from fairlead.mentorships.models import Meeting, Mentorship
from fairlead.mentorships.queries.places import Place
from fairlead.notifications.models import Letter
from fairlead.programmes.enums import Side
from tests import factories

CAFE = Place("Café Modrý, by the window", "https://meet.example/zebra-harbour")


def pair(state=MentorshipState.ACTIVE, **fields):
    """A pair that has begun, with its people loaded."""
    round = fields.pop("round", None) or factories.round()
    mentor = factories.participation(round, Side.MENTOR, factories.person("Moana Mentor"))
    mentee = factories.participation(round, Side.MENTEE, factories.person("Ming Mentee"))
    dates = {"starts_on": factories.AT.date() - timedelta(days=60)}
    made = factories.mentorship(round, mentor, mentee, state=state, **{**dates, **fields})
    return fresh(made)


def fresh(record):
    """The pair or meeting as it is stored now."""
    if isinstance(record, Mentorship):
        people = ("round__programme", "mentor__person", "mentee__person")
        return Mentorship.objects.select_related(*people).get(pk=record.pk)
    people = (f"mentorship__{name}" for name in ("round__programme", "mentor__person", "mentee__person"))
    return Meeting.objects.select_related(*people).get(pk=record.pk)


def mentee_of(one):
    """The mentee as somebody who acts."""
    return factories.actor(one.mentee.person)


def mentor_of(one):
    """The mentor as somebody who acts."""
    return factories.actor(one.mentor.person)


def planned(one, at, *, days=3, place=CAFE, minutes=60):
    """A meeting the mentee has entered, so many days ahead."""
    plan = actions.Plan(minutes, place)
    starts_at = at + timedelta(days=days)
    return actions.enter(one, plan, starts_at=starts_at, by=mentee_of(one), at=at)


def proposed(one, at, *, days=(3, 4), place=CAFE):
    """A meeting for which the mentee has proposed times."""
    times = [at + timedelta(days=number) for number in days]
    return actions.propose(one, actions.Plan(45, place), times=times, by=mentee_of(one), at=at)


def past(one, at, *, days=1):
    """A meeting that was planned for so many days ago, entered before."""
    before = at - timedelta(days=days + 3)
    return planned(one, before, days=3)


def letters(kind=""):
    """(kind, to) of the letters there are, in the order in which they were written."""
    found = Letter.objects.filter(kind__startswith=kind).order_by("written_at", "kind", "to_name")
    return [(letter.kind, letter.to_name) for letter in found]


BOTH = ("Ming Mentee", "Moana Mentor")
