"""Every address of surveys, and what each role gets there."""

import pytest
from django.urls import reverse

from fairlead.applications.enums import ApplicationState
from fairlead.surveys.actions.letters import secret_of
from tests import doors, factories
from tests.surveys import asking

pytestmark = pytest.mark.django_db

NOBODY = dict.fromkeys(doors.ROLES, 404) | {"stranger": 302}
TEAM = NOBODY | {"coordinator": 200, "hr_lead": 200}
INSIDE = TEAM | {"partner_coordinator": 200}
RUNS = NOBODY | {"coordinator": 200}
ACTS = NOBODY | {"coordinator": 302}
DOORS = {
    "surveys:questionnaires": INSIDE,
    "surveys:add": RUNS,
    "surveys:bring": RUNS,
    "surveys:source": RUNS,
    "surveys:settle": RUNS,
    "surveys:do": ACTS,
    "surveys:waves": TEAM,
    "surveys:plan_usual": ACTS,
    "surveys:plan": RUNS,
    "surveys:change": TEAM,
    "surveys:comparison": RUNS,
    "surveys:columns": RUNS,
    "surveys:wave": TEAM,
    "surveys:days": RUNS,
    "surveys:move": ACTS,
    "surveys:mine": dict.fromkeys(doors.ROLES, 200) | {"stranger": 302},
    "surveys:answer": NOBODY | {"mentee": 200},
    "surveys:by_link": dict.fromkeys(doors.ROLES, 200),
}
POSTED = {"do", "plan_usual", "move"}


@pytest.fixture
def stage(at):
    round = factories.round(**asking.DAYS)
    applicant = factories.application(round, state=ApplicationState.SUBMITTED)
    pair = asking.pair(round)
    wave = asking.wave(round, at=at)
    other = asking.questionnaire(round, "mid", at=at)
    people = factories.team_and_strangers(round.programme, applicant.institution) | {
        "applicant": applicant.person,
        "mentee": pair.mentee.person,
        "mentor": pair.mentor.person,
        "supervisor": factories.person(email="line.manager@northport.example"),
    }
    ask = asking.ask_of(wave, pair.mentee.person)
    given = {
        "add": [round.programme_id, "own"],
        "settle": [other.pk],
        "do": [other.pk, "away"],
        "plan": [round.pk, other.pk],
        "wave": [wave.pk],
        "days": [wave.pk],
        "move": [wave.pk, "close"],
        "mine": [],
        "answer": [ask.pk],
        "by_link": [secret_of(ask)],
    }
    given |= {name: [round.programme_id] for name in ("questionnaires", "bring", "source")}
    return round, given, people


@pytest.mark.parametrize(("name", "row"), doors.rows(DOORS))
def test_door(client, stage, name, row):
    round, given, people = stage
    short = name.split(":")[1]
    ask = client.post if short in POSTED else client.get

    def asked(role):
        if people[role] is not None:
            client.force_login(people[role])
        return ask(reverse(name, args=given.get(short, [round.pk])))

    assert doors.answers(client, row, asked) == row


@pytest.mark.parametrize("name", sorted(POSTED))
def test_what_changes_something_is_posted(client, stage, name):
    round, given, people = stage
    client.force_login(people["coordinator"])
    assert client.get(reverse(f"surveys:{name}", args=given.get(name, [round.pk]))).status_code == 405


@pytest.mark.parametrize("name", ["add", "bring", "settle", "plan", "comparison", "days"])
def test_leads_look_and_change_nothing(client, stage, name):
    round, given, people = stage
    client.force_login(people["hr_lead"])
    assert client.post(reverse(f"surveys:{name}", args=given.get(name, [round.pk]))).status_code == 404


def test_halves_of_a_pair_do_not_see_each_others_surveys(client, stage):
    _round, given, people = stage
    client.force_login(people["mentor"])
    assert client.get(reverse("surveys:answer", args=given["answer"])).status_code == 404


def test_unknown_link_is_not_found_with_a_sentence(client):
    answer = client.get(reverse("surveys:by_link", args=["tampered"]))
    assert (answer.status_code, "This link does not work" in answer.content.decode()) == (404, True)


@pytest.mark.parametrize(("name", "word"), [("do", "explode"), ("move", "explode"), ("add", "explode")])
def test_deeds_that_do_not_exist_are_not_found(client, stage, name, word):
    _round, given, people = stage
    client.force_login(people["coordinator"])
    assert client.post(reverse(f"surveys:{name}", args=[given[name][0], word])).status_code == 404
