"""What is known before a file comes in, a row as it is understood, and what would be written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from decimal import Decimal
from uuid import UUID

from fairlead.integrations.form_csv.findings import Answer, Choice, Problem
from fairlead.integrations.form_csv.spelling import fold


@dataclass(frozen=True)
class Thing:
    """An institution, unit or area: one we have (`pk`), or one that will be made by this name."""

    pk: UUID | None
    name: str

    @property
    def key(self) -> str:
        """The same for the same thing, whether we have it or will make it."""
        return str(self.pk) if self.pk else f"new {fold(self.name)}"


@dataclass(frozen=True)
class KnownPerson:
    """A person we have; `concerned` says whether they have applied to this programme."""

    email: str
    name: str
    concerned: bool = False


@dataclass(frozen=True)
class KnownApplication:
    """An application of this round as it stands: its answers by name, since when, and whether it is open."""

    answers: Mapping[str, str]
    state: str
    open: bool = True
    in_pool: bool = False
    imported: bool = True
    since: datetime | None = None


@dataclass(frozen=True)
class Known:
    """Everything a check compares a file with; nothing is looked up while checking."""

    institutions: tuple[Thing, ...] = ()
    short_names: Mapping[str, UUID] = field(default_factory=dict)
    left: frozenset[UUID] = frozenset()
    units: Mapping[UUID, tuple[Thing, ...]] = field(default_factory=dict)
    areas: tuple[Thing, ...] = ()
    people: Mapping[str, KnownPerson] = field(default_factory=dict)
    managers: Mapping[str, str] = field(default_factory=dict)
    applications: Mapping[tuple[str, str], KnownApplication] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)
    approval_needed: bool = True
    zone: tzinfo | None = None
    brought_at: datetime | None = None


@dataclass
class Line:
    """One row while it is being understood; `out` is the kind of problem it is left out for."""

    row: int
    cells: Mapping[str, str]
    email: str = ""
    name: str = ""
    sides: list[str] = field(default_factory=list)
    agrees: bool = False
    submitted: datetime | None = None
    institution: Thing | None = None
    unit: Thing | None = None
    grade: int | None = None
    years: Decimal | None = None
    places: int | None = None
    mode: str = ""
    languages: list[str] = field(default_factory=list)
    offers: list[Thing] = field(default_factory=list)
    wants: list[Thing] = field(default_factory=list)
    important: Thing | None = None
    texts: dict[str, str] = field(default_factory=dict)
    manager_name: str = ""
    manager_email: str = ""
    avoid_emails: list[str] = field(default_factory=list)
    out: str = ""
    out_because: str = ""

    def cell(self, key: str) -> str:
        """The cell of an answer without surrounding space; empty when no column holds it."""
        return self.cells.get(key, "").strip()

    @property
    def alive(self) -> bool:
        """Whether the row is to be brought in."""
        return not self.out

    @property
    def domain(self) -> str:
        """The domain of the address."""
        return self.email.partition("@")[2]

    def leave_out(self, kind: str, because: str) -> None:
        """Leave the row out, for the first reason found."""
        if not self.out:
            self.out, self.out_because = kind, because


@dataclass(frozen=True)
class Change:
    """One answer of an application we have that the file would change."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One application that would be written: `effect` is "new", "update", "same" or "closed" (ours
    counts).
    """

    row: int
    side: str
    line: Line
    effect: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Plan:
    """All that a file would do, and what was found in it."""

    lines: tuple[Line, ...]
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    choices: Mapping[str, Choice]
    answers: Mapping[str, Answer]

    @property
    def open_choices(self) -> list[Choice]:
        """Required choices nobody has made yet."""
        return [
            choice
            for choice in self.choices.values()
            if choice.required and not self.answers[choice.key].made
        ]

    @property
    def writes(self) -> tuple[Entry, ...]:
        """Entries that would change anything."""
        return tuple(entry for entry in self.entries if entry.effect in {"new", "update"})

    @property
    def left_out(self) -> tuple[Line, ...]:
        """Rows that are not brought in."""
        return tuple(line for line in self.lines if line.out)
