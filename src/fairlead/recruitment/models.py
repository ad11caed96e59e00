"""Invitations to become or stay a mentor, and calls for what is missing."""

from django.db import models
from django.db.models.functions import Lower

from fairlead.applications.models import Application
from fairlead.kernel.models import Record
from fairlead.people.models import Person
from fairlead.programmes.models import Area, Participation, Programme, Round
from fairlead.recruitment.enums import InvitationKind, InvitationState


def usual_reminders() -> list[int]:
    """A week and two weeks after the invitation."""
    return [7, 14]


class Call(Record):
    """A shareable page that asks for mentors in exactly the areas and languages that are missing.

    `arrivals` counts those who pressed its button to apply.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=160)
    text = models.TextField(blank=True)
    areas = models.ManyToManyField(Area, related_name="+")
    languages = models.JSONField(default=list)
    arrivals = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "id"]


class Invitation(Record):
    """One person asked to be a mentor in a round; only the fingerprint of their link is kept.

    `past` is the participation of a mentor of an earlier round; `suggested_by` the application of the mentee
    who named this person, whom the letter names where `named` says so; `paused_until` what they answered.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=InvitationKind.choices, default=InvitationKind.NEW)
    state = models.CharField(max_length=10, choices=InvitationState.choices, default=InvitationState.QUEUED)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    fingerprint = models.CharField(max_length=64, unique=True)
    note = models.CharField(max_length=500, blank=True)
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)
    application = models.ForeignKey(Application, on_delete=models.SET_NULL, null=True, related_name="+")
    past = models.ForeignKey(Participation, on_delete=models.SET_NULL, null=True, related_name="+")
    suggested_by = models.ForeignKey(Application, on_delete=models.SET_NULL, null=True, related_name="+")
    named = models.BooleanField(default=False)
    call = models.ForeignKey(Call, on_delete=models.SET_NULL, null=True, related_name="came")
    paused_until = models.DateField(null=True)

    class Meta:
        ordering = ["name", "email", "id"]
        constraints = [
            models.UniqueConstraint("round", Lower("email"), name="one_invitation_per_round_and_address"),
        ]
        indexes = [models.Index(fields=["round", "state"], name="invitation_round_state")]


class PausedMentor(Record):
    """A mentor who pauses from a programme until a day."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    until = models.DateField()

    class Meta:
        ordering = ["until", "id"]
        constraints = [models.UniqueConstraint("programme", "person", name="one_pause_per_programme")]


class NeverAgain(Record):
    """An address that a programme never asks again; only its fingerprint is kept."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64)
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["-said_at", "id"]
        constraints = [
            models.UniqueConstraint("programme", "fingerprint", name="one_never_again_per_address")
        ]


class Mailing(Record):
    """How a round's invitations go out: when reminders follow, and until when a worker holds them.

    `reminder_days` are the days after the invitation on which whoever is silent is reminded, in order.
    """

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="+")
    reminder_days = models.JSONField(default=usual_reminders)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
