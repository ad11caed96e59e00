"""The ledger as a file: read one line by line and say what is wrong, and write one."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from fairlead.evaluation import policies
from fairlead.evaluation.enums import Activity, EffortRole, EntryState
from fairlead.evaluation.models import EffortEntry
from fairlead.evaluation.numbers import plain_number
from fairlead.evaluation.queries import ledger
from fairlead.institutions.models import Institution
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.kernel.spreadsheet import inert
from fairlead.programmes.enums import Phase
from fairlead.programmes.models import Programme, Round

COLUMNS = ("date", "phase", "activity", "role", "hours", "money", "institution", "round", "note")
NEEDED = ("date", "activity", "role")
MOST_LINES = 5_000
LONGEST_NOTE = 200
LARGEST_FILE = 2 * 1024 * 1024
EARLIEST = date(2000, 1, 1)
MOST = {"hours": Decimal(2000), "money": Decimal(9_999_999)}
DATE_SHAPES = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y")
T = TypeVar("T")


class FileRefused(Refused):
    """The file cannot be read as a ledger."""


class Wrong(Exception):
    """What is wrong with one cell."""


@dataclass(frozen=True, kw_only=True)
class Read:
    """One line of the file as it would be written down."""

    number: int
    on: date
    phase: str
    activity: str
    role: str
    hours: Decimal | None
    money: Decimal | None
    institution: Institution
    round: Round | None
    note: str

    @property
    def what(self) -> str:
        """What it was for, in words."""
        return str(Activity(self.activity).label)

    @property
    def who(self) -> str:
        """Whose time it was, in words."""
        return str(EffortRole(self.role).label)


@dataclass(frozen=True)
class Problem:
    """What is wrong in one line: its number, the column, a sentence."""

    number: int
    column: str
    sentence: str


@dataclass(frozen=True)
class Preview:
    """What a file would write; nothing while there is a problem."""

    lines: tuple[Read, ...]
    problems: tuple[Problem, ...]

    @property
    def hours(self) -> Decimal:
        """All hours of the file."""
        return sum((line.hours or Decimal(0) for line in self.lines), Decimal(0))

    @property
    def money(self) -> Decimal:
        """All money of the file."""
        return sum((line.money or Decimal(0) for line in self.lines), Decimal(0))


def text_of(content: bytes) -> str:
    """The text of a file in any of the encodings that spreadsheets write. Raises `FileRefused`."""
    if len(content) > LARGEST_FILE:
        raise FileRefused(_("This file is larger than 2 MB. Bring it in two or more parts."))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content:
        raise FileRefused(_("This is no text. Save the table as CSV and choose that file."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def preview(actor: Actor, programme: Programme, text: str, *, today: date) -> Preview:
    """Read a file with headings; two queries however long it is. Raises `FileRefused`."""
    reader = _Reader(actor, programme, today)
    lines: list[Read] = []
    problems: list[Problem] = []
    for number, row in _rows(text):
        found, wrong = reader.read(number, row)
        problems += wrong
        if found is not None:
            lines.append(found)
    if not lines and not problems:
        raise FileRefused(_("There is no line below the headings."))
    return Preview(tuple(lines), tuple(problems))


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Line numbers and cells by heading."""
    plain = text.replace("\x00", "").lstrip("\ufeff")
    first = plain.split("\n", 1)[0]
    between = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(plain), delimiter=between)
    try:
        headings = [cell.strip().lower() for cell in next(reader, [])]
        missing = [name for name in NEEDED if name not in headings]
        if missing:
            raise FileRefused(
                _("The first line must name the columns; these are missing: %(names)s.")
                % {"names": ", ".join(missing)}
            )
        for count, cells in enumerate(reader):
            if count >= MOST_LINES:
                raise FileRefused(_("These are more than 5,000 lines. Bring them in two or more files."))
            if any(cell.strip() for cell in cells):
                yield reader.line_num, dict(zip(headings, (cell.strip() for cell in cells), strict=False))
    except csv.Error as unclear:
        raise FileRefused(_("This is no table with one line for each entry.")) from unclear


