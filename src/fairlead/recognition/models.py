"""What is stored of recognition: how certificates are worded, certificates, notes for the appraisal."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fairlead.institutions.models import Institution
from fairlead.kernel.models import Record
from fairlead.mentorships.models import Mentorship
from fairlead.people.models import Person
from fairlead.programmes.enums import Side
from fairlead.programmes.models import OwnWords
from fairlead.recognition.enums import CertificateState, Kind
from fairlead.sealed.models import Sealed


class Wording(OwnWords):
    """How a programme's certificates are worded, who signs them, and how many meetings they take."""

    heading = models.CharField(_("heading"), max_length=60)
    mentor_words = models.TextField(_("to mentors"), max_length=600, blank=True)
    mentee_words = models.TextField(_("to mentees"), max_length=600, blank=True)
    first_name = models.CharField(_("first signatory"), max_length=80, blank=True)
    first_role = models.CharField(_("their office"), max_length=80, blank=True)
    second_name = models.CharField(_("second signatory"), max_length=80, blank=True)
    second_role = models.CharField(_("office of the second"), max_length=80, blank=True)
    least_meetings = models.PositiveSmallIntegerField(
        _("meetings held at least"), validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(least_meetings__gte=1), name="certificates_take_a_meeting")
        ]


class Certificate(Record):
    """What one half of an ended pair was given, as it was worded and counted on that day.

    `code` is what whoever holds it types or scans to have it confirmed. `words` are the heading, the
    programme's own words and the signatories. `status_list` and `status_index` are its place in the public
    list by which badges are taken back.
    """

    mentorship = models.ForeignKey(Mentorship, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=6, choices=Side.choices)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=11, choices=Kind.choices)
    state = models.CharField(max_length=9, choices=CertificateState.choices, default=CertificateState.ISSUED)
    code = models.CharField(max_length=23, unique=True)
    name = models.CharField(max_length=200)
    institution_name = models.CharField(max_length=200)
    programme_name = models.CharField(max_length=160)
    starts_on = models.DateField()
    ended_on = models.DateField()
    meetings = models.PositiveSmallIntegerField()
    minutes = models.PositiveIntegerField()
    training_minutes = models.PositiveIntegerField(default=0)
    least_meetings = models.PositiveSmallIntegerField()
    words = models.JSONField(default=dict)
    issued_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    replaced_by = models.OneToOneField("self", on_delete=models.SET_NULL, null=True, related_name="+")
    status_list = models.PositiveIntegerField()
    status_index = models.PositiveIntegerField()

    class Meta:
        ordering = ["-issued_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "mentorship",
                "side",
                condition=Q(state=CertificateState.ISSUED.value),
                name="one_certificate_holds_per_half",
            ),
            models.UniqueConstraint("status_list", "status_index", name="a_place_in_the_status_list_each"),
            models.CheckConstraint(
                condition=Q(state=CertificateState.WITHDRAWN.value, withdrawn_at__isnull=False)
                | (~Q(state=CertificateState.WITHDRAWN.value) & Q(withdrawn_at=None)),
                name="withdrawn_certificates_say_since_when",
            ),
        ]


class AppraisalNote(Record):
    """What a person wants to say of a mentorship in their appraisal; sealed for them alone.

    `revision` counts its changes, so that a second window does not overwrite the first.
    """

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    words = models.OneToOneField(Sealed, on_delete=models.SET_NULL, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("mentorship", "person", name="one_note_per_half")]
