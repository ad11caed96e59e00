"""A coordinator plays a year through: from the programme's own figures to an answer in words."""

import html
from datetime import timedelta

import pytest
from django.urls import reverse

from fairlead.matching import tasks
from fairlead.matching.actions import simulating, watching
from fairlead.matching.actions.watching import Held
from fairlead.matching.models import Simulation
from fairlead.matching.queries.simulating import past
from fairlead.matching.queries.wording.simulated import summary, told
from fairlead.programmes.models import Area
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
    Simulation.objects.update(attempts=watching.MOST_ATTEMPTS)
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
    simulation.result["needed"] = None
    for one in simulation.result["scenarios"]:
        one["figures"]["wait_90"] = {"mean": 1.0, "low": 0.5, "high": 1.5}
        one["each"] = {"wait_90": [0.5, 1.5]}

    def say():
        return told(simulation.assumptions, simulation.result)

    words = say()
    assert "With 30 mentors, 30 places, how often you match makes no difference" in words.answers[0]
    first, other = simulation.result["scenarios"]
    first["figures"]["wait_90"] = {"mean": 2.0, "low": 1.5, "high": 2.5}
    other["figures"]["wait_90"] = {"mean": 8.0, "low": 2.0, "high": 14.0}
    first["each"], other["each"] = {"wait_90": [1.0, 3.0]}, {"wait_90": [7.0, 9.1]}
    assert "lets nine in ten wait at most 2.0 weeks" in say().answers[0]
    other["figures"]["wait_90"] = None
    assert say().rows[1].wait.interval == ""
    first["runs_without"]["wait_90"] = 1
    assert say().rows[0].wait.words == "more than 2.0 weeks"
    assert say().answers == []


NEEDED = [
    ({"reached": True, "added": []}, "The mentors you have keep your goal"),
    (
        {"reached": True, "added": [{"area": "Taxation", "language": "sk", "number": 1}]},
        "One mentor more keeps your goal: nine in ten within 6.0 weeks, at most 50 % left over, ",
    ),
    (
        {"reached": True, "added": [{"area": "", "language": "", "number": 2}]},
        "2 mentors more keep your goal: nine in ten within 6.0 weeks, at most 50 % left over, matching every",
    ),
    (
        {"reached": False, "added": [{"area": "Taxation", "language": "sk", "number": 2}]},
        "Even 2 mentors more do not keep your goal",
    ),
    ({"reached": False, "added": []}, "Mentors alone do not keep your goal"),
]


@pytest.mark.parametrize(("needed", "words"), NEEDED, ids=["none", "one", "two", "too many", "in vain"])
def test_what_the_goal_takes_is_told_by_area_and_language(people, at, needed, words):
    simulation = asked(people, at)
    simulating.carry_out(simulation.pk, at=at)
    simulation.refresh_from_db()
    simulation.result["needed"] = needed | {"then": simulation.result["scenarios"][0]}
    said = told(simulation.assumptions, simulation.result)
    assert said.answers[-1].startswith(words)
    assert sum(number for _, _, number in said.wanted) == needed["reached"] * sum(
        one["number"] for one in needed["added"]
    )


def test_rhythm_by_days_is_told_and_compared(people, at):
    simulation = asked(people, at, rhythms=[{"long": 14}, {"enough": 2}])
    assert summary(simulation) == (
        "When somebody has waited 14 days, when 2 mentees wait; 100 % of the mentors; 1.00 mentees a week"
    )
    simulating.carry_out(simulation.pk, at=at)
    simulation.refresh_from_db()
    words = told(simulation.assumptions, simulation.result)
    assert words.rows[0].matching == "when somebody has waited 14 days"
    assert words.kinds[0][1] == [("Taxation", "English", "1.00")]


