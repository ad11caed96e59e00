"""Every address of flash meetings, and what each role gets there."""

import pytest
from django.urls import reverse

from tests import doors, factories
from tests.flash.flashing import scene

pytestmark = pytest.mark.django_db

NOBODY = dict.fromkeys((one for one in doors.ROLES if one != "applicant"), 404) | {"stranger": 302}
TEAM = NOBODY | {"coordinator": 200, "hr_lead": 200}
RUNS = NOBODY | {"coordinator": 302}
DOORS = {
    "flash:round": TEAM,
    "flash:session": TEAM,
    "flash:change": RUNS,
    "flash:limit": RUNS,
    "flash:act": RUNS,
    "flash:mine": NOBODY | {"mentee": 200},
    "flash:decline": NOBODY | {"mentee": 302},
}
POSTED = {"limit", "act", "decline"}


@pytest.fixture
def stage(at, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    here = scene(at)
    here.publish()
    return here, factories.team_and_strangers(here.people.round.programme, here.people.away) | {
        "mentee": here.part("Chen").person,
        "mentor": here.part("Ana").person,
        "supervisor": factories.person(email="line.manager@northport.example"),
    }


@pytest.mark.parametrize(("name", "row"), doors.rows(DOORS))
def test_door(client, stage, name, row):
    here, people = stage
    short = name.partition(":")[2]
    of = {"round": here.people.round, "mine": here.guest("Chen"), "decline": here.guest("Chen")}
    url = reverse(name, args=[of.get(short, here.session).pk, *(["compute"] if short == "act" else [])])
    given = {"seen": 0, "who": here.part("Ana").pk, "most": 1}

    def asked(role):
        if people[role] is not None:
            client.force_login(people[role])
        return client.post(url, given) if short in POSTED else client.get(url)

    assert doors.answers(client, row, asked) == row


def test_leads_look_and_do_not_prepare(client, stage):
    here, people = stage
    client.force_login(people["hr_lead"])
    url = reverse("flash:round", args=[here.people.round.pk])
    assert client.post(url, {"title": "One"}).status_code == 404
    assert "Prepare it" not in client.get(url).content.decode()


def test_an_unpublished_timetable_is_read_by_nobody_in_it(client, at, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    here = scene(at)
    here.limit("Chen", 1)
    here.compute()
    client.force_login(here.part("Chen").person)
    assert client.get(reverse("flash:mine", args=[here.guest("Chen").pk])).status_code == 404
