"""Partnerships with the versions of their written arrangement; meetings of those who steer together."""

from django.db import models
from django.db.models import Q

from fairlead.institutions.models import Institution
from fairlead.kernel.models import Record
from fairlead.partnerships.enums import (
    ActionState,
    ArrangementState,
    PartnershipState,
    Party,
    SteeringState,
)
from fairlead.people.models import Person
from fairlead.programmes.models import Programme


class Partnership(Record):
    """An institution on its way into a programme, in it, or out of it again.

    `name` and `email` are those of the coordinator who was invited; `coordinator` is who came. Only the
    fingerprint of the link is kept; `links` counts how often it was given anew. `ends_on` is the day from
    which the partner takes part no more, once somebody has said so, and `ended_by` the side that did.
    `closed_at`: its last pair is over, and with it all that its coordinators saw. `waits_until`: both have
    signed, and the arrangement begins on this later day; until then its institution does not take part by it.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=PartnershipState.choices, default=PartnershipState.PREPARING
    )
    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254)
    coordinator = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    fingerprint = models.CharField(max_length=64, unique=True)
    links = models.PositiveSmallIntegerField(default=1)
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    waits_until = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    ended_by = models.CharField(max_length=7, choices=Party.choices, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["institution__name", "id"]
        constraints = [
            models.UniqueConstraint("programme", "institution", name="one_partnership_per_institution"),
            models.CheckConstraint(
                condition=~Q(state__in=[PartnershipState.TALKING, PartnershipState.IN_FORCE])
                | Q(used_at__isnull=False),
                name="nobody_talks_before_they_came",
            ),
            models.CheckConstraint(
                condition=~Q(state=PartnershipState.ENDED) | Q(ends_on__isnull=False),
                name="an_ended_partnership_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(waits_until__isnull=True) | Q(state=PartnershipState.IN_FORCE),
                name="only_what_is_signed_waits_for_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution_id}"


class Arrangement(Record):
    """One version of what the two have arranged in writing; it never changes.

    `document` is all it says: the words as they were read (`sections`) and the choices they were made of
    (`words`). `digest` is the fingerprint of the document.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=9, choices=ArrangementState.choices, default=ArrangementState.PROPOSED
    )
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    party = models.CharField(max_length=7, choices=Party.choices)
    proposed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    proposer = models.CharField(max_length=200)
    proposed_at = models.DateTimeField()
    note = models.CharField(max_length=1000, blank=True)
    in_force_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["partnership", "number"]
        constraints = [
            models.UniqueConstraint("partnership", "number", name="one_arrangement_of_a_number"),
            models.UniqueConstraint(
                "partnership",
                condition=Q(state=ArrangementState.PROPOSED.value),
                name="one_arrangement_waits_for_signatures",
            ),
            models.UniqueConstraint(
                "partnership",
                condition=Q(state=ArrangementState.IN_FORCE.value),
                name="one_arrangement_in_force",
            ),
            models.CheckConstraint(condition=~Q(digest=""), name="an_arrangement_has_a_fingerprint"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class ArrangementSignature(Record):
    """A coordinator’s signature, for one side, under exactly the words whose fingerprint it names."""

    arrangement = models.ForeignKey(Arrangement, on_delete=models.PROTECT, related_name="signatures")
    party = models.CharField(max_length=7, choices=Party.choices)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["arrangement", "at", "id"]
        constraints = [models.UniqueConstraint("arrangement", "party", name="each_side_signs_once")]


class SteeringMeeting(Record):
    """A meeting of those who run a programme together.

    `text` and `decisions` are the minutes as they are being written; what was circulated is kept in versions
    of its own. Its id is its UID in calendars, for life; `sequence` rises with each change that is mailed
    (RFC 5546). `revision` rises with each change of a page, so that two windows do not undo each other.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=SteeringState.choices, default=SteeringState.PLANNED)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=500, blank=True)
    agenda = models.TextField(blank=True, max_length=10_000)
    text = models.TextField(blank=True, max_length=30_000)
    decisions = models.TextField(blank=True, max_length=10_000)
    sequence = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    planned_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    planned_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "programme",
                "starts_at",
                condition=Q(state=SteeringState.PLANNED.value),
                name="one_steering_meeting_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=600), name="steering_meetings_last_a_while"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d}"


class SteeringGuest(Record):
    """A member of the team who is invited to a steering meeting; `was_there` is None until it is noted."""

    meeting = models.ForeignKey(SteeringMeeting, on_delete=models.CASCADE, related_name="guests")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    was_there = models.BooleanField(null=True)

    class Meta:
        ordering = ["meeting", "person__name", "id"]
        constraints = [models.UniqueConstraint("meeting", "person", name="invited_once_to_a_meeting")]


class SteeringMinutes(Record):
    """Minutes as they were circulated; they never change. Amended ones are the next number.

    `document` is all that they say; `digest` its fingerprint.
    """

    meeting = models.ForeignKey(SteeringMeeting, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint("meeting", "number", name="one_version_of_minutes_of_a_number"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(note=""), name="amended_minutes_say_what_changed"
            ),
            models.CheckConstraint(condition=~Q(digest=""), name="minutes_have_a_fingerprint"),
        ]


class SteeringAction(Record):
    """Something a steering meeting agreed to do: who, by when, and what became of it."""

    meeting = models.ForeignKey(SteeringMeeting, on_delete=models.CASCADE, related_name="actions")
    state = models.CharField(max_length=7, choices=ActionState.choices, default=ActionState.OPEN)
    text = models.CharField(max_length=300)
    owner = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    due_on = models.DateField()
    agreed_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on", "agreed_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ActionState.OPEN.value, settled_at__isnull=True)
                | (~Q(state=ActionState.OPEN.value) & Q(settled_at__isnull=False)),
                name="settled_actions_say_when",
            )
        ]


class TeamFeed(Record):
    """A team member's own link to the calendar of a programme's team; taken back by deleting it."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint("programme", "person", name="one_team_feed_per_person_and_programme")
        ]
