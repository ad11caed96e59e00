"""Which weights of a run matter, against runs with every weight."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.engine.counting import tier_values
from fairlead.engine.solvers import solve
from fairlead.engine.watching import Watch
from fairlead.matching.actions import sensing
from fairlead.matching.models import Run, Sensitivity
from fairlead.matching.queries import sensitivity
from fairlead.matching.queries.computing import compiled_from
from fairlead.matching.queries.wording import sensitivity as wording
from tests.matching.pools import pool

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    """Ana covers what Chen wants most; Boris is on his campus."""
    made = pool()
    made.mentor("Ana", ("Dual career", "Taxation"), campus="North")
    made.mentor("Boris", ("Housing", "Taxation"), campus="South", grade=6)
    made.mentee("Chen", ("Dual career", "Taxation"), campus="South")
    made.mentee("Dana", ("Taxation", "Housing"), campus="North")
    return made


@pytest.fixture
def signed_in(client, people):
    client.force_login(people.coordinator)
    return client


def by_every_weight(run, key):
    """The weights around the run's own at which its pairs are the best, each solved anew."""
    made = {(str(mentee), str(mentor)) for mentee, mentor in run.proposals.values_list("mentee", "mentor")}

    def stays(weight):
        weights = {**run.policy, "weights": {**run.policy["weights"], key: weight}}
        compiled = compiled_from(Run(policy=weights, frozen=run.frozen, seed=run.seed, asked_at=run.asked_at))
        objective = compiled.policy.objective
        own = tuple(sorted(compiled.pair(*pair) for pair in made))
        best = solve(compiled.problem, objective).pairs
        return tier_values(compiled.problem, objective, own) == tier_values(compiled.problem, objective, best)

    now = run.policy["weights"][key]
    low = next((one + 1 for one in range(now - 1, -1, -1) if not stays(one)), 0)
    high = next((one - 1 for one in range(now + 1, 101) if not stays(one)), 100)
    return low, high


def test_each_range_is_that_of_every_weight_solved(people, at):
    run = people.run(at)
    found = {one["key"]: one for one in sensitivity.work_out(run, watch=Watch())}
    assert set(found) == set(run.policy["weights"])
    for key in ("areas", "campus", "grade"):
        assert (found[key]["low"], found[key]["high"]) == by_every_weight(run, key)
    assert found["campus"]["high"] < 100
    assert found["campus"]["above"]["changed"] == 2
    assert (found["reach"]["low"], found["reach"]["high"]) == (0, 100)


def test_question_is_worked_out_once_and_kept(people, at):
    run = people.run(at)
    asked = sensing.ask(run, by=people.by, at=at)
    assert sensing.ask(run, by=people.by, at=at + timedelta(minutes=1)).pk == asked.pk
    assert sensing.carry_out(asked.pk)
    assert not sensing.carry_out(asked.pk)
    kept = Sensitivity.objects.get()
    assert (kept.done, len(kept.ranges), kept.problem) == (True, len(run.policy["weights"]), "")


def test_search_that_takes_too_long_keeps_what_is_known(people, at, monkeypatch):
    monkeypatch.setattr(sensing, "SECONDS", -1.0)
    asked = sensing.ask(people.run(at), by=people.by, at=at)
    sensing.carry_out(asked.pk)
    assert Sensitivity.objects.get().ranges == []


def test_question_that_went_wrong_can_be_asked_again(signed_in, people, at, monkeypatch):
    run = people.run(at)
    url = reverse("matching:sensitivity", args=[run.pk])
    with monkeypatch.context() as broken:
        broken.setattr(sensing, "work_out", lambda run, watch: 1 // 0)
        sensing.carry_out(sensing.ask(run, by=people.by, at=at).pk)
    assert "Something went wrong" in signed_in.get(url).content.decode()
    signed_in.post(url)
    assert "weights are known" in signed_in.get(url).content.decode()
    assert sensing.carry_out(Sensitivity.objects.get().pk)
    kept = Sensitivity.objects.get()
    assert (kept.done, len(kept.ranges), kept.problem) == (True, len(run.policy["weights"]), "")


def test_run_with_a_floor_has_no_ranges(people, at):
    run = people.run(at, floor="1")
    assert sensitivity.hindrance(run) == "floor"
    with pytest.raises(sensing.NothingToSense):
        sensing.ask(run, by=people.by, at=at)


def test_page_asks_waits_and_shows_a_bar_for_each_weight(signed_in, people, at):
    run = people.run(at)
    url = reverse("matching:sensitivity", args=[run.pk])
    assert "Work it out" in signed_in.get(url).content.decode()
    assert signed_in.post(url).url == url
    assert "weights are known" in signed_in.get(url).content.decode()
    sensing.carry_out(Sensitivity.objects.get().pk)
    page = signed_in.get(url).content.decode()
    assert page.count('class="range-same"') == len(run.policy["weights"])
    assert "any weight from 0 to 100 gives the same pairs." in page
    assert signed_in.get(url, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"


def test_page_asks_the_database_as_often_for_one_weight_as_for_three(signed_in, people, at):
    url, asked = reverse("matching:sensitivity", args=[people.run(at).pk]), []
    row = {
        "key": "campus",
        "label": "",
        "now": 5,
        "low": 0,
        "high": 9,
        "below": None,
        "solves": 1,
        "proven": True,
    }
    row["above"] = {"weight": 10, "changed": 2}
    made = Sensitivity.objects.create(run=Run.objects.get(), asked_at=at, done=True)
    for number in (1, 3):
        Sensitivity.objects.filter(pk=made.pk).update(ranges=[row] * number)
        with CaptureQueriesContext(connection) as captured:
            assert "At 10, 2 mentees have other mentors." in signed_in.get(url).content.decode()
        asked.append(len(captured))
    assert asked[0] == asked[1]


@pytest.mark.parametrize(
    ("low", "high", "proven", "sentence"),
    [
        (0, 30, True, "Any weight between 0 and 30 gives the same 41 pairs."),
        (15, 15, True, "Only 15 gives exactly these pairs."),
        (0, 100, True, "It does not matter: any weight from 0 to 100 gives the same pairs."),
        (10, 20, False, "At least from 10 to 20 the pairs are the same; the search ended there."),
    ],
)
def test_range_is_told_in_a_sentence(low, high, proven, sentence):
    assert wording.span({"low": low, "high": high, "proven": proven}, 41) == sentence
