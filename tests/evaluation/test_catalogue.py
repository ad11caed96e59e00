"""Every indicator against an example that was computed by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from fairlead.evaluation.indicators.catalogue import BY_KEY, INDICATORS
from fairlead.evaluation.indicators.facts import (
    Applied,
    Asked,
    Cost,
    Facts,
    Gained,
    Offered,
    Pair,
    Said,
    Staff,
    Trained,
    Where,
)
from fairlead.evaluation.periods import Year

HERE, THERE, ROUND = UUID(int=1), UUID(int=2), UUID(int=3)
UNIT, OTHER = UUID(int=4), UUID(int=5)
TODAY = date(2026, 10, 5)


def mentee(**fields):
    usual = {"round": ROUND, "institution": HERE, "on": date(2026, 1, 10), "side": "mentee", "first": True}
    return Applied(**{**usual, "waiting": True, "asked": True, "approved": True, **fields})


def mentor(places, **fields):
    return mentee(side="mentor", asked=False, approved=True, admitted=True, places=places, **fields)


def pair(**fields):
    usual = {
        "round": ROUND,
        "institution": HERE,
        "other_institution": HERE,
        "unit": UNIT,
        "other_unit": UNIT,
        "on": date(2026, 2, 1),
        "ends_on": date(2026, 8, 1),
        "state": "completed",
        "ended_on": date(2026, 8, 1),
    }
    return Pair(**{**usual, **fields})


def cost(setup, hours, money, on=date(2026, 3, 1), **fields):
    usual = {"round": None, "institution": HERE}
    return Cost(on=on, setup=setup, hours=Decimal(hours), cost=Decimal(money), **{**usual, **fields})


APPLIED = (
    mentee(answer_days=2.0, matched=True),
    mentee(answer_days=5.0),
    mentee(answer_days=9.0, approved=False, waiting=False),
    mentee(approved=False),
    mentee(asked=False, first=False, matched=True, institution=THERE),
    mentor(2),
    mentor(1, first=False),
)
PAIRS = (
    # Completed: met on days 10 and 60, half of six meetings; T of one goal at 0 is 50.
    pair(met=(date(2026, 2, 11), date(2026, 4, 2)), agreed=True, planned=True, score=50.0, goals=1,
         goals_reached=1, days_to_match=20.0, mentors_now=True),
    # Completed: met late; goals of weights 2 and 1 at -1 and 1: T = 50 - 10 / sqrt(.7 * 5 + .3 * 9).
    pair(met=(date(2026, 3, 20),), other_unit=OTHER, other_institution=THERE, score=45.98, goals=2,
         goals_reached=1, days_to_match=30.0, agreed=True),
    # Ended early, at half of its time; the mentee found another mentor.
    pair(state="ended_early", reason="time", ended_on=date(2026, 5, 2), other_unit=OTHER, again=True),
    # Under way, met lately.
    pair(state="active", ended_on=None, ends_on=date(2027, 2, 1), on=date(2026, 8, 1),
         met=(date(2026, 8, 20), date(2026, 9, 30)), planned=True, institution=THERE),
    # Began a few days ago.
    pair(state="starting", ended_on=None, on=date(2026, 10, 1), ends_on=date(2027, 4, 1)),
    # Agreed, to begin next month.
    pair(state="starting", ended_on=None, on=date(2026, 11, 1), ends_on=date(2027, 5, 1)),
)  # fmt: skip
FACTS = Facts(
    today=TODAY,
    applied=APPLIED,
    pairs=PAIRS,
    offered=tuple(
        Offered(round=ROUND, institution=HERE, on=TODAY, accepted=said) for said in (True, True, False)
    ),
    trained=tuple(
        Trained(round=ROUND, institution=HERE, on=TODAY, side="mentor", complete=done)
        for done in (True, False, True, True)
    ),
    staff=(
        Staff(HERE, None, None, 30),
        Staff(HERE, date(2026, 1, 1), date(2026, 3, 1), 7),
        Staff(THERE, date(2020, 1, 1), None, 20),
    ),
    asked=tuple(
        Asked(round=ROUND, institution=HERE, on=TODAY, who=UUID(int=who), answered=done)
        for who, done in ((1, True), (2, True), (2, False), (3, True), (3, True))
    ),
    said=tuple(
        Said(round=ROUND, on=TODAY, key=key, good=good)
        for key, answers in (
            ("satisfied", (True, True, False, True)),
            ("pair-fits", (True, False)),
            ("applied-since", (True, True, True, False, False)),
        )
        for good in answers
    ),
    # Three people rose by 1.5, by 0.5, and fell by 0.5.
    gained=tuple(
        Gained(round=ROUND, on=TODAY, before=before, after=after)
        for before, after in ((2.0, 3.5), (3.0, 3.5), (4.0, 3.5))
    ),
    costs=(
        cost(True, 90, 900, on=date(2025, 5, 1)),
        cost(False, 12, 500),
        cost(False, 8, 100, on=date(2025, 6, 1), institution=THERE, round=ROUND),
    ),
)
# Numerator, denominator, value; by hand.
EXPECTED = {
    "reach": (5, 50, 0.1),
    "coverage": (3, 3, 1.0),
    "approval_rate": (2, 4, 0.5),
    "approval_days": (None, 3, 5.0),
    "match_rate": (2, 3, 2 / 3),
    "days_to_match": (None, 2, 25.0),
    "acceptance": (2, 3, 2 / 3),
    "cross_unit": (2, 6, 1 / 3),
    "cross_institution": (2, 6, 1 / 3),
    "start_rate": (2, 4, 0.5),
    "active": (1, 2, 0.5),
    # Due are six, six, two (90 of 181 days), two (65 of 184 days) and none.
    "sessions": (5, 16, 5 / 16),
    "training": (3, 4, 0.75),
    "agreements": (2, 5, 0.4),
    "plans": (2, 5, 0.4),
    "attainment": (None, 2, 47.99),
    "goals_reached": (2, 3, 2 / 3),
    "completion": (2, 3, 2 / 3),
    "early_endings": (1, 3, 1 / 3),
    "rematch": (1, 1, 1.0),
    "became_mentors": (1, 2, 0.5),
    # Two of the three parts of setup are borne by 2025 and 2026: 60 + 12 + 8.
    "hours_per_pair": (80, 2, 40.0),
    "cost_per_pair": (1200, 2, 600.0),
    "response": (4, 5, 0.8),
    "satisfaction": (3, 4, 0.75),
    "match_quality": (1, 2, 0.5),
    "skill_gain": (None, 3, 0.5),
    "applied_later": (3, 5, 0.6),
}


def test_every_indicator_has_an_example():
    assert set(EXPECTED) == {one.key for one in INDICATORS}


@pytest.mark.parametrize("key", EXPECTED)
def test_the_whole_programme(key):
    figure = BY_KEY[key].of(FACTS, Where())
    numerator, denominator, value = EXPECTED[key]
    assert (figure.numerator, figure.denominator) == (
        numerator if numerator is None else pytest.approx(numerator),
        denominator,
    )
    assert figure.value == pytest.approx(value)


@pytest.mark.parametrize("key", EXPECTED)
def test_a_programme_without_anything_has_no_value(key):
    figure = BY_KEY[key].of(Facts(today=TODAY), Where())
    assert (figure.value, figure.people) == (None, 0)


@pytest.mark.parametrize(
    ("key", "where", "expected"),
    [
        ("reach", Where(institution=THERE), (0, 20)),
        ("reach", Where(institution=HERE), (5, 30)),
        ("reach", Where(year=Year(2025)), (0, 50)),
        ("coverage", Where(institution=THERE), (0, 1)),
        ("start_rate", Where(institution=THERE), (1, 1)),
        ("completion", Where(year=Year(2026)), (2, 3)),
        ("completion", Where(round=HERE), (0, 0)),
        # 2026 bears a third of setup and its own delivery: 300 + 500.
        ("cost_per_pair", Where(year=Year(2026)), (800, 2)),
        ("cost_per_pair", Where(year=Year(2025)), (400, 0)),
        ("cost_per_pair", Where(round=ROUND), (100, 2)),
        ("cost_per_pair", Where(institution=THERE), (100, 0)),
        ("hours_per_pair", Where(institution=HERE), (72, 2)),
    ],
)
def test_parts_of_a_programme(key, where, expected):
    figure = BY_KEY[key].of(FACTS, where)
    assert (round(figure.numerator, 6), figure.denominator) == expected


def test_setup_is_borne_no_longer_than_it_is_written_off():
    old = replace(FACTS, costs=(cost(True, 30, 300, on=date(2020, 1, 1)),))
    numerators = [
        round(BY_KEY["cost_per_pair"].of(old, where).numerator)
        for where in (Where(), Where(year=Year(2022)), Where(year=Year(2023)), Where(year=Year(2019)))
    ]
    assert numerators == [300, 100, 0, 0]


def test_pairs_count_as_over_once_their_last_day_is_past():
    late = replace(PAIRS[3], ends_on=date(2026, 10, 4))
    figure = BY_KEY["completion"].of(replace(FACTS, pairs=(late,)), Where())
    assert (figure.numerator, figure.denominator) == (0, 1)


def test_every_indicator_says_what_it_counts():
    for one in INDICATORS:
        words = (one.name, one.formula, one.numerator, one.denominator, one.source)
        assert all(str(word) for word in words)
