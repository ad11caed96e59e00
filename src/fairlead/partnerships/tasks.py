"""What time asks of partnerships."""

from datetime import datetime

import structlog

from fairlead.kernel.times import day_of
from fairlead.partnerships.actions import inviting, leaving, starting
from fairlead.partnerships.queries import beginning, silent
from fairlead.partnerships.queries import leaving as queries

log = structlog.get_logger(__name__)


def sweep(*, at: datetime) -> int:
    """End partnerships whose last day is over, begin those whose first has come, close those without pairs.

    Whoever is invited and silent is reminded.
    One that fails is logged and does not stop the others; the next sweep tries again.
    """
    moved = 0
    for one in queries.due(today=day_of(at)):
        try:
            moved += leaving.end_due(one, at=at)
        except Exception:
            log.exception("partnership not ended", partnership=str(one.pk))
    for one in beginning(today=day_of(at)):
        try:
            moved += starting.begin_due(one, at=at)
        except Exception:
            log.exception("partnership not begun", partnership=str(one.pk))
    for one in queries.to_close():
        moved += leaving.close(one, at=at)
    return moved + sum(inviting.remind(one, at=at) for one in silent(at=at))
