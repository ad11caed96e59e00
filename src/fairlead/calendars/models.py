"""Connected calendars with what is busy in them, both sealed, and the hours people work."""

from django.db import models
from django.db.models import F, Q

from fairlead.calendars.enums import Problem
from fairlead.kernel.models import Record
from fairlead.people.models import Person

EVERY_DAY = 127


class Connection(Record):
    """A person's own calendar, read by its address.

    `address` and `busy` are sealed under the installation's words key whose name is `under`; `busy` holds
    beginnings and ends and nothing else, as known at `read_at`. `mark` recognises an address that is given
    twice. It is read again when it is `due_at`; never by itself where that is None. A worker that reads it
    holds it until `lease_until`. `failures` counts since it was last read well.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    address = models.BinaryField()
    busy = models.BinaryField(default=bytes)
    under = models.CharField(max_length=16)
    mark = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=12, choices=Problem.choices, blank=True)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint("person", "mark", name="a_calendar_is_connected_once"),
        ]
        indexes = [models.Index(fields=["due_at"], name="calendar_due")]


class WorkingHours(Record):
    """When somebody can meet: between two hours of the clock in `zone`; `days` has bit 0 for Monday."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    zone = models.CharField(max_length=60)
    days = models.PositiveSmallIntegerField()
    begins = models.TimeField()
    ends = models.TimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(begins__lt=F("ends")), name="a_working_day_lasts"),
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=EVERY_DAY), name="working_days_are_of_a_week"
            ),
        ]
