"""What is due of flash meetings: those who have left the round are taken out, and the others told."""

from datetime import datetime

from fairlead.flash.actions.telling import take_out_gone


def sweep(*, at: datetime) -> int:
    """Take out whoever takes part no longer; how many."""
    return take_out_gone(at=at)
