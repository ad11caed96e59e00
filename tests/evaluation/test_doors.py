"""Every address of evaluation, and what each role gets there."""

import pytest
from django.urls import reverse

from fairlead.programmes.enums import Side, TeamRole
from tests import doors, factories

pytestmark = pytest.mark.django_db

NOBODY = dict.fromkeys(doors.ROLES, 404) | {"stranger": 302}
CENTRAL = {"coordinator": 200, "hr_lead": 200}
TEAM = NOBODY | CENTRAL | {"partner_coordinator": 200}
DOORS = {
    "evaluation:home": TEAM,
}


@pytest.fixture
def stage():
    round = factories.round()
    applicant = factories.application(round)
    people = factories.team_and_strangers(round.programme, applicant.institution) | {
        "applicant": applicant.person,
        "mentee": factories.application(round, Side.MENTEE).person,
        "mentor": factories.application(round, Side.MENTOR).person,
        "supervisor": factories.person(email="line.manager@northport.example"),
    }
    return round.programme, people


@pytest.mark.parametrize(("name", "role", "status"), doors.cells(DOORS))
def test_door(client, stage, name, role, status):
    programme, people = stage
    if people[role] is not None:
        client.force_login(people[role])
    assert client.get(reverse(name, args=[programme.pk])).status_code == status


def test_the_international_lead_sees_the_evaluation(client, stage):
    programme, _people = stage
    client.force_login(factories.member(programme, TeamRole.IRO_LEAD))
    assert client.get(reverse("evaluation:home", args=[programme.pk])).status_code == 200
