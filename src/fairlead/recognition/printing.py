"""Print a sheet as an accessible PDF: tagged, PDF/UA-1, its fonts inside, without asking any network.

A sheet is a Typst file of this package; what it says comes in as data, so that nothing a person typed is ever
read as markup. Sheets read no files.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
import typst
from django.utils.translation import gettext_lazy as _

from fairlead.kernel.errors import Refused

SHEETS = Path(__file__).resolve().parent / "print"


class CannotPrint(Refused):
    """No font of this installation has the letters of a name."""


def pdf(sheet: str, words: Mapping[str, Any], *, at: datetime) -> bytes:
    """The sheet with these words; the same words at the same moment make the same bytes.

    Raises `CannotPrint`.
    """
    try:
        made = typst.compile(
            str(SHEETS / f"{sheet}.typ"),
            root=str(SHEETS),
            font_paths=_fonts(),
            sys_inputs={"words": json.dumps(words, ensure_ascii=False)},
            pdf_standards=["ua-1"],
            timestamp=int(at.timestamp()),
        )
    except typst.TypstError as problem:
        raise CannotPrint(
            _("A name has letters that no font here can print. Ask whoever runs this installation for one.")
        ) from problem
    return bytes(made)


def code_picture(address: str) -> str:
    """The QR code of an address, as SVG; the colour is the sheet's own."""
    drawn = BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", border=0, xmldecl=False)
    return drawn.getvalue().decode()


@cache
def _fonts() -> typst.Fonts:
    """The compiler's own fonts, ours, and for scripts that neither has those of the system."""
    return typst.Fonts(
        include_system_fonts=True, include_embedded_fonts=True, font_paths=[str(SHEETS / "fonts")]
    )
