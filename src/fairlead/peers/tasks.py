"""Jobs of peer pairs: large pools are paired, pairs of those who have left end, and the last day comes."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from fairlead.kernel.jobs import enqueue, task
from fairlead.kernel.times import day_of
from fairlead.peers.actions import proposing, telling
from fairlead.peers.queries import running


@task()
def propose(pk: str) -> None:
    """Work out the pairs of one large pool."""
    proposing.carry_out(UUID(pk), at=timezone.now())


def sweep(*, at: datetime) -> int:
    """End pairs of those who have left, close what is over, and take up what a worker has lost; how many."""
    for pk in proposing.waiting(at=at):
        enqueue(proposing.TASK, pk)
    done = telling.end_gone(at=at)
    return done + sum(telling.finish(one, at=at) for one in running.over(day_of(at)))
