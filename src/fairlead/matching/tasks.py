"""Jobs of matching, and what time and others ask for: lost runs, reminders, offers that end."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

import structlog
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.timezone import localdate

from fairlead.kernel.jobs import task
from fairlead.matching.actions import (
    afterwards,
    approving,
    introducing,
    offering,
    reckoning,
    running,
    scheduling,
    sensing,
    simulating,
    swaps,
    telling,
    trying,
    waves,
)
from fairlead.matching.enums import AnswerState, ProposalState, RunState
from fairlead.matching.models import (
    Answer,
    MentorWish,
    Proposal,
    Reckoning,
    Run,
    Scenario,
    Schedule,
    Simulation,
)
from fairlead.matching.queries.scheduling import TAKES_IN
from fairlead.matching.queries.swaps import broken
from fairlead.matching.queries.waves import planned
from fairlead.mentorships import queries as mentorships
from fairlead.programmes.enums import ParticipationState, RoundState
from fairlead.programmes.models import Round

log = structlog.get_logger(__name__)
LOST_AFTER = timedelta(seconds=30)
One = TypeVar("One", bound=Model)
PAIR = ("run__round__programme", "mentor__person", "mentee__person")


@task()
def carry_out(run_id: str) -> None:
    """Compute one run."""
    running.carry_out(UUID(run_id), at=timezone.now())


@task()
def play_simulation(pk: str) -> None:
    """Play one simulation."""
    simulating.carry_out(UUID(pk), at=timezone.now())


@task()
def try_scenario(pk: str) -> None:
    """Compute one scenario."""
    trying.carry_out(UUID(pk), at=timezone.now())


@task()
def reckon(pk: str) -> None:
    """Work out what a page about very many people waits for."""
    reckoning.carry_out(UUID(pk), at=timezone.now())


@task()
def sense(pk: str) -> None:
    """Work out which weights of a run matter."""
    sensing.carry_out(UUID(pk))


def sweep(*, at: datetime) -> int:
    """Close and expire offers, remind who has not answered, and take up runs whose worker was lost; how many.

    Approvals whose last day has passed are noted, and planned waves of offers go out.

    An offer is closed when one of its people has left the round, or when the round is finished. Then the
    schedules of rolling intakes make their draft runs, coordinators are told of them, and mentees who wait
    are told how their wait stands, and pairs whose first day has come are introduced. Who would like to
    become a mentor is told when an intake is open. Swaps that nobody can make any more come to nothing.
    """
    offers = _end_with_round(at) + _abandon(at) + _expire(at) + _send_waves(at) + _remind(at)
    offers += _late_approvals(at) + each(broken(at=at), lambda one: swaps.end(one, at=at))
    made = _take_up(at) + _draft(at) + _tell_of_drafts(at)
    return offers + made + _tell_waiting(at) + _introduce(at) + _tell_wishes(at)


def each(rows: Iterable[One], act: Callable[[One], int]) -> int:
    """Do it for each row; one that fails is logged and does not stop the others. How many were moved."""
    moved = 0
    for row in rows:
        try:
            moved += act(row)
        except Exception:
            log.exception("sweep failed", table=row._meta.label, row=str(row.pk))
    return moved


def _open_offers() -> QuerySet[Proposal]:
    return Proposal.objects.filter(state=ProposalState.OFFERED).select_related(*PAIR)


def _end_with_round(at: datetime) -> int:
    over = _open_offers().filter(run__round__state=RoundState.FINISHED)
    return each(over, lambda proposal: offering.end_with_round(proposal, at=at))


def _abandon(at: datetime) -> int:
    both = Q(mentor__state=ParticipationState.ACTIVE, mentee__state=ParticipationState.ACTIVE)
    return each(_open_offers().filter(~both), lambda proposal: offering.abandon(proposal, at=at))


def _expire(at: datetime) -> int:
    over = _open_offers().filter(expires_at__lte=at)
    return each(over, lambda proposal: offering.expire(proposal, at=at))


def _remind(at: datetime) -> int:
    waiting = Answer.objects.filter(
        state=AnswerState.WAITING, reminded_at=None, proposal__state=ProposalState.OFFERED
    )
    waiting = waiting.filter(proposal__expires_at__gt=at).select_related(
        *(f"proposal__{one}" for one in PAIR)
    )
    due = [
        answer
        for answer in waiting
        if answer.proposal.offered_at is not None
        and answer.proposal.offered_at + timedelta(days=answer.proposal.run.round.reminder_days) <= at
    ]
    return each(due, lambda answer: offering.remind(answer, at=at))


def _send_waves(at: datetime) -> int:
    return each(planned(), lambda wave: waves.send_due(wave, at=at))


def _late_approvals(at: datetime) -> int:
    return each(approving.late_runs(at=at), lambda run: approving.expire(run, at=at))


def _draft(at: datetime) -> int:
    active = Schedule.objects.filter(active=True, round__state__in=TAKES_IN)
    return each(active, lambda schedule: scheduling.look(schedule.pk, at=at))


def _tell_of_drafts(at: datetime) -> int:
    drafts = scheduling.drafts_to_tell()
    return each(drafts, lambda person: scheduling.tell(person, drafts[person], at=at))


def _tell_waiting(at: datetime) -> int:
    rounds = Round.objects.filter(state__in=TAKES_IN).select_related("programme")
    return each(rounds, lambda round: telling.in_round(round, at=at))


def _introduce(at: datetime) -> int:
    due = mentorships.to_introduce(today=localdate(at))
    return each(due, lambda pair: introducing.introduce(pair, at=at))


def _tell_wishes(at: datetime) -> int:
    """Who would like to become a mentor is told when an intake of the programme is open."""
    waiting = MentorWish.objects.filter(
        told_at=None, programme__published=True, programme__rounds__state=RoundState.OPEN
    )
    return each(
        waiting.distinct().select_related("programme", "person"),
        lambda wish: afterwards.tell_of_intake(wish, at=at),
    )


def _take_up(at: datetime) -> int:
    forgotten = Q(state=RunState.QUEUED, asked_at__lte=at - LOST_AFTER)
    lost = Q(state=RunState.RUNNING, lease_until__lte=at)
    runs = list(Run.objects.filter(forgotten | lost).only("pk"))
    simulations = list(Simulation.objects.filter(forgotten | lost).only("pk"))
    scenarios = list(Scenario.objects.filter(forgotten | lost).only("pk"))
    reckonings = list(Reckoning.objects.filter(forgotten | lost).only("pk"))
    taken = each(runs, lambda run: running.carry_out(run.pk, at=at))
    taken += each(scenarios, lambda one: trying.carry_out(one.pk, at=at))
    taken += each(reckonings, lambda one: reckoning.carry_out(one.pk, at=at))
    return taken + each(simulations, lambda one: simulating.carry_out(one.pk, at=at))
