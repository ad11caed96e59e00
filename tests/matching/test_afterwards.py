"""Once a pair is over: another mentor with priority and never the same, a rest, becoming a mentor."""

from datetime import timedelta

import pytest
from django.urls import reverse

from fairlead.applications.models import Application
from fairlead.matching import tasks
from fairlead.matching.actions import afterwards as actions
from fairlead.matching.actions import offering, ruling
from fairlead.matching.enums import RulingKind
from fairlead.matching.models import Afterword, MentorWish, Ruling
from fairlead.matching.queries import afternotes, todos
from fairlead.matching.queries.pool import freeze
from fairlead.matching.queries.pool import pool as people_now
from fairlead.mentorships import actions as mentorships
from fairlead.mentorships.enums import EndReason, MentorshipState
from fairlead.mentorships.models import Mentorship
from fairlead.notifications.models import Letter
from fairlead.programmes.enums import RoundState, Side
from fairlead.programmes.models import Participation, Round
from tests import doors, factories
from tests.matching.pools import pool

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = {"state": MentorshipState.ACTIVE}


@pytest.fixture
def people():
    """Ana mentors Chen; Boris has a free place; Dana, who suits better, waits for the first time."""
    made = pool()
    made.mentor("Ana")
    made.mentor("Boris", grade=8)
    made.mentee("Chen", grade=2)
    made.mentee("Dana", grade=7)
    return made


@pytest.fixture
def pair(people):
    made = factories.mentorship(people.round, people.people["Ana"], people.people["Chen"], **LATER)
    return Mentorship.objects.select_related("round__programme", "mentor__person", "mentee__person").get(
        pk=made.pk
    )


def over(pair, at, by=None):
    by = by or factories.actor(pair.mentee.person)
    mentorships.end_early(pair, reason=EndReason.FIT, by=by, at=at)
    return by


def test_mentee_who_asks_comes_first_and_never_gets_the_same_mentor(people, pair, at):
    chen = over(pair, at)
    assert people.pairs(people.run(at)) == {"Dana": "Ana"} or "Chen" not in people.pairs(people.run(at))
    Participation.objects.filter(pk=people.people["Ana"].pk).update(places=0)
    actions.ask_again(pair, by=chen, at=at)
    run = people.run(at)
    assert people.pairs(run) == {"Chen": "Boris"}
    assert run.frozen["earlier"] == []
    assert run.policy["first"] == {"again": True}
    assert run.result["first"] == [{"key": "again", "matched": 1, "of": 1}]


def test_same_pair_is_not_made_even_where_nobody_else_is_left_nor_by_a_lock(people, pair, at):
    ids = {"mentee": people.people["Chen"], "mentor": people.people["Ana"]}
    lock = {"round": people.round, "kind": RulingKind.LOCK, "made_at": at}
    Ruling.objects.create(**ids, **lock)
    chen = over(pair, at)
    actions.ask_again(pair, by=chen, at=at)
    Ruling.objects.create(**ids, **lock)
    for name in ("Boris", "Dana"):
        Participation.objects.filter(pk=people.people[name].pk).update(state="left")
    run = people.run(at)
    assert people.pairs(run) == {}
    assert run.frozen["earlier"] == [[str(ids["mentee"].pk), str(ids["mentor"].pk)]]
    with pytest.raises(ruling.CannotRule):
        ruling.rule(**ids, kind=RulingKind.LOCK, reason="", by=people.by, at=at)


def test_two_persons_who_were_a_pair_in_another_round_are_not_proposed_again(people, at):
    other = factories.round(people.round.programme, state=RoundState.FINISHED)
    mentor = factories.participation(other, Side.MENTOR, people.people["Ana"].person)
    mentee = factories.participation(other, Side.MENTEE, people.people["Dana"].person)
    factories.mentorship(other, mentor, mentee, state="completed")
    earlier = [[str(people.people["Dana"].pk), str(people.people["Ana"].pk)]]
    assert freeze(people.round)["earlier"] == earlier
    assert people.pairs(people.run(at))["Dana"] == "Boris"


def test_offer_of_an_older_run_is_held_back_once_the_pair_has_ended(people, pair, at):
    Mentorship.objects.filter(pk=pair.pk).delete()
    run = people.run(at)
    proposal = run.proposals.get(mentee=people.people["Chen"])
    ended = {"state": "ended_early", "ended_on": at.date()}
    factories.mentorship(people.round, proposal.mentor, proposal.mentee, **ended)
    with pytest.raises(offering.NothingToOffer):
        offering.send_offers(run, proposals=[proposal], by=people.by, at=at)


def test_who_does_not_ask_is_in_no_pool(people, pair, at):
    chen = over(pair, at)
    waiting = [one.person.name for one in people_now(people.round).mentees]
    assert waiting == ["Dana"]
    actions.ask_again(pair, by=chen, at=at)
    actions.ask_again(pair, by=chen, at=at)
    assert len(people_now(people.round).mentees) == 2
    actions.take_back(pair, pair.mentee, by=chen, at=at)
    assert [one.person.name for one in people_now(people.round).mentees] == ["Dana"]


