"""Limits that no network expresses: quotas of pairs of institutions, crossing quotas, people kept together.

An integer programme (HiGHS) proposes pairs, goal after goal; they are counted again in whole numbers, and
a branch and bound of our own over whole-number prices proves how good they are (`branching`). What it cannot
close within its number of cases is told as a proven gap: status `within`. Measured with 40 quotas of pairs:
2,000 mentees with 32 mentors each closed in 14 s; 4,000 ended after 100 s with a proven gap of 2 points.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from fairlead.engine import ENGINE_VERSION, check, check_side
from fairlead.engine.evenness import evened
from fairlead.engine.model import Method, NotProven, Objective, Problem, ScoresTooWide, Solution, Status
from fairlead.engine.proof_tree import Goal, Tree, TreeCertificate
from fairlead.engine.solvers.side.canonical import Canonical
from fairlead.engine.solvers.side.elastic import Change, changed, reasons, smallest_change
from fairlead.engine.solvers.side.lexicographic import NothingPossible, Search
from fairlead.engine.solvers.side.programme import Programme
from fairlead.engine.watching import NOBODY, Watch

WIDEST = 900


def solve(problem: Problem, objective: Objective | None = None, watch: Watch | None = None) -> Solution:
    """The best pairs under any quotas and with people kept together, with a proof by cases.

    The status is `optimal` if every tier's bound is reached, `within` if some gap stays (the first tier
    whose value and bound differ; later bounds hold among pairings that reach these values), `infeasible`
    with reasons if nothing keeps all limits. The same people give the same pairs in whatever order they come.

    Raises `NotProven` if neither pairs nor a proof are found, `ScoresTooWide` and `Cancelled`.
    """
    started = time.perf_counter()
    objective, watch = objective or Objective(), watch or NOBODY
    largest = max(map(abs, problem.score.tolist()), default=0)
    if largest.bit_length() > WIDEST:
        raise ScoresTooWide(bits=largest.bit_length(), most=WIDEST)
    canonical = Canonical.of(problem, objective.seed)
    search = Search(Programme.of(canonical.inner, even=evened(objective.tiers)), watch)
    try:
        search.run(objective)
    except NothingPossible as proof:
        return _impossible(problem, objective, canonical, proof.tree, watch, started)
    goals = tuple(_back(canonical, goal) for goal in search.goals)
    pairs = canonical.pairs(search.pairs)
    tiers = check_side.tiers(problem, objective, goals)
    reached = all(tier.value == tier.bound for tier in tiers)
    return Solution(
        status=Status.OPTIMAL if reached else Status.WITHIN,
        problem=problem,
        pairs=pairs,
        tiers=tiers,
        total_score=check.total_score(problem, pairs),
        objective=objective,
        seconds=time.perf_counter() - started,
        version=ENGINE_VERSION,
        method=Method.BRANCHING,
        certificate=TreeCertificate(goals),
    )


def _back(canonical: Canonical, goal: Goal) -> Goal:
    tree = None if goal.tree is None else canonical.tree(goal.tree)
    return Goal(goal.tier, goal.level, goal.value, goal.bound, tree)


def _impossible(
    problem: Problem, objective: Objective, canonical: Canonical, tree: Tree, watch: Watch, started: float
) -> Solution:
    """Who or what stands in the way, verified by solving again with the change made."""
    changes = smallest_change(canonical.inner, watch)
    if not _helps(canonical.inner, changes, watch):
        raise NotProven(findings=("the change does not help",))
    changes = _lowered_least(canonical.inner, changes, watch)
    return Solution(
        status=Status.INFEASIBLE,
        problem=problem,
        pairs=(),
        tiers=(),
        total_score=0,
        objective=objective,
        seconds=time.perf_counter() - started,
        version=ENGINE_VERSION,
        method=Method.BRANCHING,
        reasons=reasons(canonical.inner, changes),
        certificate=TreeCertificate((), canonical.tree(tree)),
    )


def _helps(problem: Problem, changes: Sequence[Change], watch: Watch) -> bool:
    """Whether something is possible with the changes made. Raises `NotProven` if that stays open."""
    try:
        Search(Programme.of(changed(problem, tuple(changes)), even=frozenset()), watch).begin()
    except NothingPossible:
        return False
    return True


def _lowered_least(problem: Problem, changes: tuple[Change, ...], watch: Watch) -> tuple[Change, ...]:
    """The changes with percentages lowered no more than has to be, one after the other, by halving."""
    for place, one in enumerate(changes):
        low, high = 1, one.by if one.limit == "quota_percent" else 1
        while low < high:
            middle = (low + high) // 2
            trial = (*changes[:place], replace(one, by=middle), *changes[place + 1 :])
            low, high = (low, middle) if _helps(problem, trial, watch) else (middle + 1, high)
        if one.limit == "quota_percent":
            changes = (*changes[:place], replace(one, by=high), *changes[place + 1 :])
    return changes
