"""A run is told step by step, is called off within a second, and says no more than is proven."""

import time
from datetime import timedelta

import pytest

from fairlead.engine import solvers
from fairlead.engine.refusals import Cancelled, NotEnoughMemory, NotProven
from fairlead.engine.results import Method, Status
from fairlead.matching import tasks
from fairlead.matching.actions import offering, running, watching
from fairlead.matching.enums import ProposalState, RunState
from fairlead.matching.models import Proposal, Run
from fairlead.matching.queries import alternatives, computing, wording
from fairlead.matching.queries.weighing import default_weights
from fairlead.notifications.models import Letter
from fairlead.programmes.enums import RoundState
from fairlead.programmes.models import Round
from tests import factories
from tests.matching.pools import pool
from tests.matching.scenes import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    made = pool()
    made.mentor("Ana")
    made.mentee("Chen")
    made.mentee("Dana", grade=2)
    return made


@pytest.fixture
def held(people, at):
    asked = running.ask(people.round, weights=default_weights(), base=None, by=people.by, at=at)
    Run.objects.update(state=RunState.RUNNING, attempts=1, lease_until=at)
    return watching.Held(Run.objects.get(pk=asked.pk))


def test_steps_of_a_run_are_told_in_order_and_never_go_back(held):
    told = []
    for step, done in [
        ("scoring", 0.0),
        ("planned", 1.0),
        ("most_mentees", 0.5),
        ("best_total", 0.0),
        ("tier_kept", 0.0),
        ("explaining", 0.5),
        ("saving", 0.0),
    ]:
        held.told(step, done)
        run = Run.objects.get()
        told.append((run.step, run.percent))
    assert told == [
        ("scoring", 0),
        ("scoring", 0),
        ("most_mentees", 25),
        ("best_total", 30),
        ("solving", 30),
        ("explaining", 78),
        ("saving", 95),
    ]


def test_run_that_somebody_cancels_stops_within_a_second(held, people, at, monkeypatch):
    assert held.lost() is False
    running.cancel(Run.objects.get(), by=people.by, at=at)
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        working_for(5, held.watch)
    assert time.monotonic() - begun < 1


def working_for(seconds, watch):
    for _ in range(seconds * 20):
        watch.progress("solving", 0.1)
        time.sleep(0.05)


def test_run_that_another_worker_took_over_is_lost(held):
    Run.objects.update(attempts=2)
    assert held.lost() is True


def test_long_run_renews_its_lease(held, monkeypatch, at):
    held._renewed_at -= watching.RENEW_EVERY
    assert held.lost() is False
    assert Run.objects.get().lease_until > at + timedelta(days=1)


def within(problem, objective, **_given):
    found = solvers.solve(problem, objective)
    tiers = [computing.replace(tier, bound=tier.bound + 1) for tier in found.tiers]
    return computing.replace(found, status=Status.WITHIN, tiers=tuple(tiers), method=Method.BRANCHING)


def test_run_that_is_not_proven_says_how_far_from_the_best_it_can_be(people, at, monkeypatch):
    monkeypatch.setattr(computing, "solve", within)
    run = people.run(at)
    assert (run.state, run.result["status"]) == (RunState.DONE, "within")
    told = wording.summary(run)
    assert told.sentences[0] == (
        "No better set of pairs was found, but it is not proven to be the best: "
        "at most 1 mentee more could have a mentor."
    )
    run.result["most_possible"] = run.result["matched"]
    assert (
        wording.summary(run).sentences[0].endswith("with as many mentees, at most 1 point more is possible.")
    )
    assert people.left_over(run) == {"Dana": "not_proven"}
    assert run.proposals.get().runner_up is None
    choices = alternatives.of_mentee(run, people.people["Dana"].pk)
    assert (choices.proven, choices.possible) == (False, [])


def test_way_in_which_pairs_were_found_is_told_in_words(people, at):
    record = {one["label"]: one["value"] for one in wording.summary(people.run(at)).record}
    assert record["Engine"].endswith("a flow of least cost through a network, in whole numbers")
    assert record["Proof"].startswith("A price for each person")


@pytest.mark.parametrize("method", list(Method))
def test_every_method_has_words(method):
    assert wording.method(method) not in {str(method), ""}
    assert wording.method("what an older version wrote") == "what an older version wrote"


@pytest.mark.parametrize(
    ("refusal", "told"),
    [
        (NotProven(findings=("x",)), "The independent check did not confirm the result, so none is shown."),
        (
            NotEnoughMemory(needed=2, available=1),
            "This needs more memory than the computer has free. Ask your IT administrator.",
        ),
    ],
)
def test_run_that_the_engine_refuses_says_why(people, at, monkeypatch, refusal, told):
    def refuse(*_given, **_named):
        raise refusal

    monkeypatch.setattr(computing, "solve", refuse)
    run = people.run(at)
    assert (run.state, run.problem) == (RunState.FAILED, told)


def test_run_without_a_pair_has_no_weakest_pair(at):
    people = pool()
    people.mentor("Ana", languages=["fr"])
    people.mentee("Chen", languages=["sk"])
    run = people.run(at)
    assert (run.result["worst"], run.result["places_used"]) == (None, 0)
    figures = {row["label"]: row["values"] for row in wording.side_by_side(run, run)}
    assert figures["Weakest pair"] == ["–", "–"]


def test_open_offer_of_a_finished_round_is_called_off_and_both_are_told(at):
    one = scene(at)
    offering.send_offers(one.run, proposals=[one.proposal], by=actor_of(one), at=at)
    Round.objects.update(state=RoundState.FINISHED)
    assert (tasks.sweep(at=at), tasks.sweep(at=at)) == (1, 0)
    assert Proposal.objects.get().state == ProposalState.EXPIRED
    assert Letter.objects.filter(kind="offer-round-over").count() == 2


def test_one_broken_offer_does_not_stop_the_others(at, monkeypatch):
    scenes = [scene(at), scene(at)]
    for one in scenes:
        offering.send_offers(one.run, proposals=[one.proposal], by=actor_of(one), at=at)
    expire, broken = offering.expire, scenes[0].proposal.pk

    def sometimes(proposal, *, at):
        if proposal.pk == broken:
            raise RuntimeError
        return expire(proposal, at=at)

    monkeypatch.setattr(offering, "expire", sometimes)
    tasks.sweep(at=at + timedelta(days=30))
    states = {one.proposal.pk: Proposal.objects.get(pk=one.proposal.pk).state for one in scenes}
    assert states == {
        scenes[0].proposal.pk: ProposalState.OFFERED,
        scenes[1].proposal.pk: ProposalState.EXPIRED,
    }


def actor_of(one):
    return factories.actor(one.coordinator)
