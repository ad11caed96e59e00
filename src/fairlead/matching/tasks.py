"""Jobs of matching, and what time and others ask for: lost runs, reminders, offers that end."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from fairlead.kernel.jobs import task
from fairlead.matching.actions import offering, running
from fairlead.matching.enums import AnswerState, ProposalState, RunState
from fairlead.matching.models import Answer, Proposal, Run
from fairlead.programmes.enums import ParticipationState

LOST_AFTER = timedelta(seconds=30)


@task()
def carry_out(run_id: str) -> None:
    """Compute one run."""
    running.carry_out(UUID(run_id), at=timezone.now())


def sweep(*, at: datetime) -> int:
    """Close and expire offers, remind who has not answered, and take up runs whose worker was lost; how many.

    An offer is closed when one of its people has left the round.
    """
    return _abandon(at) + _expire(at) + _remind(at) + _take_up(at)


def _abandon(at: datetime) -> int:
    both = Q(mentor__state=ParticipationState.ACTIVE, mentee__state=ParticipationState.ACTIVE)
    left = Proposal.objects.filter(~both, state=ProposalState.OFFERED)
    left = left.select_related("run__round__programme", "mentor__person", "mentee__person")
    return sum(offering.abandon(proposal, at=at) for proposal in left)


def _expire(at: datetime) -> int:
    over = Proposal.objects.filter(state=ProposalState.OFFERED, expires_at__lte=at)
    over = over.select_related("run__round__programme", "mentor__person", "mentee__person")
    return sum(offering.expire(proposal, at=at) for proposal in over)


def _remind(at: datetime) -> int:
    waiting = Answer.objects.filter(
        state=AnswerState.WAITING, reminded_at=None, proposal__state=ProposalState.OFFERED
    )
    waiting = waiting.filter(proposal__expires_at__gt=at).select_related(
        "proposal__run__round__programme", "proposal__mentor__person", "proposal__mentee__person"
    )
    due = [
        answer
        for answer in waiting
        if answer.proposal.offered_at is not None
        and answer.proposal.offered_at + timedelta(days=answer.proposal.run.round.reminder_days) <= at
    ]
    return sum(offering.remind(answer, at=at) for answer in due)


def _take_up(at: datetime) -> int:
    forgotten = Q(state=RunState.QUEUED, asked_at__lte=at - LOST_AFTER)
    lost = Q(state=RunState.RUNNING, lease_until__lte=at)
    ids = list(Run.objects.filter(forgotten | lost).values_list("pk", flat=True))
    return sum(running.carry_out(pk, at=at) for pk in ids)
