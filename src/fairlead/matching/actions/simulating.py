"""Ask for a simulation, and play it."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.engine.policy import PolicyRefused
from fairlead.engine.simulation.answering import answer, as_data
from fairlead.engine.simulation.reading import read_question
from fairlead.engine.watching import Watch
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.jobs import enqueue
from fairlead.kernel.states import move
from fairlead.matching.enums import SIMULATION_MOVES, SimulationState
from fairlead.matching.models import Simulation
from fairlead.programmes.models import Programme

log = structlog.get_logger(__name__)
TASK = "fairlead.matching.tasks.play_simulation"
LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 3


class NothingToPlay(Refused):
    """Nobody arrives, or there are no mentors, so there is nothing to find out."""


@transaction.atomic
def ask(programme: Programme, question: Mapping[str, Any], *, by: Actor, at: datetime) -> Simulation:
    """Keep the question and hand it to a worker. Raises `NothingToPlay`."""
    if not question["mentees"] or not question["mentors"]:
        raise NothingToPlay(_("Say how many mentees arrive, and that there is at least one mentor."))
    try:
        read_question(question)
    except PolicyRefused as refused:
        raise NothingToPlay(_("These figures cannot be played through.")) from refused
    asked = Simulation.objects.create(
        programme=programme, assumptions=dict(question), asked_by_id=by.person_id, asked_at=at
    )
    enqueue(TASK, asked.pk)
    record("asked for simulation", asked, by=by, at=at, label=programme.name)
    return asked


def fresh_seed() -> int:
    """A seed for a new simulation."""
    return secrets.randbelow(1_000_000)


def carry_out(pk: UUID, *, at: datetime) -> bool:
    """Play a simulation that waits, or whose worker was lost; True when it was finished here."""
    simulation = _lease(pk, at=at)
    if simulation is None:
        return False
    try:
        question = read_question(simulation.assumptions)
        outcome = as_data(question, answer(question, watch=Watch(_reporter(simulation))))
        _finish(simulation, SimulationState.DONE, result=outcome, engine_version=outcome["engine"])
    except AlreadyMoved:
        return False
    except Exception as problem:
        log.exception("simulation failed", simulation=str(pk))
        _finish(simulation, SimulationState.FAILED, problem=type(problem).__name__)
    return True


def _lease(pk: UUID, *, at: datetime) -> Simulation | None:
    free = Q(state=SimulationState.QUEUED) | Q(state=SimulationState.RUNNING, lease_until__lte=at)
    simulation = Simulation.objects.filter(free, pk=pk).first()
    if simulation is None:
        return None
    mine = Simulation.objects.filter(free, pk=pk, attempts=simulation.attempts)
    if simulation.attempts >= MOST_ATTEMPTS:
        mine.update(state=SimulationState.FAILED, problem="attempts", finished_at=at)
        return None
    attempts = simulation.attempts + 1
    if mine.update(state=SimulationState.RUNNING, attempts=attempts, lease_until=at + LEASE) != 1:
        return None
    simulation.refresh_from_db()
    return simulation


def _reporter(simulation: Simulation) -> Any:
    """Note how far it is: the alternatives first (up to 80 %), then the search for enough mentors."""
    last = [-1]

    def report(step: str, done: float) -> None:
        percent = int(80 * done) if step == "simulating" else 80 + int(19 * done)
        if percent <= last[0]:
            return
        last[0] = percent
        mine = Simulation.objects.filter(
            pk=simulation.pk, state=SimulationState.RUNNING, attempts=simulation.attempts
        )
        if mine.update(percent=percent, lease_until=timezone.now() + LEASE) != 1:
            raise AlreadyMoved(_("Another worker has taken this simulation over."))

    return report


def _finish(simulation: Simulation, to: SimulationState, **changes: Any) -> None:
    move(
        simulation,
        to,
        moves=SIMULATION_MOVES,
        finished_at=timezone.now(),
        lease_until=None,
        percent=100,
        **changes,
    )
