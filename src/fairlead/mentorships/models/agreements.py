"""Agreements: a programme's texts for them, a pair's versions, and who has signed each."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fairlead.kernel.models import Record
from fairlead.mentorships.enums import AgreementState, Rhythm, Scheduler
from fairlead.mentorships.models.pairs import Mentorship
from fairlead.people.models import Person
from fairlead.programmes.enums import Side
from fairlead.programmes.models import OwnWords
from fairlead.sealed.models import Sealed

MOST_DAYS = [MaxValueValidator(30)]


class AgreementTemplate(OwnWords):
    """What a programme's agreements are drafted from: its standard texts, and what it suggests to pairs."""

    confidentiality = models.TextField(_("confidentiality"), max_length=2000)
    exceptions = models.TextField(_("exceptions from confidentiality"), max_length=2000)
    boundaries = models.TextField(_("boundaries"), max_length=2000)
    supervisor = models.TextField(_("what the supervisor learns"), max_length=2000)
    extension = models.TextField(_("extension"), max_length=2000)
    ending = models.TextField(_("ending at nobody’s fault"), max_length=2000)
    rhythm = models.CharField(_("how often pairs meet"), max_length=12, choices=Rhythm.choices)
    place = models.CharField(_("where pairs meet"), max_length=300)
    scheduler = models.CharField(_("who fixes the dates"), max_length=8, choices=Scheduler.choices)
    agenda_days = models.PositiveSmallIntegerField(
        _("agenda: working days before the meeting"), validators=MOST_DAYS
    )
    notice_days = models.PositiveSmallIntegerField(
        _("cancelling: working days before the meeting"), validators=MOST_DAYS
    )
    reply_days = models.PositiveSmallIntegerField(
        _("replies: within how many working days"), validators=[MinValueValidator(1), *MOST_DAYS]
    )
    contact = models.CharField(_("contact between meetings"), max_length=500)


class Agreement(Record):
    """One version of a pair's agreement; its words are sealed for the two.

    `revision` counts how often the words of this version were changed: a signature names the one it read.
    """

    mentorship = models.ForeignKey(Mentorship, on_delete=models.PROTECT, related_name="agreements")
    number = models.PositiveSmallIntegerField()
    revision = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=AgreementState.choices, default=AgreementState.WRITING)
    words = models.OneToOneField(Sealed, on_delete=models.SET_NULL, null=True, related_name="+")
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    in_force_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint("mentorship", "number", name="agreement_versions_are_numbered"),
            models.UniqueConstraint(
                "mentorship",
                condition=Q(state=AgreementState.WRITING.value),
                name="one_version_of_an_agreement_is_written",
            ),
            models.UniqueConstraint(
                "mentorship",
                condition=Q(state=AgreementState.IN_FORCE.value),
                name="one_version_of_an_agreement_is_in_force",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="agreements_are_counted_from_one"),
            models.CheckConstraint(
                condition=Q(state=AgreementState.WRITING.value, in_force_at=None)
                | ~Q(state=AgreementState.WRITING.value) & Q(in_force_at__isnull=False),
                name="agreement_says_since_when",
            ),
        ]


class Signature(Record):
    """One half's yes to one version, at the revision that they had read."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="signatures")
    side = models.CharField(max_length=6, choices=Side.choices)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField()
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["signed_at", "id"]
        constraints = [models.UniqueConstraint("agreement", "side", name="one_signature_per_side")]
