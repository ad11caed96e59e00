"""A coordinator plays a year through: from the programme's own figures to an answer in words."""

import html
from datetime import timedelta

import pytest
from django.urls import reverse

from fairlead.matching import tasks
from fairlead.matching.actions import simulating
from fairlead.matching.models import Simulation
from fairlead.matching.queries.simulating import past
from fairlead.matching.queries.wording.simulated import told
from tests import factories
from tests.matching.pools import pool

pytestmark = pytest.mark.django_db

QUESTION = {
    "weeks": 8, "warm_up": 2, "runs": 2, "length": 6, "ends_early": 0.1, "accepts": 0.9, "answer": 0.5,
    "rhythms": ["weekly", {"enough": 2}], "shares_of_mentors": [1], "seed": 3,
    "mentees": [{"areas": ["Taxation"], "languages": ["en"], "per_week": 1}],
    "mentors": [{"areas": ["Taxation"], "languages": ["en"], "number": 3, "places": 1}],
    "goal": {"wait_90": 6, "unmatched": 0.5},
}  # fmt: skip


@pytest.fixture
def people():
    found = pool()
    found.mentor("Ana")
    found.mentee("Chen")
    found.mentee("Dana")
    return found


def text(response):
    return html.unescape(" ".join(response.content.decode().split()))


def filled_in(client, url):
    """The page's form as it is filled in, ready to be sent."""
    form = client.get(url).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in sent.items() if value is not None} | {"runs": 5}


def test_the_form_is_filled_in_from_the_programmes_own_year(people, at):
    found = past(people.round.programme, at=at + timedelta(days=7))
    assert sum(found.mentees.values()) == 2
    assert sum(found.mentors.values()) == 1


def test_a_coordinator_asks_and_reads_the_answer(client, people):
    client.force_login(factories.member(people.round.programme))
    url = reverse("matching:simulations", args=[people.round.programme_id])
    given = filled_in(client, url)
    given |= {name: "0.5" for name in given if name.startswith("rate_")}
    response = client.post(url, given)
    simulation = Simulation.objects.get()
    assert response.url == reverse("matching:simulation", args=[simulation.pk])
    assert "Simulation" in text(client.get(response.url))
    Simulation.objects.update(assumptions=QUESTION, state="queued", attempts=0)
    tasks.play_simulation.func(str(simulation.pk))
    simulation.refresh_from_db()
    assert (simulation.state, simulation.percent) == ("done", 100)
    page = text(client.get(response.url))
    assert "Every week" in page
    assert "When 2 mentees wait" in page
    assert "1 mentees a week arrive by chance" in page.replace("1.00", "1")


def test_what_is_wrong_is_told_beside_it(client, people):
    client.force_login(factories.member(people.round.programme))
    url = reverse("matching:simulations", args=[people.round.programme_id])
    response = client.post(url, filled_in(client, url) | {"months": "0", "accepts": "101"})
    assert (response.status_code, sorted(response.context["form"].errors)) == (422, ["accepts", "months"])


def test_nobody_who_arrives_is_nothing_to_play(client, people):
    client.force_login(factories.member(people.round.programme))
    url = reverse("matching:simulations", args=[people.round.programme_id])
    given = filled_in(client, url)
    given |= {name: "0" for name in given if name.startswith("rate_")}
    response = client.post(url, given)
    assert (response.status_code, Simulation.objects.count()) == (422, 0)
    assert "Say how many mentees arrive" in text(response)


def asked(people, at, **changes):
    return simulating.ask(people.round.programme, QUESTION | changes, by=people.by, at=at)


def test_figures_that_cannot_be_played_are_refused(people, at):
    with pytest.raises(simulating.NothingToPlay):
        asked(people, at, weeks=-1)


def test_a_simulation_whose_worker_was_lost_is_played_by_the_sweep_once(people, at):
    simulation = asked(people, at)
    Simulation.objects.update(state="running", attempts=1, lease_until=at)
    assert simulating.carry_out(simulation.pk, at=at - timedelta(seconds=1)) is False
    assert tasks.sweep(at=at + timedelta(minutes=1)) >= 1
    assert simulating.carry_out(simulation.pk, at=at + timedelta(hours=1)) is False
    assert Simulation.objects.get().state == "done"


def test_a_simulation_that_keeps_failing_is_given_up(people, at):
    simulation = asked(people, at)
    Simulation.objects.update(attempts=simulating.MOST_ATTEMPTS)
    assert simulating.carry_out(simulation.pk, at=at) is False
    assert Simulation.objects.get().state == "failed"


def test_a_failure_is_told_and_keeps_no_details(client, people, at):
    simulation = asked(people, at)
    Simulation.objects.update(assumptions={"weeks": -1})
    assert simulating.carry_out(simulation.pk, at=at) is True
    client.force_login(factories.member(people.round.programme))
    page = text(client.get(reverse("matching:simulation", args=[simulation.pk])))
    assert "The simulation could not be finished" in page
    assert Simulation.objects.get().problem == "PolicyRefused"


def test_the_answers_in_words_do_not_claim_what_chance_made(people, at):
    mentors = [{"areas": ["Taxation"], "languages": ["en"], "number": 30, "places": 1}]
    simulation = asked(people, at, mentors=mentors)
    simulating.carry_out(simulation.pk, at=at)
    simulation.refresh_from_db()
    assert (
        "The mentors you have keep your goal" in told(simulation.assumptions, simulation.result).answers[-1]
    )
    for one in simulation.result["scenarios"]:
        one["figures"]["wait_90"] = {"mean": 1.0, "low": 0.5, "high": 1.5}

    def say():
        return told(simulation.assumptions, simulation.result)

    words = say()
    assert "makes no difference that could be told from chance" in words.answers[0]
    first, other = simulation.result["scenarios"]
    first["figures"]["wait_90"] = {"mean": 2.0, "low": 1.5, "high": 2.5}
    other["figures"]["wait_90"] = {"mean": 8.0, "low": 7.0, "high": 9.0}
    assert "lets nine in ten wait at most 2.0 weeks" in say().answers[0]
    simulation.result["needed"] = {"reached": False, "added": {"Taxation": 2}, "then": {}}
    assert "Even 2 mentors more" in say().answers[-1]
    simulation.result["needed"] = {"reached": True, "added": {"Taxation": 1}, "then": {}}
    assert "Taxation: 1" in say().answers[-1]
    other["figures"]["wait_90"] = None
    assert say().rows[1].wait.interval == ""
