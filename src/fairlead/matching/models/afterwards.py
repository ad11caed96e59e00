"""What is said once a pair is over, and what those who wait were told."""

from django.db import models
from django.db.models import Q

from fairlead.applications.models import Application
from fairlead.kernel.models import Record
from fairlead.matching.enums import Afterwards
from fairlead.mentorships.models import Mentorship
from fairlead.people.models import Person
from fairlead.programmes.models import Participation, Programme


class Afterword(Record):
    """What one half says once their pair is over: a mentee asks for another mentor, a mentor rests.

    A mentee without such a word is in no pool; a mentor without one is, with the place that is free again.
    """

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="+")
    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=5, choices=Afterwards.choices)
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["said_at", "id"]
        constraints = [models.UniqueConstraint("mentorship", "participation", name="one_afterword_per_half")]


class MentorWish(Record):
    """A mentee would like to become a mentor, and no intake is open: they are written to when one opens."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    wished_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["wished_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "programme", "person", condition=Q(told_at=None), name="one_open_mentor_wish"
            )
        ]


class WaitNotice(Record):
    """What a waiting mentee was last told about their wait: place, reason, expected days."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="+")
    told_at = models.DateTimeField()
    place = models.PositiveIntegerField()
    reason = models.CharField(max_length=40)
    expected_from = models.DateField(null=True)
    expected_until = models.DateField(null=True)
    help = models.JSONField(default=list)

    class Meta:
        ordering = ["told_at", "id"]
