"""Somebody leaves: every pair is shown, the other is told kindly, and the pair ends with the last day."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from fairlead.mentorships import tasks
from fairlead.mentorships.models import Farewell, Mentorship
from fairlead.mentorships.queries import leaving
from fairlead.notifications.models import Letter
from fairlead.people import actions as people
from fairlead.people import tasks as people_tasks
from fairlead.people.models import Affiliation
from tests import doors, factories
from tests.mentorships.meeting import fresh, letters, mentor_of, pair, planned

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LAST = date(2026, 10, 20)


@pytest.fixture
def one():
    made = pair()
    for half in (made.mentee, made.mentor):
        factories.affiliation(half.person)
    return made


def leaves(one, at, on=LAST):
    people.say_leaving(one.mentor.person, on=on, by=mentor_of(one), at=at)
    tasks.sweep(at=at)


def test_both_are_told_once_each_in_their_own_words(one, at):
    leaves(one, at)
    tasks.sweep(at=at + DAY)
    assert letters("pair-") == [
        ("pair-leaving", "Ming Mentee"),
        ("pair-leaving-self", "Moana Mentor"),
    ]
    told = Letter.objects.get(kind="pair-leaving")
    assert told.subject == "Moana Mentor moves on: 20 October 2026 is the last day"
    assert "It says nothing about you two" in told.text
    assert "another mentor" in told.text


def test_another_last_day_is_told_anew_and_staying_as_well(one, at):
    leaves(one, at)
    leaves(one, at + DAY, on=date(2026, 10, 25))
    assert Letter.objects.filter(kind="pair-leaving").count() == 2
    people.take_back_leaving(one.mentor.person, by=mentor_of(one), at=at)
    tasks.sweep(at=at + 2 * DAY)
    assert letters("pair-stays") == [("pair-stays", "Ming Mentee")]
    assert not Farewell.objects.exists()


def test_pair_and_affiliation_end_after_the_last_day(one, at):
    leaves(one, at)
    tasks.sweep(at=at + 15 * DAY)
    assert people_tasks.sweep(at=at + 15 * DAY) == 0
    assert fresh(one).state == "active"
    for _time in range(2):
        tasks.sweep(at=at + 16 * DAY)
        people_tasks.sweep(at=at + 16 * DAY)
    assert (fresh(one).state, fresh(one).end_reason) == ("ended_early", "left")
    here = Affiliation.objects.get(person=one.mentor.person)
    assert here.ended_on == LAST
    assert Letter.objects.filter(kind="pair-ended-early").count() == 2


def test_pair_ends_once_hr_knows_that_somebody_works_nowhere_any_more(one, at):
    here = Affiliation.objects.filter(person=one.mentor.person)
    here.update(ended_on=at.date())
    tasks.sweep(at=at)
    assert fresh(one).state == "active"
    moved = factories.affiliation(one.mentor.person)
    tasks.sweep(at=at + DAY)
    assert fresh(one).state == "active"
    moved.delete()
    tasks.sweep(at=at + DAY)
    assert (fresh(one).state, fresh(one).end_reason) == ("ended_early", "left")


def test_who_works_nowhere_cannot_leave(at):
    with pytest.raises(people.WorksNowhere):
        people.say_leaving(factories.person(), on=LAST, by=factories.actor(), at=at)


def test_coordinator_sees_every_running_pair_before_saying_so(client, one, at):
    other = factories.mentorship(
        one.round, one.mentor, factories.participation(one.round), place=2, state="active"
    )
    client.force_login(factories.member(one.round.programme))
    address = reverse("mentorships:leaving", args=[one.pk, "mentor"])
    page = client.get(address).content.decode()
    assert other.mentee.person.name in page
    assert "Ming Mentee" in page
    bad = client.post(address, {"on": "2020-01-01"})
    assert (bad.status_code, "This day is over" in bad.content.decode()) == (422, True)
    client.post(address, {"on": "2099-01-01"})
    tasks.sweep(at=at)
    assert Farewell.objects.count() == 2
    page = client.get(reverse("mentorships:detail", args=[other.pk])).content.decode()
    assert "Moana Mentor leaves their post on 1 January 2099" in page
    client.post(reverse("mentorships:staying", args=[one.pk, "mentor"]))
    assert leaving.to_forget()


def test_handover_page_helps_both_and_offers_the_mentee_another_mentor(client, one, at):
    planned(one, at, days=40)
    leaves(one, at)
    client.force_login(one.mentee.person)
    page = client.get(reverse("mentorships:handover", args=[one.pk])).content.decode()
    assert "The last day of Moana Mentor is 20 October 2026" in page
    assert "These would come too late" in page
    assert "Yes, find me another mentor" in page
    client.post(reverse("matching:afterwards", args=[one.pk, "ask"]))
    page = client.get(reverse("mentorships:handover", args=[one.pk])).content.decode()
    assert "You are back in the pool" in page
    client.force_login(one.mentor.person)
    page = client.get(reverse("mentorships:handover", args=[one.pk])).content.decode()
    assert "Your last day is 20 October 2026" in page


def test_handover_of_a_pair_that_stays_leads_back(client, one):
    client.force_login(one.mentee.person)
    page = client.get(reverse("mentorships:handover", args=[one.pk]), follow=True).content.decode()
    assert "Neither of you leaves, as far as we know." in page


def test_sweep_asks_as_often_for_many_who_leave_as_for_one(one, at, django_assert_num_queries):
    leaves(one, at)
    with django_assert_num_queries(4):
        assert (leaving.to_tell(), leaving.to_forget()) == ([], [])
    for place in (2, 3):
        mentee = factories.participation(one.round)
        factories.mentorship(one.round, one.mentor, mentee, place=place, state="active")
    tasks.sweep(at=at)
    with django_assert_num_queries(4):
        assert (leaving.to_tell(), leaving.to_forget()) == ([], [])
    assert Mentorship.objects.count() == 3


ELSE = {
    "stranger": 302,
    "other_coordinator": 404,
    "partner_coordinator": 404,
    "hr_lead": 404,
    "it_admin": 404,
    "mentee": 404,
}
DOORS = {
    "mentorships:leaving": {**ELSE, "coordinator": 200, "mentor": 200},
    "mentorships:staying": {**ELSE, "coordinator": 302, "mentor": 302},
    "mentorships:handover": {**ELSE, "coordinator": 404, "mentee": 302, "mentor": 302},
}


@pytest.mark.parametrize(("name", "row"), doors.rows(DOORS))
def test_door(client, one, name, row):
    home = factories.institution()
    persons = factories.team_and_strangers(one.round.programme, home)
    persons |= {"mentee": one.mentee.person, "mentor": one.mentor.person}
    args = [one.pk] if name == "mentorships:handover" else [one.pk, "mentor"]
    visit = client.post if name == "mentorships:staying" else client.get

    def asked(role):
        if persons[role] is not None:
            client.force_login(persons[role])
        return visit(reverse(name, args=args))

    assert doors.answers(client, row, asked) == row


def test_side_that_does_not_exist_is_not_found(client, one):
    client.force_login(one.mentor.person)
    assert client.get(reverse("mentorships:leaving", args=[one.pk, "both"])).status_code == 404


def test_whoever_leaves_sees_their_day_at_once_and_can_stay_before_anybody_is_told(client, one, at):
    people.say_leaving(one.mentor.person, on=LAST, by=mentor_of(one), at=at)
    client.force_login(one.mentor.person)
    detail, where = (
        reverse("mentorships:detail", args=[one.pk]),
        reverse("mentorships:leaving", args=[one.pk, "mentor"]),
    )
    assert "leaves their post on 20 October 2026" in client.get(detail).content.decode()
    page = client.get(where).content.decode()
    assert ('value="2026-10-20"' in page, "I stay after all" in page) == (True, True)
    handover = client.get(reverse("mentorships:handover", args=[one.pk])).content.decode()
    assert "Your last day is 20 October 2026" in handover
    client.force_login(one.mentee.person)
    assert "leaves their post" not in client.get(detail).content.decode()
    client.force_login(one.mentor.person)
    client.post(reverse("mentorships:staying", args=[one.pk, "mentor"]))
    assert "I stay after all" not in client.get(where).content.decode()


@pytest.mark.parametrize("name", ["leaving", "staying"])
def test_page_of_leaving_leads_back_once_the_pair_has_ended(client, at, name):
    ended = pair("ended_early", ended_on=LAST)
    client.force_login(ended.mentor.person)
    where = reverse(f"mentorships:{name}", args=[ended.pk, "mentor"])
    answer = (client.get if name == "leaving" else client.post)(where, follow=True)
    assert "has ended already" in answer.content.decode()
