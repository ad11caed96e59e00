"""Write into the ledger, correct what stands there, strike it out."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from fairlead.audit.actions import record
from fairlead.evaluation.enums import ENTRY_MOVES, EntryState
from fairlead.evaluation.models import EffortEntry
from fairlead.institutions.models import Institution
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import AlreadyMoved
from fairlead.kernel.states import move
from fairlead.programmes.models import Programme, Round


class AlreadyWritten(AlreadyMoved):
    """The same page was sent twice; the first time it was written down."""


@dataclass(frozen=True, kw_only=True)
class Spending:
    """What was spent: for what, by whom, how much; `hours` or `money` or both."""

    institution: Institution
    phase: str
    activity: str
    role: str
    hours: Decimal | None
    money: Decimal | None
    round: Round | None = None
    note: str = ""

    def fields(self) -> dict[str, Any]:
        """The columns of a row."""
        return {**asdict(self), "institution": self.institution, "round": self.round}


def write(
    programme: Programme, what: Spending, *, on: date, key: UUID, by: Actor, at: datetime
) -> EffortEntry:
    """Write one entry; `key` is the page's own, so that a page sent twice writes once.

    Raises `AlreadyWritten`.
    """
    return write_all(programme, [(what, on)], key=key, by=by, at=at)[0]


@transaction.atomic
def write_all(
    programme: Programme, lines: Iterable[tuple[Spending, date]], *, key: UUID, by: Actor, at: datetime
) -> list[EffortEntry]:
    """Write all of these entries or none; `key` is the page's own. Raises `AlreadyWritten`."""
    rows = [
        EffortEntry(
            pk=uuid5(key, str(number)),
            programme=programme,
            on=on,
            made_at=at,
            made_by_id=by.person_id,
            **what.fields(),
        )
        for number, (what, on) in enumerate(lines)
    ]
    try:
        with transaction.atomic():
            EffortEntry.objects.bulk_create(rows)
    except IntegrityError:
        if not EffortEntry.objects.filter(pk__in=[row.pk for row in rows]).exists():
            raise
        raise AlreadyWritten(_("This was written down already; it is not counted twice.")) from None
    record("wrote effort", programme, by=by, at=at, details={"entries": len(rows)})
    return rows


@transaction.atomic
def correct(entry: EffortEntry, what: Spending, *, on: date, by: Actor, at: datetime) -> EffortEntry:
    """Put a corrected entry in the place of one; the earlier one stays readable. Raises `AlreadyMoved`."""
    move(entry, EntryState.REPLACED, moves=ENTRY_MOVES, settled_at=at, settled_by_id=by.person_id)
    corrected = EffortEntry.objects.create(
        programme_id=entry.programme_id,
        recurring_id=entry.recurring_id,
        replaces=entry,
        on=on,
        made_at=at,
        made_by_id=by.person_id,
        **what.fields(),
    )
    record("corrected effort", entry, by=by, at=at, label=entry.get_activity_display())
    return corrected


@transaction.atomic
def strike(entry: EffortEntry, *, by: Actor, at: datetime) -> None:
    """Strike an entry out: it stays readable and counts no more. Raises `AlreadyMoved`."""
    move(entry, EntryState.STRUCK, moves=ENTRY_MOVES, settled_at=at, settled_by_id=by.person_id)
    record("struck effort", entry, by=by, at=at, label=entry.get_activity_display())
