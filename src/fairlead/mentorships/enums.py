"""The states of a mentorship and of its plan."""

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
    SWAPPED = "swapped", _("Swapped with another pair, by agreement")


class ExtensionState(models.TextChoices):
    """How far the wish of one half for a later last day has come."""

    ASKED = "asked", _("Asked")
    AGREED = "agreed", _("Agreed by both")
    DECLINED = "declined", _("Not this time")
    TAKEN_BACK = "taken_back", _("Taken back")
    LAPSED = "lapsed", _("Lapsed when the pair ended")


EXTENSION_MOVES: dict[str, frozenset[str]] = {
    ExtensionState.ASKED: frozenset(
        {
            ExtensionState.AGREED,
            ExtensionState.DECLINED,
            ExtensionState.TAKEN_BACK,
            ExtensionState.LAPSED,
        }
    ),
    ExtensionState.AGREED: frozenset(),
    ExtensionState.DECLINED: frozenset(),
    ExtensionState.TAKEN_BACK: frozenset(),
    ExtensionState.LAPSED: frozenset(),
}


class Naming(models.TextChoices):
    """How somebody's words for the programme's record may be shown."""

    NAMED = "named", _("With my name")
    UNNAMED = "unnamed", _("Without my name")


class PlanStage(models.TextChoices):
    """How far the plan of a pair has come."""

    WRITING = "writing", _("Being written")
    AGREED = "agreed", _("Agreed")
    MIDWAY = "midway", _("Reviewed at mid-point")
    ENDED = "ended", _("Reviewed at the end")


PLAN_MOVES: dict[str, frozenset[str]] = {
    # A plan that is written anew after its mid-point goes back to where it was.
    PlanStage.WRITING: frozenset({PlanStage.AGREED, PlanStage.MIDWAY}),
    PlanStage.AGREED: frozenset({PlanStage.WRITING, PlanStage.MIDWAY, PlanStage.ENDED}),
    PlanStage.MIDWAY: frozenset({PlanStage.WRITING, PlanStage.ENDED}),
    # A pair that was extended after its last review goes on with other goals.
    PlanStage.ENDED: frozenset({PlanStage.WRITING}),
}


class GoalKind(models.TextChoices):
    """The overarching kinds of goals of the scheme."""

    KNOWLEDGE = "knowledge", _("Specific job knowledge")
    SKILLS = "skills", _("Professional skills")
    NETWORK = "network", _("Networking")
    OWN = "own", _("A goal of our own kind")


class Level(models.IntegerChoices):
    """A step of a goal-attainment scale, from far below what was expected to far above."""

    MUCH_LESS = -2, _("Much less than expected")
    LESS = -1, _("Less than expected")
    EXPECTED = 0, _("As expected")
    MORE = 1, _("More than expected")
    MUCH_MORE = 2, _("Much more than expected")


class Weight(models.IntegerChoices):
    """How much a goal counts among the others."""

    SOME = 1, _("1 · nice to reach")
    MATTERS = 2, _("2 · matters")
    MUCH = 3, _("3 · matters much")
    MOST = 4, _("4 · matters most")


class Review(models.TextChoices):
    """When the two look at how far they have come."""

    MID = "mid", _("Mid-point review")
    END = "end", _("Review at the end")


class Owner(models.TextChoices):
    """Who of the two takes a step."""

    MENTEE = "mentee", _("Mentee")
    MENTOR = "mentor", _("Mentor")
    BOTH = "both", _("Both")


class AgreementState(models.TextChoices):
    """How far one version of a pair's agreement has come."""

    WRITING = "writing", _("Being written")
    IN_FORCE = "in_force", _("In force")
    REPLACED = "replaced", _("Replaced by a later version")


AGREEMENT_MOVES: dict[str, frozenset[str]] = {
    AgreementState.WRITING: frozenset({AgreementState.IN_FORCE}),
    AgreementState.IN_FORCE: frozenset({AgreementState.REPLACED}),
    AgreementState.REPLACED: frozenset(),
}


class Rhythm(models.TextChoices):
    """How often a pair meets."""

    WEEKLY = "weekly", _("every week")
    TWO_WEEKS = "two_weeks", _("every two weeks")
    THREE_WEEKS = "three_weeks", _("every three weeks")
    MONTHLY = "monthly", _("every month")
    TWO_MONTHS = "two_months", _("every two months")
    AS_NEEDED = "as_needed", _("when one of us asks for it")


class Scheduler(models.TextChoices):
    """Who of a pair fixes the dates of its meetings."""

    MENTEE = "mentee", _("The mentee")
    MENTOR = "mentor", _("The mentor")
    IN_TURN = "in_turn", _("Both, in turn")


class MeetingState(models.TextChoices):
    """How far a meeting of a pair has come."""

    PROPOSED = "proposed", _("Times proposed")
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


MEETING_MOVES: dict[str, frozenset[str]] = {
    # Other times are proposed in answer to the first.
    MeetingState.PROPOSED: frozenset({MeetingState.PROPOSED, MeetingState.PLANNED, MeetingState.CANCELLED}),
    # A planned meeting moves to another time, or to another place.
    MeetingState.PLANNED: frozenset({MeetingState.PLANNED, MeetingState.HELD, MeetingState.CANCELLED}),
    # What was logged is corrected, or taken back when it was a mistake.
    MeetingState.HELD: frozenset({MeetingState.HELD, MeetingState.CANCELLED}),
    MeetingState.CANCELLED: frozenset(),
}


class NoteKind(models.TextChoices):
    """A note on a meeting: before or after it, for both or for oneself."""

    AGENDA = "agenda", _("Agenda")
    PREPARATION = "preparation", _("My preparation")
    OUTCOME = "outcome", _("What we agreed")
    REFLECTION = "reflection", _("My own thoughts")


SHARED_NOTES = (NoteKind.AGENDA, NoteKind.OUTCOME)