def test_mentors_place_is_free_again_unless_they_rest(people, pair, at):
    assert people_now(people.round).places == 1
    over(pair, at)
    assert people_now(people.round).places == 2
    ana = factories.actor(people.people["Ana"].person)
    actions.rest(pair, by=ana, at=at)
    assert people_now(people.round).places == 1
    assert offering.reserved_places(people.people["Ana"]) == 1
    actions.take_back(pair, pair.mentor, by=ana, at=at)
    assert people_now(people.round).places == 2


def test_nobody_asks_while_the_pair_lives_or_once_the_round_is_over(people, pair, at):
    chen = factories.actor(pair.mentee.person)
    with pytest.raises(actions.CannotGoOn):
        actions.ask_again(pair, by=chen, at=at)
    over(pair, at)
    Round.objects.filter(pk=people.round.pk).update(state=RoundState.FINISHED)
    with pytest.raises(actions.CannotGoOn):
        actions.ask_again(pair, by=chen, at=at)


def test_coordinator_is_told_how_many_wait_again(people, pair, at):
    chen = over(pair, at)
    assert todos.todos(people.by, at=at) == []
    actions.ask_again(pair, by=chen, at=at)
    (todo,) = todos.todos(people.by, at=at)
    assert (todo.title, todo.count) == ("1 mentee waits for another mentor", 1)


def test_page_of_the_pair_asks_in_one_click_and_shows_each_their_own(client, people, pair, at):
    over(pair, at)
    page = reverse("mentorships:detail", args=[pair.pk])
    client.force_login(pair.mentee.person)
    assert "Yes, find me another mentor" in client.get(page).content.decode()
    said = client.post(reverse("matching:afterwards", args=[pair.pk, "ask"]), follow=True)
    assert "You are back in the pool" in said.content.decode()
    client.force_login(pair.mentor.person)
    assert "Rest with this place" in client.get(page).content.decode()
    said = client.post(reverse("matching:afterwards", args=[pair.pk, "rest"]), follow=True)
    assert "I am ready for another mentee" in said.content.decode()
    client.force_login(people.coordinator)
    assert "Chen has asked for another mentor" in client.get(page).content.decode()
    assert Afterword.objects.count() == 2


def test_notes_ask_the_database_as_often_for_each_half(people, pair, at, django_assert_max_num_queries):
    over(pair, at)
    for half in (pair.mentee, pair.mentor):
        with django_assert_max_num_queries(4):
            assert afternotes.notes(factories.actor(half.person), pair, at, "overview")


def test_mentee_becomes_mentor_in_the_open_round_with_what_is_known(client, people, pair, at):
    Mentorship.objects.filter(pk=pair.pk).update(state="completed", ended_on=at.date())
    Round.objects.filter(pk=people.round.pk).update(closes_on=None)
    client.force_login(pair.mentee.person)
    page = client.get(reverse("mentorships:detail", args=[pair.pk])).content.decode()
    assert "Would you like to become a mentor?" in page
    for _time in range(2):
        client.post(reverse("matching:become_mentor", args=[pair.pk]))
    begun = Application.objects.get(person=pair.mentee.person, side=Side.MENTOR)
    assert (begun.state, begun.job_title) == ("draft", "Officer")
    page = client.get(reverse("mentorships:detail", args=[pair.pk])).content.decode()
    assert "become a mentor" not in page


def test_wish_to_become_a_mentor_waits_for_the_next_intake_and_is_told_once(client, people, pair, at):
    Mentorship.objects.filter(pk=pair.pk).update(state="completed", ended_on=at.date())
    Round.objects.filter(pk=people.round.pk).update(state=RoundState.CLOSED)
    type(people.round.programme).objects.update(published=True)
    client.force_login(pair.mentee.person)
    for _time in range(2):
        page = client.post(reverse("matching:become_mentor", args=[pair.pk]), follow=True)
    assert "You get a letter when the next intake opens" in page.content.decode()
    tasks.sweep(at=at)
    assert not Letter.objects.filter(kind="mentor-wish").exists()
    factories.round(people.round.programme)
    for _time in range(2):
        tasks.sweep(at=at)
    assert Letter.objects.filter(kind="mentor-wish").count() == 1
    assert MentorWish.objects.get().told_at == at


ACTS = {
    "stranger": 302,
    "coordinator": 404,
    "other_coordinator": 404,
    "partner_coordinator": 404,
    "hr_lead": 404,
    "it_admin": 404,
    "mentor": 404,
    "mentee": 302,
}
BY_DEED = {
    "ask": {**ACTS, "coordinator": 302},
    "take-back": ACTS,
    "rest": {**ACTS, "mentee": 404, "mentor": 302},
    "ready": {**ACTS, "mentee": 404, "mentor": 302},
    "explode": {**dict.fromkeys(ACTS, 404), "stranger": 302},
}


@pytest.mark.parametrize(("deed", "row"), doors.rows(BY_DEED))
def test_door_of_each_deed(client, people, pair, deed, row):
    persons = factories.team_and_strangers(people.round.programme, people.home)
    persons |= {"mentor": pair.mentor.person, "mentee": pair.mentee.person}

    def asked(role):
        if persons[role] is not None:
            client.force_login(persons[role])
        return client.post(reverse("matching:afterwards", args=[pair.pk, deed]))

    assert doors.answers(client, row, asked) == row
