"""Forms, their versions, sections and questions."""

from django.db import models
from django.db.models import Q

from fairlead.kernel.models import Record
from fairlead.people.models import Person
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Programme
from fairlead.questions.enums import CAN_COUNT, CAN_MATCH, Kind, Purpose, Reader, Standard, VersionState


class Form(Record):
    """The application form of a programme for one side, or that of a survey, which has a title."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=12, choices=Purpose.choices, default=Purpose.APPLICATION)
    side = models.CharField(max_length=6, choices=Side.choices, blank=True)
    title = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["programme", "side"]
        constraints = [
            models.UniqueConstraint(
                "programme",
                "side",
                condition=Q(purpose=Purpose.APPLICATION.value),
                name="one_form_per_programme_and_side",
            ),
            models.CheckConstraint(
                condition=(Q(purpose=Purpose.APPLICATION) & ~Q(side="") & Q(title=""))
                | (Q(purpose=Purpose.SURVEY) & Q(side="") & ~Q(title="")),
                name="application_forms_have_a_side_surveys_a_title",
            ),
        ]

    @property
    def is_survey(self) -> bool:
        """Whether a survey asks it."""
        return self.purpose == Purpose.SURVEY


class FormVersion(Record):
    """One wording of a form; what was answered under it stays readable under it.

    `languages` are codes of the languages its texts are written in, the first is what others fall back to.
    """

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    languages = models.JSONField(default=list)
    changed_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["form", "-number"]
        constraints = [
            models.UniqueConstraint("form", "number", name="form_version_number_once"),
            models.UniqueConstraint(
                "form", condition=Q(state=VersionState.DRAFT.value), name="one_draft_version_per_form"
            ),
            models.UniqueConstraint(
                "form", condition=Q(state=VersionState.PUBLISHED.value), name="one_published_version_per_form"
            ),
        ]


class Section(Record):
    """A page of a form. `title` and `help` hold a text for each language code."""

    version = models.ForeignKey(FormVersion, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField()
    title = models.JSONField(default=dict)
    help = models.JSONField(default=dict)

    class Meta:
        ordering = ["version", "position", "id"]


class Question(Record):
    """One question of a section. Texts hold a wording for each language code.

    `key` names the question in all versions of its form, and its answer with an application. `options`: a
    list of {"key": ..., "label": {language: text}}. `limits`: {"least", "most", "decimals"} of numbers,
    scales and dates, {"most"} of several choices. `shown_if`: {"question": key, "any_of": [answers]};
    empty: always.
    """

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    standard = models.CharField(max_length=12, choices=Standard.choices, blank=True)
    label = models.JSONField(default=dict)
    help = models.JSONField(default=dict)
    options = models.JSONField(default=list)
    limits = models.JSONField(default=dict)
    consent_text = models.JSONField(default=dict)
    shown_if = models.JSONField(default=dict)
    required = models.BooleanField(default=False)
    reader = models.CharField(max_length=12, choices=Reader.choices, default=Reader.COORDINATOR)
    matching = models.BooleanField(default=False)

    class Meta:
        ordering = ["section", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind=Kind.STANDARD) & ~Q(standard=""))
                | (~Q(kind=Kind.STANDARD) & Q(standard="")),
                name="standard_question_says_which",
            ),
            models.CheckConstraint(
                condition=Q(matching=False) | Q(kind__in=sorted(kind.value for kind in CAN_MATCH)),
                name="no_free_text_feeds_matching",
            ),
            models.CheckConstraint(
                condition=~Q(reader=Reader.NOBODY)
                | Q(matching=False, required=False, kind__in=sorted(kind.value for kind in CAN_COUNT)),
                name="what_is_only_counted_is_optional_and_feeds_nothing",
            ),
        ]
