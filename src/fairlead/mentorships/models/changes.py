"""What changes a running mentorship: a wish to go on beyond its last day, and that one of the two leaves."""

from django.db import models
from django.db.models import F, Q

from fairlead.kernel.models import Record
from fairlead.mentorships.enums import ExtensionState
from fairlead.mentorships.models.pairs import Mentorship
from fairlead.programmes.enums import Side


class Extension(Record):
    """One half's wish for a later last day, and what the other said; `before` was the last day until then."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="extensions")
    side = models.CharField(max_length=6, choices=Side.choices)
    state = models.CharField(max_length=10, choices=ExtensionState.choices, default=ExtensionState.ASKED)
    before = models.DateField()
    until = models.DateField()
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "mentorship",
                condition=Q(state=ExtensionState.ASKED.value),
                name="one_open_extension_per_mentorship",
            ),
            models.CheckConstraint(condition=Q(until__gt=F("before")), name="an_extension_is_longer"),
            models.CheckConstraint(
                condition=Q(state=ExtensionState.ASKED.value, settled_at=None)
                | ~Q(state=ExtensionState.ASKED.value) & Q(settled_at__isnull=False),
                name="an_extension_says_when_it_was_settled",
            ),
        ]


class Farewell(Record):
    """That one half leaves the institution or changes post on a day, as the other half was told."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="farewells")
    side = models.CharField(max_length=6, choices=Side.choices)
    leaves_on = models.DateField()
    told_at = models.DateTimeField()

    class Meta:
        ordering = ["leaves_on", "id"]
        constraints = [models.UniqueConstraint("mentorship", "side", name="one_farewell_per_half")]
