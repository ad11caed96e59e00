"""Swaps that somebody of two pairs has proposed, and who of the four has said yes."""

from django.db import models
from django.db.models import Q

from fairlead.kernel.models import Record
from fairlead.matching.enums import SwapState
from fairlead.mentorships.models import Mentorship
from fairlead.programmes.models import Participation, Round


class Swap(Record):
    """Two pairs whose mentees would change mentors. Who proposed it is kept nowhere."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    first = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=SwapState.choices, default=SwapState.ASKED)
    asked_at = models.DateTimeField()
    answer_by = models.DateField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(first=models.F("second")), name="swap_is_of_two_pairs")
        ]


class SwapAnswer(Record):
    """Whether one of the four has said yes; the rows go once the swap is settled, so no no is kept.

    A pair is in one open swap at most.
    """

    swap = models.ForeignKey(Swap, on_delete=models.CASCADE, related_name="answers")
    pair = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="+")
    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    yes = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("pair", "participation", name="one_open_swap_per_half_of_a_pair")
        ]
