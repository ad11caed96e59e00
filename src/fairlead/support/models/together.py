"""Peer circles and their meetings; office hours and who has booked them."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from fairlead.kernel.models import Record
from fairlead.people.models import Person
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Programme


class Circle(Record):
    """Mentors, or mentees, of a programme who meet each other; somebody facilitates."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=6, choices=Side.choices)
    name = models.CharField(max_length=120)
    about = models.CharField(max_length=400, blank=True)
    facilitator = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint("programme", Lower("name"), name="circle_name_once_per_programme")
        ]


class CircleMember(Record):
    """Somebody who is in a circle."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    joined_at = models.DateTimeField()

    class Meta:
        ordering = ["person__name", "id"]
        constraints = [models.UniqueConstraint("circle", "person", name="in_a_circle_once")]


class CircleMeeting(Record):
    """A meeting of a circle; `sequence` rises with each change that is mailed (RFC 5546)."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="meetings")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=500, blank=True)
    sequence = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "circle",
                "starts_at",
                condition=Q(cancelled_at__isnull=True),
                name="a_circle_meets_once_at_a_time",
            )
        ]


class Hour(Record):
    """A time at which a coordinator is there for whoever books it; so many people can."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    host = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    places = models.PositiveSmallIntegerField(default=1)
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=500, blank=True)
    made_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "host",
                "starts_at",
                condition=Q(cancelled_at__isnull=True),
                name="a_host_is_there_once_at_a_time",
            ),
            models.CheckConstraint(condition=Q(places__gte=1, places__lte=20), name="hours_have_places"),
        ]


class Booking(Record):
    """Somebody's place in an office hour. Its id is the UID of the appointment."""

    hour = models.ForeignKey(Hour, on_delete=models.CASCADE, related_name="bookings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()
    booked_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["booked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "hour", "person", condition=Q(cancelled_at__isnull=True), name="booked_once_at_a_time"
            ),
            models.UniqueConstraint(
                "hour", "place", condition=Q(cancelled_at__isnull=True), name="each_place_is_booked_once"
            ),
        ]
