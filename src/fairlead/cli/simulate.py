"""`fairlead simulate`: a year of intake played through, several schedules and numbers of mentors compared."""

from __future__ import annotations

import argparse
from pathlib import Path

from fairlead.cli import options

SUMMARY = "Play a year of intake through: waits, unmatched, fit and hours for several schedules."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments; docs/simulation.md explains the file."""
    add = parser.add_argument
    told = "TOML: who arrives, places, schedules, how often it is repeated"
    add("--assumptions", type=Path, required=True, help=told)
    add("--report", type=Path, help="where to write everything that came out (JSON)")
    add("--runs", type=options.count, help="repetitions, instead of the file's")
    add("--seed", type=options.count, help="the same seed gives the same result, instead of the file's")
    add("--workers", type=options.count, default=1, help="processes that share the repetitions (1)")


def run(args: argparse.Namespace) -> int:
    """Do it; 0 when played, 1 when the goal cannot be kept, 2 when the input is bad."""
    from fairlead.cli.pairing import answered

    return answered(lambda: _run(args))


def _run(args: argparse.Namespace) -> int:
    from fairlead.cli import played, results
    from fairlead.cli.watching import watched
    from fairlead.engine.simulation.answering import as_data

    results.check_outputs([args.report] if args.report else [], [args.assumptions])
    question = played.read_file(args.assumptions, runs=args.runs, seed=args.seed)
    outcome = watched(lambda watch: played.play(question, args.workers, watch))
    print(played.told(question, outcome))
    if args.report:
        results.write_all({args.report: results.as_json(as_data(question, outcome)) + "\n"})
    return 0 if outcome.needed is None or outcome.needed.reached else 1
