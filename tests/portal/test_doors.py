"""Who gets through the doors of home and of the installation's health."""

import pytest
from django.urls import reverse

from fairlead.people.models import Role
from fairlead.programmes.enums import TeamRole
from tests import doors, factories

pytestmark = pytest.mark.django_db
EVERYBODY = dict.fromkeys(
    ("applicant", "mentee", "mentor", "supervisor", "coordinator", "partner_coordinator", "hr_lead"), 200
)
NOT_THEIRS = {"mentee": 404, "coordinator": 404, "hr_lead": 404, "partner_coordinator": 404}
DOORS = {
    "portal:home": {"stranger": 302, **EVERYBODY, "it_admin": 200},
    "portal:health": {"stranger": 302, **NOT_THEIRS, "it_admin": 200},
    "portal:try_letters_again": {"stranger": 405, "mentee": 405, "it_admin": 405},
    "portal:alive": {"stranger": 200, "mentee": 200},
    "portal:ready": {"stranger": 200, "mentee": 200},
}
POSTED = {"stranger": 302, **NOT_THEIRS, "it_admin": 302}


def somebody(role):
    """A person in this role, each in a round of the same programme."""
    round = factories.round()
    if role in {"mentee", "mentor"}:
        return factories.application(round, role).person
    if role == "applicant":
        return factories.application(round, state="submitted").person
    if role == "it_admin":
        return factories.grant(factories.person(), Role.IT_ADMINISTRATOR).person
    if role == "supervisor":
        return factories.person(email="line.manager@northport.example")
    more = {"institution": round.programme.lead} if role == "partner_coordinator" else {}
    return factories.member(round.programme, TeamRole(role), **more)


@pytest.mark.parametrize(("name", "row"), doors.rows(DOORS))
def test_door(client, name, row):
    def asked(role):
        if role != "stranger":
            client.force_login(somebody(role))
        return client.get(reverse(name))

    assert doors.answers(client, row, asked) == row


@pytest.mark.parametrize(("role", "status"), POSTED.items())
def test_only_it_administrators_try_letters_again(client, role, status):
    if role != "stranger":
        client.force_login(somebody(role))
    assert client.post(reverse("portal:try_letters_again")).status_code == status
