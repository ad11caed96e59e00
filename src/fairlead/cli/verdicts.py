"""What `fairlead verify` says of somebody's pairs: on the terminal, and as plain data for a JSON file."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from fairlead import __version__
from fairlead.cli import pairing, results, wording
from fairlead.cli.reporting import NAMES_AT_MOST, impossible_as_data, move_as_data, tier_points
from fairlead.cli.tables import MOST_SHOWN, Fault
from fairlead.engine.compile import Compiled
from fairlead.engine.judging import Breach, Judgement, Verdict, judge
from fairlead.engine.model import Objective, Problem, Status

EXAMPLES = 3


def finish(compiled: Compiled, objective: Objective, args: argparse.Namespace, started: float) -> int:
    """Judge the pairs of a file, say so, write the report if asked, and give the exit status."""
    rows = pairing.read_ends(args.pairs, compiled.places["mentee"], compiled.places["mentor"]).rows
    verdict = judge(compiled, objective, [(row.cells["mentee"], row.cells["mentor"]) for row in rows])
    lines = [row.line for row in rows]
    faults = [_fault(str(args.pairs), lines, one) for one in verdict.breaches]
    if args.report:
        report = _report(compiled.problem, verdict, faults, len(rows), time.perf_counter() - started)
        results.write_all({args.report: results.as_json(report) + "\n"})
    print("\n".join(_told(compiled.problem, verdict, faults)))
    return pairing.DONE if verdict.judgement is Judgement.OPTIMAL else pairing.IMPOSSIBLE


def _fault(file: str, lines: Sequence[int], one: Breach) -> Fault:
    first = lines[one.first] if one.kind == "duplicate" else 0
    return Fault(file, 0 if one.place is None else lines[one.place], "", wording.breach(one, first))


def _told(problem: Problem, verdict: Verdict, faults: Sequence[Fault]) -> list[str]:
    """The verdict in a line, what is broken, each tier, the way to the best, and who would rather swap."""
    told = [wording.JUDGEMENTS[verdict.judgement]]
    told += [str(fault) for fault in faults[:MOST_SHOWN]]
    if len(faults) > MOST_SHOWN:
        told.append(f"... and {len(faults) - MOST_SHOWN} more")
    if verdict.best.status is Status.INFEASIBLE:
        told += ["No pairing keeps all limits.", *map(wording.impossible, verdict.best.reasons)]
    for tier in verdict.tiers:
        value, best = (tier_points(problem, tier.name, number) for number in (tier.value, tier.bound))
        told.append(f"{tier.name}: {wording.figure(value)}, the best is {wording.figure(best)}")
    if verdict.moves:
        told.append(wording.way_to_best(verdict.kept, verdict.moves, EXAMPLES, nearest=verdict.nearest))
    if verdict.blocking:
        names = [problem.named(pair) for pair in verdict.blocking[:EXAMPLES]]
        told.append(wording.blocking([tuple(one.values()) for one in names], len(verdict.blocking)))
    return told


def _report(
    problem: Problem, verdict: Verdict, faults: Sequence[Fault], pairs: int, seconds: float
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "status": str(verdict.judgement),
        "pairs": pairs,
        "broken": [_broken(one, fault) for one, fault in zip(verdict.breaches, faults, strict=True)],
        "tiers": [_tier(problem, tier.name, tier.value, tier.bound) for tier in verdict.tiers],
    }
    if verdict.best.status is Status.INFEASIBLE:
        found["reasons"] = [impossible_as_data(one) for one in verdict.best.reasons]
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
        "method": verdict.best.method,
    }


def _broken(one: Breach, fault: Fault) -> dict[str, Any]:
    who = dict(zip(pairing.ENDS, one.pair, strict=True)) if one.pair else {one.side: one.person}
    return {"kind": one.kind, "line": fault.line or None, **who, "reason": fault.expected}


def _tier(problem: Problem, name: str, value: int, best: int) -> dict[str, str | int | Decimal]:
    figures = {"value": value, "best": best, "short": best - value}
    return {"name": name} | {key: tier_points(problem, name, number) for key, number in figures.items()}
