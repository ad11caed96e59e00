"""The kinds of questions, who reads an answer, and the states of a form's version."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What an answer to a question looks like."""

    SHORT = "short", _("Short text")
    LONG = "long", _("Long text")
    CHOICE = "choice", _("One answer out of several")
    CHOICES = "choices", _("Several answers")
    RANKED = "ranked", _("Several answers, put in order")
    SCALE = "scale", _("A scale")
    NUMBER = "number", _("A number")
    DATE = "date", _("A date")
    YES_NO = "yes_no", _("Yes or no")
    CONSENT = "consent", _("Consent to a text")
    STANDARD = "standard", _("A standard question")


class Standard(models.TextChoices):
    """Questions whose answers the product itself works with; a form arranges them."""

    WORKPLACE = "workplace", _("Institution and unit")
    JOB_TITLE = "job_title", _("Job title")
    GRADE = "grade", _("Grade")
    YEARS = "years", _("Years of supporting international academics")
    MANAGER = "manager", _("Line manager")
    AREAS = "areas", _("Areas of expertise, with importance")
    LANGUAGES = "languages", _("Languages one can meet in")
    MEETING = "meeting", _("How to meet, and campus")
    PLACES = "places", _("Places for mentees")
    AVOID = "avoid", _("People not to be paired with")
    HOPES = "hopes", _("What one hopes to get out of it")
    PRIVACY = "privacy", _("Consent to the privacy notice")


class Purpose(models.TextChoices):
    """What a form is for."""

    APPLICATION = "application", _("An application")
    SURVEY = "survey", _("A survey")


class Reader(models.TextChoices):
    """Who reads an answer besides its writer; each includes those before it."""

    NOBODY = "nobody", _("Nobody: it is only counted, in groups of five or more")
    COORDINATOR = "coordinator", _("Only the coordinators")
    PARTNER = "partner", _("The coordinators, and the partner coordinator of the applicant’s institution")
    MATCH = "match", _("Also the person one is paired with")
    SURVEY = "survey", _("Whoever the survey says, above its questions")


class VersionState(models.TextChoices):
    """How far a version of a form has come."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("Replaced")


VERSION_MOVES: dict[str, frozenset[str]] = {
    VersionState.DRAFT: frozenset({VersionState.PUBLISHED}),
    VersionState.PUBLISHED: frozenset({VersionState.RETIRED}),
    VersionState.RETIRED: frozenset(),
}
# What a survey can ask: answers that can be counted or listed without saying who gave them.
CAN_SURVEY = frozenset(
    {Kind.SHORT, Kind.LONG, Kind.CHOICE, Kind.CHOICES, Kind.SCALE, Kind.NUMBER, Kind.YES_NO}
)
# Only these can ever feed matching: answers out of a fixed choice, and numbers. Never free text.
CAN_MATCH = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.RANKED, Kind.NUMBER, Kind.SCALE, Kind.YES_NO})
# Only these are counted without being read: one answer out of a few.
CAN_COUNT = frozenset({Kind.CHOICE, Kind.SCALE, Kind.YES_NO})
