"""Runs with too many people to answer for one by one: the kind of reason is told, and what it counts."""

from datetime import timedelta
from itertools import permutations

import pytest
from django.urls import reverse
from django.utils import timezone

from fairlead.matching.actions import running
from fairlead.matching.enums import RunState
from fairlead.matching.models import Run, Unmatched
from fairlead.matching.queries import boarding, computing, effects, fairness_page, ways
from fairlead.matching.queries.board import load
from fairlead.matching.queries.computing import compiled_from
from fairlead.matching.queries.weighing import default_weights
from fairlead.programmes.enums import ParticipationState
from fairlead.programmes.models import Participation
from tests.matching.approving import text
from tests.matching.pools import pool

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd(monkeypatch):
    """Two mentors with a place each, five mentees: one of them speaks none of the languages."""
    monkeypatch.setattr(computing, "TOLD_ONE_BY_ONE_UP_TO", 0)
    people = pool()
    for name in ("Ana", "Boris"):
        people.mentor(name)
    for name in ("Chen", "Dana", "Emil", "Fay"):
        people.mentee(name)
    people.mentee("Gita", languages=["fi"])
    return people


def test_the_same_people_are_left_over_for_the_same_kind_of_reason(crowd, at, monkeypatch):
    large = crowd.run(at)
    monkeypatch.undo()
    small = crowd.run(at, base=large)
    assert crowd.pairs(large) == crowd.pairs(small)
    assert crowd.left_over(large) == crowd.left_over(small)
    assert set(crowd.left_over(large).values()) == {"mentors_full", "no_allowed_mentor"}


def test_the_board_says_so_in_sentences_and_what_else_to_have_is_asked_for_by_person(client, crowd, at):
    run = crowd.run(at)
    client.force_login(crowd.coordinator)
    page = text(client.get(reverse("matching:run", args=[run.pk])))
    assert page.count("All 2 possible mentors are full, and nobody there could move elsewhere.") == 2
    assert "No mentor in the pool shares a language to meet in." in page
    assert {one.runner_up["not_tried"] for one in run.proposals.all()} == {True}
    waiting = Unmatched.objects.filter(run=run, reason__kind="mentors_full").first()
    others = client.get(reverse("matching:alternatives", args=[run.pk, waiting.participation_id]))
    assert others.status_code == 200


def test_a_large_pool_is_read_by_the_worker_and_gives_the_same_pairs(crowd, at, monkeypatch):
    small = crowd.run(at)
    monkeypatch.setattr(running, "READ_AT_ONCE_UP_TO", 3)
    asked = running.ask(crowd.round, weights=default_weights(), base=None, by=crowd.by, at=at, seed=7)
    assert (asked.frozen, asked.state) == ({}, RunState.QUEUED)
    running.carry_out(asked.pk, at=at)
    large = Run.objects.get(pk=asked.pk)
    assert (large.frozen, large.policy) == (small.frozen, small.policy)
    assert crowd.pairs(large) == crowd.pairs(small)


def test_a_large_pool_that_empties_before_it_is_read_fails_with_a_sentence(crowd, at, monkeypatch):
    monkeypatch.setattr(running, "READ_AT_ONCE_UP_TO", 3)
    asked = running.ask(crowd.round, weights=default_weights(), base=None, by=crowd.by, at=at)
    Participation.objects.filter(round=crowd.round).update(state=ParticipationState.LEFT)
    running.carry_out(asked.pk, at=at)
    asked.refresh_from_db()
    assert asked.state == RunState.FAILED
    assert asked.problem.startswith("There is nobody to match")


def test_a_run_that_is_called_off_while_it_is_read_stays_so(crowd, at, monkeypatch):
    monkeypatch.setattr(running, "READ_AT_ONCE_UP_TO", 3)
    asked = running.ask(crowd.round, weights=default_weights(), base=None, by=crowd.by, at=at)
    real = running.freeze

    def meanwhile(*given, **named):
        running.cancel(Run.objects.get(pk=asked.pk), by=crowd.by, at=at)
        return real(*given, **named)

    monkeypatch.setattr(running, "freeze", meanwhile)
    assert not running.carry_out(asked.pk, at=at)
    asked.refresh_from_db()
    assert (asked.state, asked.frozen, asked.proposals.count()) == (RunState.CANCELLED, {}, 0)


