"""The yearly assessment of a programme by IRO and HR: what it says, who signed it, what was agreed."""

from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fairlead.evaluation.enums import AgreedState, AssessmentState, Reached, Signing
from fairlead.evaluation.periods import Year
from fairlead.institutions.models import Institution
from fairlead.kernel.models import Record
from fairlead.people.models import Person
from fairlead.programmes.models import Programme

LONGEST = 5000
# What belongs to an assessment and is loaded with it.
PARTS = ("aims", "agreed", "statements__institution", "signatures__institution")


@dataclass(frozen=True)
class Voice:
    """In whose name somebody speaks: IRO, HR, or a partner institution."""

    voice: str
    institution: Institution | None = None

    @property
    def key(self) -> str:
        """How pages name it."""
        return f"{self.voice}:{self.institution.pk if self.institution else ''}"

    @property
    def label(self) -> str:
        """How people name it."""
        label = str(Signing(self.voice).label)
        return f"{label}: {self.institution.name}" if self.institution else label


class Assessment(Record):
    """The assessment of one year of a programme.

    `gathered` holds the figures as they were when somebody last gathered them, in words and plain values.
    While it is signed, `document` holds all it says and `digest` the fingerprint that the signatures name.
    `revision` counts changes of what it says, so that two people do not undo each other.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    begins_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    state = models.CharField(
        max_length=10, choices=AssessmentState.choices, default=AssessmentState.PREPARING
    )
    gathered = models.JSONField(default=dict)
    gathered_at = models.DateTimeField(null=True)
    training = models.TextField(_("training"), blank=True)
    support = models.TextField(_("on-going support"), blank=True)
    partners = models.TextField(_("partners"), blank=True)
    recommendations = models.TextField(_("recommendations"), blank=True)
    checks = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    document = models.JSONField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    prepared_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["programme", "-year"]
        constraints = [
            models.UniqueConstraint("programme", "year", name="one_assessment_per_year"),
            models.CheckConstraint(
                condition=Q(begins_on__lt=models.F("ends_on")), name="an_assessed_year_lasts"
            ),
            models.CheckConstraint(
                condition=~Q(state=AssessmentState.SIGNED)
                | (Q(document__isnull=False) & Q(signed_at__isnull=False) & ~Q(digest="")),
                name="a_signed_assessment_is_frozen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.name_of_year}"

    @property
    def name_of_year(self) -> str:
        """How the year is called: 2026, or 2026/27 where it does not begin in January."""
        return Year(self.begins_on.year, self.begins_on.month).name


class Aim(Record):
    """An aim of the year, and whether it was reached."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="aims")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("aim"), max_length=300)
    reached = models.CharField(_("reached"), max_length=8, choices=Reached.choices, default=Reached.OPEN)
    note = models.CharField(_("by what it shows"), max_length=500, blank=True)

    class Meta:
        ordering = ["assessment", "position", "id"]


class Statement(Record):
    """What IRO, HR, the coordinator or a partner says to the assessment."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="statements")
    voice = models.CharField(max_length=20, choices=Signing.choices)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=200)
    text = models.TextField(_("statement"), max_length=LONGEST)
    at = models.DateTimeField()

    class Meta:
        ordering = ["assessment", "voice", "institution__name", "id"]
        constraints = [
            models.UniqueConstraint("assessment", "voice", "institution", name="one_statement_per_partner"),
            models.UniqueConstraint(
                "assessment",
                "voice",
                condition=Q(institution__isnull=True),
                name="one_statement_per_voice",
            ),
        ]


class AgreedAction(Record):
    """What IRO and HR agreed to do; next year's assessment asks what became of it."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="agreed")
    text = models.CharField(_("what"), max_length=300)
    owner = models.CharField(_("who"), max_length=200)
    due_on = models.DateField(_("by when"))
    state = models.CharField(max_length=8, choices=AgreedState.choices, default=AgreedState.OPEN)
    outcome = models.CharField(_("what became of it"), max_length=500, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["assessment", "due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=AgreedState.OPEN) | Q(settled_at__isnull=False),
                name="a_settled_action_has_a_moment",
            )
        ]


class AssessmentSignature(Record):
    """A lead's signature under exactly the words whose fingerprint it names."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="signatures")
    voice = models.CharField(max_length=20, choices=Signing.choices)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["assessment", "at", "id"]
        constraints = [
            models.UniqueConstraint("assessment", "voice", "institution", name="a_partner_signs_once"),
            models.UniqueConstraint(
                "assessment", "voice", condition=Q(institution__isnull=True), name="a_lead_signs_once"
            ),
        ]
