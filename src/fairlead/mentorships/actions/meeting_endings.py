"""What becomes of a pair's meetings when the pair ends."""

from datetime import datetime

from fairlead.mentorships.actions import meeting_letters as letters
from fairlead.mentorships.enums import MeetingState
from fairlead.mentorships.models import Meeting, Mentorship


def clear(pair: Mentorship, *, at: datetime) -> int:
    """Cancel what was planned or proposed, in the transaction that ends the pair; how many meetings.

    What should have happened before stays as it is: the two may still say whether they met. Times that were
    only proposed go without a letter, for the end has its own.
    """
    proposed = Meeting.objects.filter(mentorship=pair, state=MeetingState.PROPOSED)
    gone = proposed.update(state=MeetingState.CANCELLED)
    planned = Meeting.objects.filter(mentorship=pair, state=MeetingState.PLANNED, starts_at__gt=at)
    people = ("mentorship__round__programme", "mentorship__mentor__person", "mentorship__mentee__person")
    for meeting in planned.select_related(*people).select_for_update(of=("self",)):
        meeting.state, meeting.sequence = MeetingState.CANCELLED, meeting.sequence + 1
        meeting.save(update_fields=["state", "sequence"])
        letters.send_cancellations(meeting, at=at)
        gone += 1
    return gone
