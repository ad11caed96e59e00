"""`fairlead match`: the best pairs of the mentors and mentees in two tables, by a policy, with reasons."""

from __future__ import annotations

import argparse
from pathlib import Path

from fairlead.cli import options

SUMMARY = "Find the best pairs of mentors and mentees by the rules and criteria of a policy file."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments; docs/file-formats.md explains the files."""
    add = parser.add_argument
    add("--mentors", type=Path, required=True, help="CSV: one mentor a row")
    add("--mentees", type=Path, required=True, help="CSV: one mentee a row")
    add(
        "--policy",
        type=Path,
        required=True,
        help="TOML: columns, rules, criteria, limits, what is best, seed",
    )
    options.add_known_pairs(parser)
    add("--forbidden", type=Path, help="CSV: mentee, mentor; these pairs are never made")
    add("--seed", type=int, help="settles ties, instead of the policy's seed")
    options.add_outputs(parser, pairs="where to write the pairs with their reasons (CSV)")


def run(args: argparse.Namespace) -> int:
    """Do it; 0 when matched, 1 when no pairing keeps all limits, 2 when the input is bad."""
    from fairlead.cli.pairing import answered

    return answered(lambda: _run(args))


def _run(args: argparse.Namespace) -> int:
    import time

    from fairlead.cli import pairing, results
    from fairlead.cli.watching import watched
    from fairlead.engine.solvers import solve

    started = time.perf_counter()
    inputs = [args.mentors, args.mentees, args.policy, args.locked, args.forbidden, args.base]
    results.check_outputs([args.out, args.report], [path for path in inputs if path])
    asked = pairing.asked_by(args)
    solution = watched(lambda watch: solve(asked.compiled.problem, asked.objective, watch=watch))
    return pairing.finish(asked, solution, args, started, explained=True)
