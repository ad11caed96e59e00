"""What another institution’s coordinator sees of a case, by agreement; every word is sealed."""

from django.db import models
from django.db.models import Q

from fairlead.institutions.models import Institution
from fairlead.kernel.models import Record
from fairlead.people.models import Person
from fairlead.sealed.models import Sealed
from fairlead.support.enums import LIVE_SHARINGS, SharingLevel, SharingState
from fairlead.support.models.cases import Case


class Sharing(Record):
    """That a case is shared with one coordinator of another institution: how much of it, and how far that is.

    `summary` is what was written for it. `agreed_at`: whoever asked in confidence has said yes;
    `accepted_at`: the other coordinator has; `settled_at`: somebody said no, or it ended.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="sharings")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=SharingState.choices)
    level = models.CharField(max_length=8, choices=SharingLevel.choices)
    summary = models.OneToOneField(Sealed, on_delete=models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-proposed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "case",
                "institution",
                condition=Q(state__in=LIVE_SHARINGS),
                name="shared_once_with_an_institution",
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIVE_SHARINGS, settled_at__isnull=True)
                | (~Q(state__in=LIVE_SHARINGS) & Q(settled_at__isnull=False)),
                name="settled_sharings_say_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=SharingState.SHARED) | Q(accepted_at__isnull=False),
                name="nothing_is_shared_unaccepted",
            ),
        ]


class SharedWord(Record):
    """What one of the two coordinators wrote for both; or, `apart`, the other side’s note for itself."""

    sharing = models.ForeignKey(Sharing, on_delete=models.CASCADE, related_name="words")
    author = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    apart = models.BooleanField(default=False)
    text = models.OneToOneField(Sealed, on_delete=models.CASCADE, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at", "id"]
