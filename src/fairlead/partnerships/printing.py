"""Set an arrangement, or minutes, as an accessible PDF."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fairlead.institutions.papers import letterhead
from fairlead.kernel import printing
from fairlead.partnerships.enums import Party
from fairlead.partnerships.models import Arrangement, SteeringMinutes
from fairlead.partnerships.queries.steering import Said

SHEET = Path(__file__).resolve().parent / "print" / "arrangement.typ"


def pdf(version: Arrangement) -> bytes:
    """The version as it was written, with its signatures, in PDF/UA-1. Raises `printing.CannotPrint`."""
    content, partnership = version.document, version.partnership
    lead = partnership.programme.lead
    signed = {one.party: one for one in version.signatures.all()}
    words = {
        **letterhead(lead, logos_of=[lead, partnership.institution]),
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


def minutes_pdf(version: SteeringMinutes, said: list[Said]) -> bytes:
    """Minutes of a steering meeting as they went round, in PDF/UA-1. Raises `printing.CannotPrint`."""
    content = version.document
    day = date_format(date.fromisoformat(content["day"]), "j F Y")
    heads = {"from": content["from"], "until": content["until"], "day": day}
    rows = [
        (_("Where"), content["place"]),
        (_("Present"), _named(content["present"])),
        (_("Not present"), _named(content["absent"])),
        (_("Amended"), content["note"]),
    ]
    written = [
        (_("Agenda"), content["agenda"]),
        (_("Minutes"), content["text"]),
        (_("Decisions"), content["decisions"]),
    ]
    to_do = [
        (one.text, f"{one.owner} · {date_format(one.due, 'j F Y')} · {one.state}".removeprefix(" · "))
        for one in said
    ]
    sections = [(_("Meeting"), rows), *((title, [("", words)]) for title, words in written)]
    lead = version.meeting.programme.lead
    words = {
        **letterhead(lead, logos_of=[lead]),
        "language": (get_language() or "en").split("-")[0],
        "title": _("Steering meeting"),
        "programme": content["programme"],
        "between": _("%(day)s, %(from)s–%(until)s") % heads,
        "state": _("Minutes, version %(n)d, circulated on %(day)s")
        % {"n": version.number, "day": _day(version.at)},
        "sections": [_section(title, listed) for title, listed in [*sections, (_("To do"), to_do)]],
        "signed-by": "",
        "signatures": [],
        "digest": version.digest,
        "fingerprint": _("Fingerprint of this version (SHA-256):"),
    }
    words["sections"] = [one for one in words["sections"] if one["rows"]]
    return printing.pdf(SHEET, words, at=version.at)


def _section(title: str, rows: list[tuple[str, str]]) -> dict[str, Any]:
    return {"title": title, "rows": [{"label": label, "value": value} for label, value in rows if value]}


def _named(people: list[dict[str, str]]) -> str:
    return "\n".join(", ".join(filter(None, (one["name"], one["institution"]))) for one in people)


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y")
