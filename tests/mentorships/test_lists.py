"""Lists of pairs, and what they ask of coordinators."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.mentorships import policies, queries
from fairlead.mentorships.enums import MentorshipState
from fairlead.programmes.enums import ParticipationState, Side, TeamRole
from fairlead.programmes.models import Participation
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def round():
    return factories.round()


def pair(round, name="Mentee", **fields):
    mentor = factories.participation(round, Side.MENTOR)
    return factories.mentorship(
        round, mentor, factories.participation(round, who=factories.person(name)), **fields
    )


def test_live_pairs_come_first(round):
    lead = factories.actor(factories.member(round.programme))
    ended = pair(round, "Aaron", state=MentorshipState.COMPLETED, ended_on=date(2026, 12, 1))
    live = pair(round, "Zoe")
    assert list(queries.of_round(lead, round)) == [live, ended]
    assert [one.pk for one in queries.of_round(lead, round, state="completed")] == [ended.pk]


def test_states_are_counted_with_their_zeros(round):
    pair(round)
    assert queries.states_of(round) == {
        "starting": 1,
        "active": 0,
        "paused": 0,
        "completed": 0,
        "ended_early": 0,
    }


def test_coordinator_is_asked_to_close_pairs_that_are_over(round, at):
    pair(round, starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 1))
    pair(round)
    (todo,) = queries.todos(factories.actor(factories.member(round.programme)), at=at)
    assert (todo.title, todo.count) == ("Close 1 pair that has come to its end", 1)


def test_coordinator_is_asked_to_settle_pairs_that_somebody_has_left(round, at):
    lead = factories.actor(factories.member(round.programme))
    pair(round)
    for side in ("mentor", "mentee"):
        left = pair(round)
        Participation.objects.filter(pk=getattr(left, side).pk).update(state=ParticipationState.LEFT)
    over = pair(round, state=MentorshipState.COMPLETED, ended_on=date(2026, 12, 1))
    Participation.objects.filter(pk=over.mentor.pk).update(state=ParticipationState.LEFT)
    (todo,) = queries.todos(lead, at=at)
    assert (todo.title, todo.count) == ("Settle 2 pairs that somebody has left", 2)


@pytest.mark.parametrize("role", [TeamRole.HR_LEAD, TeamRole.IRO_LEAD])
def test_leads_who_cannot_move_pairs_are_not_asked_to(round, at, role):
    pair(round, starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 1))
    assert queries.todos(factories.actor(factories.member(round.programme, role)), at=at) == []


def test_nobody_sees_nothing():
    pair(factories.round())
    assert list(queries.of_person(factories.actor())) == list(policies.visible(factories.actor())) == []


def test_list_asks_the_database_as_often_for_one_pair_as_for_three(client, round):
    client.force_login(factories.member(round.programme))
    asked = []
    for more in (1, 2):
        for _number in range(more):
            pair(round)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("mentorships:list", args=[round.pk]))
        asked.append(len(captured))
    assert asked[0] == asked[1]


def test_pairs_come_in_pages_that_cost_the_same(client, round):
    for number in range(52):
        pair(round, f"Mentee {number:02}")
    client.force_login(factories.member(round.programme))
    address = reverse("mentorships:list", args=[round.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as first:
        page = client.get(address)
    with CaptureQueriesContext(connection) as second:
        rest = client.get(address, {"page": 2})
    assert (len(page.context["pairs"]), len(rest.context["pairs"])) == (50, 2)
    assert len(first) == len(second)
    assert ("Mentee 00" in page.content.decode(), "Mentee 51" in rest.content.decode()) == (True, True)
