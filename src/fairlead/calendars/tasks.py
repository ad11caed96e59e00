"""Jobs of calendars: reading one, and starting those that are due."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from fairlead.calendars import actions
from fairlead.kernel.jobs import task


@task()
def read_calendar(pk: str) -> None:
    """Read one calendar."""
    actions.read(UUID(pk), at=timezone.now())


def sweep(*, at: datetime) -> int:
    """Disconnect the calendars of those who have left, and start reading those that are due; how many."""
    return actions.forget_leavers(at=at) + actions.start_due(at=at)
