"""Who has come since a run is told on its page, with what a new run around the proposed pairs would give."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.engine.refusals import Cancelled, NotProven
from fairlead.engine.sources.listed import ListedSource
from fairlead.matching.actions import afterwards, offering, running
from fairlead.matching.enums import ProposalState
from fairlead.matching.models import PlaceQuota, Proposal, Run, Schedule
from fairlead.matching.queries import board as boards
from fairlead.matching.queries import freeplaces, joining, nextbest, suggesting
from fairlead.matching.queries.pool import freeze
from fairlead.matching.queries.todos import todos
from fairlead.mentorships.enums import MentorshipState
from fairlead.mentorships.models import Mentorship
from fairlead.programmes.models import Participation
from fairlead.training.actions import completing
from fairlead.training.enums import Track
from tests import factories
from tests.matching.pools import pool
from tests.training.learning import module

pytestmark = pytest.mark.django_db
SOME = ("Dual career", "Taxation")


@pytest.fixture
def here():
    """Ana could have either of two mentees, Boris one of them alone; Carla has a place too many."""
    people = pool()
    people.mentor("Ana", SOME)
    people.mentor("Boris", SOME[:1])
    people.mentor("Carla", SOME[1:], languages=["en", "sk"])
    people.mentee("Chen", SOME[:1])
    people.mentee("Dana", SOME)
    return people


@pytest.fixture
def run(here, at):
    return here.run(at)


@pytest.fixture
def page(client, here, run):
    client.force_login(here.coordinator)
    url = reverse("matching:next", args=[run.pk])
    return lambda: " ".join(client.get(url).content.decode().split())


def since(run, at):
    frozen = freeze(run.round, base=run, at=at)
    new = joining.since(boards.load(run), nextbest.room(frozen))
    return new, joining.preview(boards.load(run), frozen, at=at)


def names(here, pairs):
    found = {str(one.pk): name for name, one in here.people.items()}
    return {found[mentee]: mentor and found[mentor] for mentee, mentor in pairs.items()}


def replaced(here, run, at):
    """The run that the button asks for, carried out."""
    asked = running.ask(run.round, weights=run.policy, base=run, by=here.by, at=at, least_change=True)
    running.carry_out(asked.pk, at=at)
    return Run.objects.get(pk=asked.pk)


def test_nothing_is_said_while_nobody_has_come(here, run, at, page):
    assert not since(run, at)[0]
    assert "Since this run" not in page()


def test_late_mentee_fits_without_changing_anything_and_the_new_run_does_what_was_told(here, run, at, page):
    before = here.pairs(run)
    free = ({"Ana", "Boris", "Carla"} - set(before.values())).pop()
    here.mentee("Late", {"Ana": SOME, "Boris": SOME[:1], "Carla": SOME[1:]}[free])
    new, told = since(run, at)
    assert (new.mentees, new.mentors) == ((str(here.people["Late"].pk),), ())
    assert names(here, told.moves) == {"Late": free}
    shown = page()
    assert "1 mentee has joined: " in shown
    assert "They fit without changing anything:" in shown
    later = replaced(here, run, at)
    assert here.pairs(later) == before | {"Late": free} == names(here, told.after)
    assert sum(one.score for one in later.proposals.all()) == told.total(told.after)


def test_offered_pair_stays_and_as_few_proposed_ones_move_as_possible(here, run, at):
    dana = run.proposals.select_related("run__round__programme").get(mentee=here.people["Dana"])
    offering.send_offers(run, proposals=[dana], by=here.by, at=at)
    for name in ("Emil", "Fay"):
        here.mentee(name, SOME)
    here.mentor("Dmitri", SOME)
    new, told = since(run, at)
    assert [str(here.people["Dmitri"].pk)] == list(new.mentors)
    assert "Dana" not in names(here, told.moves)
    assert "Chen" not in names(here, told.moves)
    assert here.pairs(replaced(here, run, at)) == names(here, told.after)
    assert Proposal.objects.get(pk=dana.pk).state == ProposalState.OFFERED


def test_mentee_who_asks_for_another_mentor_and_the_free_place_are_told(here, run, at, page):
    chen = run.proposals.get(mentee=here.people["Chen"])
    Proposal.objects.filter(pk=chen.pk).update(state=ProposalState.ACCEPTED)
    pair = factories.mentorship(here.round, chen.mentor, chen.mentee)
    Mentorship.objects.filter(pk=pair.pk).update(
        state=MentorshipState.ENDED_EARLY, ended_on=date(2026, 10, 5)
    )
    pair.refresh_from_db()
    afterwards.ask_again(pair, by=here.by, at=at)
    new, told = since(run, at)
    assert new.again == (str(chen.mentee_id),)
    assert new.places == (str(chen.mentor_id),)
    assert names(here, told.moves)["Chen"] not in (None, chen.mentor.person.name)
    assert "1 mentee waits for another mentor: " in page()
    assert here.pairs(replaced(here, run, at))["Chen"] == names(here, told.after)["Chen"]


def test_page_asks_the_database_as_often_for_one_as_for_three(here, run, at, page):
    counts = []
    for number in range(3):
        here.mentee(f"Late{number}")
        page()
        with CaptureQueriesContext(connection) as captured:
            page()
        counts.append(len(captured))
    assert counts[0] == counts[2]


def test_offer_of_an_earlier_run_that_came_to_nothing_is_not_forgotten(here, run, at, page):
    chen = run.proposals.select_related("run__round__programme").get(mentee=here.people["Chen"])
    offering.send_offers(run, proposals=[chen], by=here.by, at=at)
    newer = here.run(at, base=run)
    chen.refresh_from_db()
    offering.call_off(chen, by=here.by, at=at)
    assert "Chen" not in here.pairs(newer)
    (told,) = [one for one in todos(here.by, at=at) if "see who comes next" in one.title]
    assert told.url == reverse("matching:next", args=[newer.pk])
    assert since(newer, at)[0].again == (str(here.people["Chen"].pk),)
    last = replaced(here, newer, at)
    assert "Chen" in here.pairs(last)
    assert not [one for one in todos(here.by, at=at) if "see who comes next" in one.title]


def test_what_is_too_large_for_a_page_is_left_to_the_run(here, run, at, page, monkeypatch):
    here.mentee("Late")
    monkeypatch.setattr(joining, "MOST_AT_ONCE", 0)
    assert "What this comes to is not worked out on this page" in page()


def test_among_too_many_people_who_came_late_is_fitted_into_free_places_alone(
    here, run, at, page, monkeypatch
):
    here.mentee("Late", SOME)
    monkeypatch.setattr(joining, "MOST_AT_ONCE", 3)
    _new, told = since(run, at)
    assert (set(names(here, told.moves)), told.free_alone) == ({"Late"}, True)
    assert {one: mentor for one, mentor in told.after.items() if one in told.before} == told.before
    assert "so only free places were looked at" in page()
    PlaceQuota.objects.create(round=here.round, institution=here.home, mentees_most=9)
    assert since(run, at)[1] is None


def late_todos(here, at):
    return [one for one in todos(here.by, at=at) if "who came after the last run" in str(one.title)]


def test_mentees_who_came_late_are_a_thing_to_do_while_there_are_free_places(here, run, at):
    assert late_todos(here, at) == []
    for name in ("Late", "Later"):
        here.mentee(name, SOME)
    Participation.objects.filter(pk__in=[here.people["Late"].pk, here.people["Later"].pk]).update(
        joined_at=at + timedelta(days=1)
    )
    (told,) = late_todos(here, at)
    assert (str(told.title), told.count) == ("Fit in 2 mentees who came after the last run", 2)
    assert told.url == reverse("matching:next", args=[run.pk])
    factories.mentorship(here.round, here.people["Carla"], here.people["Later"])
    assert late_todos(here, at) == []
    here.mentor("Dmitri", SOME)
    assert [one.count for one in late_todos(here, at)] == [1]
    schedule = Schedule.objects.create(round=here.round)
    assert late_todos(here, at) == []
    schedule.delete()
    replaced(here, run, at + timedelta(days=2))
    assert late_todos(here, at) == []


def test_late_mentees_whose_training_is_missing_are_not_to_be_fitted_in(here, run, at):
    here.mentee("Late", SOME)
    Participation.objects.filter(pk=here.people["Late"].pk).update(joined_at=at + timedelta(days=1))
    assert len(late_todos(here, at)) == 1
    module(here.round.programme, "Role", track=Track.MENTEE)
    assert late_todos(here, at) == []


def test_what_cannot_be_solved_is_left_to_the_run(here, run, at, monkeypatch):
    here.mentee("Late")

    def called_off(*_given, **_more):
        raise Cancelled

    monkeypatch.setattr(joining, "solve", called_off)
    assert since(run, at)[1] is None


def test_proposed_pair_that_a_new_run_would_lose_for_want_of_training_is_told(here, run, at, page):
    here.mentee("Late")
    gone = here.pairs(run)["Dana"]
    asked = module(here.round.programme, "Role", track=Track.MENTOR)
    for name in {"Ana", "Boris", "Carla"} - {gone}:
        person = here.people[name].person
        completing.complete(asked, by=factories.actor(person), at=at)
    told = since(run, at)[1]
    assert told.untrained == (str(here.people[gone].pk),)
    shown = page()
    assert "1 person of a proposed pair misses training now and is left out of a new run" in shown
    assert f'<span dir="auto">{gone}</span>' in shown


def test_where_pairs_are_not_listed_whoever_waits_is_fitted_into_free_places(
    here, run, at, page, monkeypatch
):
    mentee = str(here.people["Dana"].pk)
    board = boards.load(run)
    others = {one: who for one, who in board.pairs.items() if one != mentee}
    freed = replace(board, pairs=others, ended=frozenset({mentee}))
    rows, cols = np.indices((len(board.compiled.problem.mentees), len(board.compiled.problem.mentors)))
    problem = board.compiled.problem
    listed = ListedSource(rows.shape, problem.pair_mentee, problem.pair_mentor, problem.score)
    nothing = np.zeros(0, dtype=np.int64)
    bare = replace(problem, pair_mentee=nothing, pair_mentor=nothing, score=nothing, source=listed)
    unlisted = replace(freed, compiled=replace(board.compiled, problem=bare))
    room = nextbest.room(freeze(run.round, base=run, at=at))
    found, expected = nextbest.of_board(unlisted, room), nextbest.of_board(freed, room)
    assert (found.free_alone, found.problem) == (True, "")
    assert {who for one in found.suggestions for who in one.fitted} == {
        who for one in expected.suggestions for who in one.fitted
    }
    assert all(list(one.moves) == list(one.fitted) for one in found.suggestions)
    monkeypatch.setattr(suggesting, "load", lambda _run: unlisted)
    assert "With so many people only free places are looked at, and nobody else moves." in page()
    monkeypatch.setattr(freeplaces, "MOST_AT_ONCE", 0)
    assert "This run is too large" in page()
    for problem, said in ((Cancelled(), "long"), (NotProven(findings=()), "many")):
        monkeypatch.setattr(freeplaces, "fit", raising(problem))
        assert nextbest.of_board(unlisted, room).problem == said


def raising(problem):
    def fail(*_given, **_more):
        raise problem

    return fail
