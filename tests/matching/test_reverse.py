"""Reverse mentoring: points for grade turned round, in the policy, on pages and in what is told."""

from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead.engine.compile import compile_problem
from fairlead.engine.values import Candidate
from fairlead.matching.models import Run
from fairlead.matching.queries import presets, scenarios, wording
from fairlead.matching.queries.weighing import Standing, as_policy, default_weights, standing_of
from fairlead.matching.queries.wording import policies
from fairlead.matching.queries.wording.scenarios import policy_differs
from tests.matching.pools import pool
from tests.matching.test_policy import posted
from tests.matching.test_scenarios import tried

BELOW = {"standing": "below"}
GRADE = st.none() | st.integers(1, 20)


def by_grade(mentee, mentor, standing):
    """The points for grade of one pair, and the steps that explain them."""
    bare = {"rules": {}, "institutions": "any", "weights": {"grade": 15}, "standing": standing}
    policy = as_policy({**default_weights(), **bare}, seed=0)
    sides = (
        [Candidate(name, _values(name, grade))] for name, grade in (("mentee", mentee), ("mentor", mentor))
    )
    (part,) = compile_problem(*sides, policy, locked=[], forbidden=[]).parts("mentee", "mentor")
    return part.points, part.facts["steps"]


def _values(name, grade):
    shown = None if grade is None else str(grade)
    return {"person": name, "languages": ("en",), "consent": "yes", "grade": shown}


@settings(max_examples=20)
@given(GRADE, GRADE)
def test_turning_round_the_grades_of_both_and_the_policy_changes_no_points(mentee, mentor):
    above, steps = by_grade(mentee, mentor, Standing.ABOVE)
    below, turned = by_grade(mentor, mentee, Standing.BELOW)
    assert (above, steps) == (below, None if turned is None else -turned)


def test_the_points_are_full_one_or_two_grades_below_and_none_above():
    told = {gap: by_grade(10, 10 + gap, Standing.BELOW)[0] for gap in range(-5, 2)}
    assert told == {-5: 0, -4: 4, -3: 9, -2: 15, -1: 15, 0: 8, 1: 0}


def test_a_policy_from_before_there_was_a_choice_looks_up():
    old = {key: value for key, value in default_weights().items() if key != "standing"}
    assert standing_of(old) == Standing.ABOVE
    assert as_policy(old, seed=3) == as_policy(default_weights(), seed=3)
    assert policies.differences(old, default_weights()) == []
    assert "below" not in " ".join(wording.figures.settings(old))


def test_what_is_turned_round_is_told_as_a_difference_both_ways():
    usual, turned = default_weights(), {**default_weights(), **BELOW}
    assert policy_differs(turned, usual) == ["the mentor stands below the mentee"]
    assert policies.differences(usual, turned) == ["the mentor stands above the mentee"]
    assert policies.preset_told(turned) == "Balanced, with 1 change"
    assert "the mentor stands below the mentee" in wording.figures.settings(turned)
    weightless = {**turned, "weights": {**turned["weights"], "grade": 0}}
    assert "the mentor stands below the mentee" not in wording.figures.settings(weightless)


@pytest.fixture
def people(db):
    """Ana stands two grades above Chen, Boris two below; nothing else tells them apart."""
    made = pool()
    made.mentor("Ana", grade=8)
    made.mentor("Boris", grade=4)
    made.mentee("Chen", grade=6)
    return made


def test_a_reverse_run_chooses_the_mentor_below_and_says_so(people, at):
    usual = people.run(at)
    reverse_run = people.run(at, **presets.PRESETS["reverse"].policy())
    assert (people.pairs(usual), people.pairs(reverse_run)) == ({"Chen": "Ana"}, {"Chen": "Boris"})
    (parts,) = reverse_run.proposals.values_list("parts", flat=True)
    (grade,) = (one for one in parts if one["key"] == "grade")
    assert (Decimal(grade["points"]), wording.parts.phrase(grade)) == (40, "the mentor is 2 grades below")
    rows = {one["label"]: one for one in wording.side_by_side(usual, reverse_run)}
    assert rows["For grades, the mentor stands"]["values"] == ["above the mentee", "below the mentee"]


def test_the_page_turns_the_sentence_round_and_the_run_keeps_it(client, people):
    client.force_login(people.coordinator)
    url = reverse("matching:round", args=[people.round.pk])
    chosen = '<option value="below" selected>below the mentee</option>'
    assert chosen not in client.get(url).content.decode()
    assert chosen in client.get(url, {"preset": "reverse"}).content.decode()
    tried = client.post(url, posted(do="try", **BELOW)).content.decode()
    assert "Changed from “Balanced”: the mentor stands below the mentee" in tried
    assert client.post(url, posted(standing="beside")).status_code == 422
    client.post(url, posted(**BELOW))
    assert Run.objects.get().policy["standing"] == "below"


def test_a_scenario_tries_it_with_the_same_people_and_says_so(people, at):
    run = people.run(at)
    scenario = tried(people, run, at, **BELOW)
    names = {str(one.pk): name for name, one in people.people.items()}
    assert [names[mentor] for _mentee, mentor, *_points in scenario.pairs] == ["Boris"]
    (listed,) = scenarios.listed([scenario])
    assert listed.otherwise == ["the mentor stands below the mentee"]
