"""What the design of a programme plans for its setup and its delivery."""

from dataclasses import dataclass
from decimal import Decimal

from fairlead.programmes.enums import Phase
from fairlead.programmes.models import PracticeBlock, Programme


@dataclass(frozen=True, kw_only=True)
class Planned:
    """The plan of one phase: money, weeks and hours of staff; None where nothing is written."""

    phase: Phase
    money: Decimal | None = None
    weeks: int | None = None
    hours: Decimal | None = None

    @property
    def written(self) -> bool:
        """Whether the design says anything about it."""
        return (self.money, self.weeks, self.hours) != (None, None, None)


def of_programme(programme: Programme) -> list[Planned]:
    """The plan of setup and of delivery, in this order; one query."""
    blocks = {block.phase: block for block in PracticeBlock.objects.filter(programme=programme)}
    found = []
    for phase in Phase:
        block = blocks.get(phase)
        if block is None:
            found.append(Planned(phase=phase))
        else:
            found.append(Planned(phase=phase, money=block.money, weeks=block.weeks, hours=block.hours))
    return found
