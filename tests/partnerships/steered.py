"""Steering meetings for the tests of partnerships."""

from datetime import timedelta

from fairlead.partnerships.actions import minutes, steering
from tests import factories

SOON = timedelta(days=7)


def given(at, guests, **more):
    """What the form of a meeting gives."""
    defaults = {
        "starts_at": at + SOON,
        "minutes": 60,
        "place": "Boat house",
        "link": "",
        "agenda": "- Numbers\n- Training",
        "guests": [one.pk for one in guests],
    }
    return {**defaults, **more}


def planned(programme, by, at, guests=(), **more):
    """A meeting in a week, to which somebody of the team invites."""
    who = factories.actor(by)
    return steering.plan(programme, given(at, guests or [by], **more), by=who, at=at)


def held(programme, by, at, guests=()):
    """A meeting that began an hour ago."""
    return planned(programme, by, at - SOON - timedelta(hours=1), guests)


def written(meeting, by, at, text="We **agreed**.", decisions="", there=()):
    """Minutes as a draft."""
    meeting.refresh_from_db()
    said = {"text": text, "decisions": decisions}
    present = [one.pk for one in meeting.guests.filter(person__in=list(there))]
    who = factories.actor(by)
    return minutes.write(meeting, said, there=present, seen=meeting.revision, by=who, at=at)


def circulated(meeting, by, at, note="", **said):
    """Minutes that went round."""
    kept = written(meeting, by, at, **said)
    return minutes.circulate(kept, note=note, seen=kept.revision, by=factories.actor(by), at=at)


def agreed(meeting, owner, at, text="Ask the dean", days=14):
    """Something to do."""
    day = (at + timedelta(days=days)).date()
    who = factories.actor(owner)
    return minutes.agree(meeting, text=text, owner=owner.pk, due_on=day, by=who, at=at)
