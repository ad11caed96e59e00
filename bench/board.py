"""How long the board of a run with 500 pairs takes: the page, an effect, a change, the poll.

`python -m bench.board` makes a database of its own, measures the CPU time of the web process, and prints a
table; with `--write` it also keeps the figures for docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

HERE = Path(__file__).resolve().parent
KEPT = HERE / "results" / "board.json"
TURNS = 7
PAIRS = 500
MOST_MILLISECONDS, MOST_KILOBYTES = 150, 100
SAID = """Written by `python -m bench.board --write` ({day}): {pairs} mentees and as many mentors, SQLite,
Django's test client. Median (least to most) of {turns} turns in CPU time of the web process, after one that
fills what is kept in memory. Aimed at: {most} ms and {kilobytes} kB for the board."""
Row = dict[str, Any]


def timed(deed: Callable[[], Any]) -> tuple[list[float], int]:
    """Milliseconds of each turn, and the bytes of the last answer."""
    turns, size = [], 0
    deed()
    for _turn in range(TURNS):
        begun = time.process_time()
        answer = deed()
        turns.append(1000 * (time.process_time() - begun))
        size = len(answer.content)
    return turns, size


def measured() -> list[Row]:
    """The figures of each page, on a round with so many mentees and mentors."""
    import django

    django.setup()
    from bench.board_people import board

    client, addresses, post = board(PAIRS)
    rows = [(name, timed(lambda url=url: client.get(url))) for name, url in addresses.items()]
    rows.append(("lock and undo a pair (two posts)", timed(post)))
    return [
        {"what": what, "milliseconds": turns, "kilobytes": round(size / 1000, 1)}
        for what, (turns, size) in rows
    ]


def section(folder: Path = KEPT.parent) -> list[str]:
    """The kept figures as a part of the page of results; nothing where none are kept."""
    path = folder / KEPT.name
    return told(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else []


def told(kept: dict[str, Any]) -> list[str]:
    """Figures as a table."""
    head = SAID.format(**kept, turns=TURNS, most=MOST_MILLISECONDS, kilobytes=MOST_KILOBYTES)
    lines = ["## The board of a run", "", head, "", "| what | time | page |", "|---|---|---|"]
    for one in kept["rows"]:
        turns = one["milliseconds"]
        time_told = f"{statistics.median(turns):.0f} ms ({min(turns):.0f} to {max(turns):.0f})"
        lines.append(f"| {one['what']} | {time_told} | {one['kilobytes']:.0f} kB |")
    return [*lines, ""]


def main() -> int:
    """Measure, print, and keep the figures if asked; 1 when the page is too large."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    with TemporaryDirectory() as folder:
        os.environ["FAIRLEAD_DATABASE_URL"] = f"sqlite:///{folder}/board.sqlite3"
        kept = {"day": datetime.now(UTC).date().isoformat(), "pairs": PAIRS, "rows": measured()}
    print("\n".join(told(kept)))
    if asked.write:
        KEPT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return int(any(one["kilobytes"] > MOST_KILOBYTES for one in kept["rows"]))


if __name__ == "__main__":
    sys.exit(main())
