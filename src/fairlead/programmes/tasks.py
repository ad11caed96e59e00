"""What time asks of programmes."""

from datetime import datetime

from fairlead.programmes import actions


def sweep(*, at: datetime) -> int:
    """Close the intakes whose last day is over; how many were closed."""
    return actions.close_due(at=at)
