"""Read a list of people to invite, line by line, and say what is wrong with each line."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from email.utils import parseaddr

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from fairlead.kernel.errors import Refused
from fairlead.kernel.words import one_line
from fairlead.programmes.models import Round
from fairlead.recruitment.queries.standing import Standing

MOST = 5_000
LARGEST_FILE = 2 * 1024 * 1024
LONGEST_NAME = 200
LONGEST_LINE = 500
MOST_BRACKETS = 10
ENCODINGS = ("utf-8-sig", "cp1252")
SHOWN = 60
BETWEEN = re.compile(r"[;\t,]")


class ListTooLong(Refused):
    """More people at once than are invited at once."""


class FileUnreadable(Refused):
    """The file is too large or holds no text."""


@dataclass(frozen=True)
class Line:
    """One line of the list: who, and what is wrong with it (empty when they can be invited)."""

    number: int
    name: str
    email: str
    problem: str = ""


@dataclass(frozen=True)
class Preview:
    """What a list would do: who would be invited, and which lines are left out and why."""

    ready: tuple[Line, ...]
    left_out: tuple[Line, ...]


def text_of(content: bytes) -> str:
    """The text of a file in any of the encodings that spreadsheets write.

    Raises `FileUnreadable`.
    """
    if len(content) > LARGEST_FILE:
        raise FileUnreadable(_("This file is larger than 2 MB. A list of 5,000 people is far smaller."))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content:
        raise FileUnreadable(_("This is no text. Save the table as CSV and choose that file."))
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def preview(round: Round, text: str, *, today: date) -> Preview:
    """Read the list and look up every address; seven queries however long it is.

    A line holds a name and an address in any order, parted by comma, semicolon or tab, or as
    `Name <address>`, or the address alone; a first line of headings is passed over. Raises `ListTooLong`.
    """
    lines = list(_lines(text))
    if len(lines) > MOST:
        raise ListTooLong(_("These are more than 5,000 people. Bring the list in two or more parts."))
    standing = Standing(round, [line.email for line in lines if not line.problem], today=today)
    first: dict[str, int] = {}
    checked = []
    for line in lines:
        key = line.email.lower()
        if not line.problem and key in first:
            line = replace(line, problem=_("is the same address as in line %(line)d") % {"line": first[key]})
        elif not line.problem:
            first[key] = line.number
            line = replace(line, problem=standing.why_not(line.email))
        checked.append(line)
    return Preview(
        ready=tuple(line for line in checked if not line.problem),
        left_out=tuple(line for line in checked if line.problem),
    )


def _lines(text: str) -> Iterator[Line]:
    cleaned = text.replace("\x00", "")
    for number, raw in enumerate(cleaned.splitlines(), start=1):
        if not raw.strip(" ;,\t"):
            continue
        if len(raw) > LONGEST_LINE and (number > 1 or "@" in raw):
            yield Line(number, _shortened(_plain(raw)), "", _("is too long for a name and an address"))
            continue
        name, email = _parts(raw[:LONGEST_LINE])
        if not email:
            if number == 1:
                continue
            yield Line(number, _shortened(_plain(raw)), "", _("holds no e-mail address"))
        elif problem := _wrong(email):
            yield Line(number, name, _shortened(email), problem)
        else:
            yield Line(number, name, email)


def _parts(raw: str) -> tuple[str, str]:
    """Name and address of a line; what has an @ is the address."""
    if "<" in raw and ">" in raw and raw.count("(") <= MOST_BRACKETS:
        name, email = parseaddr(raw.strip().rstrip(",;"))
        if "@" in email:
            return _plain(name), email.strip()
    mark = max(";\t,", key=raw.count)
    cells = next(csv.reader([raw], delimiter=mark), []) if BETWEEN.search(raw) else [raw]
    email = next((cell.strip() for cell in cells if "@" in cell), "")
    names = [cell.strip() for cell in cells if cell.strip() and "@" not in cell]
    if len(cells) == 1 and " " in email:
        words = email.split()
        email = next(word for word in words if "@" in word)
        names = [" ".join(word for word in words if "@" not in word)]
    return _plain(" ".join(names[:2])), email


def _plain(name: str) -> str:
    return one_line(name)[:LONGEST_NAME]


def _shortened(words: str) -> str:
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}…"


def _wrong(email: str) -> str:
    try:
        validate_email(email)
    except ValidationError:
        return _("is no complete e-mail address")
    return _("has an address that is too long") if len(email) > 254 else ""
