"""Other ways of matching a round, tried beside its runs."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fairlead.kernel.models import Record
from fairlead.matching.enums import ScenarioState
from fairlead.matching.models.runs import Run
from fairlead.people.models import Person
from fairlead.programmes.models import Round


class Scenario(Record):
    """Frozen people matched by another policy or with other places; nothing of it is ever offered.

    `run` is what it starts from and is compared with; `frozen_at` when its people were frozen. `places` says
    what was asked (`groups`, `people`) and `changed`: id of a mentor's participation to [before, after].
    `pairs` is what came out: [mentee id, mentor id, points, points by the policy of `run`]. `published` is
    the run it became; a `dry` one, of an earlier round by another policy, becomes none.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, null=True, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    state = models.CharField(max_length=10, choices=ScenarioState.choices, default=ScenarioState.QUEUED)
    policy = models.JSONField()
    seed = models.PositiveIntegerField()
    frozen = models.JSONField()
    frozen_at = models.DateTimeField()
    places = models.JSONField(default=dict)
    dry = models.BooleanField(default=False)
    unlimited = models.BooleanField(default=False)
    engine_version = models.CharField(max_length=40, blank=True)
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=20, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)
    pairs = models.JSONField(default=list)
    problem = models.TextField(blank=True)
    published = models.OneToOneField(Run, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-asked_at", "id"]
        constraints = [
            models.UniqueConstraint("round", "name", name="scenario_name_once_per_round"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="scenario_percent_up_to_100"),
            models.CheckConstraint(
                condition=Q(published=None) | Q(state=ScenarioState.DONE.value),
                name="only_finished_scenarios_are_published",
            ),
            models.CheckConstraint(condition=Q(published=None) | Q(dry=False), name="dry_runs_stay_dry"),
        ]
