"""What time asks of uploads."""

from datetime import datetime, timedelta

from fairlead.integrations.form_csv.actions import set_aside_forgotten

KEPT_FOR = timedelta(days=30)


def sweep(*, at: datetime) -> int:
    """Drop the content of files nobody has confirmed for thirty days; how many."""
    return set_aside_forgotten(at=at, before=at - KEPT_FOR)
