"""Ask how far a run's weights may change, and work it out."""

import time
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.engine.watching import Watch
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.kernel.jobs import enqueue
from fairlead.matching.enums import RunState
from fairlead.matching.models import Run, Sensitivity
from fairlead.matching.queries.sensitivity import hindrance, work_out

log = structlog.get_logger(__name__)
TASK = "fairlead.matching.tasks.sense"
LOST_AFTER = timedelta(minutes=10)
SECONDS, SECONDS_OF_MANY, MANY = 300.0, 540.0, 1_000_000


class NothingToSense(Refused):
    """The run has no pairs that are proven to be the best, or not by its weights alone."""


@transaction.atomic
def ask(run: Run, *, by: Actor, at: datetime) -> Sensitivity:
    """Hand the question to a worker, unless one is at it or has answered it. Raises `NothingToSense`."""
    run = Run.objects.select_for_update(no_key=True).get(pk=run.pk)
    if run.state != RunState.DONE or hindrance(run):
        raise NothingToSense(_("The ranges of this run’s weights cannot be worked out."))
    asked, new = Sensitivity.objects.get_or_create(run=run, defaults={"asked_at": at})
    answered, working = asked.done and not asked.problem, not asked.done and asked.asked_at > at - LOST_AFTER
    if not new and (answered or working):
        return asked
    Sensitivity.objects.filter(pk=asked.pk).update(asked_at=at, ranges=[], done=False, problem="")
    enqueue(TASK, asked.pk)
    record("asked which weights matter", run, by=by, at=at, label=str(run.number))
    return asked


def carry_out(pk: UUID) -> bool:
    """Work out the ranges, each kept as soon as it is known; True when they were finished here.

    It ends after `SECONDS`, with very many people after `SECONDS_OF_MANY`, with what is known by then. Two
    workers find the same.
    """
    asked = Sensitivity.objects.filter(pk=pk, done=False).select_related("run").first()
    if asked is None:
        return False
    result, ranges, problem = asked.run.result, [], ""
    many = result["mentees"] * result["mentors"] > MANY
    until = time.monotonic() + (SECONDS_OF_MANY if many else SECONDS)
    mine = Sensitivity.objects.filter(pk=pk, done=False)
    try:
        for one in work_out(asked.run, watch=Watch(is_cancelled=lambda: time.monotonic() > until)):
            ranges.append(one)
            mine.update(ranges=list(ranges))
    except Exception as failure:
        log.exception("weights not worked out", run=str(asked.run_id))
        problem = type(failure).__name__
    return mine.update(done=True, ranges=ranges, problem=problem) == 1