def test_a_run_lost_while_it_was_read_begins_again(crowd, at, monkeypatch):
    monkeypatch.setattr(running, "READ_AT_ONCE_UP_TO", 3)
    asked = running.ask(crowd.round, weights=default_weights(), base=None, by=crowd.by, at=at)
    with monkeypatch.context() as patched:
        patched.setattr(running, "freeze", interrupted)
        with pytest.raises(KeyboardInterrupt):
            running.carry_out(asked.pk, at=at)
    now = timezone.now()
    assert not running.carry_out(asked.pk, at=now + timedelta(minutes=1))
    assert running.carry_out(asked.pk, at=now + timedelta(minutes=6))
    asked.refresh_from_db()
    assert (asked.state, asked.attempts, asked.proposals.count()) == (RunState.DONE, 2, 2)


def interrupted(*given, **named):
    raise KeyboardInterrupt


def test_what_a_policy_would_do_to_a_large_pool_is_not_worked_out_while_typing(crowd, at, monkeypatch):
    assert not effects.is_large(crowd.round, at=at)
    monkeypatch.setattr(effects, "MOST_AT_ONCE", 9)
    assert effects.is_large(crowd.round, at=at)
    monkeypatch.setattr(effects, "MOST_AT_ONCE", 10)
    assert not effects.is_large(crowd.round, at=at)


def test_of_very_many_mentors_those_with_the_most_points_are_looked_at_and_others_found_by_name(
    client, crowd, at, monkeypatch
):
    crowd.mentor("Örs", ("Dual career",), campus="Somewhere")
    run = crowd.run(at)
    board, mentee = load(run), str(crowd.people["Emil"].pk)
    whole = boarding.mentors_for(board, mentee)[0]
    monkeypatch.setattr(boarding, "MANY_MENTORS", 2)
    monkeypatch.setattr(boarding, "LOOKED_AT", 1)
    some = boarding.mentors_for(board, mentee)[0]
    most = max(one.points for one in whole)
    assert 0 < len(some) <= 2 < 1 + len(whole)
    assert max(one.points for one in some) == most
    client.force_login(crowd.coordinator)
    page = client.get(reverse("matching:board_pick", args=[run.pk, mentee]), {"q": "öRS"})
    here = crowd.pairs(run).get("Emil")
    assert ("Örs" in text(page)) or here == "Örs"
    assert "Of 3 mentors those with the most points are looked at" in text(page)


def test_an_earlier_run_tells_equal_pairings_apart_only_where_pairs_are_listed(crowd, at, monkeypatch):
    run = crowd.run(at)
    assert compiled_from(run).policy.tiers[-1] == "kept"
    monkeypatch.setattr(computing, "CELLS_LISTED", 3)
    assert compiled_from(run).policy.tiers == ("mentees", "score")
    again = crowd.run(at, base=run)
    assert compiled_from(again).problem.base
    assert crowd.pairs(again) == crowd.pairs(run)
    monkeypatch.setattr(computing, "KEPT_AMONG_UP_TO", 3)
    assert not compiled_from(again).problem.base


def test_of_many_groups_the_largest_are_shown_and_the_others_counted(client, crowd, at, monkeypatch):
    run = crowd.run(at)
    monkeypatch.setattr(fairness_page, "MOST_ROWS", 1)
    client.force_login(crowd.coordinator)
    page = text(client.get(reverse("matching:fairness", args=[run.pk])))
    assert {len(one["rows"]) for one in fairness_page.told(run)["groups"]} == {1}
    assert "Those with the most mentees are shown; 1 more is left out." in page


def test_moves_are_told_in_the_same_order_whatever_the_order_of_the_pairs():
    ids = [f"mentee-{number}" for number in range(5)]
    told = {
        tuple(ways.difference(dict.fromkeys(some, "a"), dict.fromkeys(some, "b")))
        for some in permutations(ids)
    }
    assert told == {tuple(ids)}
