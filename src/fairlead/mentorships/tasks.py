"""What time asks of pairs: whether they have met."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

import structlog
from django.db.models import Model

from fairlead.mentorships.actions import asking

log = structlog.get_logger(__name__)
One = TypeVar("One", bound=Model)


def sweep(*, at: datetime) -> int:
    """Ask both of a pair whether they have met, the day after and after a quiet fortnight; how many letters.

    Nobody is asked before seven in the morning, and nobody twice about the same.
    """
    if not asking.is_morning(at):
        return 0
    asked = _each(asking.due_meetings(at=at), lambda meeting: asking.ask_after(meeting, at=at))
    last_met = asking.quiet_pairs(at=at)
    return asked + _each(last_met, lambda pair: asking.ask_quiet(pair, last_met=last_met[pair], at=at))


def _each(rows: Iterable[One], act: Callable[[One], int]) -> int:
    """Do it for each row; one that fails is logged and does not stop the others."""
    done = 0
    for row in rows:
        try:
            done += act(row)
        except Exception:
            log.exception("sweep failed", table=row._meta.label, row=str(row.pk))
    return done
