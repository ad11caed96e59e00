"""Every address of mentoring circles, and what each role gets there."""

import pytest
from django.urls import reverse

from tests import doors, factories
from tests.mentoringcircles.gathering import scene

pytestmark = pytest.mark.django_db

NOBODY = dict.fromkeys((one for one in doors.ROLES if one != "applicant"), 404) | {"stranger": 302}
TEAM = NOBODY | {"coordinator": 200, "hr_lead": 200}
RUNS = NOBODY | {"coordinator": 302}
DOORS = {
    "mentoringcircles:round": TEAM,
    "mentoringcircles:session": TEAM,
    "mentoringcircles:change": RUNS,
    "mentoringcircles:seat": RUNS,
    "mentoringcircles:circle": RUNS,
    "mentoringcircles:act": RUNS,
    "mentoringcircles:mine": NOBODY | {"mentee": 200},
    "mentoringcircles:decline": NOBODY | {"mentee": 302},
}
POSTED = {"seat", "circle", "act", "decline"}


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
    of = {"round": here.people.round, "mine": here.asked("Chen"), "decline": here.asked("Chen")}
    deed = {"act": ["form"], "circle": ["keep"]}.get(short, [])
    url = reverse(name, args=[of.get(short, here.session).pk, *deed])
    given = {"seen": 0, "who": here.part("Chen").pk, "circle": here.circle().pk}

    def asked(role):
        if people[role] is not None:
            client.force_login(people[role])
        return client.post(url, given) if short in POSTED else client.get(url)

    assert doors.answers(client, row, asked) == row


def test_leads_look_and_do_not_prepare(client, stage):
    here, people = stage
    client.force_login(people["hr_lead"])
    url = reverse("mentoringcircles:round", args=[here.people.round.pk])
    assert client.post(url, {"title": "One"}).status_code == 404
    assert "Prepare them" not in client.get(url).content.decode()
