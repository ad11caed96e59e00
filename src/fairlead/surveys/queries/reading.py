"""Read the tables an institution brings in: a form it has a licence for, and answers of people outside."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.kernel.errors import Refused
from fairlead.questions.enums import CAN_SURVEY, Kind
from fairlead.surveys.boxes import SMALLEST_GROUP
from fairlead.surveys.instruments import Item, Page
from fairlead.surveys.queries.changes import Asked

LARGEST_FILE = 1024 * 1024
MOST_LINES = 5000
MOST_ITEMS = 120
LONGEST_LABEL = 300
NUMBER = re.compile(r"-?\d{1,9}(?:[.,]\d{1,6})?")
FORM_COLUMNS = (
    "page",
    "key",
    "kind",
    "question",
    "help",
    "answers",
    "least",
    "most",
    "lower end",
    "upper end",
)
BEFORE, AFTER = "before", "after"


class FileUnreadable(Refused):
    """The file is too large, or no text."""


@dataclass(frozen=True)
class Problem:
    """What is wrong with a line of a table, in a sentence."""

    line: int
    text: str


@dataclass
class FormFound:
    """A form as a table tells it, with what is wrong in it."""

    pages: list[Page] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def items(self) -> list[Item]:
        """Its questions, in order."""
        return [item for page in self.pages for item in page.items]


@dataclass
class GroupFound:
    """Answers of people outside as a table tells them: by question the pairs of before and after."""

    changes: dict[str, list[list[float]]] = field(default_factory=dict)
    people: int = 0
    problems: list[Problem] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def text_of(content: bytes) -> str:
    """The text of a file in any encoding that spreadsheets write. Raises `FileUnreadable`."""
    if len(content) > LARGEST_FILE:
        raise FileUnreadable(_("This file is larger than 1 MB."))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content:
        raise FileUnreadable(_("This is no text. Save the table as CSV and choose that file."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _rows(text: str) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """The headings in small letters, and each line that is not empty with its number."""
    text = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    first = text.partition("\n")[0]
    delimiter = max(";\t,", key=first.count)
    lines = list(csv.reader(StringIO(text), delimiter=delimiter, strict=False))
    if not lines:
        return [], []
    headings = [" ".join(one.split()).casefold() for one in lines[0]]
    rows = [
        (number, dict(zip(headings, (cell.strip() for cell in line), strict=False)))
        for number, line in enumerate(lines[1 : MOST_LINES + 1], 2)
        if any(cell.strip() for cell in line)
    ]
    return headings, rows


def read_form(text: str) -> FormFound:
    """The questions of a table, a line each; the columns `question` and `kind` are needed."""
    headings, rows = _rows(text)
    found = FormFound()
    lacking = [one for one in ("question", "kind") if one not in headings]
    if lacking:
        named = ", ".join(f"“{one}”" for one in lacking)
        found.problems.append(
            Problem(1, _("A column is missing in the first line: %(named)s.") % {"named": named})
        )
        return found
    if len(rows) > MOST_ITEMS:
        found.problems.append(Problem(1, _("A form has at most %(most)s questions.") % {"most": MOST_ITEMS}))
        return found
    taken: set[str] = set()
    pages: dict[str, list[Item]] = {}
    for number, row in rows:
        try:
            item = _item(row, taken)
        except ValueError as unclear:
            found.problems.append(Problem(number, str(unclear)))
            continue
        taken.add(item.key)
        pages.setdefault(row.get("page", "")[:120] or _("Questions"), []).append(item)
    found.pages = [Page(title, tuple(items)) for title, items in pages.items()]
    if not rows:
        found.problems.append(Problem(1, _("The table has no questions.")))
    return found


def _item(row: Mapping[str, str], taken: set[str]) -> Item:
    label, kind = row.get("question", ""), row.get("kind", "").casefold().replace(" ", "_")
    if not label or len(label) > LONGEST_LABEL:
        raise ValueError(_("A question has between 1 and 300 characters."))
    if kind not in {one.value for one in CAN_SURVEY}:
        kinds = ", ".join(sorted(one.value for one in CAN_SURVEY))
        raise ValueError(
            _("“%(kind)s” is no kind of question. There are: %(kinds)s.") % {"kind": kind, "kinds": kinds}
        )
    key = slugify(row.get("key", "") or label)[:30].strip("-") or "question"
    if key in taken:
        raise ValueError(_("The key “%(key)s” is used twice.") % {"key": key})
    options = [one.strip() for one in row.get("answers", "").split("|") if one.strip()]
    if kind in (Kind.CHOICE, Kind.CHOICES) and len(options) < 2:
        raise ValueError(_("Write at least two answers, parted by “|”."))
    return Item(
        key,
        Kind(kind),
        label,
        row.get("help", "")[:600],
        options=tuple((f"answer-{place}", one) for place, one in enumerate(options, 1)),
        limits=dict(_limits(row, Kind(kind))),
        ends=(row.get("lower end", "")[:60], row.get("upper end", "")[:60]),
    )


def _limits(row: Mapping[str, str], kind: Kind) -> Iterator[tuple[str, int]]:
    least, most = row.get("least", ""), row.get("most", "")
    for text in (least, most):
        if text and not text.lstrip("-").isdecimal():
            raise ValueError(_("“%(text)s” is no whole number.") % {"text": text})
    if kind == Kind.SCALE:
        lower, upper = int(least or 1), int(most or 5)
        if lower not in (0, 1) or not lower < upper <= 10:
            raise ValueError(_("A scale begins at 0 or 1 and ends at 10 at most."))
        yield from (("least", lower), ("most", upper))
    elif kind == Kind.NUMBER:
        yield from ((name, int(text)) for name, text in (("least", least), ("most", most)) if text)


def group_headings(asked: Sequence[Asked]) -> list[str]:
    """The columns of a table of people outside: each question before and after."""
    return [f"{one.key} {when}" for one in asked for when in (BEFORE, AFTER)]


def read_group(text: str, asked: Sequence[Asked]) -> GroupFound:
    """The answers of a table, a line for each person; only the columns of the questions asked are read."""
    headings, rows = _rows(text)
    wanted = group_headings(asked)
    found = GroupFound(unknown=[one for one in headings if one and one not in wanted])
    there = [one for one in asked if {f"{one.key} {BEFORE}", f"{one.key} {AFTER}"} <= set(headings)]
    if not there:
        told = _("No question has both its columns, such as “%(first)s” and “%(second)s”.")
        names = dict(zip(("first", "second"), wanted or ["…", "…"], strict=False))
        found.problems.append(Problem(1, told % names))
        return found
    for number, row in rows:
        used = False
        for one in there:
            try:
                pair = [_value(row.get(f"{one.key} {when}", ""), one) for when in (BEFORE, AFTER)]
            except ValueError as unclear:
                found.problems.append(Problem(number, str(unclear)))
                continue
            if None not in pair:
                found.changes.setdefault(one.key, []).append([value for value in pair if value is not None])
                used = True
        found.people += used
    for pairs in found.changes.values():
        pairs.sort()
    if found.people < SMALLEST_GROUP:
        said = ngettext(
            "Only %(n)d person answered both times; a group has five or more.",
            "Only %(n)d people answered both times; a group has five or more.",
            found.people,
        )
        found.problems.append(Problem(1, said % {"n": found.people}))
    return found


def _value(text: str, asked: Asked) -> float | None:
    if not text:
        return None
    if not NUMBER.fullmatch(text):
        raise ValueError(_("“%(text)s” is no number.") % {"text": text[:40]})
    value = float(text.replace(",", "."))
    least: Any = asked.least
    most: Any = asked.most
    if (least is not None and value < least) or (most is not None and value > most):
        told = _("%(value)s is outside the scale of “%(key)s”, which goes from %(least)s to %(most)s.")
        raise ValueError(told % {"value": text, "key": asked.key, "least": least, "most": most})
    return value
