"""One question now and then: how is it going?"""

from django.db import models
from django.db.models import Q

from fairlead.kernel.models import Record
from fairlead.mentorships.models import Mentorship
from fairlead.people.models import Person

BEST = 5


class Pulse(Record):
    """That one of the two was asked how it is going, and how many thumbs of five they gave; never a word.

    `number` counts the pair's pulses from 1. `fingerprint` is that of the secret in the letter's link, which
    answers once.
    """

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    fingerprint = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    thumbs = models.PositiveSmallIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("mentorship", "person", "number", name="each_pulse_is_asked_once"),
            models.CheckConstraint(
                condition=Q(thumbs__isnull=True, answered_at__isnull=True)
                | Q(thumbs__gte=1, thumbs__lte=BEST, answered_at__isnull=False),
                name="pulses_are_one_to_five_thumbs",
            ),
        ]
