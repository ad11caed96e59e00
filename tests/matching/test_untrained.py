"""Who misses training that is required before matching is left out of runs, with the reason, until let in."""

import pytest
from django.urls import reverse

from fairlead.kernel.todos import Urgency
from fairlead.matching.actions import running
from fairlead.matching.models import Run
from fairlead.matching.queries import noting, runs, waiting, waitlist
from fairlead.matching.queries.pool import freeze, pool
from fairlead.matching.queries.weighing import default_weights
from fairlead.programmes.enums import Side
from fairlead.training import queries
from fairlead.training.actions import completing, lifting
from fairlead.training.enums import Need, Track
from tests import factories
from tests.training.learning import coordinator, module

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(at, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)


@pytest.fixture
def stage():
    round = factories.round()
    mentor = factories.application(round, Side.MENTOR, factories.person("Moana"))
    mentee = factories.application(round, Side.MENTEE, factories.person("Ming"))
    return round, mentor, mentee


def out(round, at):
    return [(one.application.person.name, one.modules) for one in pool(round, at=at).kept_out]


def test_without_modules_nobody_is_left_out(stage, at):
    round, _mentor, _mentee = stage
    found = pool(round, at=at)
    assert (len(found.mentees), len(found.mentors), found.kept_out) == (1, 1, ())


def test_untrained_mentor_is_left_out_until_the_module_is_completed(stage, at):
    round, mentor, _mentee = stage
    each = module(round.programme, "Role", track=Track.MENTOR)
    assert out(round, at) == [("Moana", ("Role",))]
    assert pool(round, at=at).mentors == []
    completing.complete(each, by=factories.actor(mentor.person), at=at)
    assert out(round, at) == []
    assert len(pool(round, at=at).mentors) == 1


def test_what_comes_before_the_first_meeting_does_not_wait_for_matching(stage, at):
    round, _mentor, _mentee = stage
    module(round.programme, "Role", need=Need.BEFORE_MEETING)
    module(round.programme, "Film", need=Need.OPTIONAL)
    assert out(round, at) == []


def test_coordinator_lets_somebody_in_and_asks_again(stage, at):
    round, mentor, _mentee = stage
    module(round.programme, "Role", track=Track.MENTOR)
    by = coordinator(round.programme)
    for _twice in range(2):
        lifting.lift(mentor.participation, reason="Trainer herself", by=by, at=at)
    assert out(round, at) == []
    assert queries.lift_of(mentor.participation).reason == "Trainer herself"
    assert queries.missing([mentor.participation], at=at) != {}
    assert lifting.ask_again(mentor.participation, by=by, at=at)
    assert not lifting.ask_again(mentor.participation, by=by, at=at)
    assert out(round, at) == [("Moana", ("Role",))]


def test_run_keeps_who_was_left_out_and_why(stage, at):
    round, _mentor, _mentee = stage
    module(round.programme, "Role", track=Track.MENTOR)
    other = factories.application(round, Side.MENTOR, factories.person("Tui"))
    by = coordinator(round.programme)
    lifting.lift(other.participation, reason="", by=by, at=at)
    run = running.ask(round, weights=default_weights(), base=None, by=by, at=at, seed=1)
    running.carry_out(run.pk, at=at)
    run = Run.objects.get()
    assert [one["id"] for one in run.frozen["mentors"]] == [str(other.participation_id)]
    assert [(who.name, modules) for who, modules in runs.kept_out(run)] == [("Moana", ["Role"])]


def test_nobody_left_on_a_side_is_refused(stage, at):
    round, _mentor, _mentee = stage
    module(round.programme, "Role", track=Track.MENTOR)
    with pytest.raises(running.NobodyToMatch):
        running.ask(
            round, weights=default_weights(), base=None, by=coordinator(round.programme), at=at, seed=1
        )


def test_untrained_mentee_stays_on_the_waiting_list_with_the_reason(stage, at):
    round, _mentor, mentee = stage
    module(round.programme, "Plan", track=Track.MENTEE)
    (wait,) = waiting.of_round(round, at=at)
    assert (wait.application, wait.reason) == (mentee, waiting.Reason.TRAINING)
    (row,) = waitlist.rows(round, at=at)
    assert (row.short, "have not completed the training" in row.reason) == ("Training is missing", True)


@pytest.mark.parametrize("side", [Side.MENTOR, Side.MENTEE])
def test_applicant_in_the_pool_is_asked_to_complete_it(stage, side, at):
    round, mentor, mentee = stage
    one = mentor if side == Side.MENTOR else mentee
    module(round.programme, "Role")
    first = noting.notes(one, at)[0]
    assert (first.url, first.urgency) == (reverse("training:mine"), Urgency.SOON)
    assert "Role" in str(first.text)


def test_pages_say_who_is_left_out_and_let_in(client, stage, at):
    round, mentor, _mentee = stage
    module(round.programme, "Role", track=Track.MENTOR)
    factories.application(round, Side.MENTOR, factories.person("Tui"))
    client.force_login(factories.member(round.programme))
    here = reverse("matching:round", args=[round.pk])
    text = client.get(here).content.decode()
    assert "2 people are not matched yet, as training is missing" in text
    lift = reverse("training:lift", args=[round.pk, mentor.participation_id])
    answer = client.post(f"{lift}?next={here}", {"reason": "Knows it all"})
    assert answer.url == here
    assert "1 person is not matched yet, as training is missing" in client.get(here).content.decode()
    person = reverse("training:person", args=[round.pk, mentor.participation_id])
    assert "Knows it all" in client.get(person).content.decode()
    client.post(lift, {"do": "ask"})
    assert "Not matched yet" in client.get(person).content.decode()


def test_all_are_let_in_at_once_with_one_reason(client, stage, at):
    round, mentor, _mentee = stage
    module(round.programme, "Role", track=Track.MENTOR)
    other = factories.application(round, Side.MENTOR, factories.person("Tui"))
    client.force_login(factories.member(round.programme))
    here = reverse("matching:round", args=[round.pk])
    assert "Match all 2 without the training" in client.get(here).content.decode()
    answer = client.post(reverse("matching:let_in", args=[round.pk]), {"reason": "They learn in January"})
    assert (answer.url, out(round, at)) == (here, [])
    assert "2 people take part in the next run" in client.get(here).content.decode()
    reasons = [queries.lift_of(one.participation).reason for one in (mentor, other)]
    assert reasons == ["They learn in January"] * 2
    client.post(reverse("matching:let_in", args=[round.pk]))
    assert "Nobody is left out any more" in client.get(here).content.decode()


@pytest.mark.parametrize("people", [1, 3])
def test_pool_asks_as_much_for_one_as_for_three(people, at, django_assert_num_queries):
    round = factories.round()
    module(round.programme, "Role", track=Track.MENTOR)
    for _more in range(people):
        factories.application(round, Side.MENTOR)
        factories.application(round, Side.MENTEE)
    with django_assert_num_queries(13):
        assert len(pool(round, at=at).kept_out) == people
    assert len(freeze(round, at=at)["kept_out"]) == people
