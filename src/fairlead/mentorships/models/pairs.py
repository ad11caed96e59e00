"""Mentorships: a mentor's place taken by a mentee."""

from django.db import models
from django.db.models import Q

from fairlead.kernel.models import Record
from fairlead.mentorships.enums import LIVE_STATES, EndReason, MentorshipState
from fairlead.programmes.models import Participation, Round


class Mentorship(Record):
    """A pair that both sides said yes to.

    `place` is which of the mentor's places it takes, `mentee_place` which of the mentee's; a live mentorship
    holds both alone. A paused one knows since when it rests and on which day it goes on. `end_reason` is
    counted, never shown with the pair.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    mentor = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    mentee = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    mentee_place = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, choices=MentorshipState.choices, default=MentorshipState.STARTING)
    reasons = models.JSONField(default=list)
    agreed_at = models.DateTimeField()
    introduced_at = models.DateTimeField(null=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    closing_announced_for = models.DateField(null=True)
    paused_on = models.DateField(null=True)
    paused_until = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=10, choices=EndReason.choices, blank=True)

    class Meta:
        ordering = ["-starts_on", "id"]
        constraints = [
            models.UniqueConstraint(
                "mentor",
                "place",
                condition=Q(state__in=[state.value for state in LIVE_STATES]),
                name="a_mentors_place_is_taken_once",
            ),
            models.UniqueConstraint(
                "mentee",
                "mentee_place",
                condition=Q(state__in=[state.value for state in LIVE_STATES]),
                name="a_mentees_place_is_taken_once",
            ),
            models.UniqueConstraint(
                "mentor",
                "mentee",
                condition=Q(state__in=[state.value for state in LIVE_STATES]),
                name="two_people_are_one_live_pair",
            ),
            models.CheckConstraint(
                condition=Q(place__gte=1, mentee_place__gte=1), name="places_are_counted_from_one"
            ),
            models.CheckConstraint(condition=Q(starts_on__lt=models.F("ends_on")), name="mentorship_lasts"),
            models.CheckConstraint(
                condition=Q(paused_on=None, paused_until=None) | Q(state=MentorshipState.PAUSED.value),
                name="only_a_paused_mentorship_rests",
            ),
        ]
