"""The states of an invitation, and what a mentor of a past round answers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class InvitationKind(models.TextChoices):
    """Why somebody is invited."""

    NEW = "new", _("Invited to become a mentor")
    RETURNING = "returning", _("Mentor of a past round")
    SUGGESTED = "suggested", _("Suggested by a mentee")
    CALL = "call", _("Came by a call")


class InvitationState(models.TextChoices):
    """How far an invitation has come."""

    QUEUED = "queued", _("To be sent")
    SENT = "sent", _("Sent")
    OPENED = "opened", _("Opened the form")
    APPLIED = "applied", _("Applied")
    DECLINED = "declined", _("Said no")
    PAUSED = "paused", _("Pauses")
    WITHDRAWN = "withdrawn", _("Withdrawn")


INVITATION_MOVES: dict[str, frozenset[str]] = {
    InvitationState.QUEUED: frozenset(
        {InvitationState.SENT, InvitationState.APPLIED, InvitationState.WITHDRAWN}
    ),
    InvitationState.SENT: frozenset(
        {
            InvitationState.OPENED,
            InvitationState.APPLIED,
            InvitationState.DECLINED,
            InvitationState.PAUSED,
            InvitationState.WITHDRAWN,
        }
    ),
    InvitationState.OPENED: frozenset(
        {
            InvitationState.APPLIED,
            InvitationState.DECLINED,
            InvitationState.PAUSED,
            InvitationState.WITHDRAWN,
        }
    ),
    InvitationState.APPLIED: frozenset(),
    InvitationState.DECLINED: frozenset({InvitationState.APPLIED, InvitationState.PAUSED}),
    InvitationState.PAUSED: frozenset(
        {InvitationState.APPLIED, InvitationState.DECLINED, InvitationState.PAUSED}
    ),
    InvitationState.WITHDRAWN: frozenset(),
}
WAITING_STATES = (InvitationState.SENT, InvitationState.OPENED)
