"""Every address of wishes, and what each role gets there."""

import pytest
from django.urls import reverse

from tests import doors, factories
from tests.preferences.wishing import scene

pytestmark = pytest.mark.django_db

NOBODY = dict.fromkeys((one for one in doors.ROLES if one != "applicant"), 404) | {"stranger": 302}
DOORS = {
    "preferences:terms": NOBODY | {"coordinator": 200, "hr_lead": 200},
    "preferences:people": NOBODY | {"mentee": 200},
}


@pytest.fixture
def stage(at):
    here = scene(at)
    people = factories.team_and_strangers(here.people.round.programme, here.people.away) | {
        "mentee": here.of["Chen"].person,
        "mentor": here.of["Ana"].person,
        "supervisor": factories.person(email="line.manager@northport.example"),
    }
    return here, people


@pytest.mark.parametrize(("name", "row"), doors.rows(DOORS))
def test_door(client, stage, name, row):
    here, people = stage
    of = here.people.round if name.endswith("terms") else here.of["Chen"]

    def asked(role):
        if people[role] is not None:
            client.force_login(people[role])
        return client.get(reverse(name, args=[of.pk]))

    assert doors.answers(client, row, asked) == row


def test_leads_read_the_terms_and_do_not_change_them(client, stage):
    here, people = stage
    client.force_login(people["hr_lead"])
    url = reverse("preferences:terms", args=[here.people.round.pk])
    assert client.post(url, {"until": "2030-01-01"}).status_code == 404
    assert b"Keep" not in client.get(url).content


def test_nobody_says_a_wish_for_somebody_else(client, stage):
    here, people = stage
    url = reverse("preferences:people", args=[here.of["Chen"].pk])
    for role in ("coordinator", "mentor", "it_admin"):
        client.force_login(people[role])
        assert client.post(url, {"do": f"wish:{here.key('Chen', 'Ana')}"}).status_code == 404
    assert here.lists("Chen") == ([], [])
