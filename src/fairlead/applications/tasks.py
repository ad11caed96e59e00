"""What time asks of applications."""

from datetime import datetime

from fairlead.applications.actions import approving, drafting


def sweep(*, at: datetime) -> int:
    """Remind silent supervisors, and applicants whose draft rests; how many letters were written."""
    return approving.remind_supervisors(at=at) + drafting.remind_of_drafts(at=at)
