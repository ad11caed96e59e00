"""What can be done with a mentorship."""

from fairlead.mentorships.actions.ending import complete, end_early
from fairlead.mentorships.actions.pairs import (
    AlreadyPaired,
    NoPlaceLeft,
    NotTakingPart,
    begin,
    introduce,
    start,
)
from fairlead.mentorships.actions.pausing import NoSuchPause, pause, resume

__all__ = [
    "AlreadyPaired",
    "NoPlaceLeft",
    "NoSuchPause",
    "NotTakingPart",
    "begin",
    "complete",
    "end_early",
    "introduce",
    "pause",
    "resume",
    "start",
]
