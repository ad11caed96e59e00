"""Forming circles in the worker, and what is due: lost work, and those who have left the round."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from fairlead.kernel.jobs import task
from fairlead.mentoringcircles.actions import forming
from fairlead.mentoringcircles.actions.telling import take_out_gone


@task()
def form(pk: str) -> None:
    """Form the circles of one session."""
    forming.carry_out(UUID(pk), at=timezone.now())


def sweep(*, at: datetime) -> int:
    """Take out whoever takes part no longer, and begin again what a worker has lost; how many."""
    return take_out_gone(at=at) + forming.take_up(at=at)
