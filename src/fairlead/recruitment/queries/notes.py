"""What recruitment tells an applicant where their application stands."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from fairlead.applications.models import Application
from fairlead.kernel.notes import Note
from fairlead.mentorships.enums import MentorshipState
from fairlead.mentorships.models import Mentorship
from fairlead.programmes.enums import RoundState, Side
from fairlead.recruitment.policies import WAITING

PAIRED = (MentorshipState.STARTING, MentorshipState.ACTIVE, MentorshipState.PAUSED)


def notes(application: Application, at: datetime) -> list[Note]:
    """A waiting mentee can suggest a mentor of their own while the intake is open; one query."""
    waits = application.side == Side.MENTEE and application.state in WAITING
    if not waits or application.round.state != RoundState.OPEN:
        return []
    paired = Mentorship.objects.filter(mentee=application.participation_id, state__in=PAIRED)
    if application.participation_id and paired.exists():
        return []
    return [
        Note(
            title=_("You know somebody who would be a good mentor for you?"),
            text=_("Suggest them: we invite them to apply. It is no promise, but it can shorten the wait."),
            url=reverse("recruitment:suggest", args=[application.pk]),
            action=_("Suggest a mentor"),
            icon="user-plus",
        )
    ]
