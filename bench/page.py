"""The page of results, written from the kept files alone: the targets, then everybody's figures."""

from __future__ import annotations

import statistics
import tomllib
from pathlib import Path
from typing import Any

from bench import big_run, board, network, plot
from bench.cases import CASES, LINES, NEIGHBOURS, Case, Target
from bench.environments import HERE, packages
from bench.results import FOLDER, Ratio, kept, median, met, ratio

DOCS = HERE.parent / "docs"
PAGE = DOCS / "performance.md"
PICTURE = DOCS / "pictures" / "performance.svg"
NOTES = HERE / "notes.toml"
VERDICT = {True: "met", False: "**missed**", None: "not measured"}
ENVIRONMENTS = ("flow", "highs", "matching", "mentor-match", "faiss")
Found = dict[str, Any]


def seconds(value: float) -> str:
    """A time as people read it."""
    if value < 0.0995:
        return f"{1000 * value:.2g} ms" if value < 0.00995 else f"{1000 * value:.0f} ms"
    return f"{value:.2f} s" if value < 9.995 else f"{value:,.0f} s"


def memory(megabytes: float) -> str:
    """Memory as people read it."""
    return f"{megabytes:.0f} MB" if megabytes < 1000 else f"{megabytes / 1024:.1f} GB"


def times(value: float) -> str:
    """A ratio with two or three figures."""
    return f"{value:.2f}" if value < 2 else f"{value:.1f}" if value < 20 else f"{value:,.0f}"


def spread(turns: list[float], share: float = 1) -> str:
    """Median and range of the turns."""
    middle, low, high = (value / share for value in (statistics.median(turns), min(turns), max(turns)))
    return seconds(middle) if len(turns) == 1 else f"{seconds(middle)} ({seconds(low)} to {seconds(high)})"


def ratio_told(one: Ratio | None) -> str:
    """A ratio with its spread and the peer it is against."""
    if one is None:
        return "-"
    if one.at_least:
        return f"over {times(one.value)} x {one.peer}, which ran out of time"
    return f"{times(one.value)} x {one.peer} ({times(one.low)} to {times(one.high)})"


def remark(name: str, one: Found, first: Found) -> str:
    """What is to be said of a contender's figures."""
    said = []
    if one.get("wrong"):
        said.append(f"WRONG in single precision: {one['matched']:,} matched, {one['score']:,} points")
    elif name in NEIGHBOURS and name != "faiss" and "matched" in one:
        said.append(f"another aim: {one['matched']:,} matched, {one['score']:,} points")
    elif (
        "matched" in one
        and "matched" in first
        and (one["matched"], one["score"]) != (first.get("matched"), first.get("score"))
    ):
        said.append(f"DIFFERENT: {one['matched']:,} matched, {one['score']:,} points")
    if one.get("share", 1) != 1:
        said.append(f"scaled up from {one['share']:.2%} of the mentees")
    if "measured" in one:
        said.append(f"measured {one['measured']}")
    if one.get("once"):
        said.append("one turn without a warm-up, as it takes long")
    if "loading" in one:
        said.append(f"{seconds(statistics.median(one['loading']))} of it loading")
    if "recall" in one:
        said.append(f"{one['recall']:.1%} of the best allowed")
    if "method" in one:
        said.append(f"{one['status']}, {one['method']}")
    return "; ".join(said)


def printed(case: Case, found: Found) -> list[str]:
    """A case's results for the terminal."""
    first = found["contenders"][case.ours[0]]
    if "matched" in first:
        about = f"{first['matched']:,} matched, {first['score']:,} points"
    else:
        about = str(first.get("failed"))
    lines = ["", f"{case.name}: {case.title}: {about}"]
    for name, one in found["contenders"].items():
        if "wall" not in one:
            lines.append(f"  {name:32} {one.get('failed', '-')}")
            continue
        figures = f"{spread(one['wall'], one.get('share', 1)):36} {memory(one['peak']):>8}"
        lines.append(f"  {name:32} {figures}  {remark(name, one, first)}".rstrip())
    for target in case.targets:
        verdict = VERDICT[met(case, found, target)].strip("*")
        lines.append(f"  target: {target.words()}: {verdict}; {reached(case, found, target)}")
    if not case.targets and (one := ratio(case, found)):
        lines.append(f"  {ratio_told(one)}")
    return lines


