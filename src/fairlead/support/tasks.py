"""What time asks of on-going support: the mail of the day."""

from datetime import datetime

from fairlead.support.actions import caring, digests, succeeding


def sweep(*, at: datetime) -> int:
    """Take cases from those who left; once it is time, send everybody their reminders of the day.

    Then open cases for pairs silent through their notice.
    """
    released = succeeding.sweep(at=at)
    if not digests.is_time(at):
        return released
    return released + digests.gather(at=at) + caring.open_after_silence(at=at)
