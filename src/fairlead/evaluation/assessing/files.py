"""Set an assessment as an accessible PDF, as a document to edit, and as a table of figures."""

import csv as csv_files
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from docx import Document
from docx.document import Document as DocumentFile

from fairlead.evaluation.assessing.outline import Block, Outline, Table
from fairlead.kernel import printing
from fairlead.kernel.spreadsheet import inert

SHEET = Path(__file__).resolve().parent.parent / "print" / "assessment.typ"
WORDS_COLUMNS = 3


def pdf(shown: Outline, *, at: datetime) -> bytes:
    """The assessment for print: tagged, PDF/UA-1. Raises `printing.CannotPrint`."""
    words = {
        "language": (get_language() or "en").split("-")[0],
        "title": shown.title,
        "programme": shown.programme,
        "institution": shown.institution,
        "period": shown.period,
        "state": shown.state,
        "glance": [{"label": label, "value": value, "note": note} for label, value, note in shown.glance],
        "blocks": [_block(one) for one in shown.blocks],
        "signatures": [{"name": name, "voice": voice, "day": day} for name, voice, day in shown.signatures],
        "signed-by": _("Signatures"),
        "digest": shown.digest,
        "fingerprint": _("Fingerprint of what was signed (SHA-256):"),
    }
    return printing.pdf(SHEET, words, at=at)


def _block(one: Block) -> dict[str, Any]:
    return {
        "heading": one.heading,
        "paragraphs": list(one.paragraphs),
        "points": list(one.points),
        "table": _table(one.table) if one.table else None,
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "headings": list(table.headings),
        "rows": [list(row) for row in table.rows],
        "shares": list(table.shares) or [None] * len(table.rows),
        "numbers": bool(table.shares),
    }


def docx(shown: Outline) -> bytes:
    """The assessment as a document that can be edited, with real headings, lists and header rows."""
    made = Document()
    made.core_properties.title = f"{shown.title}, {shown.programme}"
    made.core_properties.author = shown.institution
    made.core_properties.language = get_language() or "en"
    made.add_heading(shown.title, level=0)
    made.add_paragraph(f"{shown.programme}\n{shown.institution}\n{shown.period}")
    for label, value, note in shown.glance:
        made.add_paragraph(f"{label}: {value} {note}".strip(), style="List Bullet")
    for block in shown.blocks:
        made.add_heading(block.heading, level=1)
        for paragraph in block.paragraphs:
            made.add_paragraph(paragraph)
        for point in block.points:
            made.add_paragraph(point, style="List Bullet")
        if block.table:
            _docx_table(made, block.table)
    if shown.signatures:
        made.add_heading(_("Signatures"), level=1)
        for name, voice, day in shown.signatures:
            made.add_paragraph(f"{name}, {voice}, {day}")
    kept = BytesIO()
    made.save(kept)
    return kept.getvalue()


def _docx_table(made: DocumentFile, table: Table) -> None:
    grid = made.add_table(rows=1, cols=len(table.headings))
    grid.style = "Light Grid Accent 1"
    for cell, heading in zip(grid.rows[0].cells, table.headings, strict=True):
        cell.text = heading
    for row in table.rows:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = text


def csv(content: Mapping[str, Any]) -> str:
    """The figures: one line each, with section, label, column and value; no cell starts a formula."""
    kept = StringIO()
    writer = csv_files.writer(kept, lineterminator="\r\n")
    writer.writerow(["section", "figure", "column", "value"])
    for section in content["gathered"].get("sections", []):
        for row in section["rows"]:
            for heading, cell in zip(section["headings"][1:], row["cells"], strict=True):
                writer.writerow([inert(text) for text in (section["title"], row["label"], heading, cell)])
    return kept.getvalue()
