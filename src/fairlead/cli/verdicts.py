"""What `fairlead verify` says of somebody's pairs: on the terminal, and as plain data for a JSON file."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from typing import Any

from fairlead import __version__
from fairlead.cli import pairing, results, tiers, wording
from fairlead.cli.pairing import Asked
from fairlead.cli.reporting import NAMES_AT_MOST, impossible_as_data, move_as_data
from fairlead.cli.tables import MOST_SHOWN, Fault
from fairlead.cli.watching import watched
from fairlead.engine.compile import Compiled
from fairlead.engine.judging import Breach, Judgement, Verdict, judge
from fairlead.engine.model import Status

EXAMPLES = 3


def finish(asked: Asked, args: argparse.Namespace, started: float) -> int:
    """Judge the pairs of a file, say so, write the report if asked, and give the exit status."""
    compiled = asked.compiled
    rows = pairing.read_ends(args.pairs, compiled.places["mentee"], compiled.places["mentor"]).rows
    pairs = [(row.cells["mentee"], row.cells["mentor"]) for row in rows]
    verdict = watched(lambda watch: judge(compiled, asked.objective, pairs, watch=watch))
    lines = [row.line for row in rows]
    faults = [_fault(compiled, str(args.pairs), lines, one) for one in verdict.breaches]
    if args.report:
        report = _report(asked, verdict, faults, len(rows), time.perf_counter() - started)
        results.write_all({args.report: results.as_json(report) + "\n"})
    pairing.tell_notes(asked)
    print("\n".join(_told(compiled, verdict, faults)))
    return pairing.DONE if verdict.judgement is Judgement.OPTIMAL else pairing.IMPOSSIBLE


def _fault(compiled: Compiled, file: str, lines: Sequence[int], one: Breach) -> Fault:
    first = lines[one.first] if one.kind == "duplicate" else 0
    line = 0 if one.place is None else lines[one.place]
    return Fault(file, line, "", wording.breach(one, first, compiled.between))


def _told(compiled: Compiled, verdict: Verdict, faults: Sequence[Fault]) -> list[str]:
    """The verdict in a line, what is broken, each tier, the way to the best, and who would rather swap."""
    problem = verdict.best.problem
    told = [wording.JUDGEMENTS[verdict.judgement]]
    told += [str(fault) for fault in faults[:MOST_SHOWN]]
    if len(faults) > MOST_SHOWN:
        told.append(f"... and {len(faults) - MOST_SHOWN} more")
    if verdict.best.status is Status.INFEASIBLE:
        told.append("No pairing keeps all limits.")
        told += [wording.impossible(one, compiled.between) for one in verdict.best.reasons]
    proven = "the best is" if verdict.best.status is Status.OPTIMAL else "proven to be possible at most:"
    for tier in verdict.tiers:
        value, best = (tiers.told(compiled, tier.name, number) for number in (tier.value, tier.bound))
        told.append(f"{tier.name}: {value}, {proven} {best}")
    if verdict.moves:
        told.append(wording.way_to_best(verdict.kept, verdict.moves, EXAMPLES, nearest=verdict.nearest))
    if verdict.blocking:
        names = [problem.named(pair) for pair in verdict.blocking[:EXAMPLES]]
        told.append(wording.blocking([tuple(one.values()) for one in names], len(verdict.blocking)))
    return told


def _report(
    asked: Asked, verdict: Verdict, faults: Sequence[Fault], pairs: int, seconds: float
) -> dict[str, Any]:
    compiled, problem = asked.compiled, verdict.best.problem
    found: dict[str, Any] = {
        "status": str(verdict.judgement),
        "pairs": pairs,
        "broken": [_broken(one, fault) for one, fault in zip(verdict.breaches, faults, strict=True)],
        "tiers": [tiers.as_data(compiled, tier, bound="best", short=True) for tier in verdict.tiers],
    }
    if verdict.best.status is Status.INFEASIBLE:
        found["reasons"] = [impossible_as_data(one, compiled.between) for one in verdict.best.reasons]
    return found | {
        "pairs_in_nearest_best": verdict.kept,
        "moves_to_nearest_best": [move_as_data(one) for one in verdict.moves[:NAMES_AT_MOST]],
        "moves_to_nearest_best_count": len(verdict.moves),
        "blocking_pairs": [
            problem.named(pair) | {"score": problem.points(int(problem.score[pair]))}
            for pair in verdict.blocking[:NAMES_AT_MOST]
        ],
        "blocking_pairs_count": len(verdict.blocking),
        "seconds": round(seconds, 6),
        "version": __version__,
        "engine": verdict.best.version,
        "method": wording.METHODS[verdict.best.method],
        "method_code": str(verdict.best.method),
        **pairing.notes_as_data(asked),
    }


def _broken(one: Breach, fault: Fault) -> dict[str, Any]:
    who: dict[str, Any] = {one.side: one.person}
    if one.pair:
        who = dict(zip(pairing.ENDS, one.pair, strict=True))
    elif one.quota:
        who = {"quota": one.quota}
    elif one.people:
        who = {"mentees": list(one.people)}
    return {"kind": one.kind, "line": fault.line or None, **who, "reason": fault.expected}
