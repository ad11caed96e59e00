"""Which data were looked through when, and what a round keeps shorter or longer than its programme says."""

from datetime import date

from django.db import models
from django.db.models import Q

from fairlead.kernel.models import Record
from fairlead.people.models import Person
from fairlead.programmes.models import Programme, Round


class Keeping(Record):
    """Until which day everything of a programme whose time was over has gone; None: look again."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="+")
    swept_on = models.DateField(null=True)

    class Meta:
        ordering = ["programme"]


class RoundRule(Record):
    """Where the data of a round go sooner than the programme says, or are held until a day, and why.

    `months` is never more than the programme's. While `held_until` lasts nothing of the round goes, whatever
    else is said; `reason` says by which claim or duty.
    """

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="+")
    months = models.PositiveSmallIntegerField(null=True)
    held_until = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    changed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["round"]
        constraints = [
            models.CheckConstraint(
                condition=Q(months=None) | Q(months__gte=1), name="a_round_keeps_data_a_month"
            ),
            models.CheckConstraint(
                condition=Q(held_until=None) | ~Q(reason=""), name="data_are_held_for_a_reason"
            ),
        ]

    def holds(self, day: date) -> bool:
        """Whether on this day nothing of the round goes."""
        return self.held_until is not None and day <= self.held_until
