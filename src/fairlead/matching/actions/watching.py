"""The worker of a run, or of anything else, keeps its lease, tells how far it is, soon sees a cancel."""

import threading
import time
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import DatabaseError, connections
from django.db.models import Q, QuerySet
from django.utils import timezone

from fairlead.engine.watching import Watch
from fairlead.matching.enums import RunState
from fairlead.matching.models import Reckoning, Run, Scenario, Simulation

LEASE = timedelta(minutes=5)
RENEW_EVERY = 60.0
LOOK_EVERY = 0.4
SOLVING = (20, 60)
# What part of the whole each of the engine's steps takes, in percent; a step not named here is solving.
PARTS = {
    "reading": (0, 10),
    "scoring": (0, 20),
    "most_mentees": (20, 30),
    "best_total": (30, 45),
    "simplex": (20, 45),
    "solving": (45, 60),
    "explaining": (60, 95),
    "saving": (95, 95),
}
PARTS_OF_SIMULATION = {"simulating": (0, 80), "adding_mentors": (80, 99)}
PARTS_OF_RECKONING = {"reading": (0, 5), "scoring": (5, 15), "frontier": (15, 99), "trying": (15, 99)}
UNTOLD = {"planned"}
OWN_PARTS: dict[type, dict[str, tuple[int, int]]] = {
    Simulation: PARTS_OF_SIMULATION,
    Reckoning: PARTS_OF_RECKONING,
}
MOST_ATTEMPTS = 3
Work = TypeVar("Work", Run, Scenario, Simulation, Reckoning)
OneOf = Run | Scenario | Simulation | Reckoning


def leased(kind: type[Work], pk: UUID, *, at: datetime) -> Work | None:
    """What waits, or whose worker was lost, taken over by this one; None where another has it or it is over.

    What was lost so often that one more try would be no better is given up.
    """
    rows: QuerySet[Work] = kind._default_manager.filter(
        Q(state=RunState.QUEUED) | Q(state=RunState.RUNNING, lease_until__lte=at), pk=pk
    )
    found = rows.first()
    if found is None:
        return None
    mine = rows.filter(attempts=found.attempts)
    if found.attempts >= MOST_ATTEMPTS:
        mine.update(state=RunState.FAILED, problem="attempts", finished_at=at)
        return None
    if mine.update(state=RunState.RUNNING, attempts=found.attempts + 1, lease_until=at + LEASE) != 1:
        return None
    found.refresh_from_db()
    return found


class Held:
    """A run, scenario or simulation that this worker has leased, as the engine's watch sees it."""

    def __init__(self, run: OneOf) -> None:
        self._row: QuerySet[Any] = type(run).objects.filter(pk=run.pk)
        self._mine = self._row.filter(state=RunState.RUNNING, attempts=run.attempts)
        self._parts = OWN_PARTS.get(type(run), PARTS)
        self._attempts = run.attempts
        self._home = threading.get_ident()
        self._told: tuple[str, int] = ("", 0)
        self._told_at = self._looked_at = -LOOK_EVERY
        self._renewed_at = time.monotonic()

    @property
    def watch(self) -> Watch:
        """What the engine tells and asks."""
        return Watch(self.told, self.lost)

    def told(self, step: str, done: float) -> None:
        """Write down how far the run is: each new step, and in between what is no older than a look."""
        if step in UNTOLD:
            return
        first, last = self._parts.get(step, SOLVING)
        shown = step if step in self._parts else "solving"
        percent = max(self._told[1], round(first + (last - first) * done))
        now = time.monotonic()
        if (shown, percent) == self._told or (shown == self._told[0] and now - self._told_at < LOOK_EVERY):
            return
        self._told, self._told_at = (shown, percent), now
        self._mine.update(step=shown, percent=percent, lease_until=timezone.now() + LEASE)

    def lost(self) -> bool:
        """Whether somebody cancelled the run, or another worker took it over; asked from any thread."""
        now = time.monotonic()
        if now - self._looked_at < LOOK_EVERY:
            return False
        self._looked_at = now
        try:
            return self._is_lost(now)
        except DatabaseError:  # the database is busy; the next look will tell
            return False
        finally:
            if threading.get_ident() != self._home:
                connections.close_all()

    def _is_lost(self, now: float) -> bool:
        if now - self._renewed_at >= RENEW_EVERY:
            self._renewed_at = now
            self._mine.update(lease_until=timezone.now() + LEASE)
        row = self._row.values_list("state", "attempts").first()
        return row != (RunState.RUNNING.value, self._attempts)
