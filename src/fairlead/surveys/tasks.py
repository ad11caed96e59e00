"""What time asks of surveys: waves open and close, people are asked, signs are cut."""

from datetime import datetime

from fairlead.surveys.actions import asking, waves


def sweep(*, at: datetime) -> int:
    """Close what is over, open what is due, ask, and cut what joins old answers; how many moves.

    Closing comes first, so that nobody is asked about what is over.
    """
    moved = waves.close_due(at=at) + waves.open_due(at=at)
    moved += asking.ask_due(at=at)
    return moved + waves.unlink_due(at=at)
