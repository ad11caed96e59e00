"""What `fairlead match` and `fairlead solve` share: options, locked pairs, results and the exit status."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from fairlead.cli import results, wording
from fairlead.cli.reporting import report_of
from fairlead.cli.tables import BadInput, Fault, read_table
from fairlead.engine.compile import Compiled, compile_problem
from fairlead.engine.model import LockedPairForbidden, Solution, Status
from fairlead.engine.policy import Policy
from fairlead.engine.values import Candidate

DONE, IMPOSSIBLE, REFUSED = 0, 1, 2


def answered(work: Callable[[], int]) -> int:
    """Run a command's work; bad input is told on standard error and gives exit status 2."""
    try:
        return work()
    except BadInput as error:
        print(error.told(), file=sys.stderr)
        return REFUSED


def read_pairs(path: Path, mentees: set[str], mentors: set[str]) -> list[tuple[str, str]]:
    """Pairs from a file with the columns mentee and mentor; everybody in it must be known."""
    table = read_table(path, ("mentee", "mentor"), exact=False)
    table.need(("mentee", "mentor"))
    if table.faults:
        raise BadInput(table.faults)
    for row in table.rows:
        for column, known in (("mentee", mentees), ("mentor", mentors)):
            if row.cells[column] not in known:
                expected = f"expected the id of a {column} of this run, found {row.cells[column]!r}."
                table.fault(row.line, column, expected)
    if table.faults:
        raise BadInput(table.faults)
    return list(dict.fromkeys((row.cells["mentee"], row.cells["mentor"]) for row in table.rows))


def compiled_from(
    mentees: Sequence[Candidate], mentors: Sequence[Candidate], policy: Policy, args: argparse.Namespace
) -> Compiled:
    """The problem with the pairs that were locked or forbidden by hand; raises `BadInput`."""
    known = {one.id for one in mentees}, {one.id for one in mentors}
    locked = read_pairs(args.locked, *known) if args.locked else []
    forbidden = read_pairs(args.forbidden, *known) if args.forbidden else []
    try:
        return compile_problem(mentees, mentors, policy, locked=locked, forbidden=forbidden)
    except LockedPairForbidden as refused:
        told = wording.locked_but_forbidden(**refused.facts)
        raise BadInput([Fault(str(args.locked), 0, "", told)]) from None


def finish(
    compiled: Compiled, solution: Solution, args: argparse.Namespace, started: float, *, explained: bool
) -> int:
    """Write pairs and report, say the result in a line, and give the exit status."""
    problem = compiled.problem
    rows: list[list[str]] = []
    for pair in solution.pairs:
        names = problem.named(pair)
        row = [names["mentee"], names["mentor"], wording.figure(problem.points(int(problem.score[pair])))]
        if explained:
            parts = compiled.parts(names["mentee"], names["mentor"])
            row.append(wording.reasons([(one, problem.points(one.points)) for one in parts]))
        rows.append(row)
    headings = ["mentee", "mentor", "score", *(["reasons"] if explained else [])]
    report = report_of(compiled, solution, time.perf_counter() - started)
    results.write_all(
        {
            Path(args.out): results.as_csv(headings, sorted(rows)),
            Path(args.report): results.as_json(report) + "\n",
        }
    )
    print(wording.summary(report))
    for one in solution.reasons:
        print(wording.impossible(one), file=sys.stderr)
    return IMPOSSIBLE if solution.status is Status.INFEASIBLE else DONE
