"""Counts of outcomes by answers that nobody reads, apart from whoever gave them."""

from django.db import models

from fairlead.applications.models import Application
from fairlead.evaluation.enums import OutcomeStage
from fairlead.kernel.models import Record
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Round


class OutcomeTally(Record):
    """How often an answer to a question that nobody reads was given together with an outcome in a round.

    `reached`: accepted, paired, completed, or not. The answer is empty where none was given.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=6, choices=Side.choices)
    stage = models.CharField(max_length=10, choices=OutcomeStage.choices)
    key = models.CharField(max_length=40)
    reached = models.BooleanField()
    answer = models.CharField(max_length=60, blank=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["round", "side", "stage", "key", "reached", "answer"]
        constraints = [
            models.UniqueConstraint(
                "round", "side", "stage", "key", "reached", "answer", name="one_tally_for_each_outcome"
            )
        ]


class OutcomeMark(Record):
    """That an application was counted at a stage, so that it is not again; never what was answered."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    stage = models.CharField(max_length=10, choices=OutcomeStage.choices)

    class Meta:
        constraints = [models.UniqueConstraint("application", "stage", name="counted_once_at_each_stage")]
