"""The kinds of certificates, their states, and the lines of a note."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a person is given when their pair has ended."""

    CERTIFICATE = "certificate", _("Certificate")
    STATEMENT = "statement", _("Statement of hours")


class CertificateState(models.TextChoices):
    """Whether a certificate holds."""

    ISSUED = "issued", _("Issued")
    REPLACED = "replaced", _("Replaced by a newer one")
    WITHDRAWN = "withdrawn", _("Withdrawn")


CERTIFICATE_MOVES: dict[str, frozenset[str]] = {
    CertificateState.ISSUED: frozenset({CertificateState.REPLACED, CertificateState.WITHDRAWN}),
    CertificateState.REPLACED: frozenset(),
    CertificateState.WITHDRAWN: frozenset(),
}


class NoteLine(models.TextChoices):
    """A line that a person may put into the note for their appraisal."""

    ROLE = "role", _("Role")
    PERIOD = "period", _("Period")
    HOURS = "hours", _("Hours")
    SKILLS = "skills", _("Worked on")
