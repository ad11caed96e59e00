"""Read the CSV files people have: any usual delimiter and encoding, with the line of every fault."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

DELIMITERS = (",", ";", "\t", "|")
MOST_SHOWN = 50
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
csv.field_size_limit(2**31 - 1)


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong with an input: where, what was expected there, and how to mend it."""

    file: str
    line: int
    column: str
    expected: str
    mend: str = ""

    def __str__(self) -> str:
        where = self.file + (f", line {self.line}" if self.line else "")
        where += f", {'' if self.column.startswith('--') else 'column '}{self.column}" if self.column else ""
        return f"{where}: {self.expected}" + (f" {self.mend}" if self.mend else "")


class BadInput(Exception):
    """The inputs cannot be used; holds every fault found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__(self.told())

    def told(self) -> str:
        """The faults, one a line; after the first fifty only how many more there are."""
        lines = [str(fault) for fault in self.faults[:MOST_SHOWN]]
        if len(self.faults) > MOST_SHOWN:
            lines.append(f"... and {len(self.faults) - MOST_SHOWN} more")
        return "\n".join(lines)


class Row(NamedTuple):
    """A row with the line on which it begins; cells by heading, without surrounding spaces."""

    line: int
    cells: dict[str, str]


@dataclass
class Table:
    """A file's headings and rows, and the faults found so far."""

    name: str
    headings: list[str]
    rows: list[Row]
    faults: list[Fault] = field(default_factory=list)

    def fault(self, line: int, column: str, expected: str, mend: str = "") -> None:
        """Note one thing that is wrong."""
        self.faults.append(Fault(self.name, line, column, expected, mend))

    def rename(self, old: str, new: str) -> None:
        """Give a column another heading."""
        self.headings[self.headings.index(old)] = new
        for row in self.rows:
            row.cells[new] = row.cells.pop(old)

    def need(self, columns: Sequence[str]) -> None:
        """Note each of these columns that the file does not have."""
        for column in columns:
            if column not in self.headings:
                near = get_close_matches(column, self.headings, n=1)
                hint = f"Is it the column {near[0]!r}?" if near else f"Found: {', '.join(self.headings)}."
                self.fault(1, column, "expected a column with this heading.", hint)
            elif self.headings.count(column) > 1:
                self.fault(1, column, "the heading is there twice.", "Rename or remove one.")


def decode(content: bytes) -> str:
    """The text of a file: UTF-16 or UTF-8 where it is that, else Windows-1252."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    if b"\0\0" in (content[1:4:2], content[:3:2]):  # without its mark, the first letters being plain ones
        return content.decode("utf-16-le" if content[1] == 0 else "utf-16-be", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def text_of(path: Path) -> str:
    """What a file says; raises `BadInput` where it cannot be read or is no text."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadInput([Fault(str(path), 0, "", f"cannot be read: {error.strerror}.")]) from None
    if content.startswith(WORKBOOKS):
        told = "expected a table as text, found a workbook of a spreadsheet program."
        raise BadInput([Fault(str(path), 0, "", told, "Save the sheet as CSV there.")])
    return decode(content)


def delimiter_of(text: str, expected: Sequence[str]) -> str:
    """The delimiter with which the first row shows most of the expected headings, then most columns."""

    start = text.lstrip("\r\n")
    if start.startswith("sep="):
        start = start.partition("\n")[2]

    def merit(delimiter: str) -> tuple[int, int]:
        first = next(csv.reader(io.StringIO(start, newline=""), delimiter=delimiter), [])
        names = {cell.strip().casefold() for cell in first}
        return len(names & {one.casefold() for one in expected}), len(first)

    return max(DELIMITERS, key=merit)


def read_table(path: Path, expected: Sequence[str] = (), *, exact: bool = True) -> Table:
    """The rows of a file, empty ones left out; raises `BadInput` if it cannot be read as a table.

    With `exact` False the expected headings are found whatever their case.
    """
    text = text_of(path)
    delimiter = delimiter_of(text, expected)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: list[tuple[int, list[str]]] = []
    begin = 1
    try:
        for record in reader:
            cells = list(map(str.strip, record))
            if any(cells):
                records.append((begin, cells))
            begin = reader.line_num + 1
    except csv.Error:
        mend = "Close each quotation mark, and write one inside a text twice."
        raise BadInput(
            [Fault(str(path), begin, "", "a quotation mark is not closed properly.", mend)]
        ) from None
    if records and len(records[0][1]) <= 2 and records[0][1][0].startswith("sep="):
        records.pop(0)  # a hint that some spreadsheets write before the headings
    if not records:
        raise BadInput([Fault(str(path), 1, "", "expected a first row with headings; the file is empty.")])
    headings = records[0][1]
    if not exact:
        known = {one.casefold(): one for one in expected}
        headings = [known.get(one.casefold(), one) for one in headings]
    return _table(str(path), headings, records[1:])


def _table(name: str, headings: list[str], records: list[tuple[int, list[str]]]) -> Table:
    while headings and not headings[-1]:
        headings = headings[:-1]
    table = Table(name, headings, [])
    for line, cells in records:
        while len(cells) > len(headings) and not cells[-1]:
            cells.pop()
        if len(cells) != len(headings):
            mend = "Put a text that holds the delimiter into quotation marks."
            table.fault(
                line, "", f"expected {len(headings)} cells as in the first row, found {len(cells)}.", mend
            )
        else:
            table.rows.append(Row(line, dict(zip(headings, cells, strict=True))))
    return table
