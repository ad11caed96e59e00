"""Every address at which a pair rests, goes on, ends and closes, and what each role gets there."""

import uuid

import pytest
from django.urls import reverse

from fairlead.mentorships.enums import MentorshipState
from fairlead.mentorships.models import Extension
from fairlead.programmes.enums import Side
from tests import doors, factories

pytestmark = pytest.mark.django_db

NOBODY_ELSE = {
    "stranger": 302,
    "applicant": 404,
    "supervisor": 404,
    "coordinator": 404,
    "other_coordinator": 404,
    "partner_coordinator": 404,
    "hr_lead": 404,
    "it_admin": 404,
}
BOTH = {**NOBODY_ELSE, "mentee": 200, "mentor": 200}
BOTH_ACT = {**NOBODY_ELSE, "mentee": 302, "mentor": 302}
ALSO_COORDINATORS = {**BOTH, "coordinator": 200}
COORDINATORS_ACT = {**BOTH_ACT, "coordinator": 302}
DOORS = {
    "mentorships:end": ALSO_COORDINATORS,
    "mentorships:pause": ALSO_COORDINATORS,
    "mentorships:resume": COORDINATORS_ACT,
    "mentorships:extend": BOTH,
    "mentorships:answer_extension": BOTH_ACT,
    "mentorships:closing": BOTH,
    "mentorships:thank": BOTH_ACT,
    "mentorships:comment": BOTH_ACT,
    "mentorships:comments": {
        **NOBODY_ELSE,
        "mentee": 404,
        "mentor": 404,
        "coordinator": 200,
        "hr_lead": 200,
    },
}
GIVEN = {
    "mentorships:thank": {"words": "Thank you."},
    "mentorships:comment": {"comment": "It was good.", "naming": "unnamed"},
}


@pytest.fixture
def stage():
    round = factories.round()
    home, away = factories.unit(), factories.unit()
    mentor = factories.participation(round, Side.MENTOR)
    mentee = factories.participation(round, Side.MENTEE)
    factories.affiliation(mentor.person, home)
    factories.affiliation(mentee.person, away)
    pair = factories.mentorship(round, mentor, mentee, state=MentorshipState.ACTIVE)
    persons = {
        **factories.team_and_strangers(round.programme, home.institution),
        "applicant": factories.application(round).person,
        "mentee": mentee.person,
        "mentor": mentor.person,
        "supervisor": factories.person(email="line.manager@northport.example"),
    }
    return round, pair, persons


def visit(client, stage, name, role):
    round, pair, persons = stage
    if persons[role] is not None:
        client.force_login(persons[role])
    if name == "mentorships:comments":
        return client.get(reverse(name, args=[round.programme_id]))
    if name in ("mentorships:closing", *GIVEN):
        type(pair).objects.filter(pk=pair.pk).update(state="completed", ended_on=pair.ends_on)
    if name == "mentorships:answer_extension":
        wish = Extension.objects.create(
            mentorship=pair,
            side=Side.MENTOR,
            before=pair.ends_on,
            until=pair.ends_on.replace(year=2028),
            asked_at=factories.AT,
        )
        return client.post(reverse(name, args=[pair.pk, wish.pk, "agree"]))
    if name in GIVEN or name == "mentorships:resume":
        return client.post(reverse(name, args=[pair.pk]), GIVEN.get(name, {}))
    return client.get(reverse(name, args=[pair.pk]))


@pytest.mark.parametrize(("name", "row"), doors.rows(DOORS))
def test_door(client, stage, name, row):
    assert doors.answers(client, row, lambda role: visit(client, stage, name, role)) == row


@pytest.mark.parametrize("answer", ["explode", "agree"])
def test_wish_or_answer_that_does_not_exist_is_not_found(client, stage, answer):
    _round, pair, persons = stage
    client.force_login(persons["mentee"])
    address = reverse("mentorships:answer_extension", args=[pair.pk, uuid.uuid4(), answer])
    assert client.post(address).status_code == 404
