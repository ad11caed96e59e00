"""What time asks of people: their last day at work passes."""

from datetime import datetime

from fairlead.people import actions


def sweep(*, at: datetime) -> int:
    """End the affiliations of those who have left; how many."""
    return actions.end_affiliations(at=at)
