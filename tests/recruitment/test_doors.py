"""Every address of recruitment, and what each role gets there."""

import pytest
from django.urls import reverse

from fairlead.applications.enums import ApplicationState
from fairlead.programmes.enums import Side
from fairlead.recruitment.actions.letters import secret_of
from tests import doors, factories
from tests.recruitment import asking

pytestmark = pytest.mark.django_db

EVERYBODY = dict.fromkeys(doors.ROLES, 200)
NOBODY = dict.fromkeys(doors.ROLES, 404) | {"stranger": 302}
TEAM = NOBODY | {"coordinator": 200, "hr_lead": 200}
RUNS = NOBODY | {"coordinator": 200}
ACTS = NOBODY | {"coordinator": 302}
DOORS = {
    "recruitment:coverage": TEAM,
    "recruitment:invitations": TEAM,
    "recruitment:past": TEAM,
    "recruitment:calls": TEAM,
    "recruitment:invite": RUNS,
    "recruitment:reminders": ACTS,
    "recruitment:withdraw": ACTS,
    "recruitment:close_call": ACTS,
    "recruitment:call": EVERYBODY,
    "recruitment:invited": EVERYBODY,
    "recruitment:answer": dict.fromkeys(doors.ROLES, 302),
    "recruitment:suggest": NOBODY | {"applicant": 200},
}
POSTED = {"reminders", "withdraw", "close_call", "answer"}


@pytest.fixture
def stage(at):
    round = factories.round()
    applicant = factories.application(round, state=ApplicationState.SUBMITTED)
    people = factories.team_and_strangers(round.programme, applicant.institution) | {
        "applicant": applicant.person,
        "mentee": factories.application(round, Side.MENTEE).person,
        "mentor": factories.application(round, Side.MENTOR).person,
        "supervisor": factories.person(email="line.manager@northport.example"),
    }
    return round, applicant, asking.invitation(round, at), asking.call(round, at), people


@pytest.mark.parametrize(("name", "row"), doors.rows(DOORS))
def test_door(client, stage, name, row):
    round, applicant, invitation, call, people = stage
    short = name.split(":")[1]
    given = {
        "withdraw": [invitation.pk],
        "close_call": [call.pk],
        "call": [call.slug],
        "invited": [secret_of(invitation)],
        "answer": [secret_of(invitation), "no"],
        "suggest": [applicant.pk],
    }
    ask = client.post if short in POSTED else client.get

    def asked(role):
        if people[role] is not None:
            client.force_login(people[role])
        return ask(reverse(name, args=given.get(short, [round.pk])), {"days": "7"})

    assert doors.answers(client, row, asked) == row


@pytest.mark.parametrize("name", sorted(POSTED))
def test_what_changes_something_is_posted(client, stage, name):
    round, _applicant, invitation, call, people = stage
    client.force_login(people["coordinator"])
    given = {
        "withdraw": [invitation.pk],
        "close_call": [call.pk],
        "answer": [secret_of(invitation), "no"],
    }
    assert client.get(reverse(f"recruitment:{name}", args=given.get(name, [round.pk]))).status_code == 405


@pytest.mark.parametrize("name", ["invite", "past", "calls"])
def test_leads_look_but_do_not_invite(client, stage, name):
    round, *_others, people = stage
    client.force_login(people["hr_lead"])
    assert client.post(reverse(f"recruitment:{name}", args=[round.pk])).status_code == 404


def test_unknown_link_is_not_found_with_a_sentence(client):
    for address in [
        reverse("recruitment:invited", args=["tampered"]),
        reverse("recruitment:call", args=["nothing-here"]),
    ]:
        assert client.get(address).status_code == 404
    answer = client.post(reverse("recruitment:answer", args=["tampered", "no"]))
    assert (answer.status_code, "This link does not work" in answer.content.decode()) == (404, True)


def test_answer_that_does_not_exist_is_not_found(client, stage):
    invitation = stage[2]
    address = reverse("recruitment:answer", args=[secret_of(invitation), "explode"])
    assert client.post(address).status_code == 404


def test_suggesting_is_for_mentees_whose_application_is_sent(client):
    draft = factories.application(factories.round(), state=ApplicationState.DRAFT)
    mentor = factories.application(factories.round(), Side.MENTOR)
    for application in (draft, mentor):
        client.force_login(application.person)
        address = reverse("recruitment:suggest", args=[application.pk])
        assert client.get(address).status_code == 404
