"""Read numbers from cells, exactly, and say how to mend what is none."""

from __future__ import annotations

import re
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, InvalidOperation

from fairlead.cli.tables import Row, Table

COMMA = re.compile(r"[+-]?\d+,\d+")
THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
EXACT = Context(prec=200, Emin=MIN_EMIN, Emax=MAX_EMAX)
MOST_WHOLE_DIGITS = 15
MOST_DECIMALS = 40
MOST_PLACES = 10**15


def decimal_cell(table: Table, row: Row, column: str) -> Decimal | None:
    """The number in a cell; None, and a fault noted, if there is none."""
    text = row.cells[column].replace("\u2212", "-")
    if len(text) <= MOST_WHOLE_DIGITS and text.isdecimal():
        return Decimal(text)
    try:
        found = Decimal("none" if "_" in text else text)
    except InvalidOperation:
        mend = with_point(text) or "Write it like 12, 0.75 or -3."
        said = repr(row.cells[column]) if text else "an empty cell"
        table.fault(row.line, column, f"expected a number, found {said}.", mend)
        return None
    if not found.is_finite():
        mend = "Leave the row out if the pair is not allowed."
        table.fault(row.line, column, f"expected a finite number, found {row.cells[column]!r}.", mend)
        return None
    found = found.normalize(EXACT) if found else Decimal(0)
    exponent = int(found.as_tuple().exponent)
    if found.adjusted() >= MOST_WHOLE_DIGITS or -exponent > MOST_DECIMALS:
        limits = f"at most {MOST_WHOLE_DIGITS} digits before and {MOST_DECIMALS} after the point"
        table.fault(row.line, column, f"expected a number of {limits}, found {row.cells[column]!r}.")
        return None
    return found


def with_point(text: str) -> str:
    """How to mend a number written with a comma; empty if it is none."""
    if not COMMA.fullmatch(text):
        return ""
    point = text.replace(",", ".")
    thousands = f" or {text.replace(',', '')}" if THOUSANDS.fullmatch(text) else ""
    return f"Write {point}{thousands}."


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
        table.fault(row.line, column, f"expected a whole number from 0 on, found {said}.", mend)
        return None
    return int(found)


def scale_of(numbers: list[Decimal]) -> int:
    """The power of ten that makes all of these numbers whole."""
    return max((max(0, -int(number.as_tuple().exponent)) for number in set(numbers)), default=0)


def times_ten_to(digits: int, number: Decimal) -> int:
    """A number times 10**digits, exact; the result must be whole."""
    return int(number.scaleb(digits, EXACT))
