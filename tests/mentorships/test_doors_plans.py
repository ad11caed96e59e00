"""Every address of the plan, and what each role gets there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.mentorships.enums import MentorshipState
from fairlead.mentorships.models import Goal, Mentorship, Plan, Step
from fairlead.mentorships.starters import STARTERS
from tests import doors, factories
from tests.mentorships import planned

pytestmark = pytest.mark.django_db
TEAM = (
    "applicant",
    "supervisor",
    "coordinator",
    "other_coordinator",
    "partner_coordinator",
    "hr_lead",
    "it_admin",
)
CLOSED = {"stranger": 302, **dict.fromkeys(TEAM, 404)}
READ = {**CLOSED, "mentee": 200, "mentor": 200}
ACT = {**CLOSED, "mentee": 302, "mentor": 302}
DOORS = {
    "mentorships:plan": READ,
    "mentorships:plan_examples": READ,
    "mentorships:plan_agendas": READ,
    "mentorships:goal_new": READ,
    "mentorships:goal": READ,
    "mentorships:goal_step_new": READ,
    "mentorships:goal_step": READ,
    "mentorships:review": READ,
    "mentorships:review_goal": READ,
    "mentorships:plan_agree": ACT,
    "mentorships:plan_reopen": ACT,
    "mentorships:plan_share": ACT,
    "mentorships:goal_do": ACT,
    "mentorships:goal_step_do": ACT,
}
POSTED = {name for name, row in DOORS.items() if row is ACT}


@pytest.fixture
def stage(at):
    pair = planned.pair()
    one = planned.goal(pair, at)
    step = planned.step(pair, one, at)
    home = factories.unit()
    factories.affiliation(pair.mentor.person, home)
    persons = {
        **factories.team_and_strangers(pair.round.programme, home.institution),
        "applicant": factories.application(pair.round).person,
        "mentee": pair.mentee.person,
        "mentor": pair.mentor.person,
        "supervisor": factories.person(email="line.manager@northport.example"),
    }
    return pair, one, step, persons


def address(name, pair, one, step):
    kwargs = {"pk": pair.pk}
    if name in {
        "mentorships:goal",
        "mentorships:goal_step_new",
        "mentorships:goal_do",
        "mentorships:review_goal",
    }:
        kwargs["goal"] = one.pk
    if name in {"mentorships:goal_step", "mentorships:goal_step_do"}:
        kwargs["step"] = step.pk
    if name in {"mentorships:review", "mentorships:review_goal"}:
        kwargs["which"] = "mid"
    if name in {"mentorships:goal_do", "mentorships:goal_step_do"}:
        kwargs["do"] = {"mentorships:goal_do": "up", "mentorships:goal_step_do": "done"}[name]
    return reverse(name, kwargs=kwargs)


@pytest.mark.parametrize(("name", "row"), doors.rows(DOORS))
def test_door(client, stage, name, row):
    pair, one, step, persons = stage
    ask = client.post if name in POSTED else client.get

    def asked(role):
        if persons[role] is not None:
            client.force_login(persons[role])
        return ask(address(name, pair, one, step))

    assert doors.answers(client, row, asked) == row


@pytest.mark.parametrize("name", sorted(set(DOORS) - {"mentorships:plan", "mentorships:plan_agendas"}))
def test_half_of_an_ended_pair_finds_only_reading_open(client, stage, name):
    pair, one, step, _persons = stage
    Mentorship.objects.filter(pk=pair.pk).update(state=MentorshipState.ENDED_EARLY)
    client.force_login(pair.mentee.person)
    ask = client.post if name in POSTED else client.get
    assert ask(address(name, pair, one, step)).status_code == 404


@pytest.mark.parametrize("name", ["mentorships:goal", "mentorships:goal_step", "mentorships:review_goal"])
def test_goal_of_another_pair_is_not_found(client, stage, at, name):
    pair, _one, _step, _persons = stage
    other = planned.pair()
    theirs = planned.goal(other, at)
    client.force_login(pair.mentee.person)
    assert client.get(address(name, pair, theirs, planned.step(other, theirs, at))).status_code == 404


def test_things_that_do_not_exist_are_not_found(client, stage):
    pair, one, step, _persons = stage
    client.force_login(pair.mentee.person)
    for name, kwargs in (
        ("goal_do", {"goal": one.pk, "do": "explode"}),
        ("goal_step_do", {"step": step.pk, "do": "explode"}),
        ("review", {"which": "sometime"}),
    ):
        assert (
            client.post(reverse(f"mentorships:{name}", kwargs={"pk": pair.pk, **kwargs})).status_code == 404
        )


def queries_of(client, url):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("who", ["mentee", "coordinator"])
def test_plan_asks_the_database_as_often_for_one_goal_as_for_four(client, stage, at, who):
    pair, _one, _step, persons = stage
    client.force_login(persons[who])
    url = reverse("mentorships:plan" if who == "mentee" else "mentorships:detail", args=[pair.pk])
    asked = [queries_of(client, url)]
    for number in range(3):
        planned.goal(pair, at, str(number), first_steps=["a", "b"])
    assert asked == [queries_of(client, url)]


def test_fullest_plan_is_a_light_page(client, at):
    pair = planned.pair()
    for number in range(6):
        scale = tuple(f"{number} {'long words ' * 20}" for _level in range(5))
        one = planned.goal(pair, at, f"{number} {'title ' * 15}", scale=scale, first_steps=["step " * 12] * 8)
    client.force_login(pair.mentee.person)
    page = client.get(reverse("mentorships:plan", args=[pair.pk]))
    assert (Goal.objects.count(), Step.objects.count()) == (6, 48)
    assert len(page.content) < 100_000
    assert one.plan == Plan.objects.get()


def test_examples_are_a_light_page_with_one_for_every_key(client, stage):
    pair, *_rest = stage
    client.force_login(pair.mentee.person)
    page = client.get(reverse("mentorships:plan_examples", args=[pair.pk])).content
    assert len(page) < 100_000
    assert [f"?from={one.key}".encode() in page for one in STARTERS] == [True] * len(STARTERS)
