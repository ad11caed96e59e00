"""Options that several commands share; docs/file-formats.md explains the files."""

from __future__ import annotations

import argparse
from pathlib import Path


def count(text: str) -> int:
    """A whole number from 0 on."""
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def add_known_pairs(parser: argparse.ArgumentParser) -> None:
    """Declare the files with pairs that are settled, or were made before."""
    add = parser.add_argument
    add("--locked", type=Path, help="CSV: mentee, mentor; these pairs are made in any case")
    add("--base", type=Path, help="CSV: mentee, mentor; earlier pairs, of which as many as possible stay")


def add_outputs(parser: argparse.ArgumentParser, *, pairs: str) -> None:
    """Declare the two results."""
    add = parser.add_argument
    add("--out", type=Path, required=True, help=pairs)
    add("--report", type=Path, required=True, help="where to write the report (JSON)")
