"""What people are written about their certificates."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from fairlead.kernel.words import one_line
from fairlead.notifications.actions import write
from fairlead.recognition.models import Certificate


def send_issued(certificate: Certificate, *, at: datetime) -> None:
    """Tell the holder that their certificate is there."""
    _write(certificate, "certificate_issued", at=at)


def send_withdrawn(certificate: Certificate, *, at: datetime) -> None:
    """Tell the holder that their certificate no longer holds, and whom to ask."""
    _write(certificate, "certificate_withdrawn", at=at)


def _write(certificate: Certificate, name: str, *, at: datetime) -> None:
    person, programme = certificate.person, certificate.mentorship.round.programme
    write(
        key=f"{name}:{certificate.pk}",
        kind=name.replace("_", "-"),
        to_email=person.email,
        to_name=one_line(person.name),
        template=f"recognition/letters/{name}.txt",
        context={
            "programme": programme,
            "side": certificate.side,
            "url": f"{settings.BASE_URL}{reverse('recognition:mine')}",
        },
        at=at,
        language=person.language,
    )