def reached(case: Case, found: Found, target: Target) -> str:
    """What was measured where a target looks."""
    ours = found["contenders"].get(case.ours[0], {})
    if "wall" not in ours:
        return str(ours.get("failed", "-"))
    if target.kind == "seconds":
        return f"{spread(ours['wall'])}; CPU time {seconds(statistics.median(ours['cpu']))}"
    if target.kind == "memory":
        return memory(ours["peak"])
    if target.kind == "smaller":
        peers = [one["peak"] for name, one in found["contenders"].items() if name.startswith(target.peer)]
        return f"{memory(ours['peak'])} beside {memory(min(peers))}" if peers else memory(ours["peak"])
    by_cpu = ratio(case, found, "cpu", target.peer)
    if target.kind == "faster cpu":
        return f"{ratio_told(by_cpu)}, CPU time"
    told = ratio_told(ratio(case, found, "wall", target.peer))
    return f"{told}; by CPU time {times(by_cpu.value)} x {by_cpu.peer}" if by_cpu else told


def notes(path: Path = NOTES) -> dict[str, dict[str, str]]:
    """What people say to the figures: "lines" and "cases", each with a remark by name."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def target_table(some: list[tuple[Case, Found | None]], said: dict[str, dict[str, str]]) -> list[str]:
    """The table of targets."""
    lines = ["| case | target | measured here | | remark |", "|---|---|---|---|---|"]
    for case, found in some:
        for place, target in enumerate(case.targets):
            what = reached(case, found, target) if found else "-"
            verdict = VERDICT[met(case, found, target) if found else None]
            note = said["cases"].get(case.name, "") if place == 0 else ""
            title = case.title if place == 0 else ""
            lines.append(f"| {title} | {target.words()} | {what} | {verdict} | {note} |")
    return lines


def busy(found: Found) -> str:
    """On how many cores a case was measured, and what others took of their time meanwhile."""
    others, cores = found.get("others"), found["machine"]["cores"]
    return "" if others is None else f", {cores} core{'s' * (cores != 1)}, others took {others:.1%}"


def case_table(case: Case, found: Found) -> list[str]:
    """Everybody's figures for one case."""
    first = found["contenders"][case.ours[0]]
    matched = (
        f"{first['matched']:,} matched, {first['score']:,} points" if "matched" in first else "no result"
    )
    lines = [
        f"**{case.title}** ({matched}; measured {found['measured']}, commit {found['commit']}{busy(found)})",
        "",
        "| | median (range) | CPU | turns | peak memory | |",
        "|---|---|---|---|---|---|",
    ]
    for name, one in found["contenders"].items():
        shown = f"**{name}**" if name in case.ours else name
        if "wall" not in one:
            lines.append(f"| {shown} | {one.get('failed', '-')} | | | | |")
            continue
        cpu = median(one, "cpu")
        figures = (
            spread(one["wall"], one.get("share", 1)),
            seconds(cpu) if cpu is not None else "-",
            str(len(one["wall"])),
            memory(one["peak"]),
            remark(name, one, first),
        )
        lines.append(f"| {shown} | {' | '.join(figures)} |")
    return [*lines, ""]


def cores_told(one: Found) -> str:
    """How many cores there were, and how many of them everybody was held on."""
    there = one.get("of") or one["cores"]
    whole = "1 core" if there == 1 else f"{there} cores"
    return whole if there == one["cores"] else f"{whole}, everybody held on {one['cores']} of them"


def machines(some: list[Found]) -> list[str]:
    """Each machine and set of versions that results come from."""
    told = {}
    for found in some:
        one = found["machine"]
        versions = ", ".join(f"{name} {number}" for name, number in one["versions"].items())
        size = f", {one['memory']} GB" if one["memory"] else ""
        where = f"{one['processor']}, {cores_told(one)}{size}, {one['system']}"
        told[f"- {where}, Python {one['python']}; {versions}"] = None
    return list(told)


