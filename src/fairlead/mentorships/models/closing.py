"""What two people leave behind when they close: thanks to each other, and words for the record."""

from django.db import models
from django.db.models import Q

from fairlead.kernel.models import Record
from fairlead.mentorships.enums import Naming
from fairlead.mentorships.models.pairs import Mentorship
from fairlead.people.models import Person
from fairlead.programmes.enums import Side
from fairlead.sealed.models import Sealed


class Thanks(Record):
    """What one half thanks the other for; sealed for the two."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="thanks")
    side = models.CharField(max_length=6, choices=Side.choices)
    text = models.OneToOneField(Sealed, on_delete=models.CASCADE, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [models.UniqueConstraint("mentorship", "side", name="one_thanks_per_side")]


class Comment(Record):
    """What one half says for the programme's record, and the consent to it.

    `consent` is the version of the statement they agreed to. When they withdraw, the words are gone and the
    day stays.
    """

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="comments")
    side = models.CharField(max_length=6, choices=Side.choices)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    words = models.TextField(max_length=1000, blank=True)
    naming = models.CharField(max_length=8, choices=Naming.choices)
    consent = models.PositiveSmallIntegerField()
    consented_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["consented_at", "id"]
        constraints = [
            models.UniqueConstraint("mentorship", "side", name="one_comment_per_side"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) & ~Q(words="") | Q(withdrawn_at__isnull=False, words=""),
                name="withdrawn_comments_say_nothing",
            ),
        ]
