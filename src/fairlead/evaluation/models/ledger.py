"""The ledger of effort and cost: entries, what comes again, rates, and how a programme reckons."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from fairlead.evaluation.enums import Activity, EffortRole, EntryState, Rhythm
from fairlead.institutions.models import Institution
from fairlead.kernel.models import Record
from fairlead.people.models import Person
from fairlead.programmes.enums import Phase
from fairlead.programmes.models import Programme, Round

MOST_HOURS = 2000
MOST_MONEY = 9_999_999


class Reckoning(Record):
    """How a programme reckons: in which month its year begins, over how many years setup is written off."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="+")
    year_starts = models.PositiveSmallIntegerField(
        _("month in which the year begins"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    write_off_years = models.PositiveSmallIntegerField(
        _("years over which setup is written off"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(year_starts__gte=1, year_starts__lte=12), name="a_year_begins_in_a_month"
            ),
            models.CheckConstraint(
                condition=Q(write_off_years__gte=1, write_off_years__lte=20), name="setup_is_written_off"
            ),
        ]


class Rate(Record):
    """What an hour of a role costs at an institution from a day on, until the next rate begins."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("role"), max_length=12, choices=EffortRole.choices)
    per_hour = models.DecimalField(
        _("money for an hour"), max_digits=8, decimal_places=2, validators=[MinValueValidator(0)]
    )
    valid_from = models.DateField(_("valid from"))

    class Meta:
        ordering = ["institution__name", "role", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                "programme", "institution", "role", "valid_from", name="one_rate_begins_on_a_day"
            ),
            models.CheckConstraint(condition=Q(per_hour__gte=0), name="a_rate_is_not_below_nothing"),
        ]


class Spent(Record):
    """What an entry and what comes again share: for what, by whom, how much."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    phase = models.CharField(_("phase"), max_length=10, choices=Phase.choices, default=Phase.DELIVERY)
    activity = models.CharField(_("what for"), max_length=12, choices=Activity.choices)
    role = models.CharField(_("who"), max_length=12, choices=EffortRole.choices)
    hours = models.DecimalField(
        _("hours"),
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(MOST_HOURS)],
    )
    money = models.DecimalField(
        _("money"),
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(MOST_MONEY)],
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        abstract = True


def _something(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=(Q(hours__isnull=False, hours__gt=0) | Q(money__isnull=False, money__gt=0))
        & (Q(hours__isnull=True) | Q(hours__gte=0))
        & (Q(money__isnull=True) | Q(money__gte=0)),
        name=name,
    )


class Recurring(Spent):
    """Effort or cost that comes again, from a day to a day; the entries it makes stand for themselves."""

    rhythm = models.CharField(_("how often"), max_length=8, choices=Rhythm.choices)
    starts_on = models.DateField(_("first on"))
    until = models.DateField(_("last on or before"))
    written_until = models.DateField(null=True)

    class Meta:
        ordering = ["-starts_on", "id"]
        constraints = [
            _something("what_comes_again_is_something"),
            models.CheckConstraint(condition=Q(starts_on__lte=F("until")), name="what_comes_again_ends"),
        ]


class EffortEntry(Spent):
    """One line of the ledger; a correction is a new line that replaces it, so that nothing is lost."""

    state = models.CharField(max_length=10, choices=EntryState.choices, default=EntryState.STANDING)
    on = models.DateField(_("day"))
    recurring = models.ForeignKey(Recurring, on_delete=models.SET_NULL, null=True, related_name="entries")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-on", "-made_at", "id"]
        constraints = [
            _something("an_entry_is_something"),
            models.UniqueConstraint(
                "recurring",
                "on",
                condition=Q(recurring__isnull=False, replaces__isnull=True),
                name="comes_again_once_on_a_day",
            ),
        ]
        indexes = [models.Index(fields=["programme", "state", "on"], name="entry_programme_day")]
