"""What an indicator is: its words, what it counts, and how its figure follows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fairlead.evaluation.indicators.facts import Fact, Facts, Where, within

Words = str | Promise


class Kind(StrEnum):
    """What part of the programme an indicator judges."""

    SETUP = "setup"
    DELIVERY = "delivery"
    OUTCOME = "outcome"

    @property
    def label(self) -> Promise:
        """The word for it."""
        return KIND_WORDS[self]


KIND_WORDS: dict[Kind, Promise] = {
    Kind.SETUP: _("Setup"),
    Kind.DELIVERY: _("Delivery"),
    Kind.OUTCOME: _("Outcome"),
}


class Unit(StrEnum):
    """In what an indicator is told."""

    SHARE = "share"
    RATIO = "ratio"
    DAYS = "days"
    POINTS = "points"
    HOURS = "hours"
    MONEY = "money"
    NUMBER = "number"

    @property
    def label(self) -> Promise:
        """The word for it."""
        return UNIT_WORDS[self]


UNIT_WORDS: dict[Unit, Promise] = {
    Unit.SHARE: _("share in percent"),
    Unit.RATIO: _("ratio"),
    Unit.DAYS: _("days"),
    Unit.POINTS: _("points"),
    Unit.HOURS: _("hours"),
    Unit.MONEY: _("money"),
    Unit.NUMBER: _("number"),
}


@dataclass(frozen=True)
class Figure:
    """A value with what it stands on: numerator, denominator, and how many people or pairs it is about."""

    numerator: float | None
    denominator: float | None
    value: float | None
    people: int


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One indicator, defined once.

    `group` picks the facts it is about; how many there are decides whether it may be told. `figure` gives
    numerator, denominator and value for the facts of one part. `reads` names the facts it is counted from, so
    that nothing else is loaded. `more` says whether more is better.
    """

    key: str
    name: Words
    kind: Kind
    unit: Unit
    formula: Words
    numerator: Words
    denominator: Words
    source: Words
    group: Callable[[Facts], Sequence[Fact]]
    figure: Callable[[Sequence[Fact], Facts, Where], Figure]
    reads: tuple[str, ...] = ("pairs",)
    target: float | None = None
    more: bool = True

    def of(self, facts: Facts, where: Where) -> Figure:
        """Its figure for one part of a programme."""
        return self.figure(within(self.group(facts), where), facts, where)
