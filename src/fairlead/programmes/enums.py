"""The words a programme is described with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# How many mentors a round may give one mentee at once.
MOST_MENTORS_EACH = 3


class Format(models.TextChoices):
    """How closely the programme guides its pairs."""

    FORMAL = "formal", _("Formal: agreement, plan and review")
    INFORMAL = "informal", _("Informal: the pair decides how much to write down")


class GoalKind(models.TextChoices):
    """The overarching goals of a mentoring cycle."""

    JOB_KNOWLEDGE = "job_knowledge", _("Specific job knowledge in supporting international academics")
    PROFESSIONAL_SKILLS = "professional_skills", _("Professional skills")
    NETWORKING = "networking", _("Networking opportunities")


class Part(models.TextChoices):
    """A part of the design that a sub-programme takes over from its parent or settles itself."""

    AIM = "aim", _("Aim and goals")
    SHAPE = "shape", _("Format, length and meetings")
    INTAKE = "intake", _("How people come in")
    EXPECTATIONS = "expectations", _("Outcomes, requirements and incentives")
    TRAINING = "training", _("Training and briefing")
    APPROVAL = "approval", _("Supervisor’s approval and deadlines")
    LIMITS = "limits", _("Limits")
    AREAS = "areas", _("Areas of expertise")
    CARRIED = "carried", _("Who carries it")
    CONTACT = "contact", _("Contact")
    PRIVACY = "privacy", _("Privacy notice")
    RETENTION = "retention", _("How long applications are kept")
    LETTERS = "letters", _("Own words in letters")
    ELIGIBILITY = "eligibility", _("Who may apply")
    FORMS = "forms", _("Application forms")
    AGREEMENT = "agreement", _("Agreements of pairs")
    CERTIFICATE = "certificate", _("Certificates")
    SURVEYS = "surveys", _("Surveys")
    REMINDERS = "reminders", _("Reminders of pairs")


# Too large for a programme's own columns: read from whoever settles it, copied when that changes.
# Of training this is the curriculum; by when it is asked of whom stands in columns.
LOOKED_UP = (Part.ELIGIBILITY, Part.FORMS, Part.AGREEMENT, Part.TRAINING, Part.CERTIFICATE, Part.SURVEYS)


PART_FIELDS: dict[str, tuple[str, ...]] = {
    Part.AIM: ("aim", "goal_kinds", "own_goals"),
    Part.SHAPE: ("format", "length_months", "meetings_expected", "meeting_minutes"),
    Part.INTAKE: ("intake",),
    Part.EXPECTATIONS: ("outcomes", "mentor_requirements", "mentee_requirements", "incentives"),
    Part.TRAINING: ("mentor_training", "mentee_training", "training_minutes"),
    Part.APPROVAL: ("supervisor_approval", "approval_days", "offer_days"),
    Part.LIMITS: ("most_places", "most_pairs"),
    Part.CARRIED: ("carried_by", "carried_by_others"),
    Part.CONTACT: ("contact_name", "contact_email"),
    Part.PRIVACY: ("privacy_notice",),
    Part.RETENTION: ("retention_months",),
    Part.LETTERS: (
        "words_received",
        "words_supervisor",
        "words_admitted",
        "words_waitlisted",
        "words_offer",
        "words_introduction",
        "letter_ending",
    ),
    Part.REMINDERS: ("patience",),
}


class Step(models.TextChoices):
    """A step of designing a programme, in the order in which they are taken."""

    AIM = "aim", _("Aim and goals")
    PLACE = "place", _("Independent or part of another")
    SHAPE = "shape", _("Format, length and meetings")
    INTAKE = "intake", _("Intake and first dates")
    EXPECTATIONS = "expectations", _("Outcomes, requirements and incentives")
    RULES = "rules", _("Training, approval and limits")
    AREAS = "areas", _("Areas of expertise")
    APPLYING = "applying", _("Rules, forms and letters")
    PEOPLE = "people", _("Who carries it")
    PRACTICE = "practice", _("Cost, time and effort")
    CONTACT = "contact", _("Contact and privacy")
    CHECK = "check", _("Check and open")


class TeamRole(models.TextChoices):
    """What a member of the central team does in one programme."""

    COORDINATOR = "coordinator", _("Coordinator")
    HR_LEAD = "hr_lead", _("HR lead")
    IRO_LEAD = "iro_lead", _("International relations lead")
    PARTNER_COORDINATOR = "partner_coordinator", _("Partner coordinator")


class Side(models.TextChoices):
    """The two sides of a mentoring pair."""

    MENTOR = "mentor", _("Mentor")
    MENTEE = "mentee", _("Mentee")


class Intake(models.TextChoices):
    """How a programme takes people in."""

    ROUNDS = "rounds", _("In rounds with dates")
    ROLLING = "rolling", _("At any time (rolling intake)")
    BOTH = "both", _("In rounds, and at any time between them")


class Training(models.TextChoices):
    """What training or briefing means for one side of a programme."""

    NONE = "none", _("None")
    OPTIONAL = "optional", _("Offered")
    BEFORE_MATCHING = "before_matching", _("Required before matching")
    BEFORE_MEETING = "before_meeting", _("Required before the first meeting")


class Phase(models.TextChoices):
    """The two halves of a programme's practice card."""

    SETUP = "setup", _("Setup")
    DELIVERY = "delivery", _("Delivery")


