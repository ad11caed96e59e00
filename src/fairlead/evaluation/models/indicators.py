"""Targets of indicators, and indicators that a programme adds."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fairlead.evaluation.indicators.definitions import Kind, Unit
from fairlead.kernel.models import Record
from fairlead.people.models import Person
from fairlead.programmes.models import Programme

KINDS = [(one.value, one.label) for one in Kind]
UNITS = [(one.value, one.label) for one in Unit]


class Target(Record):
    """What a programme aims at by an indicator; None where it sets the usual aim aside."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=60)
    value = models.FloatField(null=True)

    class Meta:
        ordering = ["programme", "key"]
        constraints = [models.UniqueConstraint("programme", "key", name="one_target_per_indicator")]


class OwnIndicator(Record):
    """An indicator that a programme adds: numbers with dates, or a formula over other indicators."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=60)
    name = models.CharField(_("name"), max_length=120)
    about = models.CharField(_("what it says"), max_length=300, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS)
    unit = models.CharField(_("told in"), max_length=10, choices=UNITS)
    formula = models.CharField(_("formula"), max_length=300, blank=True)
    more = models.BooleanField(_("more is better"), default=True)
    made_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [models.UniqueConstraint("programme", "key", name="one_own_indicator_per_key")]


class OwnNumber(Record):
    """One number of an own indicator: on a day, with a note where it is from."""

    indicator = models.ForeignKey(OwnIndicator, on_delete=models.CASCADE, related_name="numbers")
    on = models.DateField(_("day"))
    value = models.FloatField(_("number"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-on", "-made_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(value__gte=-1e12, value__lte=1e12), name="an_own_number_is_a_number"
            )
        ]
