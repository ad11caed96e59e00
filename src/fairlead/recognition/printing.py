"""Print certificates and what belongs to them."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import segno

from fairlead.kernel import printing
from fairlead.kernel.printing import CannotPrint

__all__ = ["CannotPrint", "code_picture", "pdf"]
SHEETS = Path(__file__).resolve().parent / "print"


def pdf(sheet: str, words: Mapping[str, Any], *, at: datetime) -> bytes:
    """A sheet of recognition with these words, see `kernel.printing`. Raises `CannotPrint`."""
    return printing.pdf(SHEETS / f"{sheet}.typ", words, at=at)


def code_picture(address: str) -> str:
    """The QR code of an address, as SVG; the colour is the sheet's own."""
    drawn = BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", border=0, xmldecl=False)
    return drawn.getvalue().decode()
