"""Years of intake played through."""

from django.db import models
from django.db.models import Q

from fairlead.kernel.models import Record
from fairlead.matching.enums import SimulationState
from fairlead.people.models import Person
from fairlead.programmes.models import Programme


class Simulation(Record):
    """A year of intake played through by the engine: the form as given, what it assumes, what came out."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=SimulationState.choices, default=SimulationState.QUEUED)
    given = models.JSONField(default=dict)
    assumptions = models.JSONField()
    result = models.JSONField(default=dict)
    problem = models.TextField(blank=True)
    engine_version = models.CharField(max_length=40, blank=True)
    step = models.CharField(max_length=20, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="simulation_percent_up_to_100")
        ]
