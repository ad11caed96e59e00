"""The engine as a user calls it, measured in the same way as its peers.

What counts is everything from the input that the contender's name tells to pairs whose optimality has been
proven and checked: so the engine does more than its peers, who stop at an optimum.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from bench import instances
from bench.people import POLICY, SAMPLE_POLICY, coded, load_sample, people_of
from fairlead.engine.compile import compile_problem
from fairlead.engine.explain import Explainer, unmatched_mentees
from fairlead.engine.model import Objective, Problem, Solution
from fairlead.engine.policy import Policy
from fairlead.engine.solvers import solve

Names = tuple[tuple[str, ...], tuple[str, ...]]
Ready = tuple[Callable[[], Any], Callable[[Any], dict[str, Any]]]
NEAREST = 50
CHECKED = 200
MOST_AND_BEST = Objective(order=("mentees", "score"))


def told(solution: Solution) -> dict[str, Any]:
    """What is compared with the peers, and how the engine found it."""
    pairs = np.array(solution.pairs, dtype=np.int64)
    return {
        "matched": len(np.unique(solution.problem.pair_mentee[pairs])),
        "mentors": len(np.unique(solution.problem.pair_mentor[pairs])),
        "score": solution.total_score,
        "status": str(solution.status),
        "method": str(solution.method),
    }


def problem_of(folder: Path) -> Problem:
    """The problem of a dense or a sparse instance, all allowed pairs listed."""
    places = np.load(folder / "places.npy")
    if (folder / "scores.npy").exists():
        scores = np.load(folder / "scores.npy")
        rows, cols = np.nonzero(scores >= 0)
        mentees, points = len(scores), scores[rows, cols].astype(np.int64)
    else:
        indptr, cols = np.load(folder / "indptr.npy"), np.load(folder / "mentor.npy")
        mentees, points = len(indptr) - 1, np.load(folder / "score.npy")
        rows = np.repeat(np.arange(mentees), np.diff(indptr))
    return problem_with(names(mentees, len(places)), rows, cols, points, places)


def names(mentees: int, mentors: int) -> Names:
    """Ids of mentees and of mentors."""
    return tuple(f"mentee {row:07}" for row in range(mentees)), tuple(
        f"mentor {col:07}" for col in range(mentors)
    )


def problem_with(ids: Names, rows: Any, cols: Any, points: Any, places: Any, **more: Any) -> Problem:
    """A problem of mentees with one mentor each, and of mentors with these places."""
    zero: Any = 0
    one: Any = 1
    return Problem(
        mentees=ids[0],
        mentors=ids[1],
        pair_mentee=rows.astype(np.int32),
        pair_mentor=cols.astype(np.int32),
        score=points,
        mentee_most=one,
        mentor_most=places,
        mentee_least=zero,
        mentor_least=zero,
        **more,
    )


def listed(folder: Path) -> Ready:
    """From a problem that lists its pairs."""
    problem = problem_of(folder)
    return lambda: solve(problem, MOST_AND_BEST), told


def from_people(folder: Path) -> Ready:
    """From people and policy: rules and scores, then the pairs."""
    mentees, mentors = people_of(instances.load_pool(folder))
    policy = Policy.from_mapping(POLICY)
    return lambda: solve(compile_problem(mentees, mentors, policy).problem, policy.objective), told


def with_reasons(folder: Path) -> Ready:
    """From people and policy to pairs, the parts of each pair's score, and why somebody has nobody."""
    mentees, mentors = people_of(instances.load_pool(folder))
    policy = Policy.from_mapping(POLICY)

    def run() -> Solution:
        compiled = compile_problem(mentees, mentors, policy)
        solution = solve(compiled.problem, policy.objective)
        named = [compiled.problem.named(pair) for pair in solution.pairs]
        parts = compiled.parts_of([(one["mentee"], one["mentor"]) for one in named])
        left = unmatched_mentees(compiled.problem, solution)
        if sum(part.points for some in parts for part in some) != solution.total_score:
            raise RuntimeError(f"the parts do not add up, {len(left)} are without a mentor")
        return solution

    return run, told


def with_alternatives(folder: Path) -> Ready:
    """The same and, for every mentee, what each other mentor would cost everybody together."""
    mentees, mentors = people_of(instances.load_pool(folder))
    policy = Policy.from_mapping(POLICY)

    def run() -> Solution:
        compiled = compile_problem(mentees, mentors, policy)
        solution = solve(compiled.problem, policy.objective)
        explainer = Explainer(compiled, solution)
        for mentee in compiled.problem.mentees:
            explainer.alternatives(mentee)
        return solution

    return run, told


def sample(folder: Path) -> Ready:
    """mentor-match's sample from people and policy: up to three pairs each."""
    mentees, mentors = load_sample(folder)
    policy = Policy.from_mapping(SAMPLE_POLICY)
    return lambda: solve(compile_problem(mentees, mentors, policy).problem, policy.objective), told


