"""Numbers and names in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal


def figure(number: int | Decimal) -> str:
    """A number written plainly and exactly: 12, 2.5, -0.75."""
    some = Decimal(number)
    if some == some.to_integral_value():
        return str(int(some))
    return format(some, "f").rstrip("0")


def counted(number: int | Decimal, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 point", "2 points"."""
    return f"{figure(number)} {one if number == 1 else many or one + 's'}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words in a row: "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def some_of(names: Sequence[str], most: int = 6) -> str:
    """Names in a row, after the first few only how many more there are."""
    if len(names) <= most:
        return listed(names)
    return f"{', '.join(names[:most])} and {len(names) - most} more"
