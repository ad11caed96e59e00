"""Runs the contenders of a case in processes of their own, turn by turn, and gathers what they took."""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from bench.cases import NEIGHBOURS, Case, practice
from bench.company import Company
from bench.environments import HERE, environment_of, ready

SLOW = 60.0
QUICK = 0.2
LOADING = 600.0
PATIENCE = 3600.0
MODULES = {"matching": "others", "mentor-match": "others", "faiss": "others"}
SPARSE = ("OR-Tools flow", "scipy sparse", "lapx lapmod", "HiGHS")


class Worker:
    """One contender's process."""

    def __init__(self, name: str, python: Path, module: str, folder: Path) -> None:
        self.name = name
        self.answers: queue.Queue[str] = queue.Queue()
        worker = HERE / "peers" / "worker.py"
        self.process = subprocess.Popen(
            [str(python), str(worker), str(folder), module, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=folder,
        )
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.answers.put(line)
        self.answers.put("")

    def answer(self, limit: float) -> dict[str, Any]:
        """The next line; what is missing after `limit` seconds, or for good, is told as failed."""
        try:
            line = self.answers.get(timeout=limit)
        except queue.Empty:
            return {"failed": f"> {limit:g} s", "late": True}
        if not line:
            return {"failed": f"ended with {self.process.wait()}"}
        found: dict[str, Any] = json.loads(line)
        return found

    def turn(self, limit: float) -> dict[str, Any]:
        """Solve once."""
        assert self.process.stdin
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.write("run\n")
            self.process.stdin.flush()
        return self.answer(limit)

    def close(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.wait()


class Record:
    """What one contender took, turn by turn; the first turn warms up and counts only where it is slow."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.worker: Worker | None = None
        self.limit = 0.0
        self.times = 0
        self.facts: dict[str, Any] = {}
        self.turns: list[dict[str, Any]] = []

    @property
    def going(self) -> bool:
        """Whether there is more to measure."""
        return "failed" not in self.facts

    def note(self, answer: dict[str, Any]) -> bool:
        """Take an answer in; False if the contender is out."""
        if "failed" not in answer:
            return True
        self.facts |= answer
        self.stop()
        return False

    def stop(self) -> None:
        """No more turns."""
        if self.worker:
            self.worker.close()

    def told(self) -> dict[str, Any]:
        """For the results: seconds of all turns that count, memory, and what was found."""
        if not self.turns:
            return self.facts
        kept = ("matched", "mentors", "score", "status", "method", "share", "recall")
        last = self.turns[-1]
        found = {
            "wall": [round(turn["wall"], 6) for turn in self.turns],
            "cpu": [round(turn["cpu"], 6) for turn in self.turns],
            "peak": round(max(turn["peak"] for turn in self.turns)),
        }
        if "loading" in last:
            found["loading"] = [round(turn["loading"], 6) for turn in self.turns]
        return self.facts | found | {name: last[name] for name in kept if name in last}


def start(name: str, ours: bool, folder: Path, limit: float) -> Record:
    """A record whose process is ready, or that says why it is not."""
    record = Record(name)
    record.limit = limit
    python: Path | str = Path(sys.executable) if ours else ready(environment_of(name))
    if isinstance(python, str):
        record.facts["failed"] = python
        return record
    part = (
        "bench.ours" if ours else f"bench.peers.{MODULES.get(name, 'sparse' if name in SPARSE else 'dense')}"
    )
    record.worker = Worker(name, python, part, folder)
    answer = record.worker.answer(LOADING)
    if record.note(answer):
        record.facts["loaded"] = round(answer["memory"])
    return record


def warm_up(record: Record, times: int, budget: float) -> None:
    """The first turn; it decides how many more there will be."""
    if not record.going or record.worker is None:
        return
    answer = record.worker.turn(record.limit)
    if not record.note(answer):
        return
    if answer["wall"] > min(SLOW, budget):
        record.turns.append(answer)
        record.facts["once"] = True
        return
    most = 3 * times if answer["wall"] < QUICK else times
    record.times = max(1, min(most, int(budget / max(answer["wall"], 1e-6))))


def one_turn(record: Record) -> None:
    """Another turn of a contender that has turns left."""
    if record.going and record.worker is not None and len(record.turns) < record.times:
        answer = record.worker.turn(record.limit)
        if record.note(answer):
            record.turns.append(answer)


def contenders(case: Case, full: bool) -> list[tuple[str, bool]]:
    """Names, and whether they are ours."""
    peers = (*case.peers, *(case.slow if full else ()))
    return [(name, name.lower().startswith("fairlead")) for name in (*case.ours, *peers)]


def practise(case: Case) -> None:
    """Have the engine's code compiled and kept on disk, as it is on any machine after the first use."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        practice(case)(Path(name))
        for own in case.ours:
            record = start(own, True, Path(name), PATIENCE)
            warm_up(record, 1, 0.0)
            record.stop()


def run(
    case: Case,
    times: int,
    full: bool,
    known: dict[str, dict[str, Any]] | None = None,
    patience: float = 1,
) -> dict[str, Any]:
    """Build the instance, run everybody, and tell what they took and whether they agree.

    What is `known` of peers is taken over instead of measuring them. Limits are `patience` times as long.
    """
    practise(case)
    limit, budget = (case.full_limit, 300.0) if full else (case.limit * patience, 12.0 * patience)
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        began = time.perf_counter()
        case.build(folder)
        built = time.perf_counter() - began
        names = [one for one in contenders(case, full) if one[1] or known is None]
        records: list[Record] = []
        company = Company()
        for some in [[one] for one in names] if case.alone else [names]:
            limits = {name: PATIENCE if name == case.ours[0] else limit for name, _ in some}
            records += together(some, folder, limits, times, budget)
        about = {"built": round(built, 1), "others": company.share()}
        found = {record.name: record.told() for record in records}
    found |= known or {}
    return about | {"contenders": found, "different": differences(case, found)}


def together(
    names: list[tuple[str, bool]], folder: Path, limits: dict[str, float], times: int, budget: float
) -> list[Record]:
    """These contenders taking turns."""
    records = [start(name, ours, folder, limits[name]) for name, ours in names]
    try:
        for record in records:
            warm_up(record, times, budget)
        for _ in range(3 * times):
            for record in records:
                one_turn(record)
    finally:
        for record in records:
            record.stop()
    return records


def differences(case: Case, found: dict[str, dict[str, Any]]) -> list[str]:
    """Who found another optimum than the first of ours; single precision is told apart and not believed.

    A tool that solves a neighbouring problem must not find a better pairing than the optimum.
    """
    first = found[case.ours[0]]
    best = first.get("matched"), first.get("score")
    wrong = []
    for name, one in found.items():
        if "matched" not in one or None in best:
            continue
        own = one["matched"], one["score"]
        if name in NEIGHBOURS:
            if own > best:
                wrong.append(name)
        elif own != best:
            if "float32" in name:
                one["wrong"] = True
            else:
                wrong.append(name)
    if "failed" in first:
        wrong.append(case.ours[0])
    return wrong