class Schedule(models.TextChoices):
    """How often a practice is delivered."""

    CONTINUOUS = "continuous", _("Continuous")
    PERIODIC = "periodic", _("Periodic, in rounds")
    ON_DEMAND = "on_demand", _("On demand")
    ONCE = "once", _("Once")


class Importance(models.TextChoices):
    """How much a university needs a practice."""

    ESSENTIAL = "essential", _("Essential to have")
    IMPORTANT = "important", _("Important to have")
    NICE = "nice", _("Nice to have")


class Change(models.TextChoices):
    """How much of the organisation a practice changes."""

    SMALL = "small", _("Small: one office changes how it works")
    MEDIUM = "medium", _("Medium: several offices agree on something new")
    LARGE = "large", _("Large: the whole institution takes part")


class Measure(models.TextChoices):
    """What the practice card puts on an ordinal scale."""

    COST = "cost", _("Cost")
    TIME = "time", _("Time")
    EFFORT = "effort", _("Personnel effort")


class Actors(models.TextChoices):
    """Who carries a programme."""

    HR = "hr", _("HR department")
    IRO = "iro", _("International relations office")
    WELCOME = "welcome", _("Welcome centre")
    DEVELOPMENT = "development", _("Staff development")
    FACULTIES = "faculties", _("Faculties and institutes")
    LEADERSHIP = "leadership", _("University leadership")


class MilestoneKind(models.TextChoices):
    """What happens on a day, or over some days, of a round."""

    BRIEFING = "briefing", _("Briefings")
    MENTOR_TRAINING = "mentor_training", _("Mentor training")
    MENTEE_BRIEFING = "mentee_briefing", _("Mentee briefing")
    DECISIONS = "decisions", _("Decisions on applications")
    MATCHING = "matching", _("Matching")
    PARTNER_APPROVAL = "partner_approval", _("Partners approve")
    OFFERS = "offers", _("Offers and answers")
    INTRODUCTION = "introduction", _("Introduction")
    FIRST_PULSE = "first_pulse", _("First pulse")
    MID_POINT = "mid_point", _("Mid-point review")
    END = "end", _("Closing and end survey")
    FOLLOW_UP = "follow_up", _("Follow-up survey")
    REVIEW = "review", _("Yearly review by IRO and HR")
    OWN = "own", _("Something else")


class EligibilityTest(models.TextChoices):
    """How an eligibility rule compares."""

    AT_LEAST = "at_least", _("is at least")
    AT_MOST = "at_most", _("is at most")
    ONE_OF = "one_of", _("is one of")
    NOT_ONE_OF = "not_one_of", _("is none of")
    YES = "yes", _("is answered with yes")
    AFTER_ROUND = "after_round", _("lies after the end of the round")
    BEFORE_OPENING = "before_opening", _("lies before the intake opens")


class RoundState(models.TextChoices):
    """How far a round has come."""

    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Open for applications")
    CLOSED = "closed", _("Closed for applications")
    FINISHED = "finished", _("Finished")


ROUND_MOVES: dict[str, frozenset[str]] = {
    RoundState.PLANNED: frozenset({RoundState.OPEN}),
    RoundState.OPEN: frozenset({RoundState.CLOSED}),
    RoundState.CLOSED: frozenset({RoundState.OPEN, RoundState.FINISHED}),
    RoundState.FINISHED: frozenset(),
}


class ParticipationState(models.TextChoices):
    """Whether a person takes part now."""

    ACTIVE = "active", _("Taking part")
    LEFT = "left", _("Left")
    FINISHED = "finished", _("Finished")


PARTICIPATION_MOVES: dict[str, frozenset[str]] = {
    ParticipationState.ACTIVE: frozenset({ParticipationState.LEFT, ParticipationState.FINISHED}),
    ParticipationState.LEFT: frozenset({ParticipationState.ACTIVE}),
    ParticipationState.FINISHED: frozenset(),
}
