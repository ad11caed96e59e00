"""The record of processing as files: a table, plain values, print."""

import csv as csv_files
import json
from datetime import datetime
from io import StringIO

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fairlead.institutions.papers import letterhead
from fairlead.kernel import printing
from fairlead.kernel.spreadsheet import inert
from fairlead.partnerships.printing import SHEET
from fairlead.partnerships.queries.register import Register


def csv(register: Register) -> bytes:
    """One line for each thing a field says; no cell starts a formula."""
    kept = StringIO()
    writer = csv_files.writer(kept, lineterminator="\r\n")
    writer.writerow(["institution", "programme", "field", "value"])
    for field in register.fields:
        for value in field.values:
            cells = (register.institution, register.programme, field.label, value)
            writer.writerow([inert(cell) for cell in cells])
    return kept.getvalue().encode("utf-8-sig")


def as_json(register: Register) -> bytes:
    """All of it as JSON."""
    return json.dumps(register.document(), ensure_ascii=False, indent=2).encode()


def pdf(register: Register, *, at: datetime) -> bytes:
    """The record for print, in PDF/UA-1. Raises `printing.CannotPrint`."""
    rows = [{"key": one.key, "label": one.label, "value": "\n".join(one.values)} for one in register.fields]
    words = {
        **letterhead(register.of, logos_of=[register.of]),
        "language": (get_language() or "en").split("-")[0],
        "title": _("Record of processing activities"),
        "programme": register.programme,
        "between": register.institution,
        "state": _("As of %(day)s") % {"day": date_format(register.on, "j F Y")},
        "sections": [{"title": _("Article 30 of the General Data Protection Regulation"), "rows": rows}],
        "signed-by": "",
        "signatures": [],
        "digest": "",
        "fingerprint": "",
    }
    return printing.pdf(SHEET, words, at=at)
