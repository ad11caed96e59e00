"""What a certificate says, on paper and on the page that confirms it."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from fairlead.institutions.papers import letterhead
from fairlead.kernel.words import one_line
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Programme
from fairlead.recognition import codes, printing, wordings
from fairlead.recognition.enums import Kind
from fairlead.recognition.models import Certificate, Wording
from fairlead.recognition.queries.wording import printed

SAMPLE_CODE = "00000-00000-00000-00000"


def address(certificate: Certificate) -> str:
    """Where whoever has the code finds the certificate confirmed."""
    return f"{settings.BASE_URL}{reverse('recognition:verify', args=[certificate.code])}"


def by_code(typed: str) -> Certificate | None:
    """The certificate with this code, however it was typed; None when there is none. One query."""
    code = codes.read(typed)
    found = Certificate.objects.select_related("institution", "replaced_by")
    return found.filter(code=code).first() if code else None


def rows(certificate: Certificate) -> list[dict[str, str]]:
    """The facts of a certificate as labels and values."""
    facts = [
        (_("Role"), str(Side(certificate.side).label)),
        (_("Period"), wordings.period(certificate.starts_on, certificate.ended_on)),
    ]
    if certificate.meetings:
        facts.append((_("Meetings held"), str(certificate.meetings)))
        facts.append((_("Time in meetings"), wordings.spent(certificate.minutes)))
    if certificate.training_minutes:
        facts.append((_("Training"), wordings.spent(certificate.training_minutes)))
    return [{"label": label, "value": value} for label, value in facts]


def heading(certificate: Certificate) -> str:
    """What stands above it."""
    return str(certificate.words.get("heading", ""))


def pdf(certificate: Certificate) -> bytes:
    """The certificate on paper. Raises `printing.CannotPrint`."""
    return printing.pdf("certificate", _sheet(certificate), at=certificate.issued_at)


def sample(programme: Programme, wording: Wording, side: str, *, at: datetime) -> bytes:
    """How a certificate of this wording would look, for somebody made up. Raises `printing.CannotPrint`."""
    today = timezone.localdate(at)
    made_up = Certificate(
        side=side,
        kind=Kind.CERTIFICATE,
        code=SAMPLE_CODE,
        name=_("Name of the holder"),
        institution=programme.lead,
        institution_name=programme.lead.name,
        programme_name=programme.name,
        starts_on=today.replace(day=1),
        ended_on=today,
        meetings=programme.meetings_expected,
        minutes=programme.meetings_expected * programme.meeting_minutes,
        words=printed(wording, side),
        issued_at=at,
    )
    return printing.pdf("certificate", {**_sheet(made_up), "sample": _("Sample")}, at=at)


def _sheet(one: Certificate) -> dict[str, Any]:
    where = address(one)
    statement = one.kind == Kind.STATEMENT
    shown = settings.BASE_URL.split("//")[-1] + reverse("recognition:look_up")
    return {
        "language": (translation.get_language() or "en").split("-")[0],
        **letterhead(one.institution, logos_of=[one.institution]),
        "heading": heading(one),
        "institution": one_line(one.institution_name),
        "awarded": _("is made out to") if statement else _("is awarded to"),
        "name": one_line(one.name),
        "sentence": _sentence(one),
        "paragraphs": list(one.words.get("paragraphs", [])),
        "facts": rows(one),
        "signatories": list(one.words.get("signatories", [])),
        "issued": _("Issued on %(day)s") % {"day": wordings.day(timezone.localdate(one.issued_at))},
        "verify": _("Check it with this code at"),
        "address": where,
        "shown_address": shown,
        "code": one.code,
        "picture": printing.code_picture(where),
        "picture_words": _("QR code that leads to the page which confirms this"),
        "sample": "",
    }


def _sentence(one: Certificate) -> str:
    said = (
        _("who took part as a mentor in the programme %(name)s.")
        if one.side == Side.MENTOR
        else _("who took part as a mentee in the programme %(name)s.")
    )
    return said % {"name": one_line(one.programme_name).rstrip(".")}
