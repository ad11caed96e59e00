"""What effort goes into, who gives it, and the states of an entry."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Activity(models.TextChoices):
    """What effort or money went into."""

    PLANNING = "planning", _("Planning and coordination")
    RECRUITING = "recruiting", _("Finding mentors and mentees")
    SELECTING = "selecting", _("Applications and approvals")
    MATCHING = "matching", _("Matching")
    TRAINING = "training", _("Training and briefing")
    SUPPORT = "support", _("Support of pairs")
    MEETINGS = "meetings", _("Meetings of pairs")
    EVENTS = "events", _("Events and recognition")
    EVALUATION = "evaluation", _("Evaluation and reporting")
    SYSTEMS = "systems", _("Systems and data protection")
    MATERIALS = "materials", _("Materials, printing, catering")
    TRAVEL = "travel", _("Travel")
    OTHER = "other", _("Something else")


class EffortRole(models.TextChoices):
    """Who gives the effort, by what they do in the programme and never by name."""

    COORDINATOR = "coordinator", _("Coordinator")
    IRO = "iro", _("International relations office")
    HR = "hr", _("HR department")
    PARTNER = "partner", _("Partner coordinator")
    TRAINER = "trainer", _("Trainer")
    MENTOR = "mentor", _("Mentor")
    MENTEE = "mentee", _("Mentee")
    SYSTEMS = "systems", _("IT and data protection")
    LEADERSHIP = "leadership", _("University leadership")
    OTHER = "other", _("Others")


class EntryState(models.TextChoices):
    """Whether an entry of the ledger counts."""

    STANDING = "standing", _("Counts")
    REPLACED = "replaced", _("Corrected by a later entry")
    STRUCK = "struck", _("Struck out")


ENTRY_MOVES: dict[str, frozenset[str]] = {
    EntryState.STANDING: frozenset({EntryState.REPLACED, EntryState.STRUCK}),
    EntryState.REPLACED: frozenset(),
    EntryState.STRUCK: frozenset(),
}


class Rhythm(models.TextChoices):
    """How often an entry comes again."""

    WEEKLY = "weekly", _("Every week")
    MONTHLY = "monthly", _("Every month")


class AssessmentState(models.TextChoices):
    """How far the assessment of a year has come."""

    PREPARING = "preparing", _("In preparation")
    PRESENTED = "presented", _("With IRO and HR")
    SIGNED = "signed", _("Signed")


ASSESSMENT_MOVES: dict[str, frozenset[str]] = {
    AssessmentState.PREPARING: frozenset({AssessmentState.PRESENTED}),
    AssessmentState.PRESENTED: frozenset({AssessmentState.PREPARING, AssessmentState.SIGNED}),
    AssessmentState.SIGNED: frozenset(),
}


class Reached(models.TextChoices):
    """Whether an aim of the year was reached."""

    OPEN = "open", _("Not judged yet")
    YES = "yes", _("Reached")
    PARTLY = "partly", _("Partly reached")
    NO = "no", _("Not reached")


class Signing(models.TextChoices):
    """Who speaks and signs in an assessment."""

    IRO_LEAD = "iro_lead", _("International relations office")
    HR_LEAD = "hr_lead", _("HR department")
    PARTNER_COORDINATOR = "partner_coordinator", _("Partner")


class AgreedState(models.TextChoices):
    """What became of an action that IRO and HR agreed on."""

    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


AGREED_MOVES: dict[str, frozenset[str]] = {
    AgreedState.OPEN: frozenset({AgreedState.DONE, AgreedState.DROPPED}),
    AgreedState.DONE: frozenset({AgreedState.OPEN}),
    AgreedState.DROPPED: frozenset({AgreedState.OPEN}),
}


class OutcomeStage(models.TextChoices):
    """A moment of a participant's way at which an outcome is known, and may be counted by group."""

    ADMITTED = "admitted", _("Acceptance")
    PAIRED = "paired", _("Matching")
    COMPLETED = "completed", _("Completion")
