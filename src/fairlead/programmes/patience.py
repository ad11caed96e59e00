"""How long a programme waits before its pairs are reminded, in days: usual ones until its team says else."""

from dataclasses import asdict, dataclass, fields

from fairlead.programmes.enums import Part
from fairlead.programmes.models import Programme
from fairlead.programmes.queries import inherits, owner

MONTHLY = 0.9
QUIET, QUIET_IF_MONTHLY = 14, 45


@dataclass(frozen=True)
class Patience:
    """Days until the two are reminded of a meeting or their plan, asked after silence, asked how it goes."""

    first_meeting: int = 10
    quiet: int = QUIET
    plan: int = 21
    silent: int = 90
    notice: int = 7
    pulse_first: int = 30
    pulse_every: int = 60

    @property
    def as_json(self) -> dict[str, int]:
        """As a programme keeps it."""
        return asdict(self)


def usual(programme: Programme) -> Patience:
    """What the product proposes: more between two meetings where one meets once a month."""
    monthly = programme.length_months / programme.meetings_expected >= MONTHLY
    return Patience(quiet=QUIET_IF_MONTHLY if monthly else QUIET)


def source(programme: Programme) -> Programme | None:
    """The programme whose days a sub-programme takes over; None where they are its own."""
    return owner(programme, Part.REMINDERS) if inherits(programme, Part.REMINDERS) else None


def patience_of(programme: Programme) -> Patience:
    """The days that hold for a programme; no query."""
    said = programme.patience
    names = [field.name for field in fields(Patience)]
    return Patience(**{**usual(programme).as_json, **{name: said[name] for name in names if name in said}})
