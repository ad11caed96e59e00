"""The shape of a section of the report: rows of words under headings."""

from collections.abc import Sequence
from typing import Any

Section = dict[str, Any]
Row = dict[str, Any]
NOTHING = "–"
UNBROKEN = "\u00a0"


def section(
    key: str, title: str, headings: Sequence[str], rows: list[Row], *, lead: str = "", nothing: str
) -> Section:
    """A section: `rows` (see `row`) under `headings`; `nothing` is said where there are none."""
    drawn = any(one["share"] is not None for one in rows)
    return {
        "key": key,
        "title": title,
        "lead": lead,
        "headings": list(headings),
        "rows": rows,
        "nothing": nothing,
        "drawn": drawn,
    }


def row(label: str, *cells: str, share: float | None = None) -> Row:
    """A row: its label, the text of each cell, and a share of 0 to 100 to be drawn, or none."""
    bar = "" if share is None else f"{min(max(share, 0), 100):.1f}"
    kept = [cell.replace(" ", UNBROKEN) for cell in cells]
    return {"label": label, "cells": kept, "share": share, "bar": bar}
