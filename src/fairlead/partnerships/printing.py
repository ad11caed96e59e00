"""Set an arrangement as an accessible PDF."""

from datetime import datetime
from pathlib import Path

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fairlead.kernel import printing
from fairlead.partnerships.enums import Party
from fairlead.partnerships.models import Arrangement

SHEET = Path(__file__).resolve().parent / "print" / "arrangement.typ"


def pdf(version: Arrangement) -> bytes:
    """The version as it was written, with its signatures, in PDF/UA-1. Raises `printing.CannotPrint`."""
    content = version.document
    signed = {one.party: one for one in version.signatures.all()}
    words = {
        "language": (get_language() or "en").split("-")[0],
        "title": _("Arrangement between institutions"),
        "programme": content["programme"],
        "between": _("%(lead)s and %(partner)s") % {"lead": content["lead"], "partner": content["partner"]},
        "state": _("Version %(n)d: %(state)s") % {"n": version.number, "state": version.get_state_display()},
        "sections": content["sections"],
        "signed-by": _("Signatures"),
        "signatures": [
            {
                "side": content[party.value],
                "name": signed[party].name if party in signed else "",
                "day": _day(signed[party].at) if party in signed else _("not signed"),
            }
            for party in Party
        ],
        "digest": version.digest,
        "fingerprint": _("Fingerprint of this version (SHA-256):"),
    }
    return printing.pdf(SHEET, words, at=version.in_force_at or version.proposed_at)


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y")
