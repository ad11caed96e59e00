"""How an address stands to a round: why it is not asked, if it is not."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fairlead.applications.enums import OPEN_STATES, ApplicationState
from fairlead.applications.models import Application
from fairlead.kernel.tokens import fingerprint
from fairlead.programmes import policies as programmes
from fairlead.programmes.enums import ParticipationState, Side
from fairlead.programmes.models import Participation, Round
from fairlead.recruitment.enums import InvitationKind, InvitationState
from fairlead.recruitment.models import Invitation, NeverAgain, PausedMentor


def mark(email: str) -> str:
    """The fingerprint of an address, however it is written."""
    return fingerprint(email.strip().lower())


class Standing:
    """Why addresses are not asked in a round, looked up for all of them in six queries.

    `applied` says of whoever has applied whether only their own institution knows of it.
    """

    def __init__(self, round: Round, emails: Iterable[str], *, today: date) -> None:
        self.today = today
        marks = {mark(email) for email in emails}
        refused = NeverAgain.objects.filter(programme=round.programme_id)
        self.never = marks & set(refused.values_list("fingerprint", flat=True))
        mentors = Participation.objects.filter(round=round, side=Side.MENTOR, state=ParticipationState.ACTIVE)
        self.mentors = _lower(mentors.values_list("person__email", flat=True))
        applied = Application.objects.filter(_counts(round), side=Side.MENTOR)
        self.applied = {
            email.lower(): apart and state != ApplicationState.ACCEPTED
            for email, apart, state in applied.values_list(
                "person__email", programmes.decided_apart(), "state"
            )
        }
        asked = Invitation.objects.filter(round=round).exclude(kind=InvitationKind.CALL)
        self.asked = {email.lower(): state for email, state in asked.values_list("email", "state")}
        pauses = PausedMentor.objects.filter(programme=round.programme_id, until__gt=today)
        self.paused = {email.lower(): until for email, until in pauses.values_list("person__email", "until")}
        rests = Invitation.objects.filter(
            round__programme=round.programme_id, state=InvitationState.PAUSED, paused_until__gt=today
        )
        for email, until in rests.values_list("email", "paused_until"):
            if until is not None:
                self.paused[email.lower()] = max(until, self.paused.get(email.lower(), until))

    def why_not(self, email: str) -> str:
        """The reason why this address is not asked, as a sentence; empty when it can be."""
        key = email.strip().lower()
        if mark(email) in self.never:
            return _("does not want to be asked by this programme again")
        if key in self.mentors:
            return _("is a mentor in this round already")
        if self.applied.get(key):
            return _("is not asked now")
        if key in self.applied:
            return _("has applied as mentor already")
        if key in self.asked:
            state = InvitationState(self.asked[key]).label
            return _("has been invited already (%(state)s)") % {"state": str(state).lower()}
        if key in self.paused:
            return _("pauses until %(day)s") % {"day": date_format(self.paused[key])}
        return ""


def _counts(round: Round) -> Q:
    """Applications that stand in the way of an invitation: open ones to this round."""
    sent = [state for state in OPEN_STATES if state != ApplicationState.DRAFT]
    return Q(round=round, state__in=[*sent, ApplicationState.DECLINED])


def _lower(emails: Iterable[str]) -> frozenset[str]:
    return frozenset(email.lower() for email in emails)
