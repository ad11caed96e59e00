"""Policies that a programme has kept by name."""

from django.db import models

from fairlead.kernel.models import Record
from fairlead.people.models import Person
from fairlead.programmes.models import Programme


class Preset(Record):
    """A policy kept by name, from which later runs of the programme start."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    reason = models.CharField(max_length=200, blank=True)
    policy = models.JSONField()
    kept_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint("programme", "name", name="preset_name_once_per_programme")]