class _Reader:
    """Reads one line after the other; knows the programme's institutions and rounds."""

    def __init__(self, actor: Actor, programme: Programme, today: date) -> None:
        self.today = today
        self.institutions = list(ledger.institutions(actor, programme))
        self.rounds = {round.name.lower(): round for round in ledger.rounds(programme)}
        self.home = next(
            (one for one in self.institutions if one.pk == programme.lead_id), self.institutions[0]
        )
        self.named = {name.lower(): one for one in self.institutions for name in (one.short_name, one.name)}

    def read(self, number: int, row: Mapping[str, str]) -> tuple[Read | None, list[Problem]]:
        problems: list[Problem] = []

        def cell(column: str, of: Callable[[str], T], otherwise: T) -> T:
            try:
                return of(row.get(column, ""))
            except Wrong as wrong:
                problems.append(Problem(number, column, str(wrong)))
                return otherwise

        read = Read(
            number=number,
            on=cell("date", self._day, self.today),
            phase=cell("phase", lambda said: _choice(said or Phase.DELIVERY.value, Phase), ""),
            activity=cell("activity", lambda said: _choice(said, Activity), ""),
            role=cell("role", lambda said: _choice(said, EffortRole), ""),
            hours=cell("hours", lambda said: _amount(said, "hours"), None),
            money=cell("money", lambda said: _amount(said, "money"), None),
            institution=cell("institution", self._institution, self.home),
            round=cell("round", self._round, None),
            note=cell("note", _note, ""),
        )
        if not problems and not read.hours and not read.money:
            problems.append(Problem(number, "hours", _("Write hours, or money, or both.")))
        return (None, problems) if problems else (read, [])

    def _day(self, said: str) -> date:
        for shape in DATE_SHAPES:
            try:
                day = datetime.strptime(said, shape).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
            if not EARLIEST <= day <= self.today:
                raise Wrong(_("This day is still to come, or long past."))
            return day
        raise Wrong(_("Write the day like 2026-03-31."))

    def _institution(self, said: str) -> Institution:
        if not said:
            return self.home
        if said.lower() not in self.named:
            raise Wrong(_("No institution of yours in this programme is called that."))
        return self.named[said.lower()]

    def _round(self, said: str) -> Round | None:
        if said and said.lower() not in self.rounds:
            raise Wrong(_("No round of this programme is called that."))
        return self.rounds.get(said.lower())


def _choice(said: str, of: type[TextChoices]) -> str:
    known = {str(one.label).lower(): one.value for one in of} | {one.value: one.value for one in of}
    if said.lower() not in known:
        raise Wrong(_("Write one of: %(words)s.") % {"words": ", ".join(of.values)})
    return known[said.lower()]


def _amount(said: str, column: str) -> Decimal | None:
    if not said:
        return None
    try:
        amount = Decimal(plain_number(said)).quantize(Decimal("0.01"))
    except InvalidOperation:
        raise Wrong(_("Write a number.")) from None
    if not amount.is_finite() or not 0 <= amount <= MOST[column]:
        raise Wrong(_("Write a number from 0 to %(most)s.") % {"most": MOST[column]})
    return amount or None


def _note(said: str) -> str:
    note = said[1:] if said.startswith("'") and inert(said[1:]) == said else said
    if len(note) > LONGEST_NOTE:
        raise Wrong(_("Write 200 characters at most."))
    return note


def exported(actor: Actor, programme: Programme) -> str:
    """The entries that count and that the actor may read, oldest first, as a file that can be read again."""
    found = policies.visible_entries(actor).filter(programme=programme, state=EntryState.STANDING)
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(COLUMNS)
    writer.writerows(_cells(found.order_by("on", "made_at", "id")))
    return sheet.getvalue()


def _cells(entries: Iterable[EffortEntry]) -> Iterator[list[str]]:
    for one in entries:
        hours = "" if one.hours is None else str(one.hours)
        money = "" if one.money is None else str(one.money)
        round = one.round.name if one.round else ""
        cells = [one.on.isoformat(), one.phase, one.activity, one.role, hours, money]
        yield cells + [inert(text) for text in (one.institution.short_name, round, one.note)]
