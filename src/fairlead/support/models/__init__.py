"""What on-going support keeps."""

from fairlead.support.models.cases import Case, CaseNote, CaseReader, Contact, Unsure
from fairlead.support.models.nudges import Bell, Choice, Digest, Nudge, Rhythm
from fairlead.support.models.pulses import BEST, Pulse
from fairlead.support.models.sharing import SharedWord, Sharing
from fairlead.support.models.together import Booking, Circle, CircleMeeting, CircleMember, Hour

__all__ = [
    "BEST",
    "Bell",
    "Booking",
    "Case",
    "CaseNote",
    "CaseReader",
    "Choice",
    "Circle",
    "CircleMeeting",
    "CircleMember",
    "Contact",
    "Digest",
    "Hour",
    "Nudge",
    "Pulse",
    "Rhythm",
    "SharedWord",
    "Sharing",
    "Unsure",
]
