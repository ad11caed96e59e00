"""`fairlead match`: the best pairs of the mentors and mentees in two tables, by a policy, with reasons."""

from __future__ import annotations

import argparse
from pathlib import Path

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
    add("--locked", type=Path, help="CSV: mentee, mentor; these pairs are made in any case")
    add("--forbidden", type=Path, help="CSV: mentee, mentor; these pairs are never made")
    add("--seed", type=int, help="settles ties, instead of the policy's seed")
    add("--out", type=Path, required=True, help="where to write the pairs with their reasons (CSV)")
    add("--report", type=Path, required=True, help="where to write the report (JSON)")


def run(args: argparse.Namespace) -> int:
    """Do it; 0 when matched, 1 when no pairing keeps all limits, 2 when the input is bad."""
    from fairlead.cli.pairing import answered

    return answered(lambda: _run(args))


def _run(args: argparse.Namespace) -> int:
    import time

    from fairlead.cli import pairing, people, results
    from fairlead.cli.tables import BadInput
    from fairlead.engine.model import Objective
    from fairlead.engine.solvers import solve

    started = time.perf_counter()
    inputs = [args.mentors, args.mentees, args.policy, args.locked, args.forbidden]
    results.check_outputs([args.out, args.report], [path for path in inputs if path])
    policy, layouts = people.read_policy_file(args.policy)
    mentees, mentee_table = people.read_people(args.mentees, "mentee", layouts["mentees"], policy)
    mentors, mentor_table = people.read_people(args.mentors, "mentor", layouts["mentors"], policy)
    if mentee_table.faults or mentor_table.faults:
        raise BadInput([*mentor_table.faults, *mentee_table.faults])
    compiled = pairing.compiled_from(mentees, mentors, policy, args)
    seed = policy.seed if args.seed is None else args.seed
    solution = solve(compiled.problem, Objective(seed=seed, order=policy.tiers))
    return pairing.finish(compiled, solution, args, started, explained=True)
