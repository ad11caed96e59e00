"""What an applicant answers, and what their supervisor says."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from fairlead.applications.enums import (
    OPEN_STATES,
    ApplicationState,
    ApprovalState,
    DeclineReason,
    MeetingMode,
    Origin,
)
from fairlead.institutions.models import Institution, Unit
from fairlead.kernel.models import Record
from fairlead.people.models import Person
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Area, EligibilityRule, Participation, Programme, Round
from fairlead.questions.models import FormVersion


class Application(Record):
    """One person's application to one round, as mentor or as mentee.

    A draft may be incomplete; `applications.queries.missing_answers` says what is still to be answered, and
    `unfinished` keeps, by field, what was typed but cannot be read yet. `own_answers` holds the answers to
    the questions that the programme's team added, by question key, as `form_version` asked them;
    `earlier_answers` what was answered to questions that a newer version no longer asks, in words, each with
    its version, key, label and reader. `revision` counts decisions, so that two reviewers do not overwrite
    each other. `erased_at` is when its words were erased; what is counted stayed.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=6, choices=Side.choices)
    state = models.CharField(max_length=10, choices=ApplicationState.choices, default=ApplicationState.DRAFT)
    origin = models.CharField(max_length=6, choices=Origin.choices, default=Origin.WEB)
    participation = models.OneToOneField(Participation, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    decision_reason = models.TextField(blank=True)

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    job_title = models.CharField(_("job title"), max_length=200, blank=True)
    grade = models.PositiveSmallIntegerField(
        _("grade"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    years = models.DecimalField(
        _("years supporting international academics"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(60)],
    )
    campus = models.CharField(_("campus"), max_length=80, blank=True)
    meeting_mode = models.CharField(_("how to meet"), max_length=10, choices=MeetingMode.choices, blank=True)
    languages = models.JSONField(_("languages"), default=list)
    areas = models.ManyToManyField(Area, through="ApplicationArea", related_name="+")
    places = models.PositiveSmallIntegerField(
        _("places"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    line_manager_name = models.CharField(_("line manager"), max_length=200, blank=True)
    line_manager_email = models.EmailField(_("line manager’s address"), max_length=254, blank=True)
    avoid_text = models.CharField(_("should not be paired with"), max_length=500, blank=True)
    avoids = models.ManyToManyField(Person, related_name="+")
    hopes = models.TextField(_("what I hope to get out of it"), max_length=4000, blank=True)
    consented_at = models.DateTimeField(null=True)
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, null=True, related_name="+")
    own_answers = models.JSONField(default=dict)
    earlier_answers = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=0)
    unfinished = models.JSONField(default=dict)
    reminded_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["person__name", "side", "id"]
        constraints = [
            models.UniqueConstraint(
                "round",
                "person",
                "side",
                condition=Q(state__in=[state.value for state in OPEN_STATES]),
                name="one_open_application_per_person_round_and_side",
            ),
            models.CheckConstraint(
                condition=~Q(state=ApplicationState.ACCEPTED) | Q(participation__isnull=False),
                name="accepted_application_has_a_participation",
            ),
        ]
        indexes = [models.Index(fields=["round", "state"], name="application_round_state")]


class ApplicationArea(models.Model):
    """An area offered (by a mentor) or wanted (by a mentee)."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="chosen_areas")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    most_important = models.BooleanField(default=False)

    class Meta:
        ordering = ["-most_important", "area__position", "id"]
        constraints = [
            models.UniqueConstraint("application", "area", name="area_chosen_once"),
            models.UniqueConstraint(
                "application",
                condition=Q(most_important=True),
                name="one_most_important_area_per_application",
            ),
        ]


class SupervisorApproval(Record):
    """What a mentee's supervisor is asked and has answered in writing, by a link that needs no account.

    `more_time_at` is when a coordinator last gave them more time, from which the days to answer run anew.
    """

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="approval")
    supervisor_name = models.CharField(max_length=200)
    supervisor_email = models.EmailField(max_length=254)
    fingerprint = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, choices=ApprovalState.choices, default=ApprovalState.WAITING)
    asked_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)
    more_time_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    share_reason = models.BooleanField(default=False)
    approved_from = models.DateField(null=True)
    text = models.TextField(blank=True)
    escalated_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["asked_at", "id"]
        indexes = [models.Index(Upper("supervisor_email"), name="approval_by_supervisor")]


class ApprovalRecord(Record):
    """A supervisor's answer as the written record: what was asked, what was said, when, by which link."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="approval_records")
    supervisor_name = models.CharField(max_length=200)
    supervisor_email = models.EmailField(max_length=254)
    text = models.TextField()
    answer = models.CharField(max_length=10, choices=ApprovalState.choices)
    approved_from = models.DateField(null=True)
    reason = models.TextField(blank=True)
    share_reason = models.BooleanField(default=False)
    fingerprint = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-answered_at", "id"]


class Tally(Record):
    """How often an answer to a question that nobody reads was given in a round; empty where none was given.

    Counted when an application is sent, and nowhere kept with it.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=6, choices=Side.choices)
    key = models.CharField(max_length=40)
    answer = models.CharField(max_length=60, blank=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["round", "side", "key", "answer"]
        constraints = [
            models.UniqueConstraint("round", "side", "key", "answer", name="one_tally_for_each_answer")
        ]


class EligibilityException(Record):
    """A coordinator lets an application pass although it fails a rule."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="exceptions")
    rule = models.ForeignKey(EligibilityRule, on_delete=models.CASCADE, related_name="+")
    reason = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [models.UniqueConstraint("application", "rule", name="one_exception_per_rule")]


class Decision(Record):
    """One decision on an application: to which state, by whom, when and why.

    `reason_kind` and `reason` say why; `told` whether the applicant read it in a letter.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="decisions")
    to = models.CharField(max_length=10, choices=ApplicationState.choices)
    reason_kind = models.CharField(max_length=12, choices=DeclineReason.choices, blank=True)
    reason = models.TextField(blank=True)
    told = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-made_at", "-id"]


class Clarification(Record):
    """A question that a coordinator asks an applicant back, and the answer."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="clarifications")
    question = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "application",
                condition=Q(answered_at__isnull=True),
                name="one_open_clarification_per_application",
            )
        ]
