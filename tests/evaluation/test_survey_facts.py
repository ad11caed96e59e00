"""What surveys tell the indicators: people counted once, closed waves only, pairs joined by their sign."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.evaluation.indicators.catalogue import BY_KEY
from fairlead.evaluation.indicators.facts import Asked, Facts, Where
from fairlead.evaluation.queries import boards
from fairlead.evaluation.queries.survey_facts import read_surveys
from tests import factories
from tests.surveys import asking

pytestmark = pytest.mark.django_db
LATER = date(2027, 12, 1)


BEFORE = {"sure-rules": 2, "sure-whom": 4}
AFTER = {"sure-rules": 4, "sure-whom": 5, "satisfied": 4, "pair-fits": 3}


@pytest.fixture
def at():
    return factories.AT


def measured(at, *, people=6, closed=True):
    """A round in which people answered at the start and at the end."""
    round = asking.round_with_pairs(people)
    for instrument, said in (("baseline", BEFORE), ("end", AFTER)):
        wave = asking.wave(round, instrument, at=at)
        asking.answered(wave, [said] * people, at=at)
        if closed:
            asking.closed(wave, at=at)
    return round


def read(round, today=LATER):
    facts = read_surveys([round.programme_id], today=today)
    return [found.get(round.programme_id, []) for found in (facts.asked, facts.said, facts.gained)]


def test_each_is_compared_with_themselves(at):
    _asked, said, gained = read(measured(at))
    assert {(one.before, one.after) for one in gained} == {(3.0, 4.5)}
    assert len(gained) == 6
    assert [(key, sum(one.good for one in said if one.key == key)) for key in ("satisfied", "pair-fits")] == [
        ("satisfied", 6),
        ("pair-fits", 0),
    ]


def test_an_open_wave_tells_nothing_yet(at):
    asked, said, gained = read(measured(at, closed=False), today=at.date())
    assert (asked, said, gained) == ([], [], [])


def test_fewer_than_five_answers_are_no_facts(at):
    _asked, said, gained = read(measured(at, people=4))
    assert (said, gained) == ([], [])


def test_everybody_whose_days_are_over_was_asked(at):
    asked, _said, _gained = read(measured(at))
    assert (len(asked), sum(one.answered for one in asked)) == (24, 12)


def test_one_person_asked_five_times_is_one_person():
    programme = factories.programme()
    today, place = date(2026, 10, 5), programme.lead_id
    round = factories.round(programme).pk

    def asked(people):
        return [
            Asked(round=round, institution=place, on=today, who=one, answered=True)
            for one in people
            for _time in range(5)
        ]

    few, many = ([factories.person().pk for _time in range(count)] for count in (4, 5))
    told = [
        Where() in boards.Board(
            Facts(today=today, asked=tuple(asked(some))), rounds={round: ("", False)}, institutions=[place]
        ).may_be_told(BY_KEY["response"])
        for some in (few, many)
    ]  # fmt: skip
    assert told == [False, True]


def test_one_round_asks_as_much_as_three(at):
    counts = []
    rounds = [measured(at).programme_id for _time in range(3)]
    for some in (rounds[:1], rounds):
        with CaptureQueriesContext(connection) as found:
            read_surveys(some, today=LATER)
        counts.append(len(found))
    assert counts == [4, 4]


def test_the_gain_comes_with_its_interval_and_effect(client, at):
    round = measured(at, people=6)
    client.force_login(factories.member(round.programme))
    answer = client.get(reverse("evaluation:indicator", args=[round.programme_id, "skill_gain"]))
    last = answer.context["gains"][-1]
    assert (last["n"], last["mean"], last["span"]) == (6, "+1.50", "+1.50 … +1.50")
