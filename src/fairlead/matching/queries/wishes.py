"""The weight of wishes as a criterion of the engine: both sides' wishes for a pair in one number."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from fairlead.engine.policy import SHARE, Criterion
from fairlead.preferences.queries.heard import FULL

KEY = "wishes"
USUAL = 20
# Stands on every mentee's list and is offered by nobody, so that all lists weigh the same.
NOBODY = "-"
WIDE = 10_000


def criterion(weight: Decimal) -> Criterion:
    """Points for a pair in proportion to how much it is wished for, `weight` at most, rounded down.

    A list of the engine gives each value its share of the list: so each list weighs `FULL` times `WIDE`,
    of which a mentor wished for as much as possible has `FULL`, and the whole list `WIDE` times the weight.
    """
    return Criterion("overlap", KEY, "wished", "id", points=(weight * WIDE,), count=SHARE, most=weight)


def listed(wished: Mapping[str, int]) -> tuple[str, ...]:
    """A mentee's list of the mentors that she is wished with, by either side."""
    return (*wished, NOBODY) if wished else ()


def importance(wished: Mapping[str, int]) -> dict[str, int]:
    """How much each on the list weighs."""
    return {**wished, NOBODY: FULL * WIDE - sum(wished.values())} if wished else {}


def without(values: Mapping[str, Any], people: set[str]) -> dict[str, Any]:
    """A mentee's frozen values without wishes for these people."""
    if "wished" not in values:
        return dict(values)
    return {**values, "wished": {one: level for one, level in values["wished"].items() if one not in people}}
