"""A national network: how long list pages take for 100,000 people, beside the same pages for 1,000.

`python -m bench.network` starts a PostgreSQL of its own and fills two databases with the same 200
institutions and 20 programmes of ten institutions each, in rounds of 500 people: 1,000 people, all in the
programme that is looked at, or 100,000, shared out evenly. It opens every page several times in turns, and
prints queries, CPU times and their ratio. `--people 20000` makes the larger one smaller, for a first look;
`--write` keeps the figures for docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

FEW, MANY = 1_000, 100_000
TURNS, EACH = 3, 5
ALLOWED = 1.5
RESULT = Path(__file__).parent / "results" / "network.json"
SAID = """Written by `python -m bench.network --write` ({day}): PostgreSQL, 200 institutions, 20 programmes of
ten institutions each. First 1,000 people, all in the programme that is looked at (two rounds of
500); then {people:,}, shared out evenly over the 20 programmes (ten rounds of 500 each). Rounds are
of one size in both, so a page about a round shows as much; what grows is everything around it.
Pages are opened by Django's test client. Times are the least of several turns, in CPU time of the
web process and of its process in the database: the machine was shared, and time on the clock told
more about its other guests. Met: the same number of queries, and at most 1.5 times as long. The
evaluation is no list: it counts everybody of the programme, 5,000 people in place of 1,000."""
Figures = dict[str, dict[str, float]]


def child(address: str, *words: str) -> str:
    """Run this module in a process of its own on one database, and give what it says."""
    command = [sys.executable, "-m", "bench.network", "--child", *words]
    told = subprocess.run(
        command,
        env={**os.environ, "FAIRLEAD_DATABASE_URL": address},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return told.stdout


def database(server: str, name: str, like: str = "template1") -> str:
    """The address of a new database on the server, with what is in the other one."""
    import psycopg

    parts = urlsplit(server)
    folder = parts.query.partition("host=")[2]
    with psycopg.connect(host=folder, user="fairlead", dbname="postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"'.encode())
    return urlunsplit(parts._replace(path=f"/{name}"))


def measure(people: int, turns: int) -> tuple[Figures, Figures]:
    """Queries and the quickest times of each page, for few people and for many, taken in turns."""
    from tools.postgres import running

    with running() as server:
        child(database(server, "tables"), "make", "0")
        addresses = [database(server, name, "tables") for name in ("few", "many")]
        for address, size in zip(addresses, (FEW, people), strict=True):
            child(address, "fill", str(size))
        found: list[Figures] = [{}, {}]
        for _turn in range(turns):
            for figures, address in zip(found, addresses, strict=True):
                for page, one in json.loads(child(address, "look", str(EACH))).items():
                    kept = figures.setdefault(page, one)
                    kept["ms"] = min(kept["ms"], one["ms"])
    return found[0], found[1]


def lines(few: Figures, many: Figures, people: int) -> list[str]:
    """The table: queries and milliseconds for both, and the ratio."""
    head = f"| page | queries | at {FEW:,} | at {people:,} | ratio | |"
    told = [head, "|---|---|---|---|---|---|"]
    for page, one in many.items():
        before = few[page]
        ratio = one["ms"] / before["ms"]
        same = before["queries"] == one["queries"]
        queries = f"{one['queries']:.0f}" if same else f"{before['queries']:.0f}, then {one['queries']:.0f}"
        verdict = "met" if same and ratio <= ALLOWED else "**missed**"
        told.append(
            f"| {page} | {queries} | {before['ms']:.0f} ms | {one['ms']:.0f} ms | {ratio:.2f} | {verdict} |"
        )
    return told


def section(folder: Path = RESULT.parent) -> list[str]:
    """What the page of results says of the network; nothing before it was measured."""
    path = folder / RESULT.name
    if not path.exists():
        return []
    kept = json.loads(path.read_text(encoding="utf-8"))
    table = lines(kept["few"], kept["many"], kept["people"])
    return ["## The pages of a national network", "", SAID.format(**kept), "", *table, ""]


def main(given: list[str]) -> int:
    """Measure and print; with `--write` keep the figures for the page."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=MANY)
    asked.add_argument("--turns", type=int, default=TURNS)
    asked.add_argument("--write", action="store_true")
    asked.add_argument("--child", nargs=2)
    options = asked.parse_args(given)
    if options.child:
        return _answer(*options.child)
    few, many = measure(options.people, options.turns)
    print("\n".join(lines(few, many, options.people)))
    if options.write:
        kept: dict[str, Any] = {
            "people": options.people,
            "day": datetime.now(tz=UTC).date().isoformat(),
            "few": few,
            "many": many,
        }
        RESULT.write_text(json.dumps(kept, indent=1, sort_keys=False) + "\n", encoding="utf-8")
    return 0


def _answer(do: str, number: str) -> int:
    """What a child does: fill its database, or look at the pages and print their figures."""
    from bench import network_pages

    network_pages.begin()
    if do in {"make", "fill"}:
        from bench import network_people

        network_people.fill(int(number)) if do == "fill" else network_people.make_tables()
    else:
        print(json.dumps(network_pages.look(int(number))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