def test_people_of_another_language_are_added_to_those_of_last_year(client, people):
    client.force_login(factories.member(people.round.programme))
    url = reverse("matching:simulations", args=[people.round.programme_id])
    area = Area.objects.filter(programme=people.round.programme)[0]
    further = {"further_area_1": area.pk, "further_language_1": "sk", "further_who_1": "mentees"}
    more = {"further_area_2": area.pk, "further_language_2": "fr", "further_who_2": "mentors"}
    given = filled_in(client, url) | further | more | {"further_number_1": "0.25", "further_number_2": "3"}
    given |= {f"more_{area.pk}": "2", "more_language": "fr"}
    assert client.post(url, given).status_code == 302
    assumed = Simulation.objects.get().assumptions
    assert assumed["mentees"][-1] == {"areas": [area.name], "languages": ["sk"], "per_week": 0.25}
    assert assumed["mentors"][-2:] == [
        {"areas": [area.name], "languages": ["fr"], "number": 2, "places": 1},
        {"areas": [area.name], "languages": ["fr"], "number": 3, "places": 1},
    ]


def test_half_a_row_and_half_a_mentor_are_said_beside_the_field(client, people):
    client.force_login(factories.member(people.round.programme))
    url = reverse("matching:simulations", args=[people.round.programme_id])
    row = {"further_who_1": "mentors", "further_number_1": "0.5", "further_language_1": "sk"}
    response = client.post(url, filled_in(client, url) | row)
    assert sorted(response.context["form"].errors) == ["further_area_1", "further_number_1"]


def test_figures_are_taken_up_again_with_the_same_luck(client, people):
    client.force_login(factories.member(people.round.programme))
    url = reverse("matching:simulations", args=[people.round.programme_id])
    client.post(url, filled_in(client, url) | {"early": "33"})
    first = Simulation.objects.get()
    again = f"{url}?from={first.pk}"
    assert client.get(again).context["form"]["early"].value() == "33"
    client.post(again, filled_in(client, again) | {"early": "34"})
    other = Simulation.objects.exclude(pk=first.pk).get()
    assert other.assumptions["seed"] == first.assumptions["seed"]
    assert (other.assumptions["ends_early"], other.given["early"]) == (0.34, "34")
    assert client.get(f"{url}?from=nothing").context["before"] is None


def test_a_simulation_is_cancelled_while_it_waits_and_never_played(client, people, at):
    simulation = asked(people, at)
    client.force_login(factories.member(people.round.programme))
    page = reverse("matching:simulation", args=[simulation.pk])
    url = reverse("matching:cancel_simulation", args=[simulation.pk])
    assert f'action="{url}"' in client.get(page).content.decode()
    assert client.post(url).url == reverse("matching:simulations", args=[simulation.programme_id])
    assert simulating.carry_out(simulation.pk, at=at) is False
    assert "This simulation was cancelled." in text(client.get(page))
    assert client.post(url).url == page
    assert Simulation.objects.get().state == "cancelled"


def test_a_simulation_is_cancelled_while_it_is_played(people, at, monkeypatch):
    simulation = asked(people, at)
    monkeypatch.setattr("fairlead.matching.actions.watching.LOOK_EVERY", 0.0)
    played = simulating.answer

    def cancelled_meanwhile(question, *, watch):
        simulating.cancel(Simulation.objects.get(), by=people.by, at=at)
        return played(question, watch=watch)

    monkeypatch.setattr(simulating, "answer", cancelled_meanwhile)
    assert simulating.carry_out(simulation.pk, at=at) is False
    assert (Simulation.objects.get().state, Simulation.objects.get().result) == ("cancelled", {})


def test_a_failure_after_a_cancel_changes_nothing(people, at, monkeypatch):
    simulation = asked(people, at)

    def cancelled_and_broken(question, *, watch):
        simulating.cancel(Simulation.objects.get(), by=people.by, at=at)
        raise ArithmeticError

    monkeypatch.setattr(simulating, "answer", cancelled_and_broken)
    assert simulating.carry_out(simulation.pk, at=at) is False
    assert Simulation.objects.get().state == "cancelled"


def test_how_far_it_is_can_be_followed(client, people, at):
    simulation = asked(people, at)
    Simulation.objects.update(state="running", attempts=1)
    simulation.refresh_from_db()
    Held(simulation).told("adding_mentors", 0.5)
    simulation.refresh_from_db()
    assert (simulation.step, simulation.percent) == ("adding_mentors", 90)
    client.force_login(factories.member(people.round.programme))
    page = text(client.get(reverse("matching:simulation", args=[simulation.pk])))
    assert "Looking for the mentors you need" in page
