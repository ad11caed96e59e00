"""What time asks of applications."""

from datetime import datetime

from fairlead.applications.actions import drafting, reminding


def sweep(*, at: datetime) -> int:
    """Remind silent supervisors, tell coordinators of those whose days are over, and remind of drafts.

    How many letters were written.
    """
    told = reminding.remind_supervisors(at=at) + reminding.tell_coordinators(at=at)
    return told + drafting.remind_of_drafts(at=at)
