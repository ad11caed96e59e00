"""What somebody of the team hands over: the one shape in which contexts above list it and pass it on."""

from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Protocol, cast

from django.conf import settings

from fairlead.kernel.actors import Actor
from fairlead.people.models import Person
from fairlead.programmes.models import TeamMember


@dataclass(frozen=True)
class Belonging:
    """Something that is theirs: in words that hold the number, where it is seen, whether it is passed on.

    `note` says what becomes of what is not passed on.
    """

    words: str
    count: int
    url: str = ""
    passes: bool = True
    note: str = ""


class Step(Protocol):
    """What a module named in the HANDOVERS setting offers."""

    def belongings(self, member: TeamMember, *, at: datetime) -> list[Belonging]:
        """What of this context is theirs in the programme; nothing is left out but what counts nought."""

    def pass_on(self, member: TeamMember, successor: Person, *, by: Actor, at: datetime) -> None:
        """Give it to the successor, in the transaction of the handover."""


def steps() -> list[Step]:
    """The modules, in the order of the setting."""
    return [cast(Step, import_module(path)) for path in settings.HANDOVERS]


def belongings(member: TeamMember, *, at: datetime) -> list[Belonging]:
    """All that is theirs in the programme, of every context; what counts nought is left out."""
    found = [one for step in steps() for one in step.belongings(member, at=at)]
    return [one for one in found if one.count]
