"""What is due of wishes: questions whose time to answer is over."""

from datetime import datetime

from fairlead.preferences.actions.asking import lapse
from fairlead.preferences.queries.requests import late


def sweep(*, at: datetime) -> int:
    """Let questions lapse that nobody answered in time; how many."""
    return sum(lapse(one, at=at) for one in late(at=at))
