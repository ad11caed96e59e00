"""Programmes, their teams, areas, rounds, and who takes part."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from fairlead.institutions.models import Institution
from fairlead.kernel.models import Record
from fairlead.people.models import Person
from fairlead.programmes.enums import (
    MOST_MENTORS_EACH,
    Change,
    EligibilityTest,
    Format,
    Importance,
    Intake,
    Measure,
    MilestoneKind,
    ParticipationState,
    Phase,
    RoundState,
    Schedule,
    Side,
    TeamRole,
    Training,
)


class Programme(Record):
    """A lasting mentoring programme and its design.

    A sub-programme (with a `parent`) takes over every part of the design that `own` does not name. What it
    takes over is written into its own columns and areas whenever the parent changes, so whoever reads a
    programme reads the design that holds; `programmes.queries.inheriting` says where each part comes from.
    `settled` holds the steps of the design that somebody has looked through. `patience` are the days after
    which pairs are reminded, as far as the team has set them (`programmes.patience`).
    """

    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(unique=True)
    lead = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    own = models.JSONField(default=list)
    settled = models.JSONField(default=list)
    copied_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    archived_at = models.DateTimeField(null=True)
    part_of = models.CharField(_("broader programme"), max_length=200, blank=True)
    part_of_link = models.URLField(_("link to the broader programme"), blank=True)
    aim = models.TextField(_("aim"), blank=True)
    goal_kinds = models.JSONField(_("overarching goals"), default=list)
    own_goals = models.TextField(_("further goals"), blank=True)
    format = models.CharField(_("format"), max_length=10, choices=Format.choices, default=Format.FORMAL)
    length_months = models.PositiveSmallIntegerField(
        _("length in months"), default=6, validators=[MinValueValidator(1), MaxValueValidator(36)]
    )
    meetings_expected = models.PositiveSmallIntegerField(
        _("meetings expected"), default=6, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    meeting_minutes = models.PositiveSmallIntegerField(
        _("minutes per meeting"), default=60, validators=[MinValueValidator(10), MaxValueValidator(480)]
    )
    training_minutes = models.PositiveSmallIntegerField(
        _("minutes of training"), default=120, validators=[MaxValueValidator(6000)]
    )
    mentor_training = models.CharField(
        _("training of mentors"), max_length=20, choices=Training.choices, default=Training.BEFORE_MATCHING
    )
    mentee_training = models.CharField(
        _("briefing of mentees"), max_length=20, choices=Training.choices, default=Training.BEFORE_MEETING
    )
    intake = models.CharField(_("intake"), max_length=10, choices=Intake.choices, default=Intake.ROUNDS)
    most_places = models.PositiveSmallIntegerField(
        _("mentees a mentor may have at most"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
    )
    most_pairs = models.PositiveIntegerField(
        _("pairs the programme can carry at once"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    approval_days = models.PositiveSmallIntegerField(
        _("days a supervisor has to answer"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
    )
    offer_days = models.PositiveSmallIntegerField(
        _("days an offer stays open"), default=10, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )
    retention_months = models.PositiveSmallIntegerField(
        _("months that applications are kept after a round"),
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    carried_by = models.JSONField(_("carried by"), default=list)
    carried_by_others = models.CharField(_("others who carry it"), max_length=300, blank=True)
    outcomes = models.TextField(_("suggested outcomes"), blank=True)
    mentor_requirements = models.TextField(_("requirements for mentors"), blank=True)
    mentee_requirements = models.TextField(_("requirements for mentees"), blank=True)
    incentives = models.TextField(_("incentives"), blank=True)
    supervisor_approval = models.BooleanField(_("a mentee’s supervisor approves in writing"), default=True)
    privacy_notice = models.TextField(_("privacy notice"), blank=True)
    words_received = models.TextField(_("when an application has arrived"), blank=True)
    words_supervisor = models.TextField(_("when a supervisor is asked"), blank=True)
    words_admitted = models.TextField(_("when somebody is admitted"), blank=True)
    words_waitlisted = models.TextField(_("when somebody waits"), blank=True)
    words_offer = models.TextField(_("when a pair is offered"), blank=True)
    words_introduction = models.TextField(_("when a pair begins"), blank=True)
    letter_ending = models.CharField(_("how letters end"), max_length=200, blank=True)
    contact_name = models.CharField(_("contact"), max_length=200, blank=True)
    contact_email = models.EmailField(_("contact address"), blank=True)
    patience = models.JSONField(_("days before reminders"), default=dict)
    published = models.BooleanField(_("shown to staff"), default=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(length_months__gte=1), name="programme_lasts"),
            models.CheckConstraint(condition=Q(meetings_expected__gte=1), name="programme_meets"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="programme_is_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name


class Partner(Record):
    """An institution whose staff take part in a programme, until the day on which it has left.

    `arranged`: it came by a written arrangement, and leaves by it. Who left stays in the record, so that past
    years count its people.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="partners")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    arranged = models.BooleanField(default=False)
    left_on = models.DateField(null=True)

    class Meta:
        ordering = ["institution__name"]
        constraints = [models.UniqueConstraint("programme", "institution", name="partner_once_per_programme")]


