"""Ask a worker what very many people's pages cannot wait for, work it out, call it off."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.engine.refusals import Cancelled
from fairlead.engine.watching import Watch
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.jobs import enqueue
from fairlead.kernel.states import move
from fairlead.matching.actions.watching import Held, leased
from fairlead.matching.enums import RECKONING_MOVES, Reckoned, ReckoningState, RunState
from fairlead.matching.models import Reckoning, Run
from fairlead.matching.queries import effects, fairness, reckoning
from fairlead.matching.queries.pool import freeze
from fairlead.matching.queries.pruned import why_not
from fairlead.matching.queries.runs import newest_done
from fairlead.programmes.models import Round

log = structlog.get_logger(__name__)
TASK = "fairlead.matching.tasks.reckon"


class NothingToReckon(Refused):
    """There are too many people even for a worker, too few to need one, or what the run knew has gone."""


@transaction.atomic
def ask_steps(run: Run, *, by: Actor, at: datetime) -> Reckoning:
    """Have a worker work out what raising a large run's worst-off pair costs. Raises `NothingToReckon`."""
    many = not fairness.at_once(run) and not fairness.limited(run)
    reach = reckoning.within_reach(run.result["mentees"], run.result["mentors"])
    if run.state != RunState.DONE or why_not(run) or not many or not reach:
        raise NothingToReckon(_("The steps of this run cannot be worked out by the worker."))
    return _ask(run.round, Reckoned.STEPS, str(run.pk), by=by, at=at, run=run)


@transaction.atomic
def ask_effect(round: Round, weights: Mapping[str, Any], *, by: Actor, at: datetime) -> Reckoning:
    """Have a worker work out what these weights would do to a large pool. Raises `NothingToReckon`."""
    if not effects.is_large(round, at=at) or not effects.is_within_reach(round, at=at):
        raise NothingToReckon(_("The effect on this pool cannot be worked out by the worker."))
    newest = newest_done(round)
    mark = reckoning.mark_of(round, weights, newest, at=at)
    return _ask(round, Reckoned.EFFECT, mark, by=by, at=at, run=newest, given=dict(weights))


def _ask(round: Round, kind: Reckoned, mark: str, *, by: Actor, at: datetime, **fields: Any) -> Reckoning:
    """The question with a worker, unless one is at it or has answered it; an older one is thrown away."""
    Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    before = Reckoning.objects.filter(round=round, kind=kind).first()
    useful = (*reckoning.UNDER_WAY, ReckoningState.DONE)
    if before is not None and before.mark == mark and before.state in useful:
        return before
    Reckoning.objects.filter(round=round, kind=kind).delete()
    asked = Reckoning.objects.create(
        round=round, kind=kind, mark=mark, asked_by_id=by.person_id, asked_at=at, **fields
    )
    enqueue(TASK, asked.pk)
    record("asked worker", asked, by=by, at=at, label=kind.value)
    return asked


@transaction.atomic
def cancel(asked: Reckoning, *, by: Actor, at: datetime) -> None:
    """Call off what has not finished. Raises `AlreadyMoved`."""
    asked.refresh_from_db(fields=["state"])
    move(asked, ReckoningState.CANCELLED, moves=RECKONING_MOVES, finished_at=at)
    record("called off worker", asked, by=by, at=at, label=asked.kind)


def carry_out(pk: UUID, *, at: datetime) -> bool:
    """Work out what waits, or whose worker was lost; True when it was finished here."""
    asked = leased(Reckoning, pk, at=at)
    if asked is None:
        return False
    watch = Held(asked).watch
    try:
        found = _steps(asked, watch) if asked.kind == Reckoned.STEPS else _effect(asked, watch, at=at)
        move(asked, ReckoningState.DONE, moves=RECKONING_MOVES, **_over(), **found)
    except (Cancelled, AlreadyMoved):
        return False
    except Refused as refusal:
        return _fail(asked, str(refusal.sentence))
    except Exception as problem:
        log.exception("reckoning failed", reckoning=str(pk))
        return _fail(asked, type(problem).__name__)
    return True


def _steps(asked: Reckoning, watch: Watch) -> dict[str, Any]:
    assert asked.run is not None
    watch.progress("scoring", 0.0)
    steps = fairness.work_out(asked.run, watch=watch, most_cells=effects.MOST_WORKED_OUT)
    return {"result": asdict(steps)}


def _effect(asked: Reckoning, watch: Watch, *, at: datetime) -> dict[str, Any]:
    """What it is worked out of is noted as the pool is read."""
    watch.progress("reading", 0.0)
    mark = reckoning.mark_of(asked.round, asked.given, asked.run, at=at)
    frozen = freeze(asked.round, base=asked.run, at=at)
    watch.progress("scoring", 0.0)
    found = effects.effect(frozen, asked.given, on=localdate(at), newest=asked.run, watch=watch)
    return {"result": reckoning.as_json(found), "mark": mark}


def _fail(asked: Reckoning, problem: str) -> bool:
    try:
        move(asked, ReckoningState.FAILED, moves=RECKONING_MOVES, problem=problem, **_over())
    except AlreadyMoved:
        return False
    return True


def _over() -> dict[str, Any]:
    return {"finished_at": timezone.now(), "lease_until": None, "percent": 100, "step": ""}
