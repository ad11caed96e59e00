"""Print a sheet as an accessible PDF: tagged, PDF/UA-1, its fonts inside, without asking any network.

A sheet is a Typst file; what it says comes in as data, so that nothing a person typed is ever read as markup.
Sheets read no files.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext_lazy as _

from fairlead.kernel.errors import Refused

FONTS = Path(__file__).resolve().parent / "fonts"


class CannotPrint(Refused):
    """No font of this installation has the letters of a name."""


def pdf(sheet: Path, words: Mapping[str, Any], *, at: datetime) -> bytes:
    """The sheet with these words; the same words at the same moment make the same bytes.

    Raises `CannotPrint`.
    """
    try:
        made = typst.compile(
            str(sheet),
            root=str(sheet.parent),
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


@cache
def _fonts() -> typst.Fonts:
    """The compiler's own fonts, ours, and for scripts that neither has those of the system."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True, font_paths=[str(FONTS)])
