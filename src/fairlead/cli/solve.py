"""`fairlead solve`: the best pairs for scores that somebody already has."""

from __future__ import annotations

import argparse
from pathlib import Path

from fairlead.cli import options

SUMMARY = "Find the best pairs for a list of scored pairs (mentee, mentor, score)."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments; docs/file-formats.md explains the files."""
    scores = parser.add_mutually_exclusive_group(required=True)
    scores.add_argument(
        "--edges", type=Path, help="CSV: mentee, mentor, score; pairs not in it are not allowed"
    )
    scores.add_argument(
        "--preferences", type=Path, help="CSV: mentee, mentor, mentee_rank, mentor_rank; gives stable pairs"
    )
    options.add_limits(parser)
    options.add_known_pairs(parser)
    parser.add_argument(
        "--seed", type=options.count, default=0, help="settles ties; the same seed gives the same pairs (0)"
    )
    options.add_outputs(parser, pairs="where to write the pairs (CSV)")


def run(args: argparse.Namespace) -> int:
    """Do it; 0 when solved, 1 when no pairing keeps all limits, 2 when the input is bad."""
    from fairlead.cli.pairing import answered

    return answered(lambda: _run(args))


def _run(args: argparse.Namespace) -> int:
    import time

    from fairlead.cli import edges, pairing, results

    started = time.perf_counter()
    inputs = [
        args.edges,
        args.preferences,
        args.capacities,
        args.mentees,
        args.locked,
        args.base,
        args.quotas,
    ]
    results.check_outputs([args.out, args.report], [path for path in inputs if path])
    if args.preferences:
        from fairlead.cli.preferences import stable_result

        return stable_result(args, started)
    from fairlead.cli.watching import watched
    from fairlead.engine.solvers import solve

    asked = edges.asked_by(args)
    solution = watched(lambda watch: solve(asked.compiled.problem, asked.objective, watch=watch))
    return pairing.finish(asked, solution, args, started, explained=False)
