"""Read numbers from cells, exactly, and say how to mend what is none."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from fairlead.cli.tables import Row, Table

COMMA = re.compile(r"[+-]?\d+,\d+")
MOST_WHOLE_DIGITS = 15
MOST_DECIMALS = 40
MOST_PLACES = 1_000_000


def decimal_cell(table: Table, row: Row, column: str) -> Decimal | None:
    """The number in a cell; None, and a fault noted, if there is none."""
    text = row.cells[column].replace("\u2212", "-")
    try:
        found = Decimal(text)
    except InvalidOperation:
        mend = (
            f"Write {text.replace(',', '.')}." if COMMA.fullmatch(text) else "Write it like 12, 0.75 or -3."
        )
        said = repr(row.cells[column]) if text else "an empty cell"
        table.fault(row.line, column, f"expected a number, found {said}.", mend)
        return None
    if not found.is_finite():
        mend = "Leave the row out if the pair is not allowed."
        table.fault(row.line, column, f"expected a finite number, found {row.cells[column]!r}.", mend)
        return None
    found = found.normalize() if found else Decimal(0)
    exponent = int(found.as_tuple().exponent)
    if found.adjusted() >= MOST_WHOLE_DIGITS or -exponent > MOST_DECIMALS:
        limits = f"at most {MOST_WHOLE_DIGITS} digits before and {MOST_DECIMALS} after the point"
        table.fault(row.line, column, f"expected a number of {limits}, found {row.cells[column]!r}.")
        return None
    return found


def whole_cell(table: Table, row: Row, column: str) -> int | None:
    """The whole number from 0 on in a cell; None, and a fault noted, if there is none."""
    text = row.cells[column]
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal(-1)
    if not found.is_finite() or found < 0 or found > MOST_PLACES or found != found.to_integral_value():
        said = repr(text) if text else "an empty cell"
        mend = "Write it in digits, such as 2." if text else "Write 0 for somebody who has no place."
        table.fault(row.line, column, f"expected a whole number from 0 to {MOST_PLACES}, found {said}.", mend)
        return None
    return int(found)


def scale_of(numbers: list[Decimal]) -> int:
    """The power of ten that makes all of these numbers whole."""
    return max((max(0, -int(number.as_tuple().exponent)) for number in numbers), default=0)
