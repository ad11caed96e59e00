"""Every address of agreements, and what each role gets there."""

import pytest
from django.urls import reverse

from fairlead.mentorships.queries import agreements as queries
from fairlead.programmes.enums import Side
from tests import doors, factories
from tests.mentorships import agreeing

pytestmark = pytest.mark.django_db

READ = {
    "stranger": 302,
    "applicant": 404,
    "mentee": 200,
    "mentor": 200,
    "supervisor": 404,
    "coordinator": 404,
    "other_coordinator": 404,
    "partner_coordinator": 404,
    "hr_lead": 404,
    "it_admin": 404,
}
ACT = {**READ, "mentee": 302, "mentor": 302}
TEAM = {
    **dict.fromkeys(READ, 404),
    "stranger": 302,
    "coordinator": 200,
    "partner_coordinator": 200,
    "hr_lead": 200,
}
DOORS = {
    "mentorships:agreement": READ,
    "mentorships:agreement_version": READ,
    "mentorships:agreement_write": READ,
    "mentorships:agreement_sign": ACT,
    "mentorships:agreement_take_back": ACT,
    "mentorships:agreement_template": TEAM,
}
POSTED = {"mentorships:agreement_sign", "mentorships:agreement_take_back"}


@pytest.fixture
def stage(at):
    round = factories.round()
    home = factories.unit()
    mentor = factories.participation(round, Side.MENTOR)
    mentee = factories.participation(round, Side.MENTEE)
    factories.affiliation(mentor.person, home)
    factories.affiliation(mentee.person, home)
    pair = factories.mentorship(round, mentor, mentee)
    agreeing.agree(pair, at)
    agreeing.write(pair, agreeing.mentee(pair), at, place="By video")
    persons = {
        **factories.team_and_strangers(round.programme, home.institution),
        "applicant": factories.application(round).person,
        "mentee": mentee.person,
        "mentor": mentor.person,
        "supervisor": factories.person(email="line.manager@northport.example"),
    }
    return pair, persons


def visit(client, stage, name, role):
    pair, persons = stage
    if persons[role] is not None:
        client.force_login(persons[role])
    if name in POSTED:
        read = {"version": str(queries.shelf(pair).writing.pk), "revision": "1"}
        return client.post(reverse(name, args=[pair.pk]), read)
    if name == "mentorships:agreement_template":
        return client.get(reverse(name, args=[pair.round.programme_id]))
    more = [1] if name == "mentorships:agreement_version" else []
    return client.get(reverse(name, args=[pair.pk, *more]))


@pytest.mark.parametrize(("name", "row"), doors.rows(DOORS))
def test_door(client, stage, name, row):
    assert doors.answers(client, row, lambda role: visit(client, stage, name, role)) == row


@pytest.mark.parametrize("role", ["partner_coordinator", "hr_lead"])
def test_texts_are_changed_by_coordinators_alone(client, stage, role):
    pair, persons = stage
    client.force_login(persons[role])
    address = reverse("mentorships:agreement_template", args=[pair.round.programme_id])
    assert client.post(address, {}).status_code == 404


@pytest.mark.parametrize("number", [0, 3])
def test_a_version_that_does_not_exist_is_not_found(client, stage, number):
    pair, persons = stage
    client.force_login(persons["mentee"])
    assert client.get(reverse("mentorships:agreement_version", args=[pair.pk, number])).status_code == 404
