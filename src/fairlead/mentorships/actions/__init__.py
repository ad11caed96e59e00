"""What can be done with a mentorship."""

from fairlead.mentorships.actions.pairs import (
    AlreadyPaired,
    NoPlaceLeft,
    NotTakingPart,
    begin,
    complete,
    end_early,
    introduce,
    pause,
    start,
)

__all__ = [
    "AlreadyPaired",
    "NoPlaceLeft",
    "NotTakingPart",
    "begin",
    "complete",
    "end_early",
    "introduce",
    "pause",
    "start",
]
