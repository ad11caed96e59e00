"""The outbox: every letter is a row before it is a mail."""

import re

from django.db import models
from django.utils.translation import gettext_lazy as _

from fairlead.kernel.models import Record


class LetterState(models.TextChoices):
    """How far a letter has come; a reminder begins as held back, any other as waiting to be sent."""

    HELD = "held", _("Held back for the mail of the day")
    WAITING = "waiting", _("Waiting to be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Could not be sent")
    GATHERED = "gathered", _("Said in the mail of the day")
    DROPPED = "dropped", _("No longer needed")


MOVES: dict[str, frozenset[str]] = {
    LetterState.HELD: frozenset({LetterState.WAITING, LetterState.GATHERED, LetterState.DROPPED}),
    LetterState.WAITING: frozenset({LetterState.SENDING}),
    LetterState.SENDING: frozenset({LetterState.SENT, LetterState.WAITING, LetterState.FAILED}),
    LetterState.SENT: frozenset(),
    LetterState.FAILED: frozenset({LetterState.WAITING, LetterState.DROPPED}),
    LetterState.GATHERED: frozenset(),
    LetterState.DROPPED: frozenset(),
}


CALENDAR_METHOD = re.compile(r"^METHOD:([A-Z]+)\r?$", re.MULTILINE)


class Letter(Record):
    """A letter to one address. `key` names the reason it exists, so that it can never be written twice.

    `calendar` is an invitation to a meeting that goes with it (RFC 5545), or its cancellation; `follows` is
    the key of the first letter of a conversation, so that mail programmes show them together. `still`,
    `about` and `can_wait` are what a reminder says of itself (`notifications.reminders`). `sender_name`,
    `sender_address` and `reply_to` are those of an institution, or empty (`notifications.faces`).
    """

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=60)
    to_name = models.CharField(max_length=200, blank=True)
    to_email = models.EmailField(max_length=254)
    sender_name = models.CharField(max_length=100, blank=True)
    sender_address = models.EmailField(max_length=254, blank=True)
    reply_to = models.EmailField(max_length=254, blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    calendar = models.TextField(blank=True)
    follows = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=LetterState.choices, default=LetterState.WAITING)
    still = models.CharField(max_length=120, blank=True)
    about = models.UUIDField(null=True)
    can_wait = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-written_at", "-id"]
        indexes = [
            models.Index(fields=["state", "lease_until"], name="letter_due"),
            models.Index(fields=["-written_at"], name="letter_newest"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def calendar_method(self) -> str:
        """What the calendar part asks for, read from the part itself; empty without one."""
        found = CALENDAR_METHOD.search(self.calendar)
        return found[1] if found else ""
