"""Every address of privacy, and what each role gets there."""

import pytest
from django.urls import reverse

from tests import doors, factories

pytestmark = pytest.mark.django_db
TEAM = {
    "stranger": 302,
    "mentee": 404,
    "mentor": 404,
    "coordinator": 200,
    "other_coordinator": 404,
    "partner_coordinator": 404,
    "hr_lead": 200,
    "it_admin": 404,
}
OWN = {**dict.fromkeys(TEAM, 200), "stranger": 302}
DOORS = {
    "privacy:programme": TEAM,
    "privacy:round": {**TEAM, "hr_lead": 404},
    "privacy:mine": OWN,
    "privacy:take_along": OWN,
}


@pytest.fixture
def stage():
    round = factories.round()
    two = {side: factories.application(round, side).person for side in ("mentee", "mentor")}
    roles = factories.team_and_strangers(round.programme, factories.institution()) | two
    return {"privacy:programme": [round.programme_id], "privacy:round": [round.pk]}, roles


@pytest.mark.parametrize(("name", "row"), doors.rows(DOORS))
def test_door(client, stage, name, row):
    ids, roles = stage

    def visit(role):
        if roles[role] is not None:
            client.force_login(roles[role])
        return client.get(reverse(name, args=ids.get(name, [])))

    assert doors.answers(client, row, visit) == row
