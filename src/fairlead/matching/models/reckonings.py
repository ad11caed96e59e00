"""What a worker works out about very many people, for a page that cannot wait for it."""

from django.db import models
from django.db.models import Q

from fairlead.kernel.models import Record
from fairlead.matching.enums import Reckoned, ReckoningState
from fairlead.matching.models.runs import Run
from fairlead.people.models import Person
from fairlead.programmes.models import Round


class Reckoning(Record):
    """A question about a large pool, and the figures that came out; it names nobody.

    `mark` says of what it was worked out: of another run, policy or pool it is no answer any more, and the
    next question of its kind in the round takes its place. `given` is the policy that was asked about.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Reckoned.choices)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, null=True, related_name="+")
    mark = models.CharField(max_length=64)
    given = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=ReckoningState.choices, default=ReckoningState.QUEUED)
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=20, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)
    problem = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("round", "kind", name="one_reckoning_of_a_kind_per_round"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="reckoning_percent_up_to_100"),
        ]
