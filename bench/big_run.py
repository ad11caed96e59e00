"""A run of 20,000 mentees and 20,000 mentors as its page asks for it: stages, memory, pages, a cancel.

`python -m bench.big_run` makes a database of its own and prints a table; `--people 2000` is a first look, and
`--write` keeps the figures for docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

KEPT = Path(__file__).resolve().parent / "results" / "big_run.json"
PEOPLE = 20_000
SAID = """Written by `python -m bench.big_run --write` ({day}): {people:,} mentees and as many mentors of 40
institutions with two to five of 24 areas each, every rule of a new policy, SQLite, Django's test client.
Seconds on the clock and, in brackets, of CPU; the machine was shared."""
Row = list[Any]


class Clock:
    """Rows of what was done, with the seconds it took on the clock and of CPU."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._begin()

    def _begin(self) -> None:
        self._at, self._cpu = time.perf_counter(), time.process_time()

    def lap(self, what: str, note: str = "") -> None:
        """What was done since the last lap."""
        row = [what, time.perf_counter() - self._at, time.process_time() - self._cpu, note]
        self.rows.append(row)
        print(f"{row[0]}: {row[1]:.1f} s ({row[2]:.1f} s) {note}", flush=True)
        self._begin()


def measured(people: int) -> list[Row]:
    """What a coordinator and a worker do, one after the other."""
    import django

    django.setup()
    from django.utils import timezone

    from bench.run_people import fill
    from fairlead.matching.actions import running
    from fairlead.matching.models import Run
    from fairlead.matching.queries.weighing import default_weights
    from tests import factories

    round, coordinator = fill(people)
    by, clock = factories.actor(coordinator), Clock()
    given: dict[str, Any] = {"weights": default_weights(), "base": None, "by": by, "seed": 7}
    with patch.object(running, "enqueue"):  # the worker's part is measured by itself
        asked = running.ask(round, at=timezone.now(), **given)
        clock.lap("asking for the run")
        _cancelled(asked, by, clock)
        asked = running.ask(round, at=timezone.now(), **given)
        clock.lap("asking again")
    running.carry_out(asked.pk, at=timezone.now())
    run = Run.objects.get(pk=asked.pk)
    found, peak = run.result, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    matched = f"{found['status']}, {found['method']}, {found['matched']:,} matched; peak {peak:.1f} GB"
    clock.lap("the worker's part: reading, matching, proof, writing", matched)
    _pages(run, coordinator, clock)
    return clock.rows


def _cancelled(asked: Any, by: Any, clock: Clock) -> None:
    """A worker of its own begins; once it searches it is called off, and its ending is timed."""
    from django.utils import timezone

    from fairlead.matching.actions import running

    words = [sys.executable, "-m", "bench.big_run", "--carry-out", str(asked.pk)]
    worker = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    while asked.step in {"", "reading", "scoring"} and worker.poll() is None:
        time.sleep(0.2)
        asked.refresh_from_db(fields=["step"])
    clock.lap("another worker until it searches for pairs")
    running.cancel(asked, by=by, at=timezone.now())
    worker.wait()
    asked.refresh_from_db(fields=["state"])
    clock.lap("from Cancel until that worker has stopped", f"the run is {asked.state}")


def _pages(run: Any, coordinator: Any, clock: Clock) -> None:
    from django.test import Client

    client = Client()
    client.force_login(coordinator)
    first = run.proposals.first()
    root = f"/runs/{run.pk}/"
    mentee = f"{root}board/mentees/{first.mentee_id}/"
    client.get("/")
    clock.lap("the first page of the process")
    for what, address in (
        ("the run, page 1", root),
        ("the run, page 2", f"{root}?page=2"),
        ("mentors for one mentee, the first time in a process", mentee),
        ("mentors for one mentee", mentee),
        ("every way of a pair", f"{mentee}{first.mentor_id}/"),
        ("fairness", f"{root}fairness/"),
        ("the policy of the round", f"/rounds/{run.round_id}/matching/"),
    ):
        answer = client.get(address)
        clock.lap(what, f"{len(answer.content) / 1000:.0f} kB, {answer.status_code}")


def section(folder: Path = KEPT.parent) -> list[str]:
    """The kept figures as a part of the page of results; nothing where none are kept."""
    path = folder / KEPT.name
    if not path.exists():
        return []
    kept = json.loads(path.read_text(encoding="utf-8"))
    lines = [
        "## A run of very many people",
        "",
        SAID.format(**kept),
        "",
        "| what | seconds | |",
        "|---|---|---|",
    ]
    lines += [f"| {what} | {clock:.1f} ({cpu:.1f}) | {note} |" for what, clock, cpu, note in kept["rows"]]
    return [*lines, ""]


def main() -> int:
    """Measure, print, and keep the figures if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--carry-out")
    asked = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    if asked.carry_out:
        return _worker(asked.carry_out)
    with TemporaryDirectory() as folder:
        os.environ["FAIRLEAD_DATABASE_URL"] = f"sqlite:///{folder}/large.sqlite3"
        kept = {
            "day": datetime.now(UTC).date().isoformat(),
            "people": asked.people,
            "rows": measured(asked.people),
        }
    if asked.write:
        KEPT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return 0


def _worker(run: str) -> int:
    import django

    django.setup()
    from uuid import UUID

    from django.utils import timezone

    from fairlead.matching.actions import running

    running.carry_out(UUID(run), at=timezone.now())
    return 0


if __name__ == "__main__":
    sys.exit(main())
