"""What happens when a partner leaves: the one shape in which contexts above say it, do it, and clear up."""

from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from typing import Protocol, cast

from django.conf import settings

from fairlead.institutions.models import Institution
from fairlead.kernel.actors import Actor
from fairlead.programmes.models import Programme


@dataclass(frozen=True)
class Parting:
    """An institution that leaves a programme; `hand_over`: running pairs end, else they go on."""

    programme: Programme
    institution: Institution
    hand_over: bool


@dataclass(frozen=True)
class Effect:
    """One thing that happens: a key, what it is in words that hold the number, and how often."""

    key: str
    words: str
    count: int


@dataclass(frozen=True)
class Running:
    """A pair that still runs after its partner has left: whom it pairs, where it is read, its last day."""

    label: str
    url: str
    ends_on: date


class Step(Protocol):
    """What a module named in the PARTNER_PARTING setting offers."""

    def effects(self, parting: Parting) -> list[Effect]:
        """What `part` would do now."""

    def part(self, parting: Parting, *, by: Actor, at: datetime) -> None:
        """Do it, in the transaction of the leaving."""

    def running(self, parting: Parting) -> list[Running]:
        """Pairs of the institution's people that still run, the first to end first."""

    def erase(self, parting: Parting, *, at: datetime) -> int:
        """Erase what the institution's people wrote; how many records. Their pairs are over."""


def steps() -> list[Step]:
    """The modules, in the order of the setting."""
    return [cast(Step, import_module(path)) for path in settings.PARTNER_PARTING]
