"""Measure the matching engine beside its peers: `make bench` in minutes, `make bench-full` with the million.

Every case is solved by the engine and by its peers, each in a process and an environment of its own, taking
turns. First their results are compared (mentees matched, total score), and only then their times. The exit
status is 1 when a result differs. Results are kept in `bench/results`, and `docs/performance.md` is written
from them.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import cases, measure, page, results


def arguments() -> argparse.Namespace:
    """What is asked for."""
    parser = argparse.ArgumentParser(description="Measure the matching engine beside its peers.")
    parser.add_argument(
        "--only", action="append", default=[], metavar="NAME", help="cases that begin with this"
    )
    parser.add_argument("--times", type=int, default=5, help="repetitions of each (default: %(default)s)")
    parser.add_argument("--full", action="store_true", help="the million and the slow peers as well")
    parser.add_argument(
        "--ours", action="store_true", help="measure the engine anew and keep what its peers took before"
    )
    parser.add_argument(
        "--patience", type=float, default=1, help="so many times as long for everybody, on a busy machine"
    )
    parser.add_argument("--list", action="store_true", help="name the cases and stop")
    parser.add_argument("--page", action="store_true", help="write the page from the kept results and stop")
    parser.add_argument(
        "--keep", action=argparse.BooleanOptionalAction, default=True, help="keep the results"
    )
    return parser.parse_args()


def main() -> int:
    """Measure, print, keep, write the page; 1 when results differ."""
    args = arguments()
    try:
        some = cases.chosen(args.only, args.full)
    except KeyError as error:
        print(f"No such case: {error.args[0]}; --list names them.", file=sys.stderr)
        return 2
    if args.list:
        print(
            "\n".join(f"{case.name:26} {case.title}{'  (full)' if case.full else ''}" for case in cases.CASES)
        )
        return 0
    wrong = []
    if not args.page:
        began = time.perf_counter()
        for case in some:
            known = results.peers_before(case) if args.ours else None
            found = measure.run(case, args.times, args.full, known, args.patience)
            print("\n".join(page.printed(case, found)), flush=True)
            wrong += [f"{case.name}: {name}" for name in found["different"]]
            if args.keep:
                results.keep(case, found, args.full)
        print(f"\n{time.perf_counter() - began:.0f} s in all")
    if args.keep or args.page:
        page.write()
    if wrong:
        print("DIFFERENT: " + "; ".join(wrong), file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
