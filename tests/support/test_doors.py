"""Every address of on-going support, and what each role gets there."""

import pytest
from django.urls import reverse

from tests import doors, factories
from tests.support import scenes

pytestmark = pytest.mark.django_db

NOBODY = {**dict.fromkeys(doors.ROLES, 404), "stranger": 302}
TEAM = {**NOBODY, "coordinator": 200, "hr_lead": 200}
RUNS = {**NOBODY, "coordinator": 200}
DOORS = {
    "support:pairs": TEAM,
    "support:patience": RUNS,
}


@pytest.fixture
def stage(at, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    one = scenes.pair(at, met=[20])
    home = factories.unit()
    factories.affiliation(one.mentor.person, home)
    persons = {
        **factories.team_and_strangers(one.round.programme, home.institution),
        "applicant": factories.application(one.round).person,
        "mentee": one.mentee.person,
        "mentor": one.mentor.person,
        "supervisor": factories.person(email="line.manager@northport.example"),
    }
    return one, persons


@pytest.mark.parametrize(("name", "row"), doors.rows(DOORS))
def test_door(client, stage, name, row):
    one, persons = stage

    def asked(role):
        if persons[role] is not None:
            client.force_login(persons[role])
        return client.get(reverse(name, args=[one.round.programme_id]))

    assert doors.answers(client, row, asked) == row
