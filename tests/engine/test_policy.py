from decimal import Decimal
from typing import Any

import pytest

from fairlead.engine.model import TIERS
from fairlead.engine.policy import (
    Criterion,
    Group,
    GroupQuota,
    Limits,
    Policy,
    PolicyRefused,
    Priority,
    QuotaException,
    Rule,
)
from fairlead.engine.policy_reading import TOP_KEYS
from fairlead.engine.reader import Misread

FULL: dict[str, Any] = {
    "seed": 7,
    "tiers": ["mentees", "mentors", "score"],
    "mentees": {"exactly": 1},
    "mentors": {"most": {"column": "places", "missing": 1}, "least": "at least"},
    "rules": [
        {"kind": "equal", "field": "campus", "wild": ["Either"], "missing": "allow", "label": "campus"},
        {"kind": "not_listed", "mentee": "boss", "mentor_is": "mail"},
        {"kind": "ordinal", "field": "grade", "order": ["low", "high"], "least": 1, "key": "above"},
        {"kind": "present", "mentor": "consent", "values": ["yes"]},
    ],
    "criteria": [
        {"kind": "overlap", "mentee": "wants", "mentor": "offers", "points": [12, 9.5], "important": "first"},
        {"kind": "ordinal", "field": "grade", "order": ["low", "high"], "steps": {"1": 9, "0": 2}},
        {"kind": "numeric", "field": "years", "points": 5, "within": 1, "per_unit": 0.25},
    ],
}


SAME = Policy(
    seed=7,
    tiers=("mentees", "mentors", "score"),
    mentees=Limits(most=1, least=1),
    mentors=Limits(most=1, least=0, most_field="places", least_field="at least"),
    rules=(
        Rule("equal", "equal_campus", "campus", "campus", "campus", missing="allow", wild=("Either",)),
        Rule("not_listed", "not_listed_boss", "boss", label="not_listed_boss", mentor_is="mail"),
        Rule("ordinal", "above", "grade", "grade", "above", order=("low", "high"), least=Decimal(1)),
        Rule("present", "present_consent", mentor="consent", label="present_consent", values=("yes",)),
    ),
    criteria=(
        Criterion(
            "overlap",
            "overlap_wants",
            "wants",
            "offers",
            "overlap_wants",
            points=(Decimal(12), Decimal("9.5")),
            important="first",
        ),
        Criterion(
            "ordinal",
            "ordinal_grade",
            "grade",
            "grade",
            "ordinal_grade",
            order=("low", "high"),
            steps=((0, Decimal(2)), (1, Decimal(9))),
        ),
        Criterion(
            "numeric",
            "numeric_years",
            "years",
            "years",
            "numeric_years",
            points=(Decimal(5),),
            within=Decimal(1),
            per_unit=Decimal("0.25"),
        ),
    ),
)


def test_a_mapping_gives_the_policy_that_could_be_built_in_python() -> None:
    assert Policy.from_mapping(FULL) == SAME


def test_an_empty_mapping_is_the_plainest_policy() -> None:
    assert Policy.from_mapping({}) == Policy()
    assert Policy().objective.tiers == ("mentees", "score")


def test_new_mentors_are_those_with_a_value_in_a_column() -> None:
    new = {"mentors": {"new": {"column": "first time", "value": "yes"}}, "tiers": ["mentees", "new_mentors"]}
    read = Policy.from_mapping(new)
    assert (read.new_mentors, read.tiers) == (Group("first time", "yes"), ("mentees", "new_mentors"))
    with pytest.raises(PolicyRefused) as refused:
        Policy.from_mapping({"mentors": {"new": {"column": "first time"}}})
    assert refused.value.facts["problems"] == (Misread("mentors.new.value", "text", {"found": None}),)


def test_keys_and_tiers_are_given_once() -> None:
    rule = Rule("equal", "same", "a", "a")
    with pytest.raises(PolicyRefused) as refused:
        Policy(rules=(rule, rule))
    assert refused.value.facts["problems"] == (Misread("rules[1].key", "twice", {"key": "same"}),)
    assert str(refused.value) == "rules[1].key: twice"
    with pytest.raises(PolicyRefused) as refused:
        Policy(tiers=("score", "score"))
    assert refused.value.facts["problems"] == (Misread("tiers", "choice_of", {"choice": TIERS}),)


def test_every_key_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(PolicyRefused) as refused:
        Policy.from_mapping({"rules": 3, "mentees": {"most": -1}, "tears": ["score"]})
    assert refused.value.facts["problems"] == (
        Misread("tears", "unknown_key", {"near": "tiers", "known": TOP_KEYS}),
        Misread("rules", "tables", {"name": "rules"}),
        Misread("mentees.most", "whole_number", {"found": -1, "least": 0}),
    )


GROUPED: dict[str, object] = {
    "mentees": {
        "priority": {"column": "waiting", "order": ["second attempt", "first attempt"]},
        "together": "team",
    },
    "quotas": [
        {
            "mentors": {"column": "campus", "value": "North"},
            "most": 4,
            "key": "north",
            "label": "in the north",
        },
        {
            "per": "campus",
            "side": "mentees",
            "least": 1,
            "exceptions": [{"value": "South", "least": 0}],
        },
        {
            "pairs_of": "campus",
            "most": 2,
            "exceptions": [{"mentees": "North", "mentors": "South", "least": 1, "most": 3}],
        },
        {
            "mentees": {"column": "unit", "value": "Law"},
            "mentors": {"column": "campus", "value": "North"},
            "least": 1,
            "most": 1,
        },
    ],
}


def test_classes_groups_and_quotas_are_read() -> None:
    found = Policy.from_mapping(GROUPED)
    north = Group("campus", "North")
    assert found == Policy(
        tiers=("mentees", "priority", "score"),
        priority=Priority("waiting", ("second attempt", "first attempt")),
        together="team",
        quotas=(
            GroupQuota("north", "in the north", mentors=north, most=4),
            GroupQuota(
                "quota_2",
                "quota_2",
                mentees=Group("campus"),
                least=1,
                exceptions=(QuotaException("South", least=0),),
            ),
            GroupQuota(
                "quota_3",
                "quota_3",
                Group("campus"),
                Group("campus"),
                most=2,
                exceptions=(QuotaException("North", "South", 1, 3),),
            ),
            GroupQuota("quota_4", "quota_4", Group("unit", "Law"), north, 1, 1),
        ),
    )


def test_classes_of_mentees_have_to_be_among_the_tiers() -> None:
    ranked = {"mentees": {"priority": {"column": "waiting", "order": ["long"]}}}
    assert Policy.from_mapping(ranked | {"tiers": ["priority", "score"]}).tiers == ("priority", "score")
    with pytest.raises(PolicyRefused) as refused:
        Policy.from_mapping(ranked | {"tiers": ["mentees", "score"]})
    assert refused.value.facts["problems"] == (Misread("tiers", "priority_in_tiers"),)
