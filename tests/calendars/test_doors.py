"""Every address of a person's free times, and what each role gets there."""

import pytest
from django.urls import reverse

from fairlead.calendars import actions
from fairlead.calendars.models import Connection
from tests import doors, factories
from tests.mentorships.meeting import pair

pytestmark = pytest.mark.django_db

OWN = {**dict.fromkeys(doors.ROLES, 200), "stranger": 302}
ACT = dict.fromkeys(doors.ROLES, 302)
OWNER = {**dict.fromkeys(doors.ROLES, 404), "stranger": 302, "mentee": 302}
DOORS = {
    "calendars:mine": OWN,
    "calendars:connect": ACT,
    "calendars:hours": ACT,
    "calendars:read": OWNER,
    "calendars:disconnect": OWNER,
}
POSTED = {
    "calendars:connect": {"address": "https://calendar.example/x.ics"},
    "calendars:hours": {"days": ["0", "4"], "begins": "08:00", "ends": "12:30", "zone": "Europe/Vienna"},
    "calendars:read": {},
    "calendars:disconnect": {},
}


@pytest.fixture
def stage(at):
    one = pair()
    round = one.round
    persons = {
        **factories.team_and_strangers(round.programme, factories.unit().institution),
        "applicant": factories.application(round).person,
        "mentee": one.mentee.person,
        "mentor": one.mentor.person,
        "supervisor": factories.person(email="line.manager@northport.example"),
    }
    mine = actions.connect("https://calendar.example/mine.ics", by=factories.actor(one.mentee.person), at=at)
    Connection.objects.update(lease_until=None)
    return mine, persons


def visit(client, stage, name, role):
    mine, persons = stage
    where = reverse(name, args=[mine.pk] if name in {"calendars:read", "calendars:disconnect"} else [])
    if persons[role] is not None:
        client.force_login(persons[role])
    return client.post(where, POSTED[name]) if name in POSTED else client.get(where)


@pytest.mark.parametrize(("name", "row"), doors.rows(DOORS))
def test_door(client, stage, name, row):
    assert doors.answers(client, row, lambda role: visit(client, stage, name, role)) == row


def test_looking_disconnects_nothing(client, stage):
    mine, persons = stage
    client.force_login(persons["mentee"])
    assert client.get(reverse("calendars:disconnect", args=[mine.pk])).status_code == 405
    assert Connection.objects.count() == 1