HEAD = """# How fast, beside others

Written by `bench/run.py` from the files in `bench/results`; remarks come from `bench/notes.toml`. Do not
edit by hand.

Everybody solves the same instance, in a process of their own, taking turns. First the results are compared:
mentees matched, then total score. Whoever finds another optimum is marked and the run fails. Then the
times: medians, in brackets the range. A ratio above 1 means that the engine is faster; its range sets the
fastest turn of one against the slowest of the other.

The comparison favours the others. The engine's time is the whole call of `solve`: pairs, canonical choice
among equally good ones, prices, and the check of the proof by separate code over all allowed pairs. The
dense peers get their finished matrix of costs for nothing and stop at an optimum without a proof. "From
people" starts even earlier, with what people said: rules and scores are part of the time. A graph that
exists only inside a library (OR-Tools) is built within its time, and the table says how much of it that
was. Peak memory is the whole process with its input. Contenders in single precision (float32) count as
peers only where they find the right optimum. The engine's code is compiled before the measurement, as it is
on any machine after the first use; see below what the first use costs.

Beside each case stands what others took of the measured cores' time meanwhile: other programs, the system
itself, other guests of the same host. Where that is more than a few per cent, read the CPU time. Where
everybody is held on one core (see the machine at the end), wall time is one thread's, for the engine as for
its peers: on more cores the engine shares out candidates and pricing of large pools, faiss its search; the
others (lapx, scipy, POT, OR-Tools, HiGHS's simplex) have one thread. Where the engine was measured anew
beside what its peers took before, they stand with their own day and hour.

"""
TAIL = """## To repeat

`make bench` takes minutes and leaves out the million and the slow peers; `make bench-full` measures
everything and takes hours. `python bench/run.py --list` names the cases, `--only NAME --times N` measures
one, `--page` writes this page anew. The peers' environments are made by uv in `bench/.venvs` from
`bench/requirements`; one that cannot be installed is told in the tables. Nothing in the product depends on
them. Instances are made by `bench/instances.py` from the seed; its head says how.

Where a machine has other work, hold the measuring on a core that the others leave alone, as was done here
(`taskset -c 0 python bench/run.py`). On a busy machine `--patience 5` gives everybody five times as long, and
`--ours` measures the engine anew beside what its peers took before (each with its day). Before anything is
measured the engine's code is compiled on a small instance. To compile all of it takes about 45 s of CPU time,
once for each version (`python -m fairlead.engine.prepare`); small work does not wait for it.
"""


def text(folder: Path = FOLDER, notes_path: Path = NOTES) -> str:
    """The page."""
    said = notes(notes_path)
    some = [(case, kept(case, folder)) for case in CASES]
    measured = [found for _, found in some if found]
    lines = ["## The targets", "", *target_table([one for one in some if one[0].targets], said), ""]
    lines += ["![Ratio of the best peer's time to the engine's, by case](pictures/performance.svg)", ""]
    for line, title in LINES.items():
        own = [(case, found) for case, found in some if case.line == line and found]
        if not own:
            continue
        lines += [f"## {title}", ""]
        if line in said["lines"]:
            lines += [said["lines"][line], ""]
        for case, found in own:
            lines += case_table(case, found)
    lines += network.section(folder)
    lines += board.section(folder)
    lines += big_run.section(folder)
    lines += ["## Machine and versions", "", *machines(measured)]
    for name in ENVIRONMENTS:
        told = ", ".join(f"{package} {number}" for package, number in packages(name).items())
        lines.append(f"- peers, environment {name}: {told}")
    seeds = sorted({found["seed"] for found in measured})
    lines += [f"- seed of the instances: {', '.join(map(str, seeds))}", ""]
    return HEAD + "\n".join(lines) + "\n" + TAIL


def write() -> None:
    """Write the page and its picture."""
    PAGE.write_text(text(), encoding="utf-8")
    rows = []
    for case in CASES:
        found = kept(case)
        one = ratio(case, found) if found else None
        compared = not case.targets or any(target.kind.startswith("faster") for target in case.targets)
        if found and one and compared:
            goals = [target for target in case.targets if target.kind == "faster"]
            goal = next((one_of.number for one_of in goals if one.peer.startswith(one_of.peer)), None)
            rows.append(plot.Row(case.title, one.peer, one.value, one.low, one.high, goal))
    PICTURE.write_text(plot.svg(rows), encoding="utf-8")