class TeamMember(Record):
    """A person of the team that runs a programme."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="team")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, choices=TeamRole.choices)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, related_name="+")
    responsible_for = models.CharField(_("responsible for"), max_length=200, blank=True)

    class Meta:
        ordering = ["role", "person__name"]
        constraints = [models.UniqueConstraint("programme", "person", "role", name="team_role_once")]


class Area(Record):
    """An area of expertise that mentors offer and mentees want to develop."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="areas")
    name = models.CharField(_("name"), max_length=120)
    position = models.PositiveSmallIntegerField(default=0)
    in_use = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "name", "id"]
        constraints = [
            models.UniqueConstraint("programme", Lower("name"), name="area_name_once_per_programme")
        ]

    def __str__(self) -> str:
        return self.name


class Round(Record):
    """One dated intake of a programme, or its rolling intake.

    `mentors_each`: how many mentors a mentee has at once at most.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="rounds")
    name = models.CharField(_("name"), max_length=120)
    state = models.CharField(max_length=10, choices=RoundState.choices, default=RoundState.PLANNED)
    rolling = models.BooleanField(_("rolling intake"), default=False)
    copied_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    opens_on = models.DateField(_("opens"), null=True, blank=True)
    closes_on = models.DateField(_("closes"), null=True, blank=True)
    starts_on = models.DateField(_("pairs start"), null=True, blank=True)
    ends_on = models.DateField(_("pairs end"), null=True, blank=True)
    approval_days = models.PositiveSmallIntegerField(
        _("days a supervisor has to answer"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
    )
    offer_days = models.PositiveSmallIntegerField(
        _("days an offer stays open"), default=10, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )
    reminder_days = models.PositiveSmallIntegerField(
        _("days until a reminder"), default=7, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )
    mentors_each = models.PositiveSmallIntegerField(_("mentors of a mentee"), default=1)

    class Meta:
        ordering = ["-starts_on", "name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(mentors_each__gte=1, mentors_each__lte=MOST_MENTORS_EACH),
                name="one_to_three_mentors_each",
            ),
            models.UniqueConstraint("programme", Lower("name"), name="round_name_once_per_programme"),
            models.UniqueConstraint(
                "programme",
                "rolling",
                condition=Q(state=RoundState.OPEN.value),
                name="one_open_intake_of_a_kind_per_programme",
            ),
            models.CheckConstraint(
                condition=Q(opens_on__isnull=True)
                | Q(closes_on__isnull=True)
                | Q(opens_on__lte=F("closes_on")),
                name="round_opens_before_it_closes",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(starts_on__lt=F("ends_on")),
                name="round_starts_before_it_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Milestone(Record):
    """Something that happens on a day, or over some days, of a round."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="milestones")
    kind = models.CharField(max_length=20, choices=MilestoneKind.choices)
    name = models.CharField(_("name"), max_length=120, blank=True)
    on = models.DateField(_("day"))
    until = models.DateField(_("until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["on", "kind", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("on")),
                name="milestone_begins_before_it_ends",
            ),
            models.CheckConstraint(
                condition=~Q(kind=MilestoneKind.OWN) | ~Q(name=""), name="own_milestone_has_a_name"
            ),
        ]


