"""What time asks of pairs: to go on after a pause, to come to their end, to say whether they have met."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

import structlog
from django.utils.timezone import localdate

from fairlead.calendars import actions as calendars
from fairlead.kernel.actors import NOBODY
from fairlead.kernel.errors import AlreadyMoved
from fairlead.mentorships import actions
from fairlead.mentorships.actions import asking, closing
from fairlead.mentorships.actions import leaving as farewells
from fairlead.mentorships.models import Mentorship
from fairlead.mentorships.queries import changes, leaving, suiting

log = structlog.get_logger(__name__)
One = TypeVar("One")


def sweep(*, at: datetime) -> int:
    """Let pairs go on after their pause and complete those whose last day is over; then ask others.

    Both of a pair are asked whether they have met, the day after and after a quiet fortnight. Nobody is asked
    before seven in the morning, and nobody twice about the same. Who has been in no pair for a month has no
    calendar connected any more. How many rows moved and letters went out.
    """
    today = localdate(at)
    moved = calendars.forget(suiting.idle_owners(at=at), at=at)
    moved += _each(changes.to_resume(today=today), lambda pair: _moved(actions.resume, pair, at=at))
    moved += _each(changes.to_complete(today=today), lambda pair: _moved(actions.complete, pair, at=at))
    moved += _each(leaving.to_end(today=today), lambda pair: _moved(farewells.end_for_leaver, pair, at=at))
    if not asking.is_morning(at):
        return moved
    moved += _each(leaving.to_forget(), lambda farewell: farewells.forget(farewell, at=at))
    moved += _each(leaving.to_tell(), lambda leaver: farewells.tell(leaver, at=at))
    moved += _each(changes.to_close(today=today), lambda pair: closing.announce(pair, at=at))
    asked = moved + _each(asking.due_meetings(at=at), lambda meeting: asking.ask_after(meeting, at=at))
    last_met = asking.quiet_pairs(at=at)
    return asked + _each(last_met, lambda pair: asking.ask_quiet(pair, last_met=last_met[pair], at=at))


def _moved(action: Callable[..., None], pair: Mentorship, *, at: datetime) -> int:
    """Move a pair on, unless somebody did so a moment ago."""
    try:
        action(pair, by=NOBODY, at=at)
    except AlreadyMoved:
        return 0
    return 1


def _each(rows: Iterable[One], act: Callable[[One], int]) -> int:
    """Do it for each row; one that fails is logged and does not stop the others."""
    done = 0
    for row in rows:
        try:
            done += act(row)
        except Exception:
            log.exception("sweep failed", kind=type(row).__name__, row=str(getattr(row, "pk", "")))
    return done
