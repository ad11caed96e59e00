"""What a module can be, for whom it is, by when it is asked, and how it is completed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What one does in a module."""

    READING = "reading", _("Reading")
    VIDEO = "video", _("Video or web page")
    FILE = "file", _("File")
    QUIZ = "quiz", _("Quiz")
    LIVE = "live", _("Live session")


class Track(models.TextChoices):
    """For which side of a programme a module is."""

    MENTOR = "mentor", _("Mentors")
    MENTEE = "mentee", _("Mentees")
    BOTH = "both", _("Mentors and mentees")


class Need(models.TextChoices):
    """By when a module is to be completed."""

    AS_DESIGNED = "as_designed", _("As the programme’s design says for that side")
    BEFORE_MATCHING = "before_matching", _("Required before matching")
    BEFORE_MEETING = "before_meeting", _("Required before the first meeting")
    OPTIONAL = "optional", _("Optional")


class How(models.TextChoices):
    """How a module was completed."""

    DONE = "done", _("Done here")
    ATTENDED = "attended", _("Attended")
    RECORDED = "recorded", _("Recorded by a coordinator")


class Stage(models.TextChoices):
    """How one module stands for one person."""

    MISSING = "missing", _("To do")
    DONE = "done", _("Completed")
    RUN_OUT = "run_out", _("To refresh")


class SessionState(models.TextChoices):
    """Whether a session takes place."""

    PLANNED = "planned", _("Planned")
    CANCELLED = "cancelled", _("Cancelled")


SESSION_MOVES: dict[str, frozenset[str]] = {
    SessionState.PLANNED: frozenset({SessionState.CANCELLED}),
    SessionState.CANCELLED: frozenset(),
}


class EnrolmentState(models.TextChoices):
    """How somebody stands with a session."""

    WAITING = "waiting", _("On the waiting list")
    ENROLLED = "enrolled", _("Has a place")
    LEFT = "left", _("Does not come")
    ATTENDED = "attended", _("Was there")
    MISSED = "missed", _("Was not there")


ENROLMENT_MOVES: dict[str, frozenset[str]] = {
    EnrolmentState.WAITING: frozenset({EnrolmentState.ENROLLED, EnrolmentState.LEFT}),
    EnrolmentState.ENROLLED: frozenset({EnrolmentState.LEFT, EnrolmentState.ATTENDED, EnrolmentState.MISSED}),
    EnrolmentState.LEFT: frozenset({EnrolmentState.WAITING, EnrolmentState.ENROLLED}),
    EnrolmentState.ATTENDED: frozenset({EnrolmentState.ENROLLED, EnrolmentState.MISSED}),
    EnrolmentState.MISSED: frozenset({EnrolmentState.ENROLLED, EnrolmentState.ATTENDED}),
}
WITH_PLACE = (EnrolmentState.ENROLLED, EnrolmentState.ATTENDED, EnrolmentState.MISSED)
REQUIRED = (Need.BEFORE_MATCHING, Need.BEFORE_MEETING)
