"""What indicators count: plain facts, each with its round, its institution and its day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol, TypeVar
from uuid import UUID

from fairlead.evaluation.periods import Year, year_of


class Fact(Protocol):
    """Something that has a place in a programme."""

    @property
    def round(self) -> UUID | None: ...
    @property
    def institution(self) -> UUID | None: ...
    @property
    def on(self) -> date: ...


F = TypeVar("F", bound=Fact)


@dataclass(frozen=True)
class Where:
    """Of what part of a programme a figure tells: a round, an institution, a year; else of all of it."""

    round: UUID | None = None
    institution: UUID | None = None
    year: Year | None = None

    def holds(self, fact: Fact) -> bool:
        """Whether the fact belongs to it."""
        return (
            (self.round is None or fact.round == self.round)
            and (self.institution is None or fact.institution == self.institution)
            and (self.year is None or self.year.holds(fact.on))
        )


@dataclass(frozen=True, kw_only=True)
class Applied:
    """An application that was sent: by whom, on which side, what became of it.

    `first`: the person's first in the round, so that people can be counted. `approved`: the supervisor said
    yes, or need not be asked. `count` says how many are alike; `places` are theirs together.
    """

    round: UUID
    institution: UUID | None
    on: date
    side: str
    first: bool
    waiting: bool = False
    admitted: bool = False
    asked: bool = False
    approved: bool = False
    answer_days: float | None = None
    places: int = 0
    matched: bool = False
    count: int = 1


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A mentorship, at home where the mentee works; `on` is the day it starts, `count` how many are alike."""

    round: UUID
    institution: UUID | None
    on: date
    ends_on: date
    state: str
    reason: str = ""
    ended_on: date | None = None
    other_institution: UUID | None = None
    unit: UUID | None = None
    other_unit: UUID | None = None
    days_to_match: float | None = None
    met: tuple[date, ...] = ()
    agreed: bool = False
    planned: bool = False
    score: float | None = None
    goals_reached: int = 0
    goals: int = 0
    again: bool = False
    mentors_now: bool = False
    count: int = 1

    def lives(self, day: date) -> bool:
        """Whether it is under way on this day."""
        return self.on <= day and (self.ended_on is None or self.ended_on > day)


@dataclass(frozen=True, kw_only=True)
class Offered:
    """A pair that was offered to both, and has been answered or has run out."""

    round: UUID
    institution: UUID | None
    on: date
    accepted: bool


@dataclass(frozen=True, kw_only=True)
class Trained:
    """Somebody who takes part and of whom training is asked."""

    round: UUID
    institution: UUID | None
    on: date
    side: str
    complete: bool


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Somebody who was asked in a wave and whose days to answer are over; `who` only to count people once."""

    round: UUID
    institution: UUID | None
    on: date
    who: UUID
    answered: bool


@dataclass(frozen=True, kw_only=True)
class Said:
    """One answer of a closed wave to one question, and whether it is a good one; nobody’s and nowhere’s."""

    round: UUID
    on: date
    key: str
    good: bool
    institution: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Gained:
    """How sure somebody was at the start and at the end; nobody’s and nowhere’s."""

    round: UUID
    on: date
    before: float
    after: float
    institution: UUID | None = None


@dataclass(frozen=True)
class Staff:
    """So many people who work at an institution from a day to a day."""

    institution: UUID
    since: date | None
    until: date | None
    count: int


@dataclass(frozen=True, kw_only=True)
class Cost:
    """Hours and cost of one day; without a round where it is for all of them."""

    round: UUID | None
    institution: UUID | None
    on: date
    setup: bool
    hours: Decimal
    cost: Decimal


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All facts of one programme, and how it reckons; `today` is the day on which it is looked at."""

    today: date
    month: int = 1
    over: int = 3
    meetings_expected: int = 6
    applied: tuple[Applied, ...] = ()
    pairs: tuple[Pair, ...] = ()
    offered: tuple[Offered, ...] = ()
    trained: tuple[Trained, ...] = ()
    staff: tuple[Staff, ...] = ()
    costs: tuple[Cost, ...] = ()
    asked: tuple[Asked, ...] = ()
    said: tuple[Said, ...] = ()
    gained: tuple[Gained, ...] = ()

    def year(self, day: date) -> Year:
        """The programme's year in which a day lies."""
        return year_of(day, self.month)

    def as_of(self, where: Where) -> date:
        """The day on which a part is looked at: today, or the last day of a year that is over."""
        return min(self.today, where.year.last) if where.year else self.today


def size(facts: Iterable[object]) -> int:
    """How many these facts stand for."""
    return sum(getattr(one, "count", 1) for one in facts)


def within(facts: Iterable[F], where: Where) -> list[F]:
    """The facts that belong there."""
    return [fact for fact in facts if where.holds(fact)]
