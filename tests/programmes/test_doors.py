"""Every address of programmes and rounds, and what each role gets there."""

import pytest
from django.urls import reverse

from fairlead.people.models import Role
from fairlead.programmes.enums import Side, TeamRole
from fairlead.programmes.models import TeamMember
from tests import doors, factories

pytestmark = pytest.mark.django_db

EVERYBODY = dict.fromkeys(doors.ROLES, 200)
SIGNED_IN = EVERYBODY | {"stranger": 302}
NOBODY = dict.fromkeys(doors.ROLES, 404) | {"stranger": 302}
TEAM = NOBODY | {"coordinator": 200, "partner_coordinator": 200, "hr_lead": 200}
COORDINATOR = NOBODY | {"coordinator": 200}
DOORS = {
    "programmes:public_list": EVERYBODY,
    "programmes:public": EVERYBODY,
    "programmes:list": SIGNED_IN,
    "programmes:found": NOBODY,
    "programmes:detail": TEAM,
    "programmes:edit": COORDINATOR,
    "programmes:hand_over": COORDINATOR,
    "programmes:design": NOBODY | {"coordinator": 302},
    "programmes:design_step": COORDINATOR,
    "programmes:eligibility": TEAM,
    "programmes:letters": TEAM,
    "programmes:eligibility_rule": COORDINATOR,
    "programmes:card": TEAM,
    "programmes:card_file": TEAM,
    "programmes:card_edit": COORDINATOR,
    "programmes:card_begin": NOBODY,
    "programmes:copy": COORDINATOR,
    "programmes:archive": NOBODY | {"coordinator": 302},
    "programmes:round_new": COORDINATOR,
    "programmes:round": TEAM,
    "programmes:round_edit": COORDINATOR,
    "programmes:round_move": NOBODY | {"coordinator": 302},
    "programmes:round_again": COORDINATOR,
    "programmes:calendar": TEAM,
    "programmes:calendar_file": TEAM,
}
ASKED = {"programmes:eligibility_rule": {"new": "grade.at_least"}}
POSTED = {"programmes:round_move": {"to": "closed"}, "programmes:archive": {"to": "restore"}}


@pytest.fixture
def round():
    return factories.round(factories.programme(slug="harbour"))


@pytest.fixture
def people(round):
    programme = round.programme
    other = factories.programme()
    found = {
        "applicant": factories.application(round, state="submitted").person,
        "mentee": factories.application(round, Side.MENTEE).person,
        "mentor": factories.application(round, Side.MENTOR).person,
        "supervisor": factories.person(email="line.manager@northport.example"),
        "coordinator": factories.member(programme),
        "other_coordinator": factories.member(other),
        "partner_coordinator": factories.member(
            programme, TeamRole.PARTNER_COORDINATOR, institution=programme.lead
        ),
        "hr_lead": factories.member(programme, TeamRole.HR_LEAD),
        "it_admin": factories.person(),
    }
    factories.grant(found["it_admin"], Role.IT_ADMINISTRATOR)
    return found


def address(name, round):
    if name == "programmes:hand_over":
        lead = TeamMember.objects.get(programme=round.programme_id, role=TeamRole.HR_LEAD)
        return reverse(name, args=[lead.pk])
    return reverse(
        name,
        args={
            "programmes:public_list": [],
            "programmes:list": [],
            "programmes:found": [],
            "programmes:public": ["harbour"],
            "programmes:detail": [round.programme_id],
            "programmes:edit": [round.programme_id, "aim"],
            "programmes:round_new": [round.programme_id],
            "programmes:design": [round.programme_id],
            "programmes:design_step": [round.programme_id, "shape"],
            "programmes:eligibility": [round.programme_id],
            "programmes:letters": [round.programme_id],
            "programmes:eligibility_rule": [round.programme_id],
            "programmes:card": [round.programme_id],
            "programmes:card_file": [round.programme_id],
            "programmes:card_edit": [round.programme_id],
            "programmes:card_begin": [],
            "programmes:copy": [round.programme_id],
            "programmes:archive": [round.programme_id],
        }.get(name, [round.pk]),
    )


@pytest.mark.parametrize(("name", "row"), doors.rows(DOORS))
def test_door(client, people, round, name, row):
    def asked(role):
        if role in people:
            client.force_login(people[role])
        if name in POSTED:
            return client.post(address(name, round), POSTED[name])
        return client.get(address(name, round), ASKED.get(name))

    assert doors.answers(client, row, asked) == row


def test_a_programme_owner_founds_programmes(client):
    owner = factories.person()
    factories.grant(owner, Role.PROGRAMME_OWNER)
    client.force_login(owner)
    assert client.get(reverse("programmes:found")).status_code == 200


@pytest.mark.parametrize(
    "section",
    [
        "aim",
        "place",
        "shape",
        "expectations",
        "rules",
        "contact",
        "areas",
        "team",
        "partners",
        "practice",
        "scale",
    ],
)
def test_an_hr_lead_changes_nothing_whatever_the_address(client, people, round, section):
    client.force_login(people["hr_lead"])
    here = reverse("programmes:edit", args=[round.programme_id, section])
    assert [client.get(here).status_code, client.post(here, {"do": "add"}).status_code] == [404, 404]
