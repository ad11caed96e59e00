"""What is wrong with the proof of a result that is proven by cases. Shares nothing with the solvers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from fairlead.engine.case_bounds import BadProof, Frame, Terms, goals, terms, tree_bound
from fairlead.engine.model import Objective, Problem, Solution, Status, Tier
from fairlead.engine.proof_tree import Goal, TreeCertificate


def unproven(problem: Problem, solution: Solution) -> list[str]:
    """Everything that is wrong with a proof by cases; empty if nothing is.

    That the pairs keep every limit, and their figures, are checked for all methods by `check.violations`.
    """
    certificate = solution.certificate
    if not isinstance(certificate, TreeCertificate):
        return ["certificate: none"]
    try:
        if solution.status is Status.INFEASIBLE:
            return _possible(problem, certificate)
        return _misproven(problem, solution, certificate)
    except BadProof as bad:
        return [f"certificate: {bad}"]


def _possible(problem: Problem, certificate: TreeCertificate) -> list[str]:
    if certificate.impossible is None:
        return ["certificate: none"]
    found = tree_bound(Frame.of(problem), certificate.impossible, (), terms(problem, ""))
    return [] if found is None else ["certificate: something may be possible"]


def _misproven(problem: Problem, solution: Solution, certificate: TreeCertificate) -> list[str]:
    given = certificate.goals
    if [(goal.tier, goal.level) for goal in given] != goals(problem, solution.objective):
        return ["certificate: other goals than the objective's"]
    frame, known = Frame.of(problem), list[tuple[Terms, int]]()
    found: list[str] = []
    for goal in given:
        found += _wrong(frame, solution.pairs, known, goal)
        level = goal.value - 1 if goal.tier == "worst" else goal.level
        known.append((terms(problem, goal.tier, level), 0 if goal.tier == "worst" else goal.value))
    if solution.tiers != tiers(problem, solution.objective, given):
        found.append("tiers: other figures than the goals'")
    return found


def _wrong(frame: Frame, pairs: tuple[int, ...], known: Sequence[tuple[Terms, int]], goal: Goal) -> list[str]:
    problem, name = frame.problem, f"{goal.tier} {goal.level}"
    if goal.tier == "worst":
        return _wrong_worst(frame, pairs, known, goal)
    reward = terms(problem, goal.tier, goal.level)
    value = reward.value(problem, pairs)
    if value != goal.value:
        return [f"{name}: {value} counted"]
    if goal.tree is None or goal.bound < goal.value:
        return [f"{name}: no proof"]
    proven = tree_bound(frame, goal.tree, known, reward)
    return [] if proven is None or proven <= goal.bound else [f"{name}: proven only {proven}"]


def _wrong_worst(
    frame: Frame, pairs: tuple[int, ...], known: Sequence[tuple[Terms, int]], goal: Goal
) -> list[str]:
    problem = frame.problem
    scores = problem.score.tolist()
    value = min((scores[pair] for pair in pairs), default=max(scores, default=0))
    if value != goal.value:
        return [f"worst: {value} counted"]
    if goal.bound >= max(scores, default=0):
        return []
    if goal.tree is None or goal.bound < goal.value:
        return ["worst: no proof"]
    proven = tree_bound(frame, goal.tree, known, terms(problem, "worst", goal.bound))
    return [] if proven is None or proven < 0 else ["worst: not proven"]


def tiers(problem: Problem, objective: Objective, given: Sequence[Goal]) -> tuple[Tier, ...]:
    """What each tier reached and is proven to be at most, from the goals."""
    found = {name: list(some) for name, some in groupby(given, key=lambda goal: goal.tier)}
    return tuple(_tier(problem, name, found.get(name, [])) for name in objective.tiers)


def _tier(problem: Problem, name: str, some: list[Goal]) -> Tier:
    if name not in ("priority", "leximin"):
        (goal,) = some
        return Tier(name, goal.value, goal.bound)
    sign, size = (1, len(problem.mentees)) if name == "priority" else (-1, len(problem.score))
    base = 1 << size.bit_length()
    value = bound = before = 0
    is_open, levels = True, []
    for goal in some:
        count, best = (abs(end) - before for end in (goal.value, goal.bound))
        before = abs(goal.value) if name == "leximin" else 0
        value = value * base + sign * count
        bound = bound * base + (sign * best if is_open else (size if name == "priority" else 0))
        is_open = is_open and goal.value == goal.bound
        levels.append((goal.level, count))
    return Tier(name, value, bound, tuple(levels))
