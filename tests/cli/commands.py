"""Run a command of the shell within the test, in a folder of its own."""

import argparse
import json
from pathlib import Path
from typing import Any

from fairlead.cli import load


def run(name: str, *words: object) -> int:
    parser = argparse.ArgumentParser()
    command = load(name)
    command.add_arguments(parser)
    return command.run(parser.parse_args([str(word) for word in words]))


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")


def solve(folder: Path, *words: object) -> int:
    """`fairlead solve` on edges.csv and capacities.csv of the folder."""
    return run(
        "solve",
        "--edges",
        folder / "edges.csv",
        "--capacities",
        folder / "capacities.csv",
        "--out",
        folder / "pairs.csv",
        "--report",
        folder / "report.json",
        *words,
    )


def match(folder: Path, *words: object) -> int:
    """`fairlead match` on mentors.csv, mentees.csv and policy.toml of the folder."""
    return run(
        "match",
        "--mentors",
        folder / "mentors.csv",
        "--mentees",
        folder / "mentees.csv",
        "--policy",
        folder / "policy.toml",
        "--out",
        folder / "pairs.csv",
        "--report",
        folder / "report.json",
        *words,
    )


def pairs(folder: Path) -> str:
    return (folder / "pairs.csv").read_text("utf-8")


def report(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "report.json").read_text("utf-8"))


def written(folder: Path) -> list[str]:
    """Which results there are."""
    return sorted(path.name for path in folder.iterdir() if path.name in ("pairs.csv", "report.json"))
