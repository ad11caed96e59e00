"""A flash meeting of a round, who comes to it, and who meets whom when."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fairlead.flash.enums import FlashState
from fairlead.kernel.models import Record
from fairlead.programmes.models import Participation, Round


class FlashSession(Record):
    """Slots of equal length on one day, a pause between them; `revision` rises with each change."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(_("title"), max_length=120)
    starts_at = models.DateTimeField(_("start"))
    minutes = models.PositiveSmallIntegerField(_("minutes of each meeting"), default=10)
    pause = models.PositiveSmallIntegerField(_("minutes between two meetings"), default=5)
    slots = models.PositiveSmallIntegerField(_("meetings one after another"), default=6)
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    state = models.CharField(max_length=9, choices=FlashState.choices, default=FlashState.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "round",
                "starts_at",
                condition=~Q(state=FlashState.CANCELLED.value),
                name="a_round_has_one_flash_meeting_at_a_time",
            ),
            models.CheckConstraint(condition=Q(slots__gte=1, slots__lte=12), name="flash_has_1_to_12_slots"),
            models.CheckConstraint(
                condition=Q(minutes__gte=3, minutes__lte=60, pause__lte=30), name="flash_meetings_are_short"
            ),
        ]

    def starts(self, slot: int) -> datetime:
        """When a slot begins, 0 being the first."""
        return self.starts_at + slot * timedelta(minutes=self.minutes + self.pause)

    def ends(self, slot: int) -> datetime:
        """When a slot is over."""
        return self.starts(slot) + timedelta(minutes=self.minutes)


class FlashGuest(Record):
    """What is settled for one person: how many they meet at most, none if left out; what they were told.

    Without a row somebody meets as many as there are slots. `sequence` counts the letters to them
    (RFC 5546); the row's id is the name of the appointment in their calendar.
    """

    session = models.ForeignKey(FlashSession, on_delete=models.CASCADE, related_name="guests")
    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    most = models.PositiveSmallIntegerField(null=True)
    sequence = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("session", "participation", name="one_word_per_flash_guest"),
        ]


class FlashMeeting(Record):
    """Two who meet in a slot; nobody is in two at once, and no two meet twice."""

    session = models.ForeignKey(FlashSession, on_delete=models.CASCADE, related_name="meetings")
    mentee = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    mentor = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    slot = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["slot", "id"]
        constraints = [
            models.UniqueConstraint("session", "mentee", "slot", name="a_mentee_is_in_one_flash_meeting"),
            models.UniqueConstraint("session", "mentor", "slot", name="a_mentor_is_in_one_flash_meeting"),
            models.UniqueConstraint("session", "mentee", "mentor", name="two_meet_once_in_a_flash"),
            models.CheckConstraint(condition=Q(slot__lte=11), name="a_flash_slot_is_one_of_12"),
        ]
