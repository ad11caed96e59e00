"""What was measured, one JSON file a case, and what follows from it: ratios, targets met or missed."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from bench.cases import NEIGHBOURS, Case, Target
from bench.company import cores
from bench.environments import HERE
from bench.instances import SEED

FOLDER = HERE / "results"
OURS = ("fairlead", "numpy", "scipy", "ortools", "numba")


def machine() -> dict[str, Any]:
    """Processor, cores, memory, system, Python and our packages; nothing that names the computer."""
    processor, memory = platform.machine(), None
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        named = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
        processor = named[0] if named else processor
        memory = round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)
    versions = {}
    for name in OURS:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            versions[name] = "not installed"
    return {
        "processor": processor,
        "cores": len(cores()),
        "of": os.cpu_count(),
        "memory": memory,
        "system": platform.system(),
        "python": platform.python_version(),
        "versions": versions,
    }


MEASURED = (":(top)src", ":(top)bench", ":(top,exclude)bench/results")


def commit() -> str:
    """The commit that was measured, marked "-dirty" where code has changed since; results are no code."""
    told = _git("describe", "--always", "--abbrev=10", "--exclude=*")
    changed = _git("status", "--porcelain", "--untracked-files=no", "--", *MEASURED)
    return "unknown" if told is None else told + ("-dirty" if changed else "")


def _git(*words: str) -> str | None:
    try:
        found = subprocess.run(["git", *words], cwd=HERE, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return found.stdout.strip()


def keep(case: Case, found: dict[str, Any], full: bool, folder: Path = FOLDER) -> None:
    """Write the result of a case."""
    folder.mkdir(exist_ok=True)
    about: dict[str, Any] = {
        "case": case.name,
        "measured": datetime.now(UTC).strftime("%Y-%m-%d %H:%M"),
        "full": full,
        "commit": commit(),
        "seed": SEED,
        "machine": machine(),
    }
    (folder / f"{case.name}.json").write_text(json.dumps(about | found, indent=1) + "\n", encoding="utf-8")


def kept(case: Case, folder: Path = FOLDER) -> dict[str, Any] | None:
    """The last result of a case, None where it has never been measured."""
    path = folder / f"{case.name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def peers_before(case: Case, folder: Path = FOLDER) -> dict[str, dict[str, Any]] | None:
    """What the peers took when they were last measured, each with that day; None where they never were."""
    before = kept(case, folder)
    if before is None:
        return None
    peers = {name: one for name, one in before["contenders"].items() if name not in case.ours}
    return {name: {"measured": before["measured"]} | one for name, one in peers.items()}


def median(one: dict[str, Any], what: str = "wall") -> float | None:
    """The median of a contender's turns, None where it has none; part of the work is scaled up to all."""
    turns = one.get(what)
    return statistics.median(turns) / one.get("share", 1) if turns else None


@dataclass(frozen=True)
class Ratio:
    """How many times as long as the first of ours the best peer takes; its limits by the spread of both.

    `at_least`: the peer ran out of time, so the ratio is a lower limit.
    """

    peer: str
    value: float
    low: float
    high: float
    at_least: bool = False


def believed(case: Case, found: dict[str, Any], prefix: str = "") -> dict[str, dict[str, Any]]:
    """The peers that solve the case's own problem, and rightly; neighbours where there is nobody else."""
    peers = {
        name: one
        for name, one in found["contenders"].items()
        if name not in case.ours and name.startswith(prefix) and not one.get("wrong")
    }
    same = {name: one for name, one in peers.items() if name not in NEIGHBOURS}
    return same or peers


def ratio(case: Case, found: dict[str, Any], what: str = "wall", prefix: str = "") -> Ratio | None:
    """Best peer against ours, None where one of them has not been measured."""
    ours = found["contenders"].get(case.ours[0], {}).get(what)
    if not ours:
        return None
    own = statistics.median(ours)
    peers = believed(case, found, prefix)
    timed = {name: value for name, one in peers.items() if (value := median(one, what)) is not None}
    if timed:
        best = min(timed, key=lambda name: timed[name])
        turns = [turn / peers[best].get("share", 1) for turn in peers[best][what]]
        return Ratio(best, timed[best] / own, min(turns) / max(ours), max(turns) / min(ours))
    late = {name: one for name, one in peers.items() if one.get("late")}
    if late and what == "wall":
        name, one = next(iter(late.items()))
        value = float(one["failed"].removeprefix("> ").removesuffix(" s")) / own
        return Ratio(name, value, value, value, at_least=True)
    return None


def met(case: Case, found: dict[str, Any], target: Target) -> bool | None:
    """Whether a target is reached; None where what it compares was not measured."""
    ours = found["contenders"].get(case.ours[0], {})
    if "wall" not in ours:
        return None
    if target.kind == "seconds":
        return statistics.median(ours["wall"]) <= target.number
    if target.kind == "memory":
        return bool(ours["peak"] <= target.number)
    if target.kind == "smaller":
        peers = [one["peak"] for one in believed(case, found, target.peer).values() if "peak" in one]
        return min(peers) / ours["peak"] >= target.number if peers else None
    one = ratio(case, found, "cpu" if target.kind == "faster cpu" else "wall", target.peer)
    if one is None or (one.at_least and one.value < target.number):
        return None
    return one.value >= target.number
