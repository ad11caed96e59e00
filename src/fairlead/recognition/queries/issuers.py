"""The institutions that sign badges: their profile, their keys, and what they have taken back."""

from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.institutions.models import Institution
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Programme
from fairlead.recognition import badges
from fairlead.recognition.enums import CertificateState
from fairlead.recognition.models import Certificate
from fairlead.recognition.queries.sheets import address


def institution(pk: UUID) -> Institution | None:
    """An institution that leads a programme, and so signs; None for any other."""
    leading = Programme.objects.filter(lead=pk)
    return Institution.objects.filter(pk=pk, pk__in=leading.values("lead")).first()


def issuer_of(one: Institution) -> badges.Issuer:
    """The institution as it signs."""
    page = reverse("recognition:issuer", args=[one.pk])
    identity = badges.did(settings.BASE_URL, "issuers", str(one.pk))
    return badges.Issuer(did=identity, name=one.name, url=f"{settings.BASE_URL}{page}")


def did_document(one: Institution) -> dict[str, Any]:
    """The keys by which the institution's badges are verified, also those of earlier years."""
    return badges.document(issuer_of(one), settings.BADGE_KEYS)


def badge(certificate: Certificate) -> str:
    """The certificate as a signed credential."""
    issuer = issuer_of(certificate.institution)
    return badges.badge(_award(certificate), issuer, settings.BADGE_KEYS[0])


def status_list(one: Institution, number: int, *, at: datetime) -> str:
    """Which of the institution's badges no longer hold, signed; one query."""
    over = Certificate.objects.filter(institution=one, status_list=number)
    taken_back = over.exclude(state=CertificateState.ISSUED).values_list("status_index", flat=True)
    url = _status_url(one.pk, number)
    return badges.status_list(url, taken_back, issuer_of(one), settings.BADGE_KEYS[0], at=at)


def _status_url(institution_id: UUID, number: int) -> str:
    return f"{settings.BASE_URL}{reverse('recognition:status', args=[institution_id, number])}"


def _award(one: Certificate) -> badges.Award:
    mentor = one.side == Side.MENTOR
    name = _("Mentor in %(name)s") if mentor else _("Mentee in %(name)s")
    said = " ".join(one.words.get("paragraphs", []))
    criteria = ngettext(
        "The pair came to its planned end and held at least %(count)d meeting.",
        "The pair came to its planned end and held at least %(count)d meetings.",
        one.least_meetings,
    )
    programme = one.mentorship.round.programme_id
    return badges.Award(
        url=address(one),
        achievement=uuid5(NAMESPACE_URL, f"fairlead:{programme}:{one.side}"),
        name=name % {"name": one.programme_name},
        description=said or str(name % {"name": one.programme_name}),
        criteria=criteria % {"count": one.least_meetings},
        role=str(Side(one.side).label),
        email=one.person.email,
        salt=one.pk.hex,
        first=one.starts_on,
        last=one.ended_on,
        issued_at=one.issued_at,
        status_url=_status_url(one.institution_id, one.status_list),
        status_index=one.status_index,
    )
