"""Offers that go out together: waves, sent at once or planned, and the pairs in them."""

from django.db import models
from django.db.models import Q

from fairlead.kernel.models import Record
from fairlead.matching.enums import WaveProblem, WaveState, WaveTime
from fairlead.matching.models.runs import Proposal, Run
from fairlead.people.models import Person
from fairlead.programmes.models import Participation


class OfferWave(Record):
    """Pairs of a run that are offered together: at once, on a day, or when the wave before is answered.

    `settled_at`: when it was sent, missed or called off; `problem` why it was missed.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="waves")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=WaveState.choices, default=WaveState.PLANNED)
    when = models.CharField(max_length=5, choices=WaveTime.choices)
    send_on = models.DateField(null=True)
    planned_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    planned_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=10, choices=WaveProblem.choices, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint("run", "number", name="wave_number_once_per_run"),
            models.CheckConstraint(
                condition=Q(when=WaveTime.DAY.value) ^ Q(send_on=None), name="wave_has_a_day_or_none"
            ),
            models.CheckConstraint(
                condition=~Q(state=WaveState.MISSED.value) | ~Q(problem=""), name="missed_wave_says_why"
            ),
        ]


class WavePair(Record):
    """A place of a mentee whose pair goes out with a wave as it stands then.

    Afterwards what was offered, or why not.
    """

    wave = models.ForeignKey(OfferWave, on_delete=models.CASCADE, related_name="pairs")
    mentee = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    mentee_place = models.PositiveSmallIntegerField(default=1)
    proposal = models.ForeignKey(Proposal, on_delete=models.SET_NULL, null=True, related_name="+")
    held_back = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["wave", "id"]
        constraints = [models.UniqueConstraint("wave", "mentee", "mentee_place", name="place_once_per_wave")]
