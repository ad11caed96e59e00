"""Measure the matching engine beside scipy's assignment solver on the same dense problems: `make bench`.

Both solve each problem in the same run; first their results are compared (mentees matched, total score),
and only then their times, as medians and as a ratio. They do not do the same work: the engine settles ties
so that the same people always give the same pairs, and proves its optimum by prices that a second program
checks; scipy stops at an optimum. Nothing in the product depends on this file.
"""

import argparse
import platform
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from fairlead.engine.model import Objective, Problem
from fairlead.engine.solvers import solve

SEED = 20261005
FORBIDDEN_SHARE = 0.15
TOP_SCORE = 1000
SIZES = (30, 100, 300, 1000)
PLACES_PER_MENTEE = {"scarce": 0.7, "balanced": 1.0, "ample": 1.4}
Scores = NDArray[np.int64]


@dataclass(frozen=True)
class Case:
    """A dense problem: `scores` (mentees, mentors), -1 where forbidden; each mentor's `places`."""

    name: str
    scores: Scores
    places: Scores


def case(mentees: int, supply: str, seed: int) -> Case:
    """People as in a form export: areas wanted and offered, languages, a grade; one to three places.

    A score adds the share of wanted areas that are covered (600), a second common language (150), and
    nearness of grade (250); 15 % of the pairs are forbidden.
    """
    draw = np.random.default_rng(seed)
    total = round(mentees * PLACES_PER_MENTEE[supply])
    places = draw.integers(1, 4, size=total)
    places = places[: int(np.searchsorted(np.cumsum(places), total)) + 1]
    mentors = len(places)
    wanted = draw.random((mentees, 18)) < 0.2
    offered = draw.random((mentors, 18)) < 0.3
    covered = (wanted[:, None, :] & offered[None, :, :]).sum(axis=2) / np.maximum(wanted.sum(axis=1), 1)[
        :, None
    ]
    languages = (draw.random((mentees, 1, 6)) < 0.4) & (draw.random((1, mentors, 6)) < 0.4)
    grades = np.abs(draw.integers(1, 10, (mentees, 1)) + 2 - draw.integers(1, 10, (1, mentors)))
    points = 600 * covered + 150 * (languages.sum(axis=2) > 1) + 250 * np.clip(1 - grades / 8, 0, 1)
    scores = points.round().astype(np.int64)
    scores[draw.random(scores.shape) < FORBIDDEN_SHARE] = -1
    return Case(f"{mentees} mentees, {mentors} mentors, {supply}", scores, places.astype(np.int64))


def by_engine(one: Case) -> Callable[[], tuple[int, int]]:
    """The engine's way: build the problem once, then solve; gives (mentees matched, total score)."""
    mentee, mentor = np.nonzero(one.scores >= 0)
    problem = Problem(
        mentees=tuple(f"mentee {number}" for number in range(one.scores.shape[0])),
        mentors=tuple(f"mentor {number}" for number in range(one.scores.shape[1])),
        pair_mentee=mentee.astype(np.int32),
        pair_mentor=mentor.astype(np.int32),
        score=one.scores[mentee, mentor],
        mentee_most=np.ones(one.scores.shape[0], dtype=np.int64),
        mentor_most=one.places,
        mentee_least=np.zeros(one.scores.shape[0], dtype=np.int64),
        mentor_least=np.zeros(one.scores.shape[1], dtype=np.int64),
    )

    def run() -> tuple[int, int]:
        solution = solve(problem, Objective(order=("mentees", "score")))
        return len(solution.pairs), solution.total_score

    return run


def by_scipy(one: Case) -> Callable[[], tuple[int, int]]:
    """scipy's way: one column per place, a bonus above every possible total for each allowed pair."""
    bonus = (TOP_SCORE + 1) * (one.scores.shape[0] + 1)
    columns = np.repeat(np.arange(len(one.places)), one.places)
    allowed = one.scores >= 0
    gain = np.where(allowed, one.scores + bonus, 0)[:, columns].astype(np.float64)

    def run() -> tuple[int, int]:
        rows, chosen = linear_sum_assignment(gain, maximize=True)
        pairs = [(i, j) for i, j in zip(rows, columns[chosen], strict=True) if allowed[i, j]]
        return len(pairs), int(sum(one.scores[pair] for pair in pairs))

    return run


def timed(run: Callable[[], tuple[int, int]], times: int) -> tuple[tuple[int, int], list[float]]:
    """The result and the seconds of each repetition; one more goes before, unmeasured."""
    result = run()
    seconds = []
    for _ in range(times):
        began = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - began)
    return result, seconds


def spread(seconds: list[float]) -> str:
    """Median and range in milliseconds."""
    low, middle, high = (1000 * value for value in (min(seconds), statistics.median(seconds), max(seconds)))
    return f"{middle:9.1f} ms ({low:.1f} to {high:.1f})"


def main() -> int:
    """Print the table; 1 when results differ."""
    parser = argparse.ArgumentParser(description="Measure the matching engine beside scipy.")
    parser.add_argument("--times", type=int, default=5, help="repetitions of each (default: %(default)s)")
    parser.add_argument("--up-to", type=int, default=max(SIZES), help="largest number of mentees")
    args = parser.parse_args()
    print(f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}", end=", ")
    print(
        ", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy", "ortools")),
        end=f"; seed {SEED}\n\n",
    )
    wrong = 0
    for mentees in (size for size in SIZES if size <= args.up_to):
        for supply in PLACES_PER_MENTEE:
            one = case(mentees, supply, SEED + mentees)
            ours, our_seconds = timed(by_engine(one), args.times)
            theirs, their_seconds = timed(by_scipy(one), args.times)
            print(f"{one.name}: {ours[0]} matched, {ours[1]} points")
            if ours != theirs:
                wrong += 1
                print(f"  DIFFERENT: scipy has {theirs[0]} matched, {theirs[1]} points")
                continue
            ratio = statistics.median(our_seconds) / statistics.median(their_seconds)
            print(f"  engine, certified {spread(our_seconds)}\n  scipy             {spread(their_seconds)}")
            print(f"  same result; the engine takes {ratio:.1f} times as long")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
