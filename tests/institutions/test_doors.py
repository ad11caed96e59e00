"""Every address of institutions' faces, and what each role gets there."""

import pytest
from django.urls import reverse

from fairlead.institutions import actions
from tests import doors, factories
from tests.institutions.drawing import png

pytestmark = pytest.mark.django_db
EVERYBODY = dict.fromkeys(doors.ROLES, 200)
NOBODY = dict.fromkeys(doors.ROLES, 404) | {"stranger": 302}
ADMINISTERS = NOBODY | {"it_admin": 200}
DOORS = {
    "institutions:stylesheet": EVERYBODY,
    "institutions:logo": EVERYBODY,
    "partnerships:institutions": ADMINISTERS,
    "partnerships:institution_new": ADMINISTERS,
    "partnerships:institution_name": ADMINISTERS,
    "partnerships:institution": ADMINISTERS | {"coordinator": 200},
    "partnerships:unit_new": ADMINISTERS | {"coordinator": 200},
    "partnerships:unit_name": ADMINISTERS | {"coordinator": 200},
}


@pytest.mark.parametrize(("name", "row"), doors.rows(DOORS))
def test_door(client, at, name, row):
    programme = factories.programme()
    lead = programme.lead
    actions.set_logo(lead, given=png(), by=factories.actor(), at=at)
    lead.refresh_from_db()
    people = factories.team_and_strangers(programme, factories.institution())
    people |= {role: factories.person() for role in ("applicant", "mentee", "mentor", "supervisor")}
    marks = {"stylesheet": ["plain"], "logo": [lead.logo_mark]}
    short = name.split(":")[1]
    given = [] if short in {"institutions", "institution_new"} else [lead.pk, *marks.get(short, [])]
    if short == "unit_name":
        given = [factories.unit(lead).pk]

    def asked(role):
        if people[role] is not None:
            client.force_login(people[role])
        return client.get(reverse(name, args=given))

    assert doors.answers(client, row, asked) == row
