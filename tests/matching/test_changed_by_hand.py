"""What is said of a run’s fairness and weights once its pairs were changed by hand."""

import pytest
from django.urls import reverse

from fairlead.matching.actions import boards
from fairlead.matching.actions.boards import Plan
from fairlead.matching.enums import BoardKind
from fairlead.matching.models import Unmatched
from fairlead.matching.queries import board, changes, fairness, sensitivity, waiting, ways
from tests.matching.pools import pool

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    people = pool()
    people.mentor("Ana", ("Dual career", "Taxation"))
    people.mentor("Boris", ("Taxation", "Housing"))
    people.mentee("Chen", ("Dual career", "Taxation"))
    people.mentee("Dana", ("Taxation", "Housing"))
    return people


@pytest.fixture
def run(here, at):
    return here.run(at)


def swap(here, run, at):
    """Chen gets Boris, whom the engine gave to Dana."""
    mentee, mentor = str(here.people["Chen"].pk), str(here.people["Boris"].pk)
    way = ways.of_pair(board.load(run), mentee, mentor)[0]
    plan = Plan(BoardKind.PAIR, mentee, mentor, way.moves)
    return boards.change(run, plan, number=0, reason="They asked.", by=here.by, at=at)


def apart(here, run, at):
    """Chen is left without a mentor."""
    chen = str(here.people["Chen"].pk)
    plan = Plan(BoardKind.APART, chen, board.load(run).pairs[chen], {chen: None})
    return boards.change(run, plan, number=0, reason="They asked.", by=here.by, at=at)


def said(client, here, run):
    client.force_login(here.coordinator)
    return client.get(reverse("matching:fairness", args=[run.pk])).content.decode()


def test_proof_is_shown_for_pairs_of_the_engine(client, here, run):
    assert changes.changed(run) == 0
    assert ('id="proof"' in said(client, here, run), sensitivity.hindrance(run)) == (True, "")


def test_no_proof_is_claimed_for_pairs_changed_by_hand(client, here, run, at):
    swap(here, run, at)
    page = said(client, here, run)
    assert changes.changed(run) >= 1
    assert ('id="proof"' in page, "changed them by hand" in page) == (False, True)
    assert sensitivity.hindrance(run) == "changed"


def test_proof_is_back_once_the_change_is_undone(client, here, run, at):
    made = swap(here, run, at)
    boards.undo(made, by=here.by, at=at)
    assert ('id="proof"' in said(client, here, run), sensitivity.hindrance(run)) == (True, "")


def test_figures_are_of_the_pairs_as_they_stand(here, run, at):
    before = fairness.own_step(run)
    assert (before.matched, before.total) == (run.result["matched"], run.result["total_score"])
    apart(here, run, at)
    (left,) = board.load(run).scores.values()
    now = fairness.own_step(run)
    assert (now.matched, now.total, now.worst) == (1, left, left)
    assert [one.mentee.name for one in fairness.worst_off(run, now)[0]] == ["Dana"]


@pytest.mark.parametrize("reason", [{"kind": "by_hand", "people": []}, {}])
def test_who_was_left_without_a_mentor_by_hand_is_not_told_that_others_need_the_place(here, run, at, reason):
    apart(here, run, at)
    left = Unmatched.objects.filter(run=run, participation=here.people["Chen"])
    assert left.get().reason["kind"] == "by_hand"
    left.update(reason=reason)
    (wait,) = (one for one in waiting.of_round(here.round, at=at) if one.application.person.name == "Chen")
    assert wait.reason == waiting.Reason.NOT_FOUND
