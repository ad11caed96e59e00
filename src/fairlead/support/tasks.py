"""What time asks of on-going support: the mail of the day."""

from datetime import datetime

from fairlead.support.actions import caring, digests


def sweep(*, at: datetime) -> int:
    """Send everybody their reminders of the day, and open cases for pairs silent through their notice."""
    if not digests.is_time(at):
        return 0
    return digests.gather(at=at) + caring.open_after_silence(at=at)
