"""The states of a mentorship."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MentorshipState(models.TextChoices):
    """How far a mentorship has come."""

    STARTING = "starting", _("Starting")
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    COMPLETED = "completed", _("Completed")
    ENDED_EARLY = "ended_early", _("Ended early")


MENTORSHIP_MOVES: dict[str, frozenset[str]] = {
    MentorshipState.STARTING: frozenset({MentorshipState.ACTIVE, MentorshipState.ENDED_EARLY}),
    MentorshipState.ACTIVE: frozenset(
        {MentorshipState.PAUSED, MentorshipState.COMPLETED, MentorshipState.ENDED_EARLY}
    ),
    MentorshipState.PAUSED: frozenset(
        {MentorshipState.ACTIVE, MentorshipState.COMPLETED, MentorshipState.ENDED_EARLY}
    ),
    MentorshipState.COMPLETED: frozenset(),
    MentorshipState.ENDED_EARLY: frozenset(),
}
LIVE_STATES = (MentorshipState.STARTING, MentorshipState.ACTIVE, MentorshipState.PAUSED)


class EndReason(models.TextChoices):
    """Why a mentorship ended early, in neutral words that blame nobody."""

    LEFT = "left", _("One of the two left the institution or changed post")
    TIME = "time", _("Too little time on either side")
    GOALS = "goals", _("The goals were reached early")
    FIT = "fit", _("Another pairing promises more")
    OTHER = "other", _("Another reason")
