"""The states of an application and of a supervisor's approval."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ApplicationState(models.TextChoices):
    """How far an application has come."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Sent")
    ACCEPTED = "accepted", _("In the pool for matching")
    WAITLISTED = "waitlisted", _("On the waiting list")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


APPLICATION_MOVES: dict[str, frozenset[str]] = {
    ApplicationState.DRAFT: frozenset({ApplicationState.SUBMITTED, ApplicationState.WITHDRAWN}),
    ApplicationState.SUBMITTED: frozenset(
        {
            ApplicationState.ACCEPTED,
            ApplicationState.WAITLISTED,
            ApplicationState.DECLINED,
            ApplicationState.WITHDRAWN,
        }
    ),
    ApplicationState.ACCEPTED: frozenset({ApplicationState.WAITLISTED, ApplicationState.WITHDRAWN}),
    ApplicationState.WAITLISTED: frozenset(
        {ApplicationState.ACCEPTED, ApplicationState.DECLINED, ApplicationState.WITHDRAWN}
    ),
    ApplicationState.DECLINED: frozenset({ApplicationState.SUBMITTED}),
    ApplicationState.WITHDRAWN: frozenset(),
}
OPEN_STATES = (
    ApplicationState.DRAFT,
    ApplicationState.SUBMITTED,
    ApplicationState.ACCEPTED,
    ApplicationState.WAITLISTED,
)


class DeclineReason(models.TextChoices):
    """Why an application is declined, in a sentence that fits a kind letter."""

    FULL = "full", _("All places of this round are taken.")
    NO_MENTOR = "no_mentor", _("This time we have no mentor for the areas you would like to develop.")
    OTHER_GROUP = "other_group", _("This programme is meant for another group of staff.")
    NO_APPROVAL = "no_approval", _("We do not have your supervisor’s approval.")
    NO_ANSWER = "no_answer", _("We asked you a question and had no answer in time.")


class ApprovalState(models.TextChoices):
    """What the supervisor has said."""

    WAITING = "waiting", _("Waiting for the supervisor")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")


# While the application is undecided, a supervisor may think again.
APPROVAL_MOVES: dict[str, frozenset[str]] = {
    ApprovalState.WAITING: frozenset({ApprovalState.APPROVED, ApprovalState.DECLINED}),
    ApprovalState.APPROVED: frozenset({ApprovalState.APPROVED, ApprovalState.DECLINED}),
    ApprovalState.DECLINED: frozenset({ApprovalState.APPROVED, ApprovalState.DECLINED}),
}


class MeetingMode(models.TextChoices):
    """How somebody would like to meet."""

    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    EITHER = "either", _("Either")


class Origin(models.TextChoices):
    """How an application came in."""

    WEB = "web", _("Written here")
    IMPORT = "import", _("Brought in from a file")


class Step(models.TextChoices):
    """The pages of the application form, in their order."""

    YOU = "you", _("About you")
    AREAS = "areas", _("Areas of expertise")
    MEETING = "meeting", _("Meeting")
    HOPES = "hopes", _("Hopes")
    CONSENT = "consent", _("Consent")
    CHECK = "check", _("Check your answers")
