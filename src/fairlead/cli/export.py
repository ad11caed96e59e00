"""`fairlead export`: the applications of a programme for research, so coarse that nobody can be made out."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from fairlead.cli import CommandError
from fairlead.cli.database import with_database

SUMMARY = "write an anonymised data set for research: rows, dictionary, how nobody can be made out"
LEAST_K = 5


def month(text: str) -> date:
    """The first day of a month such as 2026-03."""
    return date.fromisoformat(f"{text}-01")


def percent(text: str) -> float:
    """A share given in percent, from 0 to 50."""
    share = float(text)
    if not 0 <= share <= 50:
        raise ValueError(text)
    return share / 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments; docs/file-formats.md explains the files."""
    add = parser.add_argument
    add("--programme", required=True, metavar="NAME", help="short name of the programme, as in its address")
    told = "first month in which applications were sent"
    add("--from", dest="since", required=True, type=month, metavar="YYYY-MM", help=told)
    add("--to", dest="until", required=True, type=month, metavar="YYYY-MM", help="last month")
    told = "people that every combination of known facts must fit, at least 5 (%(default)s)"
    add("--k", type=int, default=LEAST_K, metavar="K", help=told)
    told = "percent of the rows that may be left out because they are too rare (5)"
    add("--left-out", type=percent, default=0.05, metavar="PERCENT", help=told)
    add("--out", type=Path, required=True, metavar="DIR", help="a new or an empty folder for the files")


def run(args: argparse.Namespace) -> int:
    """Do it; 0 when written, 1 when people could be made out, 2 when asked for something that cannot be."""
    if args.k < LEAST_K:
        raise CommandError(f"--k {args.k} is too small: fewer than {LEAST_K} people are never told of.")
    if args.since > args.until:
        raise CommandError("--from lies after --to.")
    if args.out.exists() and (not args.out.is_dir() or any(args.out.iterdir())):
        raise CommandError(f"{args.out} is there already; name a new or an empty folder.")
    return with_database(lambda: _export(args))


def _export(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from fairlead.evaluation.actions.research import give_for_research
    from fairlead.evaluation.queries import research
    from fairlead.evaluation.research.anonymising import CannotHide
    from fairlead.kernel.actors import Actor

    programme = research.programme_of(args.programme)
    if programme is None:
        known = ", ".join(research.slugs()) or "there is none"
        raise CommandError(f"no programme is called {args.programme}; known are: {known}.")
    try:
        hidden, written = give_for_research(
            programme,
            since=args.since,
            until=args.until,
            k=args.k,
            most_left_out=args.left_out,
            by=Actor(name="fairlead export"),
            at=timezone.now(),
        )
    except CannotHide as refusal:
        print(refused(refusal.left_out, args.k, args.left_out))
        return 1
    args.out.mkdir(parents=True, exist_ok=True)
    for name, text in written.items():
        (args.out / name).write_text(text, encoding="utf-8")
    print(
        f"{len(hidden.rows)} rows in {args.out}, {hidden.left_out} left out; "
        f"whatever is known of somebody fits {hidden.reached} people or more."
    )
    return 0


def refused(least: float, k: int, allowed: float) -> str:
    """Why nothing was written, and what would help."""
    if least >= 1:
        why = f"there are not {k} people whose rows could look alike."
    else:
        why = (
            f"{100 * least:.1f} % of the rows would have to be left out, and {100 * allowed:g} % are allowed."
        )
    return (
        f"Nothing is written: not everybody can be hidden among {k} people. At the coarsest, {why} "
        "Take more months, or allow more rows to be left out."
    )
