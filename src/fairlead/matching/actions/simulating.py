"""Ask for a simulation, and play it."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.engine.policy import PolicyRefused
from fairlead.engine.refusals import Cancelled
from fairlead.engine.simulation.answering import answer, as_data
from fairlead.engine.simulation.reading import read_question
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.jobs import enqueue
from fairlead.kernel.states import move
from fairlead.matching.actions.watching import Held, leased
from fairlead.matching.enums import SIMULATION_MOVES, SimulationState
from fairlead.matching.models import Simulation
from fairlead.programmes.models import Programme

log = structlog.get_logger(__name__)
TASK = "fairlead.matching.tasks.play_simulation"


class NothingToPlay(Refused):
    """Nobody arrives, or there are no mentors, so there is nothing to find out."""


@transaction.atomic
def ask(
    programme: Programme,
    question: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
    given: Mapping[str, Any] | None = None,
) -> Simulation:
    """Keep the question and hand it to a worker. Raises `NothingToPlay`.

    `given`: the form as it was filled in, so that it can be taken up again.
    """
    if not question["mentees"] or not question["mentors"]:
        raise NothingToPlay(_("Say how many mentees arrive, and that there is at least one mentor."))
    try:
        read_question(question)
    except PolicyRefused as refused:
        raise NothingToPlay(_("These figures cannot be played through.")) from refused
    asked = Simulation.objects.create(
        programme=programme,
        given=dict(given or {}),
        assumptions=dict(question),
        asked_by_id=by.person_id,
        asked_at=at,
    )
    enqueue(TASK, asked.pk)
    record("asked for simulation", asked, by=by, at=at, label=programme.name)
    return asked


def fresh_seed() -> int:
    """A seed for a new simulation."""
    return secrets.randbelow(1_000_000)


@transaction.atomic
def cancel(simulation: Simulation, *, by: Actor, at: datetime) -> None:
    """Call off a simulation that has not finished. Raises `AlreadyMoved`."""
    simulation.refresh_from_db(fields=["state"])
    move(simulation, SimulationState.CANCELLED, moves=SIMULATION_MOVES, finished_at=at)
    record("cancelled simulation", simulation, by=by, at=at, label=simulation.programme.name)


def carry_out(pk: UUID, *, at: datetime) -> bool:
    """Play a simulation that waits, or whose worker was lost; True when it was finished here."""
    simulation = leased(Simulation, pk, at=at)
    if simulation is None:
        return False
    try:
        question = read_question(simulation.assumptions)
        outcome = as_data(question, answer(question, watch=Held(simulation).watch))
        _finish(simulation, SimulationState.DONE, result=outcome, engine_version=outcome["engine"])
    except (Cancelled, AlreadyMoved):
        return False
    except Exception as problem:
        log.exception("simulation failed", simulation=str(pk))
        return _finished(simulation, SimulationState.FAILED, problem=type(problem).__name__)
    return True


def _finish(simulation: Simulation, to: SimulationState, **changes: Any) -> None:
    """Keep what came out, only if nobody cancelled it meanwhile; a second worker finds the same."""
    done = {"finished_at": timezone.now(), "lease_until": None, "percent": 100, "step": ""}
    move(simulation, to, moves=SIMULATION_MOVES, **done, **changes)


def _finished(simulation: Simulation, to: SimulationState, **changes: Any) -> bool:
    try:
        _finish(simulation, to, **changes)
    except AlreadyMoved:
        return False
    return True
