"""`fairlead verify`: whether somebody's pairs break anything and how far they are from the best.

Also whether a certificate holds that a run gave away.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from fairlead.cli import options

SUMMARY = (
    "Check pairs that somebody has made, or a certificate: what they break, how far from the best they are."
)
ONLY_WITH_EDGES = (
    "capacities",
    "mentor_most",
    "mentor_least",
    "mentee_most",
    "mentee_least",
    "tiers",
    "quotas",
)
ONLY_WITH_PEOPLE = ("policy", "forbidden")
NOT_WITH_PROBLEM = (
    *ONLY_WITH_EDGES,
    *ONLY_WITH_PEOPLE,
    "mentees",
    "mentors_too",
    "locked",
    "base",
    "pairs",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments; docs/file-formats.md explains the files."""
    add = parser.add_argument
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--edges", type=Path, help="CSV: mentee, mentor, score, as for solve")
    source.add_argument("--mentors", type=Path, help="CSV: one mentor a row, as for match")
    source.add_argument("--problem", type=Path, help="JSON: the problem of a run, as its page gives it")
    add("--certificate", type=Path, help="JSON: with --problem; the certificate to check, instead of --pairs")
    add("--policy", type=Path, help="TOML, as for match; with --mentors and --mentees")
    options.add_limits(parser)
    options.add_known_pairs(parser)
    add("--forbidden", type=Path, help="CSV: mentee, mentor; these pairs are never made")
    add("--pairs", type=Path, help="CSV: mentee, mentor; the pairs to check")
    add("--report", type=Path, help="where to write what was found (JSON)")
    parser.set_defaults(seed=0)


def run(args: argparse.Namespace) -> int:
    """Do it; 0 when the pairs are optimal, 1 when they are not or break something, 2 when input is bad."""
    from fairlead.cli.pairing import answered

    return answered(lambda: _run(args))


def _run(args: argparse.Namespace) -> int:
    import time

    from fairlead.cli import certificates, edges, pairing, results, verdicts

    started = time.perf_counter()
    files = (
        "edges",
        "mentors",
        "capacities",
        "mentees",
        "policy",
        "locked",
        "forbidden",
        "base",
        "quotas",
        "pairs",
        "problem",
        "certificate",
    )
    inputs = [path for name in files if (path := getattr(args, name))]
    results.check_outputs([args.report] if args.report else [], inputs)
    if args.problem:
        pairing.refuse_options(args, NOT_WITH_PROBLEM, "does not go with --problem.", "The file says it.")
        pairing.need_options(args, ("certificate",), "is needed with --problem.")
        return certificates.finish(args)
    pairing.refuse_options(args, ("certificate",), "goes only with --problem.", "Give both.")
    pairing.need_options(args, ("pairs",), "is needed: the pairs to check.")
    if args.edges:
        pairing.refuse_options(args, ONLY_WITH_PEOPLE, "does not go with --edges.", "Give --mentors.")
        asked = edges.asked_by(args)
    else:
        names = (*ONLY_WITH_EDGES, "mentors_too")
        pairing.refuse_options(args, names, "does not go with --mentors.", "The policy says it.")
        pairing.need_options(args, ("mentees", "policy"), "is needed with --mentors.")
        asked = pairing.asked_by(args)
    return verdicts.finish(asked, args, started)
