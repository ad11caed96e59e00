"""What is stored of mentorships."""

from fairlead.mentorships.models.agreements import Agreement, AgreementTemplate, Signature
from fairlead.mentorships.models.changes import Extension, Farewell
from fairlead.mentorships.models.closing import Comment, Thanks
from fairlead.mentorships.models.meetings import (
    CalendarFeed,
    Meeting,
    MeetingAsk,
    MeetingNote,
    ProposedTime,
    Thumb,
)
from fairlead.mentorships.models.pairs import Mentorship
from fairlead.mentorships.models.plans import Goal, Plan, Step

__all__ = [
    "Agreement",
    "AgreementTemplate",
    "CalendarFeed",
    "Comment",
    "Extension",
    "Farewell",
    "Goal",
    "Meeting",
    "MeetingAsk",
    "MeetingNote",
    "Mentorship",
    "Plan",
    "ProposedTime",
    "Signature",
    "Step",
    "Thanks",
    "Thumb",
]
