"""Every address of applications, and what each role gets there."""

import pytest
from django.urls import reverse

from fairlead.applications.actions.letters import secret_of
from fairlead.applications.models import ApprovalRecord
from fairlead.people.models import Role
from fairlead.programmes.enums import Side, TeamRole
from tests import doors, factories
from tests.applications.answering import BOSS, sent

pytestmark = pytest.mark.django_db

EVERYBODY = dict.fromkeys(doors.ROLES, 200)
NOBODY = dict.fromkeys(doors.ROLES, 404) | {"stranger": 302}
OWN = NOBODY | {"applicant": 200}
TEAM = NOBODY | {"coordinator": 200, "hr_lead": 200}
WITH_PARTNER = TEAM | {"partner_coordinator": 200}
DECIDING = NOBODY | {"coordinator": 200, "partner_coordinator": 200}
ACTS = NOBODY | {"coordinator": 302, "partner_coordinator": 302}
DOORS = {
    "applications:apply": EVERYBODY,
    "applications:approve": EVERYBODY,
    "applications:mine": EVERYBODY | {"stranger": 302},
    "applications:status": OWN,
    "applications:step": NOBODY | {"applicant": 302},
    "applications:withdraw": NOBODY | {"applicant": 302},
    "applications:list": WITH_PARTNER,
    "applications:export": WITH_PARTNER,
    "applications:all": ACTS,
    "applications:detail": WITH_PARTNER,
    "applications:approval_record": WITH_PARTNER | {"applicant": 200},
    "applications:supervisor": DECIDING | {"applicant": 200},
    "applications:my_supervisor": DECIDING | {"applicant": 200},
    "applications:give_time": ACTS,
    "applications:record": NOBODY | {"coordinator": 422, "partner_coordinator": 422},
    "applications:avoid": ACTS,
    "applications:decide": ACTS,
    "applications:decline": DECIDING,
    "applications:exception": NOBODY,
    "applications:clarify": NOBODY | {"coordinator": 422, "partner_coordinator": 422},
    "applications:together": ACTS,
    "applications:answer": NOBODY | {"applicant": 302},
}
POSTED = {"withdraw", "all", "record", "avoid", "decide", "give_time", "clarify", "together", "exception"}


@pytest.fixture
def application(at):
    return sent(factories.round(factories.programme(slug="harbour")), factories.person(), at)


@pytest.fixture
def people(application):
    round, programme = application.round, application.programme
    found = {
        "applicant": application.person,
        "mentee": factories.application(round, Side.MENTEE).person,
        "mentor": factories.application(round, Side.MENTOR).person,
        "supervisor": factories.person(email=BOSS),
        "coordinator": factories.member(programme),
        "other_coordinator": factories.member(factories.programme()),
        "partner_coordinator": factories.member(
            programme, TeamRole.PARTNER_COORDINATOR, institution=application.institution
        ),
        "hr_lead": factories.member(programme, TeamRole.HR_LEAD),
        "it_admin": factories.person(),
    }
    factories.grant(found["it_admin"], Role.IT_ADMINISTRATOR)
    return found


@pytest.fixture(autouse=True)
def _with_a_written_record(application, at):
    ApprovalRecord.objects.create(
        application=application,
        supervisor_name="Bea Boss",
        supervisor_email=BOSS,
        text="Ana takes part.",
        answer="approved",
        fingerprint=application.approval.fingerprint,
        asked_at=at,
        answered_at=at,
    )


def address(name, application):
    short = name.split(":")[1]
    given = {
        "apply": ["harbour", "mentor"],
        "approve": [secret_of(application.approval)],
        "mine": [],
        "step": [application.pk, "you"],
        "list": [application.round_id],
        "export": [application.round_id],
        "all": [application.round_id, "admit"],
        "together": [application.round_id],
        "decide": [application.pk, "waitlist"],
    }
    return reverse(name, args=given.get(short, [application.pk]))


@pytest.mark.parametrize(("name", "row"), doors.rows(DOORS))
def test_door(client, people, application, name, row):
    ask = client.post if name.split(":")[1] in POSTED else client.get

    def asked(role):
        if role in people:
            client.force_login(people[role])
        return ask(address(name, application), {"deed": "admit"})

    assert doors.answers(client, row, asked) == row


@pytest.mark.parametrize("name", [f"applications:{name}" for name in sorted(POSTED)])
def test_what_changes_something_is_posted(client, people, application, name):
    client.force_login(people["coordinator"])
    assert client.get(address(name, application)).status_code in {404, 405}
