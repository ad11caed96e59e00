"""What is measured: each line of the table of targets, with the cases that decide it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench import instances
from bench.instances import PLACES

Build = Callable[[Path], None]
LAPX = (
    "lapx lapjvr float64",
    "lapx lapjvx float64",
    "lapx lapjvr float32",
    "lapx lapjvs float32",
    "lapx lapjvs float32, padded",
)
NEIGHBOURS = ("matching", "mentor-match", "faiss")


@dataclass(frozen=True)
class Target:
    """What a case is to reach.

    `kind`: "seconds" or "memory" (MB), at most `number`; "faster" (wall), "faster cpu" or "smaller" (memory),
    at least `number` times, than the best peer whose name begins with `peer`.
    """

    kind: str
    number: float
    peer: str = ""

    def words(self) -> str:
        """The target as the table tells it."""
        beside = f" as {self.peer}" if self.peer else ""
        if self.kind == "seconds":
            return f"at most {1000 * self.number:g} ms" if self.number < 1 else f"at most {self.number:g} s"
        if self.kind == "memory":
            return (
                f"at most {self.number:g} MB" if self.number < 1000 else f"at most {self.number / 1024:g} GB"
            )
        if self.kind == "smaller":
            return f"at most 1/{self.number:g} of {self.peer}'s memory"
        if self.number == 1:
            return f"at least as fast{beside}"
        if self.number < 1:
            return f"at most {1 / self.number:g} times as long{beside}"
        time = " in CPU time" if self.kind == "faster cpu" else ""
        return f"at least {self.number:g} times as fast{beside}{time}"


@dataclass(frozen=True)
class Case:
    """One instance and who solves it. The first of `ours` is the one that is compared and judged.

    `limit` and `full_limit`: seconds for one turn of a peer in the short and in the full run. `slow` peers
    and `full` cases are left to the full run. `alone`: one contender after the other, where they do not fit
    into memory together.
    """

    name: str
    line: str
    title: str
    build: Build
    ours: tuple[str, ...]
    peers: tuple[str, ...] = ()
    slow: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()
    limit: float = 20
    full_limit: float = 900
    full: bool = False
    alone: bool = False


def _people(size: int, share: float) -> Build:
    def build(folder: Path) -> None:
        pool = instances.realistic(size, share)
        instances.save_pool(folder, pool)
        instances.save_scores(folder, instances.dense(pool), pool.places)

    return build


def _files(size: int) -> Build:
    def build(folder: Path) -> None:
        from bench.people import save_files

        pool = instances.realistic(size, 1.0)
        save_files(folder, pool)
        instances.save_pool(folder, pool)
        instances.save_scores(folder, instances.dense(pool), pool.places)

    return build


def _square(scores: Callable[[], instances.Ints]) -> Build:
    def build(folder: Path) -> None:
        found = scores()
        instances.save_scores(folder, found, np.ones(len(found), dtype=np.int64))

    return build


def _all_allowed(size: int) -> Build:
    return _square(lambda: instances.dense(instances.realistic(size, 2.0), rules=False)[:, :size])


def _lists(size: int, share: float) -> Build:
    def build(folder: Path) -> None:
        instances.save_lists(folder, instances.lists(instances.realistic(size, share)))

    return build


def _pool(size: int) -> Build:
    return lambda folder: instances.save_pool(folder, instances.realistic(size, 2.0))


def _sample(size: int) -> Build:
    def build(folder: Path) -> None:
        from bench.people import save_sample

        save_sample(folder, size)

    return build


LINES = {
    "people": "20-500 people from Python, rules, scores, reasons",
    "dense-2000": "2,000 dense, warm",
    "dense-5000": "5,000 dense-exact (ample / balanced / scarce)",
    "dense-20000": "20,000 x 20,000 dense-exact (ample / balanced)",
    "machol-wien": "Machol-Wien 2,000 and 5,000",
    "sparse-10000": "10,000 x 32 sparse (beside the targets)",
    "sparse-100000": "100,000 x 32 sparse (ample / balanced / scarce)",
    "sparse-1000000": "1 M x 32 sparse (ample / balanced)",
    "candidates": "1 M x 1 M candidates, exact, hard rules",
    "certified": "1 M x 1 M, certified over 10^12 pairs",
    "rerun": "rerun after one lock or applicant, 2,000",
    "mentor-match": "mentor-match's sample, 500 + 500",
}


def _of_people() -> list[Case]:
    ours = ("Fairlead, with reasons", "Fairlead, from people", "Fairlead, with all alternatives")
    peers = ("scipy", "OR-Tools flow", "HiGHS", "matching")
    found = [
        Case(
            f"people-{size}",
            "people",
            f"{size} people",
            _people(size, 1.0),
            ours,
            peers,
            targets=(Target("seconds", 0.05),),
        )
        for size in (20, 100, 500)
    ]
    command = Case(
        "command-100",
        "people",
        "100 people, cold command",
        _files(100),
        ("fairlead match",),
        ("scipy",),
        targets=(Target("seconds", 2.0),),
    )
    return [*found, command]


def _dense() -> list[Case]:
    peers = ("scipy", *LAPX, "OR-Tools assignment", "POT")
    bar = (Target("faster", 1, "lapx"), Target("seconds", 0.02))
    squares: tuple[tuple[str, str, Build, tuple[Target, ...]], ...] = (
        ("dense-2000", "all pairs allowed, one each", _all_allowed(2000), bar),
        ("dense-2000-rules", "rules, places 1-3", _people(2000, 1.0), bar),
        ("uniform-2000", "uniform scores to 999,999", _square(lambda: instances.uniform(2000)), ()),
        ("low-rank-2000", "low-rank scores", _square(lambda: instances.low_rank(2000)), ()),
    )
    return [
        Case(
            name,
            "dense-2000",
            f"2,000 dense: {title}",
            build,
            ("Fairlead, from codes", "Fairlead, from people", "Fairlead")
            if name.endswith("rules")
            else ("Fairlead", "Fairlead, levels alone"),
            tuple(peer for peer in peers if not (name.endswith("rules") and peer == "OR-Tools assignment")),
            targets=targets,
        )
        for name, title, build, targets in squares
    ]


def _dense_exact() -> list[Case]:
    found = []
    for size, line, least in ((5000, "dense-5000", (4, 4, 4)), (20_000, "dense-20000", (25, 8))):
        for supply, times in zip(PLACES, least, strict=False):
            large = size > 5000
            quick = "lapx lapjvr float32" if supply == "ample" else "lapx lapjvs float32"
            case = Case(
                f"dense-{size}-{supply}",
                line,
                f"{size:,} dense-exact, {supply} places",
                _people(size, PLACES[supply]),
                ("Fairlead, from codes",) if large else ("Fairlead, from codes", "Fairlead"),
                (quick,) if large else ("scipy", *LAPX),
                slow=tuple(peer for peer in ("scipy", *LAPX[2:4]) if peer != quick) if large else (),
                targets=(Target("faster", times), *((Target("memory", 400),) if large else ())),
                limit=45 if large else 20,
                alone=large,
            )
            found.append(case)
    return found


def _hard() -> list[Case]:
    def build(size: int) -> Build:
        return _square(lambda: instances.machol_wien(size))

    return [
        Case(
            f"machol-wien-{size}",
            "machol-wien",
            f"Machol-Wien {size:,}",
            build(size),
            ("Fairlead",),
            ("POT", "OR-Tools assignment"),
            slow=("scipy", "lapx lapjvr float64"),
            targets=(Target("faster", 1 / 1.5, "OR-Tools"),),
            limit=30,
            alone=size > 2000,
        )
        for size in (2000, 5000)
    ]


def _sparse() -> list[Case]:
    found = []
    for size, least in ((10_000, ()), (100_000, (40, 4, 5)), (1_000_000, (40, 4))):
        for place, supply in enumerate(PLACES):
            if size == 1_000_000 and supply == "scarce":
                continue
            targets: tuple[Target, ...] = (Target("faster", least[place], "OR-Tools"),) if least else ()
            if size == 1_000_000:
                kind = "faster cpu" if supply == "ample" else "faster"
                targets = (Target(kind, least[place], "OR-Tools"), Target("smaller", 6, "OR-Tools"))
            case = Case(
                f"sparse-{size}-{supply}",
                f"sparse-{size}",
                f"{size:,} x 32, {supply} places",
                _lists(size, PLACES[supply]),
                ("Fairlead", "Fairlead, levels alone"),
                ("OR-Tools flow", "scipy sparse")
                if supply == "ample" and size < 10**6
                else ("OR-Tools flow",),
                slow={10_000: ("scipy sparse", "HiGHS", "lapx lapmod"), 100_000: ("scipy sparse",)}.get(
                    size, ()
                ),
                targets=targets,
                limit=60,
                full_limit=3600 if size == 1_000_000 else 900,
                full=size == 1_000_000,
                alone=size == 1_000_000,
            )
            found.append(case)
    return found


def _others() -> list[Case]:
    return [
        Case(
            "mentor-match-500",
            "mentor-match",
            "500 and 500 after mentor-match's sample",
            _sample(500),
            ("Fairlead, on the sample",),
            ("mentor-match",),
            targets=(Target("faster", 100),),
            limit=150,
            alone=True,
        ),
    ]


def _all_pairs() -> list[Case]:
    found = []
    for size in (20_000, 100_000, 1_000_000):
        large = size == 1_000_000
        case = Case(
            f"candidates-{size}",
            "candidates",
            f"the best 50 of {size:,} for each of {size:,}",
            _pool(size),
            ("Fairlead, candidates",),
            ("faiss",),
            targets=(Target("faster cpu", 60, "faiss"),) if large else (),
            limit=60,
            full=large,
            alone=True,
        )
        found.append(case)
    for size in (100_000, 1_000_000):
        large = size == 1_000_000
        case = Case(
            f"certified-{size}",
            "certified",
            f"{size:,} x {size:,}, ample places, certified",
            _pool(size),
            ("Fairlead, from codes",),
            targets=(Target("seconds", 90), Target("memory", 1536)) if large else (),
            full=large,
        )
        found.append(case)
    return found


def _again() -> list[Case]:
    return [
        Case(
            f"rerun-2000-{what}",
            "rerun",
            f"2,000, again after one {what}",
            _people(2000, 1.0),
            (f"Fairlead, again after {article} {what}",),
            (f"Fairlead, anew after {article} {what}",),
            targets=(Target("faster", 20),),
        )
        for what, article in (("lock", "a"), ("applicant", "an"))
    ]


CASES = [
    *_of_people(),
    *_dense(),
    *_dense_exact(),
    *_hard(),
    *_sparse(),
    *_all_pairs(),
    *_again(),
    *_others(),
]


PRACTICE: dict[str, Build] = {
    "people": _files(20),
    "machol-wien": _square(lambda: instances.machol_wien(300)),
    "sparse-10000": _lists(2000, 1.0),
    "sparse-100000": _lists(2000, 1.0),
    "sparse-1000000": _lists(2000, 1.0),
    "mentor-match": _sample(50),
}


def practice(case: Case) -> Build:
    """A small instance that the engine solves in the same way as the case, so that its code is compiled."""
    return PRACTICE.get(case.line, _files(800))


def chosen(names: list[str], full: bool) -> list[Case]:
    """The cases with these names or first parts of names; without names all of the run. Raises `KeyError`."""
    if not names:
        return [case for case in CASES if full or not case.full]
    found = {name: [case for case in CASES if f"{case.name}-".startswith(f"{name}-")] for name in names}
    missing = [name for name, some in found.items() if not some]
    if missing:
        raise KeyError(", ".join(missing))
    return [case for case in CASES if any(case in some for some in found.values())]