class PracticeBlock(Record):
    """Setup or delivery as the practice card tells it: cost, time, effort, actors, partners, indicators."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="blocks")
    phase = models.CharField(max_length=10, choices=Phase.choices)
    cost_level = models.PositiveSmallIntegerField(_("cost"), null=True, blank=True)
    time_level = models.PositiveSmallIntegerField(_("time"), null=True, blank=True)
    effort_level = models.PositiveSmallIntegerField(_("personnel effort"), null=True, blank=True)
    money = models.DecimalField(_("money"), max_digits=12, decimal_places=2, null=True, blank=True)
    weeks = models.PositiveSmallIntegerField(_("weeks"), null=True, blank=True)
    hours = models.DecimalField(_("hours of staff"), max_digits=8, decimal_places=1, null=True, blank=True)
    actors = models.TextField(_("who does it"), blank=True)
    partners = models.TextField(_("partners in it"), blank=True)
    indicators = models.TextField(_("indicators"), blank=True)

    class Meta:
        ordering = ["programme", "phase"]
        constraints = [models.UniqueConstraint("programme", "phase", name="one_block_per_phase")] + [
            models.CheckConstraint(
                condition=Q(**{f"{measure}_level__isnull": True})
                | Q(**{f"{measure}_level__gte": 1, f"{measure}_level__lte": 5}),
                name=f"block_{measure}_level_from_1_to_5",
            )
            for measure in Measure.values
        ]


class PracticeCard(Record):
    """What the practice card of a programme says beside its design: the head of a catalogue's card."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="card")
    goals = models.CharField(_("goals"), max_length=300, blank=True)
    categories = models.CharField(_("categories"), max_length=300, blank=True)
    target_groups = models.CharField(_("target groups"), max_length=300, blank=True)
    schedule = models.CharField(_("delivery schedule"), max_length=12, choices=Schedule.choices)
    importance = models.CharField(
        _("importance"), max_length=12, choices=Importance.choices, default=Importance.IMPORTANT
    )
    change = models.CharField(
        _("scale of organisational change"), max_length=12, choices=Change.choices, default=Change.MEDIUM
    )

    class Meta:
        ordering = ["programme"]


class ScaleStep(Record):
    """What an institution calls one of the five steps of an ordinal scale on its practice cards."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    measure = models.CharField(max_length=10, choices=Measure.choices)
    level = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])
    label = models.CharField(_("name"), max_length=80)

    class Meta:
        ordering = ["institution", "measure", "level"]
        constraints = [
            models.UniqueConstraint("institution", "measure", "level", name="scale_step_named_once"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="scale_step_from_1_to_5"),
        ]


class EligibilityRule(Record):
    """Who may apply on one side: one readable comparison over an answer or a fact that HR keeps.

    `subject` names a fact of the person's affiliation ("unit", "grade", ...) or the key of a question.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="eligibility")
    side = models.CharField(max_length=6, choices=Side.choices)
    position = models.PositiveSmallIntegerField(default=0)
    subject = models.CharField(max_length=60)
    test = models.CharField(max_length=20, choices=EligibilityTest.choices)
    value = models.JSONField(default=list)
    explanation = models.CharField(_("what an applicant is told"), max_length=300, blank=True)
    exceptions_by = models.CharField(_("who can make an exception"), max_length=200, blank=True)

    class Meta:
        ordering = ["side", "position", "id"]


class Participation(Record):
    """A person in a round as mentor or mentee; a mentor has so many places."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="participations")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=6, choices=Side.choices)
    state = models.CharField(
        max_length=10, choices=ParticipationState.choices, default=ParticipationState.ACTIVE
    )
    places = models.PositiveSmallIntegerField(default=1)
    joined_at = models.DateTimeField()

    class Meta:
        ordering = ["joined_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "round", "person", "side", name="one_participation_per_person_round_and_side"
            ),
            models.CheckConstraint(
                condition=Q(places__gte=0) & Q(places__lte=20), name="places_between_0_and_20"
            ),
            models.CheckConstraint(
                condition=Q(side=Side.MENTOR) | Q(places=1), name="a_mentee_takes_exactly_one_place"
            ),
        ]


class OwnWords(Record):
    """Words of one kind that a programme settles for itself; sub-programmes may take them over.

    `revision` counts their changes, so that two coordinators do not overwrite each other.
    """

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        abstract = True
