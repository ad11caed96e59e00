"""Institutions and units."""

from django.db import models
from django.db.models.functions import Lower

from fairlead.kernel.models import Record


class Institution(Record):
    """A university or research organisation whose staff take part."""

    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=40)
    city = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(Lower("name"), name="institution_name_once")]

    def __str__(self) -> str:
        return self.name


class Unit(Record):
    """An office, department or faculty of an institution."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="units")
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint("institution", Lower("name"), name="unit_name_once_per_institution")
        ]

    def __str__(self) -> str:
        return self.name
