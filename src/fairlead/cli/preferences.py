"""`fairlead solve --preferences`: stable pairs from the ranks that both sides give."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import Any

from fairlead import __version__
from fairlead.cli import pairing, results, wording
from fairlead.cli.numbers import whole_cell
from fairlead.cli.sides import sides_of
from fairlead.cli.tables import BadInput, Table, read_table
from fairlead.engine import ENGINE_VERSION
from fairlead.engine.model import Method, NotProven, Status
from fairlead.engine.solvers.stable import stable_pairs, unstable_pairs

COLUMNS = ("mentee", "mentor", "mentee_rank", "mentor_rank")
Lists = list[list[int]]


def stable_result(args: argparse.Namespace, started: float) -> int:
    """Read ranks and places, find the stable pairs, write both files; 0. Raises `BadInput`."""
    _only_places(args)
    mentees, mentors, faults = sides_of(args)
    table = read_table(args.preferences, COLUMNS, exact=False)
    table.need(COLUMNS)
    if any(fault.line == 1 for fault in table.faults):
        raise BadInput([*faults, *table.faults])
    ranks: dict[str, dict[int, dict[int, int]]] = {"mentee": {}, "mentor": {}}
    _read_ranks(table, mentees.places, mentors.places, ranks, closed=mentors.most is None)
    if faults or table.faults:
        raise BadInput([*faults, *table.faults])
    lists = [
        [
            sorted(own, key=own.__getitem__)
            for own in (ranks[side.name].get(one, {}) for one in range(len(side.places)))
        ]
        for side in (mentees, mentors)
    ]
    places = mentors.limits()[0]
    pairs = stable_pairs(lists[0], lists[1], places)
    if unstable_pairs(lists[0], lists[1], places, pairs):
        raise NotProven(findings=("a pair would rather be together",))
    names = (tuple(mentees.places), tuple(mentors.places))
    report = _report(names, lists, pairs, args.seed, time.perf_counter() - started)
    rows = sorted(
        (names[0][mentee], names[1][mentor], str(ranks["mentee"][mentee][mentor])) for mentee, mentor in pairs
    )
    results.write_all(
        {
            Path(args.out): results.as_csv(("mentee", "mentor", "mentee_rank"), rows),
            Path(args.report): results.as_json(report) + "\n",
        }
    )
    print(wording.stable_summary(report), file=sys.stdout)
    return 0


def _only_places(args: argparse.Namespace) -> None:
    """Stable pairs know places only: no minimums, no locks, no base, one mentor for each mentee."""
    names = (
        "locked",
        "base",
        "mentor_least",
        "mentee_least",
        "mentee_most",
        "mentors_too",
        "tiers",
        "quotas",
    )
    pairing.refuse_options(
        args, names, "does not go with --preferences.", "Leave it out, or give scores with --edges."
    )


def _read_ranks(
    table: Table,
    mentees: dict[str, int],
    mentors: dict[str, int],
    ranks: dict[str, dict[int, dict[int, int]]],
    *,
    closed: bool,
) -> None:
    taken: dict[tuple[str, int, int], int] = {}
    for row in table.rows:
        mentee, mentor = row.cells["mentee"], row.cells["mentor"]
        for column, person in (("mentee", mentee), ("mentor", mentor)):
            if not person:
                table.fault(row.line, column, f"expected the id of a {column}, found an empty cell.")
        if mentor and closed and mentor not in mentors:
            table.fault(
                row.line, "mentor", f"{mentor!r} is not in the file of capacities.", "Add a row there."
            )
        if not mentee or not mentor:
            continue
        ends = {
            "mentee": mentees.setdefault(mentee, len(mentees)),
            "mentor": mentors.setdefault(mentor, len(mentors)),
        }
        for side, other in (("mentee", "mentor"), ("mentor", "mentee")):
            column = f"{side}_rank"
            rank = whole_cell(table, row, column) if row.cells[column] else None
            if rank is None:
                continue
            first = taken.setdefault((side, ends[side], rank), row.line)
            if first != row.line:
                told = f"rank {rank} of this {side} is already on line {first}."
                table.fault(row.line, column, told, "Give each rank once.")
            ranks[side].setdefault(ends[side], {})[ends[other]] = rank


def _report(
    names: tuple[tuple[str, ...], tuple[str, ...]],
    lists: list[Lists],
    pairs: tuple[tuple[int, int], ...],
    seed: int,
    seconds: float,
) -> dict[str, Any]:
    matched = {mentee for mentee, _ in pairs}
    left_out = [mentee for mentee in range(len(names[0])) if mentee not in matched]
    return {
        "status": str(Status.STABLE),
        "matched_mentees": len(matched),
        "matched_mentors": len({mentor for _, mentor in pairs}),
        "pairs": len(pairs),
        "total_score": None,
        "tiers": [],
        "mentees": len(names[0]),
        "mentors": len(names[1]),
        "unmatched": sorted(
            (
                {
                    "mentee": names[0][one],
                    "reason": wording.not_stable(sum(one in lists[1][of] for of in lists[0][one])),
                }
                for one in left_out
            ),
            key=lambda told: told["mentee"],
        ),
        "blocking_pairs": 0,
        "seconds": round(seconds, 6),
        "seed": seed,
        "version": __version__,
        "engine": ENGINE_VERSION,
        "method": wording.METHODS[Method.STABLE],
        "method_code": str(Method.STABLE),
    }
