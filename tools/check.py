"""Everything `make test` checks, in order, and one honest summary of what ran and what did not.

`python tools/check.py [--only lint|sqlite|postgres|browser]`
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import postgres

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
PARTS = ("lint", "sqlite", "postgres", "browser")
LIMIT_SECONDS = 25 * 60
CLOSING = re.compile(r"^=*\s*((?:\d+ [a-z]+(?:, )?)+) in [\d.]+s")
NOTHING_COLLECTED = 5
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LINTS: dict[str, list[str]] = {
    "types": ["mypy"],  # takes longest
    "style": ["ruff", "check", "--quiet", "--output-format", "concise", "."],
    "format": ["ruff", "format", "--check", "--output-format", "concise", "."],
    "templates": ["djlint", "--lint", "--quiet", "src"],
    "import contracts": ["lint-imports", "--no-cache"],
    "security": ["bandit", "--quiet", "--recursive", "--configfile", "pyproject.toml", "src", "tools"],
}


@dataclass(frozen=True)
class Outcome:
    """What became of one check; `counts` are pytest's."""

    name: str
    state: str
    seconds: float = 0.0
    detail: str = ""
    counts: str = ""


def execute(command: Sequence[str], *, loud: bool, **variables: str) -> tuple[int, list[str]]:
    """Run a program of the environment within the time limit; its status and lines."""
    environment = {**os.environ, "PYTHONHASHSEED": "0", "FAIRLEAD_SECRET_KEY": ROOT.name, **variables}
    process = subprocess.Popen(
        [str(BIN / command[0]), *command[1:]],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
        preexec_fn=postgres.end_with_parent,
    )
    timer = threading.Timer(LIMIT_SECONDS, os.killpg, (process.pid, signal.SIGKILL))
    timer.start()
    lines = []
    try:
        for line in process.stdout or ():
            lines.append(line.rstrip("\n"))
            if loud:
                print(lines[-1], flush=True)
        return process.wait(), lines
    finally:
        timer.cancel()
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)


def lint(name: str, command: Sequence[str]) -> Outcome:
    """One check that reads the code; it speaks only when something is wrong."""
    began = time.monotonic()
    status, lines = execute(command, loud=False)
    seconds = time.monotonic() - began
    if status == 0:
        print(f"{name}: passed", flush=True)
        return Outcome(name, "passed", seconds)
    print(f"{name}: failed ({' '.join(command)})\n" + "\n".join(f"  {line}" for line in lines), flush=True)
    return Outcome(name, "failed", seconds, "see above; much of it `make format` mends")


def lints() -> list[Outcome]:
    """All checks that read the code, two at a time."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lint, LINTS.keys(), LINTS.values()))


def suite(name: str, arguments: Sequence[str], **variables: str) -> Outcome:
    """One run of pytest."""
    print(f"\n{name}", flush=True)
    began = time.monotonic()
    status, lines = execute(["pytest", "--quiet", *arguments], loud=True, **variables)
    seconds = time.monotonic() - began
    closing = next((found[1] for line in reversed(lines) if (found := CLOSING.match(line))), "")
    if status == NOTHING_COLLECTED:
        return Outcome(name, "skipped", seconds, "there are no such tests")
    if status == -signal.SIGKILL:
        return Outcome(name, "failed", seconds, f"stopped after {LIMIT_SECONDS} s")
    return Outcome(name, "passed" if status == 0 else "failed", seconds, closing, closing)


def on_sqlite() -> Outcome:
    """The whole suite but the journeys; the demo that is served in it goes through the migrations."""
    arguments = ["-n", "2", "--dist", "worksteal", "-m", "not browser", "--nomigrations"]
    return suite("suite on SQLite", arguments, FAIRLEAD_DATABASE_URL="")


def on_postgres() -> Outcome:
    """What means more on another database, sampled, again on a PostgreSQL of our own."""
    name = "suite on PostgreSQL"
    try:
        with postgres.running() as address:
            arguments = [
                "-n",
                "2",
                "--dist",
                "worksteal",
                "-m",
                "not browser",
                "--nomigrations",
                "--only-database",
                "--sampled",
            ]
            return suite(name, arguments, FAIRLEAD_DATABASE_URL=address)
    except postgres.NoPostgres as problem:
        return Outcome(name, "skipped", detail=f"no PostgreSQL here: {problem}")


def chromium() -> str:
    """Where Chromium is; installed by apt-get where we may. Raises `LookupError` with the reason."""
    candidates = [os.environ.get("CHROMIUM", ""), *CHROMIUM]
    found = next((path for word in candidates if word and (path := shutil.which(word))), None)
    if found:
        return found
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise LookupError("no Chromium here (install it, or name it in CHROMIUM)")
    print("\nInstalling Chromium for the browser journeys ...", flush=True)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": False}
    for words in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        subprocess.run(  # type: ignore[call-overload]
            ["apt-get", *words], env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, **quiet
        )
    found = shutil.which("chromium")
    if not found:
        raise LookupError("no Chromium here, and apt-get could not install it")
    return found


def in_browser() -> Outcome:
    """The journeys in a real Chromium."""
    name = "browser journeys"
    try:
        arguments = ["-n", "2", "--dist", "worksteal", "-m", "browser", "--nomigrations"]
        return suite(name, arguments, CHROMIUM=chromium(), FAIRLEAD_DATABASE_URL="")
    except LookupError as reason:
        return Outcome(name, "skipped", detail=str(reason))


def summary(outcomes: Sequence[Outcome], seconds: float) -> str:
    """The closing lines: one per check, then pytest's counts over all suites."""
    width = max(len(outcome.name) for outcome in outcomes)
    lines = ["", "What was checked"]
    lines += [
        f"  {one.state:8}{one.name:{width}}  {one.seconds:6.1f} s  {one.detail}".rstrip() for one in outcomes
    ]
    totals: dict[str, int] = {}
    for number, word in re.findall(r"(\d+) ([a-z]+)", ", ".join(one.counts for one in outcomes)):
        totals[word] = totals.get(word, 0) + int(number)
    skipped = [one.name for one in outcomes if one.state == "skipped"]
    failed = [one.name for one in outcomes if one.state == "failed"]
    if skipped:
        lines.append(f"Did not run: {', '.join(skipped)}.")
    lines.append(f"Failed: {', '.join(failed)}." if failed else "Everything that ran passed.")
    if totals:
        counts = ", ".join(f"{number} {word}" for word, number in totals.items())
        lines.append(f"{f' {counts} in {seconds:.2f}s ':=^80}")
    return "\n".join(lines)


def main() -> int:
    """Run what was asked for, all of it by default; 1 when anything failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", action="append", choices=PARTS, help="only this part (may be repeated)")
    wanted = parser.parse_args().only or PARTS
    signal.signal(signal.SIGTERM, lambda signum, frame: sys.exit(1))  # so that everything is tidied up
    began = time.monotonic()
    suites: dict[str, Callable[[], Outcome]] = {
        "sqlite": on_sqlite,
        "postgres": on_postgres,
        "browser": in_browser,
    }
    outcomes = lints() if "lint" in wanted else []
    outcomes += [run() for part, run in suites.items() if part in wanted]
    print(summary(outcomes, time.monotonic() - began), flush=True)
    return 1 if any(one.state == "failed" for one in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
