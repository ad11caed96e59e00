"""Every way in which a policy can be written wrongly is told with its key, a code, and the facts."""

from decimal import Decimal
from typing import Any

import pytest

from fairlead.engine.model import TIERS
from fairlead.engine.policy import CRITERION_KINDS, RULE_KINDS, Policy, PolicyRefused
from fairlead.engine.reader import Misread, Reader

SIDE_KEYS = ("column", "value")
NUMBER_KEYS = ("column", "missing")
NORTH = {"column": "campus", "value": "North"}


def problems_of(mapping: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """What is told of a policy, in order: path, code, facts."""
    with pytest.raises(PolicyRefused) as refused:
        Policy.from_mapping(mapping)
    return [(one.path, one.code, dict(one.facts)) for one in refused.value.facts["problems"]]


@pytest.mark.parametrize(
    ("mapping", "told"),
    [
        ({"tiers": "score"}, [("tiers", "texts", {"found": "score"})]),
        ({"tiers": ["luck"]}, [("tiers[0]", "one_of", {"found": "luck", "choice": TIERS})]),
        ({"seed": 1.5}, [("seed", "whole_number", {"found": 1.5, "least": 0})]),
        ({"mentors": 3}, [("mentors", "table", {"found": 3})]),
        ({"mentors": {"most": True}}, [("mentors.most", "whole_number", {"found": True, "least": 0})]),
        ({"mentors": {"exactly": 1, "most": 2}}, [("mentors.exactly", "exactly_or_ends", {})]),
        (
            {"mentors": {"most": {"column": " ", "mising": 1}}},
            [
                ("mentors.most.mising", "unknown_key", {"near": "missing", "known": NUMBER_KEYS}),
                ("mentors.most.column", "text", {"found": " "}),
            ],
        ),
        ({"rules": [3]}, [("rules[0]", "table", {"found": 3})]),
        (
            {"rules": [{"kind": "like"}]},
            [("rules[0].kind", "one_of", {"found": "like", "choice": tuple(RULE_KINDS)})],
        ),
        ({"rules": [{"kind": "not_listed"}]}, [("rules[0]", "column_for_a_side", {})]),
        ({"rules": [{"kind": "numeric", "field": "age"}]}, [("rules[0]", "least_or_most", {})]),
        (
            {"rules": [{"kind": "equal", "mentee": "site"}]},
            [("rules[0].mentor", "needed", {"kind": "equal", "of_a_side": True})],
        ),
        (
            {"rules": [{"kind": "ordinal", "field": "grade", "least": 1}]},
            [("rules[0].order", "needed", {"kind": "ordinal", "of_a_side": False})],
        ),
        (
            {"criteria": [{"points": 3}]},
            [("criteria[0].kind", "one_of", {"found": None, "choice": tuple(CRITERION_KINDS)})],
        ),
        (
            {"criteria": [{"kind": "equal", "field": "a", "points": [1, 2]}]},
            [("criteria[0].points", "one_number", {})],
        ),
        (
            {"criteria": [{"kind": "overlap", "field": "a", "points": [1, 2], "count": "share"}]},
            [("criteria[0].points", "one_number_for_share", {})],
        ),
        (
            {"criteria": [{"kind": "overlap", "field": "a", "points": []}]},
            [("criteria[0].points", "some_number", {})],
        ),
        (
            {"criteria": [{"kind": "equal", "field": "a", "points": "ten"}]},
            [("criteria[0].points", "number", {"found": "ten", "decimals": 9})],
        ),
        (
            {"criteria": [{"kind": "ordinal", "field": "a", "order": ["x", "x"], "steps": {"one": 1}}]},
            [("criteria[0].order", "each_once", {}), ("criteria[0].steps.one", "step_key", {})],
        ),
        (
            {"criteria": [{"kind": "ordinal", "field": "a", "order": ["x"], "steps": 3}]},
            [("criteria[0].steps", "steps", {})],
        ),
        ({"quotas": [{"most": 1}]}, [("quotas[0]", "group", {})]),
        (
            {"quotas": [{"mentors": NORTH, "pairs_of": "campus", "most": 1}]},
            [("quotas[0]", "one_kind_of_group", {})],
        ),
        ({"quotas": [{"mentors": NORTH}]}, [("quotas[0]", "least_or_most", {})]),
        (
            {"quotas": [{"mentors": NORTH, "least": 2, "most": 1}]},
            [("quotas[0].least", "least_below_most", {})],
        ),
        (
            {"quotas": [{"mentors": NORTH, "most": 2, "exceptions": [{"most": 1}]}]},
            [("quotas[0].exceptions", "exceptions_of_none", {})],
        ),
        (
            {"quotas": [{"mentors": {"column": "campus"}, "most": 2}]},
            [("quotas[0].mentors.value", "text", {"found": None})],
        ),
        (
            {"quotas": [{"per": "campus", "side": "mentors", "most": 2, "exceptions": [{"value": "North"}]}]},
            [("quotas[0].exceptions[0]", "least_or_most", {})],
        ),
    ],
)
def test_what_is_wrong_is_told_with_key_code_and_facts(
    mapping: dict[str, Any], told: list[tuple[str, str, dict[str, Any]]]
) -> None:
    assert problems_of(mapping) == told


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN"), Decimal("-Infinity"), 10**13])
def test_points_that_are_no_finite_number_of_measure_are_refused(value: Any) -> None:
    (told,) = problems_of({"criteria": [{"kind": "equal", "field": "a", "points": value}]})
    assert told[:2] == ("criteria[0].points", "number")


def test_a_number_is_read_as_it_is_written() -> None:
    reader = Reader()
    assert [reader.number("x", one) for one in (3, 0.1, Decimal("0.30"))] == [
        Decimal(3),
        Decimal("0.1"),
        Decimal("0.30"),
    ]
    assert (reader.number("x", Decimal("0.0000000001")), reader.problems) == (
        Decimal(0),
        [Misread("x", "number", {"found": Decimal("0.0000000001"), "decimals": 9})],
    )
