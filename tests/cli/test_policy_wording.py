"""What is wrong with a policy is told with its key and what was expected there."""

from typing import Any

import pytest

from fairlead.cli.policy_wording import misread
from fairlead.engine.model import TIERS
from fairlead.engine.policy import Policy, PolicyRefused, Rule

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
        ({"mentors": {"xyz": 1}}, "mentors.xyz: unknown key; known here: most, least, exactly, new"),
        (
            {"mentees": {"xyz": 1}},
            "mentees.xyz: unknown key; known here: most, least, exactly, priority, together",
        ),
        ({"mentees": {"together": 1}}, "mentees.together: expected a text, found 1"),
        (
            {"mentees": {"priority": {"order": ["a"]}}, "tiers": ["priority"]},
            "mentees.priority.column: expected a text, found None",
        ),
        (
            {"mentees": {"priority": {"column": "x", "order": ["a", "a"]}}, "tiers": ["score"]},
            (
                "mentees.priority.order: expected each value of the order once\n"
                'tiers: expected "priority" to be among them, as mentees.priority is given'
            ),
        ),
        ({"quotas": [{"per": "x", "side": "mentors"}]}, "quotas[0]: expected least, most or both"),
        (
            {"quotas": [{"mentors": {"column": "x", "value": "y"}, "most": 2, "exceptions": [{"most": 1}]}]},
            "quotas[0].exceptions: goes only with per or pairs_of",
        ),
        (
            {"quotas": [{"most": 1}]},
            (
                'quotas[0]: expected mentees or mentors, such as { column = "campus", value = "North" }, '
                "per, pairs_of or across"
            ),
        ),
        (
            {"quotas": [{"per": "x", "side": "mentors", "pairs_of": "x", "most": 1}]},
            "quotas[0]: expected either per and side, or pairs_of, or across, or mentees and mentors",
        ),
        (
            {"quotas": [{"per": "x", "side": "mentor", "most": -1}]},
            (
                "quotas[0].most: expected a whole number from 0 on, found -1\n"
                "quotas[0].side: expected one of mentees, mentors; found 'mentor'"
            ),
        ),
        (
            {"quotas": [{"pairs_of": 1, "least": 3, "most": 2}]},
            (
                "quotas[0].least: expected a number that is not above most\n"
                "quotas[0].pairs_of: expected a text, found 1"
            ),
        ),
        (
            {"quotas": [{"mentors": {"column": "x", "valu": "y"}, "most": 2}]},
            (
                "quotas[0].mentors.valu: unknown key; perhaps 'value' is meant\n"
                "quotas[0].mentors.value: expected a text, found None"
            ),
        ),
        (
            {"quotas": [{"per": "x", "side": "mentors", "most": 2, "exceptions": [{"mentors": "y"}]}]},
            (
                "quotas[0].exceptions[0].mentors: unknown key; known here: value, least, most\n"
                "quotas[0].exceptions[0]: expected least, most or both\n"
                "quotas[0].exceptions[0].value: expected a text, found None"
            ),
        ),
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
    told = [f"{one.path}: {misread(one)}" for one in refused.value.facts["problems"]]
    assert told == problem.splitlines()


def test_the_tiers_of_a_policy_built_in_python_are_named() -> None:
    with pytest.raises(PolicyRefused) as refused:
        Policy(tiers=("luck",))
    (one,) = refused.value.facts["problems"]
    assert misread(one) == f"expected a choice of {', '.join(TIERS)}, each once"
    rule = Rule("equal", "same", "a", "a")
    with pytest.raises(PolicyRefused) as refused:
        Policy(rules=(rule, rule))
    (one,) = refused.value.facts["problems"]
    assert misread(one) == "'same' is used twice"
