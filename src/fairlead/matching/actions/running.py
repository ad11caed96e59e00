"""Ask for a run, carry it out, or call it off."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.engine.refusals import Cancelled
from fairlead.engine.watching import Watch
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.jobs import enqueue
from fairlead.kernel.states import move
from fairlead.matching.actions.watching import Held, leased
from fairlead.matching.enums import RUN_MOVES, RunState
from fairlead.matching.models import Proposal, Run, Unmatched
from fairlead.matching.queries.computing import LimitsCollide, Outcome, compute
from fairlead.matching.queries.pool import freeze, size
from fairlead.matching.queries.priority import with_promised
from fairlead.matching.queries.pruned import why_not
from fairlead.programmes.enums import RoundState
from fairlead.programmes.models import Round

log = structlog.get_logger(__name__)
LIMITS = "limits"
# More people than these are read by the worker, not while somebody waits for the page.
READ_AT_ONCE_UP_TO = 4_000
TASK = "fairlead.matching.tasks.carry_out"


class RunUnderway(Refused):
    """Another run of this round has not finished."""


class RoundOver(Refused):
    """The round is finished."""


class NobodyToMatch(Refused):
    """The pool has no mentee or no mentor with a free place."""


class RunErased(Refused):
    """What the run knew of people was erased, so nothing can be kept of it."""


def must_be_whole(run: Run) -> None:
    """Refuse to begin from a run whose people have gone. Raises `RunErased`."""
    if gone := why_not(run):
        raise RunErased(gone)


@transaction.atomic
def ask(
    round: Round,
    *,
    weights: Mapping[str, Any],
    base: Run | None,
    by: Actor,
    at: datetime,
    seed: int | None = None,
    scheduled: bool = False,
    least_change: bool = False,
) -> Run:
    """Freeze the pool and the policy and hand the run to a worker.

    Among equally good pairings, most of what `base` proposed is kept. `seed` settles what is still tied: that
    of `base` when there is one, else a new one. `scheduled`: a schedule asks, not a person. `least_change`:
    with as many mentees, keeping what `base` proposed comes before points.

    Raises `RoundOver`, `RunUnderway`, `NobodyToMatch`.
    """
    standing = Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    if standing.state == RoundState.FINISHED:
        raise RoundOver(_("This round is finished; nobody is matched in it any more."))
    at_once = size(round) <= READ_AT_ONCE_UP_TO
    frozen = _read(round, base=base, at=at) if at_once else {}
    if seed is None:
        seed = base.seed if base else secrets.randbelow(1_000_000)
    run = _begin(
        round=round,
        policy=_policy(with_promised(weights, frozen) if at_once else weights, round, least_change),
        seed=seed,
        frozen=frozen,
        base=base,
        asked_by_id=by.person_id,
        asked_at=at,
        scheduled=scheduled,
    )
    enqueue(TASK, run.pk)
    record("asked for run", run, by=by, at=at, label=str(run.number), details={"seed": seed})
    return run


def _policy(weights: Mapping[str, Any], round: Round, least_change: bool) -> dict[str, Any]:
    """The weights as the run keeps them, with how many mentors a mentee has at most if that is several."""
    kept = {key: value for key, value in weights.items() if key != "each"}
    several = {"each": round.mentors_each} if round.mentors_each > 1 else {}
    return {**kept, "least_change": least_change, **several}


def _read(round: Round, *, base: Run | None, at: datetime) -> dict[str, Any]:
    """The frozen pool. Raises `NobodyToMatch`."""
    frozen = freeze(round, base=base, at=at)
    if not frozen["mentees"] or not frozen["mentors"]:
        raise NobodyToMatch(_("There is nobody to match: the pool needs at least one mentee and one mentor."))
    return frozen


def _read_later(run: Run, watch: Watch) -> None:
    """Freeze the pool that was too large to be read at once. Raises `NobodyToMatch`, `Cancelled`."""
    watch.progress("reading", 0.0)
    run.frozen = _read(run.round, base=run.base, at=run.asked_at)
    run.policy = with_promised(run.policy, run.frozen)
    mine = Run.objects.filter(pk=run.pk, state=RunState.RUNNING, attempts=run.attempts)
    if mine.update(frozen=run.frozen, policy=run.policy) != 1:
        raise Cancelled


def _begin(**fields: Any) -> Run:
    number = Run.objects.filter(round=fields["round"]).aggregate(newest=Max("number"))["newest"] or 0
    try:
        with transaction.atomic():
            return Run.objects.create(number=number + 1, **fields)
    except IntegrityError as underway:
        raise RunUnderway(_("A run of this round is under way; wait for it or cancel it.")) from underway


@transaction.atomic
def cancel(run: Run, *, by: Actor, at: datetime) -> None:
    """Call off a run that has not finished; only that it was asked for is kept. Raises `AlreadyMoved`."""
    run.refresh_from_db(fields=["state"])
    move(run, RunState.CANCELLED, moves=RUN_MOVES, finished_at=at)
    record("cancelled run", run, by=by, at=at, label=str(run.number))


def carry_out(run_id: UUID, *, at: datetime) -> bool:
    """Compute a run that waits, or whose worker was lost; True when it was finished here.

    The run is leased first, so two workers never compute it at once, and its results are stored in one
    transaction that only succeeds while the run is still ours.
    """
    run = leased(Run, run_id, at=at)
    if run is None:
        return False
    try:
        watch = Held(run).watch
        if not run.frozen:
            _read_later(run, watch)
        outcome = compute(run, watch=watch)
        _store(run, outcome, at=timezone.now())
    except (Cancelled, AlreadyMoved):
        return False
    except LimitsCollide as refusal:
        _fail(run, LIMITS, at=timezone.now(), result={"impossible": refusal.reasons})
    except Refused as refusal:
        _fail(run, str(refusal.sentence), at=timezone.now())
    except Exception as problem:
        log.exception("run failed", run=str(run.pk))
        _fail(run, type(problem).__name__, at=timezone.now())
    return True


@transaction.atomic
def _store(run: Run, outcome: Outcome, *, at: datetime) -> None:
    """Keep what came out, only if nobody cancelled the run meanwhile."""
    move(
        run,
        RunState.DONE,
        moves=RUN_MOVES,
        result=outcome.result,
        engine_version=outcome.version,
        finished_at=at,
        percent=100,
        step="",
        lease_until=None,
    )
    Proposal.objects.bulk_create([Proposal(run=run, **fields) for fields in outcome.proposals])
    Unmatched.objects.bulk_create([Unmatched(run=run, **fields) for fields in outcome.unmatched])


def _fail(run: Run, problem: str, *, at: datetime, **changes: Any) -> None:
    done = {"finished_at": at, "lease_until": None, **changes}
    try:
        move(run, RunState.FAILED, moves=RUN_MOVES, problem=problem, **done)
    except AlreadyMoved:
        return
