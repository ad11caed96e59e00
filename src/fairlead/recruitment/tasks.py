"""Jobs of recruitment: invitations in batches, reminders, and what became of those invited."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from fairlead.kernel.jobs import enqueue, task
from fairlead.recruitment.actions import sending, tracking
from fairlead.recruitment.actions.inviting import JOB


@task()
def send_invitations(mailing_id: str) -> None:
    """Send one batch of a round's invitations; the next waits its turn behind other work."""
    if sending.send_batch(UUID(mailing_id), at=timezone.now()) == sending.BATCH:
        enqueue(JOB, UUID(mailing_id))


def sweep(*, at: datetime) -> int:
    """See who has applied, go on with invitations whose worker was lost, remind the silent; how many.

    Who has applied is seen first, so that nobody is reminded of what they have done.
    """
    moved = tracking.catch_up(at=at)
    for mailing in sending.waiting_mailings(at=at):
        moved += sending.send_batch(mailing, at=at)
    return moved + sending.remind(at=at)
