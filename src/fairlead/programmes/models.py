"""Programmes, their teams, areas, rounds, and who takes part."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from fairlead.institutions.models import Institution
from fairlead.kernel.models import Record
from fairlead.people.models import Person
from fairlead.programmes.enums import Format, ParticipationState, RoundState, Side, TeamRole


class Programme(Record):
    """A lasting mentoring programme and its design."""

    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(unique=True)
    lead = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
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
    outcomes = models.TextField(_("suggested outcomes"), blank=True)
    mentor_requirements = models.TextField(_("requirements for mentors"), blank=True)
    mentee_requirements = models.TextField(_("requirements for mentees"), blank=True)
    incentives = models.TextField(_("incentives"), blank=True)
    supervisor_approval = models.BooleanField(_("a mentee’s supervisor approves in writing"), default=True)
    privacy_notice = models.TextField(_("privacy notice"), blank=True)
    contact_name = models.CharField(_("contact"), max_length=200, blank=True)
    contact_email = models.EmailField(_("contact address"), blank=True)
    published = models.BooleanField(_("shown to staff"), default=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(length_months__gte=1), name="programme_lasts"),
            models.CheckConstraint(condition=Q(meetings_expected__gte=1), name="programme_meets"),
        ]

    def __str__(self) -> str:
        return self.name


class Partner(Record):
    """An institution whose staff take part in a programme."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="partners")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")

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
    """One dated intake of a programme, or its rolling intake."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="rounds")
    name = models.CharField(_("name"), max_length=120)
    state = models.CharField(max_length=10, choices=RoundState.choices, default=RoundState.PLANNED)
    rolling = models.BooleanField(_("rolling intake"), default=False)
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

    class Meta:
        ordering = ["-starts_on", "name", "id"]
        constraints = [
            models.UniqueConstraint("programme", Lower("name"), name="round_name_once_per_programme"),
            models.UniqueConstraint(
                "programme", condition=Q(state=RoundState.OPEN.value), name="one_open_intake_per_programme"
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