def command(folder: Path) -> Ready:
    """`fairlead match` as a process of its own, from files to files."""
    order = [str(Path(sys.executable).with_name("fairlead")), "match"]
    order += ["--mentors", "mentors.csv", "--mentees", "mentees.csv", "--policy", "policy.toml"]
    order += ["--out", "pairs.csv", "--report", "report.json"]

    def run() -> None:
        subprocess.run(order, cwd=folder, check=True, capture_output=True, text=True)

    def judge(_: None) -> dict[str, Any]:
        with (folder / "pairs.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        return {"matched": len(rows), "score": sum(int(row["score"]) for row in rows)}

    return run, judge


def from_codes(folder: Path) -> Ready:
    """From people in codes and policy, no pair listed: rules, scores, pairs, and the proof over all pairs."""
    from fairlead.engine.sources.bits import source_of

    pool = instances.load_pool(folder)
    told_in_codes, policy = coded(pool), Policy.from_mapping(POLICY)
    ids, none = names(len(pool.mentees), len(pool.mentors)), np.zeros(0, dtype=np.int64)

    def run() -> Solution:
        source = source_of(told_in_codes, policy)
        problem = problem_with(ids, none, none, none, pool.places, source=source)
        return solve(problem, MOST_AND_BEST)

    return run, told


def kernel(folder: Path) -> Ready:
    """The compiled solver by levels alone, from sorted arrays: no ties settled, nothing checked."""
    from fairlead.engine.solvers.levels import Sparse, best

    problem = problem_of(folder)
    rows, cols = problem.pair_mentee, problem.pair_mentor
    indptr = np.searchsorted(rows, np.arange(len(problem.mentees) + 1)).astype(np.int64)
    sparse = Sparse(indptr, cols, problem.score, problem.mentor_most)

    def judge(found: Any) -> dict[str, Any]:
        made = found.mentor[rows] == cols
        return {"matched": int((found.mentor >= 0).sum()), "score": int(problem.score[made].sum())}

    return lambda: best(sparse), judge


def nearest(folder: Path) -> Ready:
    """The 50 best allowed mentors of every mentee."""
    from fairlead.engine.sources.bits import source_of

    pool = instances.load_pool(folder)
    source = source_of(coded(pool), Policy.from_mapping(POLICY))

    def judge(found: Any) -> dict[str, Any]:
        rows, cols, _ = found
        ends = np.searchsorted(rows, np.arange(min(CHECKED, len(pool.mentees)) + 1))
        some = [cols[begin:end] for begin, end in pairwise(ends.tolist())]
        recall = instances.recall(pool, some, NEAREST)
        if recall < 1:
            raise RuntimeError(f"only {recall:.2%} of the best allowed were found")
        return {"matched": len(pool.mentees), "score": 0, "recall": recall}

    return lambda: source.best("mentee", NEAREST), judge


def _with_a_lock(folder: Path) -> tuple[Problem, Problem]:
    """A problem, and the same with one allowed pair locked."""
    problem = problem_of(folder)
    return problem, replace(problem, locked=(problem.ends(len(problem.score) // 2),))


def _with_an_applicant(folder: Path) -> tuple[Problem, Problem]:
    """The same with and without the last mentee."""
    problem = problem_of(folder)
    known = problem.pair_mentee < len(problem.mentees) - 1
    ids = problem.mentees[:-1], problem.mentors
    arrays = (problem.pair_mentee[known], problem.pair_mentor[known], problem.score[known])
    return problem_with(ids, *arrays, problem.mentor_most), problem


def again(change: Callable[[Path], tuple[Problem, Problem]]) -> Callable[[Path], Ready]:
    """After a small change, starting from the solution before it."""

    def ready(folder: Path) -> Ready:
        before, after = change(folder)
        earlier = solve(before, MOST_AND_BEST)
        return lambda: solve(after, MOST_AND_BEST, start=earlier), told

    return ready


def anew(change: Callable[[Path], tuple[Problem, Problem]]) -> Callable[[Path], Ready]:
    """After a small change, from nothing."""

    def ready(folder: Path) -> Ready:
        _, after = change(folder)
        return lambda: solve(after, MOST_AND_BEST), told

    return ready


CONTENDERS: dict[str, Callable[[Path], Ready]] = {
    "Fairlead": listed,
    "Fairlead, from people": from_people,
    "Fairlead, with reasons": with_reasons,
    "Fairlead, with all alternatives": with_alternatives,
    "Fairlead, on the sample": sample,
    "Fairlead, from codes": from_codes,
    "Fairlead, levels alone": kernel,
    "Fairlead, candidates": nearest,
    "Fairlead, again after a lock": again(_with_a_lock),
    "Fairlead, anew after a lock": anew(_with_a_lock),
    "Fairlead, again after an applicant": again(_with_an_applicant),
    "Fairlead, anew after an applicant": anew(_with_an_applicant),
    "fairlead match": command,
}
