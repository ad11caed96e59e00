"""What holds for a round’s runs: rulings, limits of institutions, pairs across them, schedules."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from fairlead.institutions.models import Institution
from fairlead.kernel.models import Record
from fairlead.matching.enums import Crossing, Rhythm, RulingKind
from fairlead.people.models import Person
from fairlead.programmes.models import Participation, Round


class Ruling(Record):
    """The coordinator's word on a pair: it must be made, or must never be; it holds for every later run.

    A lock holds one of the mentee's places, `mentee_place`.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    mentee = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    mentor = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    mentee_place = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=6, choices=RulingKind.choices)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint("round", "mentee", "mentor", name="one_ruling_per_pair"),
            models.UniqueConstraint(
                "round",
                "mentee",
                "mentee_place",
                condition=Q(kind=RulingKind.LOCK.value),
                name="one_locked_pair_per_place",
            ),
        ]


class PlaceQuota(Record):
    """How many pairs of a round the people of an institution have as mentors and as mentees."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    mentors_least = models.PositiveSmallIntegerField(default=0)
    mentors_most = models.PositiveSmallIntegerField(null=True)
    mentees_least = models.PositiveSmallIntegerField(default=0)
    mentees_most = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["round", "id"]
        constraints = [
            models.UniqueConstraint("round", "institution", name="one_quota_per_round_and_institution"),
            models.CheckConstraint(
                condition=Q(mentors_most=None) | Q(mentors_most__gte=F("mentors_least")),
                name="quota_of_mentors_in_order",
            ),
            models.CheckConstraint(
                condition=Q(mentees_most=None) | Q(mentees_most__gte=F("mentees_least")),
                name="quota_of_mentees_in_order",
            ),
        ]


class Exchange(Record):
    """How many of a round's pairs are to cross institutions: a share, a number, or both."""

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="+")
    crossing = models.CharField(max_length=8, choices=Crossing.choices)
    percent = models.PositiveSmallIntegerField(default=0)
    pairs = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["round"]
        constraints = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="exchange_percent_up_to_100"),
            models.CheckConstraint(
                condition=Q(crossing=Crossing.FREE.value) | Q(percent__gte=1) | Q(pairs__gte=1),
                name="exchange_asks_for_something",
            ),
        ]


class Schedule(Record):
    """When a rolling intake makes a draft run by itself; a person still decides on it."""

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="+")
    active = models.BooleanField(_("make draft runs"), default=True)
    rhythm = models.CharField(_("when"), max_length=10, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    weekday = models.PositiveSmallIntegerField(_("day of the week"), default=0)
    hour = models.PositiveSmallIntegerField(_("hour"), default=6)
    enough = models.PositiveSmallIntegerField(_("mentees who wait"), default=5)
    days = models.PositiveSmallIntegerField(_("days of waiting"), default=14)
    last_made_at = models.DateTimeField(null=True)
    last_looked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["round"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="schedule_weekday_up_to_6"),
            models.CheckConstraint(condition=Q(hour__lte=23), name="schedule_hour_up_to_23"),
            models.CheckConstraint(
                condition=Q(enough__gte=1, days__gte=1), name="schedule_waits_for_something"
            ),
        ]
