"""What stands for a number, and what does not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fairlead.engine.values import number


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ("", None),
        ("  ", None),
        (3, Decimal(3)),
        (" 2.50 ", Decimal("2.50")),
        ("-1e3", Decimal(-1000)),
    ],
)
def test_number_is_read_exactly_and_nothing_is_no_number(value: object, expected: Decimal | None) -> None:
    assert number(value) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "why"),
    [("NaN", "not finite"), ("-inf", "not finite"), ("two", "not a number"), (("1",), "a list")],
)
def test_what_is_no_finite_number_is_refused(value: object, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        number(value)  # type: ignore[arg-type]
