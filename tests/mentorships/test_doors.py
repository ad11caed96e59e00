"""Every address of pairs, and what each role gets there."""

import pytest
from django.urls import reverse

from fairlead.programmes.enums import ParticipationState, Side, TeamRole
from fairlead.programmes.models import Participation
from tests import doors, factories

pytestmark = pytest.mark.django_db

LIST = {
    "stranger": 302,
    "applicant": 404,
    "mentee": 404,
    "mentor": 404,
    "supervisor": 404,
    "coordinator": 200,
    "other_coordinator": 404,
    "partner_coordinator": 200,
    "hr_lead": 200,
    "it_admin": 404,
}
ACT = {**dict.fromkeys(LIST, 404), "stranger": 302, "coordinator": 302}
DOORS = {
    "mentorships:list": LIST,
    "mentorships:detail": {**LIST, "mentee": 200, "mentor": 200},
    "mentorships:step": ACT,
}


@pytest.fixture
def stage():
    round = factories.round()
    home, away = factories.unit(), factories.unit()
    mentor = factories.participation(round, Side.MENTOR)
    mentee = factories.participation(round, Side.MENTEE)
    factories.affiliation(mentor.person, home)
    factories.affiliation(mentee.person, away)
    pair = factories.mentorship(round, mentor, mentee)
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
    if name == "mentorships:step":
        return client.post(reverse(name, args=[pair.pk, "start"]))
    return client.get(reverse(name, args=[round.pk if name == "mentorships:list" else pair.pk]))


@pytest.mark.parametrize(("name", "row"), doors.rows(DOORS))
def test_door(client, stage, name, row):
    assert doors.answers(client, row, lambda role: visit(client, stage, name, role)) == row


def test_partner_of_a_third_institution_sees_no_pair(client, stage):
    round, pair, _persons = stage
    third = {"role": TeamRole.PARTNER_COORDINATOR, "institution": factories.institution()}
    client.force_login(factories.member(round.programme, **third))
    listed = client.get(reverse("mentorships:list", args=[round.pk])).content.decode()
    assert "No pairs here yet" in listed
    assert client.get(reverse("mentorships:detail", args=[pair.pk])).status_code == 404


@pytest.mark.parametrize(
    ("role", "sees"),
    [("mentor", True), ("coordinator", True), ("hr_lead", True), ("partner_coordinator", False)],
)
def test_addresses_are_for_the_two_and_the_central_team(client, stage, role, sees):
    _round, pair, persons = stage
    client.force_login(persons[role])
    page = client.get(reverse("mentorships:detail", args=[pair.pk])).content.decode()
    assert (f"mailto:{pair.mentee.person.email}" in page) == sees


def test_coordinator_sees_on_the_page_who_has_left(client, stage):
    _round, pair, persons = stage
    client.force_login(persons["coordinator"])
    Participation.objects.filter(pk=pair.mentee.pk).update(state=ParticipationState.LEFT)
    page = client.get(reverse("mentorships:detail", args=[pair.pk])).content.decode()
    assert f"{pair.mentee.person.name} no longer takes part in this round." in page


def test_step_that_does_not_exist_is_not_found(client, stage):
    _round, pair, persons = stage
    client.force_login(persons["coordinator"])
    assert client.post(reverse("mentorships:step", args=[pair.pk, "explode"])).status_code == 404


def test_stale_step_is_refused_with_a_sentence(client, stage):
    _round, pair, persons = stage
    client.force_login(persons["coordinator"])
    response = client.post(reverse("mentorships:step", args=[pair.pk, "complete"]), follow=True)
    assert "This has already changed" in response.content.decode()
