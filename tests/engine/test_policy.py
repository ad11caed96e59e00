from decimal import Decimal
from typing import Any

import pytest

from fairlead.engine.policy import Criterion, Limits, Policy, PolicyRefused, Rule

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


KINDS = "equal, not_equal, membership, ordinal, overlap, numeric"


@pytest.mark.parametrize(
    ("mapping", "problem"),
    [
        ({"rules": 3}, "rules: expected a list of tables ([[rules]])"),
        ({"rules": [3]}, "rules[0]: expected a table of keys and values, found 3"),
        ({"mentees": 3}, "mentees: expected a table of keys and values, found 3"),
        ({"tiers": "score"}, "tiers: expected a list of texts, found 'score'"),
        ({"mentors": {"most": -1}}, "mentors.most: expected a whole number from 0 on, found -1"),
        ({"mentors": {"most": True}}, "mentors.most: expected a whole number from 0 on, found True"),
        (
            {"mentors": {"most": {"column": "x", "mising": 1}}},
            "mentors.most.mising: unknown key; perhaps 'missing' is meant",
        ),
        ({"mentors": {"most": {"column": " "}}}, "mentors.most.column: expected a text, found ' '"),
        ({"mentors": {"xyz": 1}}, "mentors.xyz: unknown key; known here: most, least, exactly"),
        (
            {"criteria": [{"kind": "equal", "field": "a", "points": "ten"}]},
            "criteria[0].points: expected a number with at most 9 decimals, found 'ten'",
        ),
        (
            {"criteria": [{"kind": "equal", "field": "a", "points": 10**13}]},
            "criteria[0].points: expected a number with at most 9 decimals, found 10000000000000",
        ),
        (
            {"criteria": [{"kind": "equal", "field": "a", "points": [1, 2]}]},
            "criteria[0].points: expected one number",
        ),
        (
            {"criteria": [{"kind": "overlap", "field": "a", "points": [1, 2], "count": "share"}]},
            "criteria[0].points: expected one number where a share is counted",
        ),
        (
            {"criteria": [{"kind": "overlap", "field": "a", "points": []}]},
            "criteria[0].points: expected at least one number",
        ),
        (
            {"criteria": [{"kind": "overlap", "field": "a", "points": 1, "count": "some"}]},
            "criteria[0].count: expected one of each, share; found 'some'",
        ),
        (
            {"criteria": [{"kind": "ordinal", "field": "a", "order": ["x", "x"], "steps": {"1": 1}}]},
            "criteria[0].order: expected each value of the order once",
        ),
        (
            {"criteria": [{"kind": "ordinal", "field": "a", "order": ["x"], "steps": {"one": 1}}]},
            "criteria[0].steps.one: expected a whole number of steps as the key",
        ),
        (
            {"criteria": [{"kind": "ordinal", "field": "a", "order": ["x"], "steps": 3}]},
            'criteria[0].steps: expected points for each number of steps, such as { "1" = 9, "2" = 12 }',
        ),
        ({"criteria": [{"points": 3}]}, f"criteria[0].kind: expected one of {KINDS}; found None"),
        ({"rules": [{"kind": "not_listed"}]}, "rules[0]: expected mentee, mentor or field to name a column"),
    ],
)
def test_what_is_wrong_is_told_with_its_key(mapping: dict[str, Any], problem: str) -> None:
    with pytest.raises(PolicyRefused) as refused:
        Policy.from_mapping(mapping)
    assert str(refused.value) == problem


def test_keys_and_tiers_are_given_once() -> None:
    rule = Rule("equal", "same", "a", "a")
    with pytest.raises(PolicyRefused) as refused:
        Policy(rules=(rule, rule))
    assert refused.value.facts["problems"] == (("rules[1].key", "'same' is used twice"),)
    with pytest.raises(PolicyRefused):
        Policy(tiers=("score", "score"))
