"""What `fairlead verify --certificate` says: that a certificate holds, or each place where it does not."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from fairlead import __version__
from fairlead.cli import pairing, results
from fairlead.cli.tables import MOST_SHOWN, BadInput, Fault
from fairlead.engine import filed, slackness


def finish(args: argparse.Namespace) -> int:
    """Check a certificate against its problem, say so, write the report if asked; the exit status."""
    report = filed.check(_read(args.problem), _read(args.certificate))
    faults = [told(one) for one in report.faults]
    if args.report:
        data = {
            "status": "invalid" if faults else "optimal",
            "allowed_pairs_checked": report.pairs,
            "places_checked": report.places,
            "pairs": report.made,
            "tiers": dict(report.tiers),
            "faults": faults,
            "version": __version__,
        }
        results.write_all({args.report: results.as_json(data) + "\n"})
    if faults:
        print("invalid: the certificate proves nothing of these pairs.")
        print("\n".join(faults[:MOST_SHOWN]))
        if len(faults) > MOST_SHOWN:
            print(f"... and {len(faults) - MOST_SHOWN} more")
        return pairing.IMPOSSIBLE
    print("optimal: the certificate holds, and no pairing is better.")
    for name, value in report.tiers:
        print(f"{name}: {value}")
    print(
        f"Checked: {report.pairs} allowed pairs, of which {report.made} are made, and {report.places} "
        "places; each is worth its prices, or is not made."
    )
    return pairing.DONE


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput([Fault(str(path), 0, "", f"cannot be read: {error.strerror}.")]) from None
    except (ValueError, RecursionError):
        raise BadInput([Fault(str(path), 0, "", "expected a JSON file in UTF-8.")]) from None


def told(one: slackness.Fault) -> str:
    """Where a certificate does not hold, and how."""
    who = " and ".join(f"'{name}'" for name in one.who)
    if one.kind in ("pair", "place"):
        what = f"the pair {who}" if one.kind == "pair" else f"a place of {who}"
        used = "is made" if one.used else "is not made" if one.kind == "pair" else "is free"
        used = "is used" if one.used and one.kind == "place" else used
        than = "more" if one.worth > 0 else "less"
        return f"stage {one.stage}: {what} {used}, but is worth {abs(one.worth)} {than} than its prices."
    return {
        "altered": f"{' '.join(one.who)}: the contents were altered; they do not fit their fingerprint.",
        "other_problem": "the certificate was made for another problem.",
        "unknown_pair": f"the pair {who} is not an allowed pair of the problem.",
        "figures": f"tier {who}: the pairs reach {one.worth}, something else is said.",
        "weights": f"stage {one.stage}: the weights do not order its tiers.",
        "tiers": "the stages do not prove the tiers that are told, or need a proof by cases.",
        "twice": "a pair stands there twice.",
        "locked": f"the locked pair {who} is not made.",
        "load": f"{who} has {one.worth} pairs, which is not within the limits.",
    }[one.kind]
