"""Every address of peer pairs, and what each role gets there."""

import pytest
from django.urls import reverse

from tests import doors, factories
from tests.peers.peering import scene

pytestmark = pytest.mark.django_db

NOBODY = dict.fromkeys((one for one in doors.ROLES if one != "applicant"), 404) | {"stranger": 302}
TEAM = NOBODY | {"coordinator": 200, "hr_lead": 200}
RUNS = NOBODY | {"coordinator": 302}
DOORS = {
    "peers:round": TEAM,
    "peers:set": TEAM,
    "peers:change": NOBODY | {"coordinator": 200},
    "peers:settle": RUNS,
    "peers:choose": NOBODY | {"coordinator": 200},
    "peers:act": RUNS,
    "peers:mine": NOBODY | {"mentee": 200},
    "peers:end": NOBODY | {"mentee": 302},
}
POSTED = {"settle", "act", "end"}


@pytest.fixture
def stage(at, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    here = scene(at)
    here.publish()
    here.people.mentee("Gus")
    return here, factories.team_and_strangers(here.people.round.programme, here.people.away) | {
        "mentee": here.part("Chen").person,
        "mentor": here.part("Ana").person,
        "supervisor": factories.person(email="line.manager@northport.example"),
    }


@pytest.mark.parametrize(("name", "row"), doors.rows(DOORS))
def test_door(client, stage, name, row):
    here, people = stage
    short = name.partition(":")[2]
    of = {"round": here.people.round, "mine": here.pair("Chen"), "end": here.pair("Chen")}
    more = {"act": ["propose"], "choose": [here.part("Gus").pk]}.get(short, [])
    url = reverse(name, args=[of.get(short, here.peers).pk, *more])
    given = {"seen": here.now().revision, "who": here.part("Gus").pk, "out": "on"}

    def asked(role):
        if people[role] is not None:
            client.force_login(people[role])
        return client.post(url, given) if short in POSTED else client.get(url)

    assert doors.answers(client, row, asked) == row


def test_leads_look_and_do_not_prepare(client, stage):
    here, people = stage
    client.force_login(people["hr_lead"])
    url = reverse("peers:round", args=[here.people.round.pk])
    assert client.post(url, {"title": "One"}).status_code == 404
    assert "Begin peer pairs" not in client.get(url).content.decode()
    page = client.get(reverse("peers:set", args=[here.peers.pk])).content.decode()
    assert [word in page for word in ("Propose pairs", "Leave out", ">End<")] == [False, False, False]


def test_a_proposed_pair_is_read_by_neither_of_the_two(client, at, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    here = scene(at)
    here.propose()
    client.force_login(here.part("Chen").person)
    assert client.get(reverse("peers:mine", args=[here.pair("Chen").pk])).status_code == 404
