"""The shape of a section of the report: rows of words under headings."""

from collections.abc import Sequence
from typing import Any

Section = dict[str, Any]
Row = dict[str, Any]
NOTHING = "–"


def section(
    key: str, title: str, headings: Sequence[str], rows: list[Row], *, lead: str = "", nothing: str
) -> Section:
    """A section: `rows` (see `row`) under `headings`; `nothing` is said where there are none."""
    return {
        "key": key,
        "title": title,
        "lead": lead,
        "headings": list(headings),
        "rows": rows,
        "nothing": nothing,
    }


def row(label: str, *cells: str, share: float | None = None) -> Row:
    """A row: its label, the text of each cell, and a share of 0 to 100 to be drawn, or none."""
    return {"label": label, "cells": list(cells), "share": share}
