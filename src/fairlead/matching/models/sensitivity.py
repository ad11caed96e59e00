"""How far each weight of a run may change before other pairs are the best."""

from django.db import models

from fairlead.kernel.models import Record
from fairlead.matching.models.runs import Run


class Sensitivity(Record):
    """The ranges of a run's weights, kept as they are worked out; `done` once all are there."""

    run = models.OneToOneField(Run, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    done = models.BooleanField(default=False)
    ranges = models.JSONField(default=list)
    problem = models.CharField(max_length=40, blank=True)
