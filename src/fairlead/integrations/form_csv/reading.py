"""A file of bytes becomes a table: encoding and delimiter recognised, rows numbered as a spreadsheet shows
them.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fairlead.kernel.errors import Refused

LARGEST_FILE = 5 * 1024 * 1024
MOST_ROWS = 1_000
MOST_COLUMNS = 200
LONGEST_CELL = 100_000
DELIMITERS: dict[str, Promise] = {
    ",": gettext_lazy("comma"),
    ";": gettext_lazy("semicolon"),
    "\t": gettext_lazy("tab"),
    "|": gettext_lazy("vertical bar"),
}
ENCODINGS: dict[str, Promise] = {
    "utf-8-sig": gettext_lazy("Unicode (UTF-8)"),
    "utf-16": gettext_lazy("Unicode (UTF-16)"),
    "cp1252": gettext_lazy("Western European (Windows-1252)"),
    "cp1250": gettext_lazy("Central European (Windows-1250)"),
    "iso8859-2": gettext_lazy("Central European (ISO 8859-2)"),
    "cp1251": gettext_lazy("Cyrillic (Windows-1251)"),
    "cp1253": gettext_lazy("Greek (Windows-1253)"),
    "cp1254": gettext_lazy("Turkish (Windows-1254)"),
}
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class Unreadable(Refused):
    """The file cannot be read as a table; the sentence says where and what to do."""


@dataclass(frozen=True)
class Row:
    """One row of the file; `number` is the one a spreadsheet shows (headings are row 1)."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Headings and rows of a file, and how it was read; rows without any content are left out."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    encoding: str
    delimiter: str


def read(content: bytes, *, encoding: str = "", delimiter: str = "") -> Table:
    """The table in these bytes, by the given encoding and delimiter or else by those recognised.

    Raises `Unreadable`, naming row and column where there is one.
    """
    _check_bytes(content)
    encoding = encoding or recognise_encoding(content)
    text = _text(content, encoding)
    if text.startswith("sep=") and text[4:5] in DELIMITERS and text[5:6] in "\r\n":
        delimiter, text = delimiter or text[4], text[5:].removeprefix("\r").removeprefix("\n")
    delimiter = delimiter or recognise_delimiter(text)
    records = list(_records(text, delimiter))
    if not records or not any(cell.strip() for cell in records[0]):
        raise Unreadable(_("The first row is empty. It must hold the headings of the columns."))
    headings = tuple(heading.strip() for heading in _without_empty_end(records[0]))
    _check_headings(headings)
    rows = tuple(
        Row(number, tuple(record))
        for number, record in enumerate(records[1:], start=2)
        if any(cell.strip() for cell in record)
    )
    if not rows:
        raise Unreadable(_("The file holds headings but no answers."))
    if len(rows) > MOST_ROWS:
        raise Unreadable(
            _("The file has %(found)d rows; at most %(most)d can be brought in at once. Split it into parts.")
            % {"found": len(rows), "most": MOST_ROWS}
        )
    return Table(headings, _even(rows, headings), encoding, delimiter)


def recognise_encoding(content: bytes) -> str:
    """The encoding these bytes are most likely in: a mark at the start, else UTF-8 if it fits, else
    Windows-1252.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def recognise_delimiter(text: str) -> str:
    """The delimiter that splits the headings into most columns; of two equal ones that which the rows
    agree with.
    """
    head = text[:200_000]

    def fit(delimiter: str) -> tuple[int, int]:
        records: list[list[str]] = []
        try:
            for record in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter):
                records.append(record)
                if len(records) == 50:
                    break
        except csv.Error:
            pass
        if not records:
            return (0, 0)
        return (len(records[0]), sum(len(record) == len(records[0]) for record in records))

    return max(DELIMITERS, key=fit)


def _check_bytes(content: bytes) -> None:
    if not content.strip():
        raise Unreadable(_("The file is empty."))
    if len(content) > LARGEST_FILE:
        raise Unreadable(_("The file is larger than 5 MB. Split it into parts."))
    if content.startswith(WORKBOOKS):
        raise Unreadable(_("This is a spreadsheet workbook. Save it as “CSV UTF-8” and choose that file."))


def _text(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise Unreadable(
            _("The file is no %(encoding)s text. Choose another encoding, or save it as CSV UTF-8.")
            % {"encoding": ENCODINGS.get(encoding, encoding)}
        ) from error
    if any(mark in text for mark in ("\x00", "\x01", "\x02", "\x03", "\x04", "\x05", "\x06", "\x08")):
        raise Unreadable(_("This is not a text file. Choose a file that ends in .csv or .tsv."))
    return text.removeprefix("\ufeff")


def _records(text: str, delimiter: str) -> Iterable[list[str]]:
    number = 0
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            number += 1
            if any(len(cell) > LONGEST_CELL for cell in record):
                raise Unreadable(
                    _("Row %(row)d has a cell of over 100,000 characters. Is a quotation mark missing?")
                    % {"row": number}
                )
            yield record
    except csv.Error as error:
        raise Unreadable(
            _("Row %(row)d cannot be read: a quotation mark is missing or stands where none belongs.")
            % {"row": number + 1}
        ) from error


def _without_empty_end(cells: Iterable[str]) -> list[str]:
    kept = list(cells)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept


def _check_headings(headings: tuple[str, ...]) -> None:
    if len(headings) == 1:
        raise Unreadable(
            _("Only one column was found: “%(heading)s”. Choose another delimiter.")
            % {"heading": headings[0][:80]}
        )
    if len(headings) > MOST_COLUMNS:
        raise Unreadable(_("The file has more than %(most)d columns.") % {"most": MOST_COLUMNS})
    seen: dict[str, int] = {}
    for position, heading in enumerate(headings, start=1):
        if not heading:
            raise Unreadable(_("Column %(column)s has no heading.") % {"column": letters(position)})
        first = seen.setdefault(heading.casefold(), position)
        if first != position:
            raise Unreadable(
                _("Columns %(first)s and %(second)s both have the heading “%(heading)s”. Rename one.")
                % {"first": letters(first), "second": letters(position), "heading": heading[:80]}
            )


def _even(rows: tuple[Row, ...], headings: tuple[str, ...]) -> tuple[Row, ...]:
    """The rows with exactly one cell per heading; empty cells beyond the last heading are dropped."""
    width = len(headings)
    even = []
    for row in rows:
        cells = row.cells
        if len(cells) > width:
            beyond = next((at for at in range(width, len(cells)) if cells[at].strip()), None)
            if beyond is not None:
                raise Unreadable(
                    _("Row %(row)d has a cell in column %(column)s, beyond the last heading. %(advice)s")
                    % {"row": row.number, "column": letters(beyond + 1), "advice": _advice()}
                )
        if len(cells) < width:
            raise Unreadable(
                _("Row %(row)d ends before column %(column)s (“%(heading)s”). %(advice)s")
                % {
                    "row": row.number,
                    "column": letters(len(cells) + 1),
                    "heading": headings[len(cells)][:80],
                    "advice": _advice(),
                }
            )
        even.append(Row(row.number, cells[:width]))
    return tuple(even)


def _advice() -> str:
    return _("The delimiter may be wrong, or a quotation mark is missing in this row or above.")


def letters(position: int) -> str:
    """A column's letters as a spreadsheet shows them: 1 is A, 27 is AA."""
    name = ""
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
