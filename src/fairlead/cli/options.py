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


def add_limits(parser: argparse.ArgumentParser) -> None:
    """Declare what goes with scored pairs: places, limits, and what is best."""
    add = parser.add_argument
    add("--capacities", type=Path, help="CSV: mentor, capacity, and if wished minimum and group")
    told = "CSV: mentee, and if wished capacity, minimum, class, group and together"
    add("--mentees", type=Path, help=told)
    add("--quotas", type=Path, help="CSV: mentees, mentors (groups of them), least, most")
    told = "places of mentors whom --capacities does not name"
    add("--mentor-most", type=count, metavar="N", help=told)
    add("--mentor-least", type=count, metavar="N", help="least mentees of each mentor (0)")
    add("--mentee-most", type=count, metavar="N", help="most mentors of each mentee (1)")
    add("--mentee-least", type=count, metavar="N", help="least mentors of each mentee (0)")
    told = (
        "what is best, in order: of mentees, priority, mentors, pairs, worst, leximin, score, kept, even "
        "(mentees,score)"
    )
    add("--tiers", metavar="TIER,...", help=told)
    add("--mentors-too", action="store_true", help="short for --tiers mentees,mentors,score")


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
    told = "also report what it costs to raise the worst score of a pair, step by step"
    add("--frontier", action="store_true", help=told)
