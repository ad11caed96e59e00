"""What `fairlead match` and `fairlead solve` share: options, locked pairs, results and the exit status."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fairlead.cli import people, results, tiers, wording
from fairlead.cli.phrases import figure
from fairlead.cli.refusing import refused
from fairlead.cli.reporting import frontier_as_data, report_of
from fairlead.cli.tables import MOST_SHOWN, BadInput, Fault, Table, read_table
from fairlead.engine.compile import Compiled, compile_problem
from fairlead.engine.model import LockedPairForbidden, Objective, Refusal, Solution, Status

ENDS = ("mentee", "mentor")
DONE, IMPOSSIBLE, REFUSED = 0, 1, 2


@dataclass(frozen=True)
class Asked:
    """What a command is asked: a problem, what is best in it, and what was perhaps meant otherwise."""

    compiled: Compiled
    objective: Objective
    notes: tuple[Fault, ...] = ()


def tell_notes(asked: Asked) -> None:
    """Say on standard error what was perhaps meant otherwise."""
    lines = [f"note: {one}" for one in asked.notes[:MOST_SHOWN]]
    if len(asked.notes) > MOST_SHOWN:
        lines.append(f"... and {len(asked.notes) - MOST_SHOWN} more notes")
    if lines:
        print("\n".join(lines), file=sys.stderr)


def notes_as_data(asked: Asked) -> dict[str, list[str]]:
    """The notes for a report; nothing where there are none."""
    return {"notes": [str(one) for one in asked.notes]} if asked.notes else {}


def answered(work: Callable[[], int]) -> int:
    """Run a command's work; what cannot be used is told on standard error and gives exit status 2."""
    try:
        return work()
    except BadInput as error:
        print(error.told(), file=sys.stderr)
    except Refusal as refusal:
        print(refused(refusal), file=sys.stderr)
    return REFUSED


def refuse_options(args: argparse.Namespace, names: Iterable[str], expected: str, mend: str) -> None:
    """Raise `BadInput` for each of these options that was given."""
    given = [f"--{name.replace('_', '-')}" for name in names if getattr(args, name)]
    if given:
        raise BadInput([Fault("options", 0, one, expected, mend) for one in given])


def need_options(args: argparse.Namespace, names: Iterable[str], expected: str) -> None:
    """Raise `BadInput` for each of these options that was not given."""
    missing = [f"--{name}" for name in names if not getattr(args, name)]
    if missing:
        raise BadInput([Fault("options", 0, one, expected) for one in missing])


def read_ends(path: Path, mentees: Collection[str], mentors: Collection[str]) -> Table:
    """The rows of a file with the columns mentee and mentor, both filled in; raises `BadInput`.

    An id that was made harmless for spreadsheets when it was written is read as it was before.
    """
    table = read_table(path, ENDS, exact=False)
    table.need(ENDS)
    if table.faults:
        raise BadInput(table.faults)
    for row in table.rows:
        for column, known in zip(ENDS, (mentees, mentors), strict=True):
            if not row.cells[column]:
                table.fault(row.line, column, f"expected the id of a {column}, found an empty cell.")
            row.cells[column] = results.meant(row.cells[column], known)
    if table.faults:
        raise BadInput(table.faults)
    return table


def read_pairs(path: Path, mentees: Collection[str], mentors: Collection[str]) -> list[tuple[str, str]]:
    """Pairs from a file with the columns mentee and mentor; everybody in it must be known."""
    table = read_ends(path, mentees, mentors)
    for row in table.rows:
        for column, known in zip(ENDS, (mentees, mentors), strict=True):
            if row.cells[column] not in known:
                expected = f"expected the id of a {column} of this run, found {row.cells[column]!r}."
                table.fault(row.line, column, expected)
    if table.faults:
        raise BadInput(table.faults)
    return list(dict.fromkeys((row.cells["mentee"], row.cells["mentor"]) for row in table.rows))


def read_base(path: Path, mentees: Collection[str], mentors: Collection[str]) -> list[tuple[str, str]]:
    """The pairs of an earlier pairing whose people are both still here; raises `BadInput`."""
    rows = [row.cells for row in read_ends(path, mentees, mentors).rows]
    return [
        (row["mentee"], row["mentor"])
        for row in rows
        if row["mentee"] in mentees and row["mentor"] in mentors
    ]


def order_of(tiers: tuple[str, ...], args: argparse.Namespace) -> tuple[str, ...]:
    """The tiers, with "kept" as the last of them where there is a base and they do not name it."""
    return (*tiers, "kept") if args.base and "kept" not in tiers else tiers


def asked_by(args: argparse.Namespace) -> Asked:
    """The problem that people, policy and the pairs given by hand make, and what is best in it.

    Raises `BadInput` with every fault.
    """
    policy, layouts = people.read_policy_file(args.policy)
    mentees, mentee_table = people.read_people(args.mentees, "mentee", layouts["mentees"], policy)
    mentors, mentor_table = people.read_people(args.mentors, "mentor", layouts["mentors"], policy)
    if mentee_table.faults or mentor_table.faults:
        raise BadInput([*mentor_table.faults, *mentee_table.faults])
    known = {one.id for one in mentees}, {one.id for one in mentors}
    by_hand: dict[str, Any] = {
        "locked": read_pairs(args.locked, *known) if args.locked else [],
        "forbidden": read_pairs(args.forbidden, *known) if args.forbidden else [],
        "base": read_base(args.base, *known) if args.base else [],
    }
    policy = policy if args.seed is None else replace(policy, seed=args.seed)
    objective = Objective(seed=policy.seed, order=order_of(policy.tiers, args))
    try:
        compiled = compile_problem(mentees, mentors, policy, **by_hand)
    except LockedPairForbidden as refused:
        told = wording.locked_but_forbidden(**refused.facts)
        raise BadInput([Fault(str(args.locked), 0, "", told)]) from None
    notes = people.notes(compiled, {"mentee": mentee_table, "mentor": mentor_table}, layouts, args.policy)
    return Asked(compiled, objective, notes)


def finish(
    asked: Asked, solution: Solution, args: argparse.Namespace, started: float, *, explained: bool
) -> int:
    """Write pairs and report, say the result in a line, and give the exit status."""
    compiled, problem = asked.compiled, solution.problem
    rows: list[list[str]] = []
    pairs = [(problem.named(pair)["mentee"], problem.named(pair)["mentor"]) for pair in solution.pairs]
    for pair, names in zip(solution.pairs, pairs, strict=True):
        rows.append([*names, figure(problem.points(int(problem.score[pair])))])
    if explained:
        for row, parts in zip(rows, compiled.parts_of(pairs), strict=True):
            row.append(wording.reasons([(one, problem.points(one.points)) for one in parts]))
    headings = ["mentee", "mentor", "score", *(["reasons"] if explained else [])]
    report = report_of(compiled, solution, time.perf_counter() - started) | notes_as_data(asked)
    if args.frontier and solution.status is not Status.INFEASIBLE:
        report |= frontier_as_data(compiled.problem, solution.seed)
    results.write_all(
        {
            Path(args.out): results.as_csv(headings, sorted(rows)),
            Path(args.report): results.as_json(report) + "\n",
        }
    )
    tell_notes(asked)
    print(wording.summary(report, tiers.gap(compiled, solution.tiers)))
    for one in solution.reasons:
        print(wording.impossible(one, compiled.between), file=sys.stderr)
    return IMPOSSIBLE if solution.status is Status.INFEASIBLE else DONE
