"""The report of a run, as plain data for a JSON file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fairlead import __version__
from fairlead.cli import tiers, wording
from fairlead.engine.compile import Compiled
from fairlead.engine.explain import (
    Alternative,
    Explainer,
    Move,
    Unmatched,
    explain_all_unmatched,
    kinds_of_unmatched,
    unmatched_mentees,
)
from fairlead.engine.fairness import frontier
from fairlead.engine.grouping import Between
from fairlead.engine.metrics import blocking_pairs, blocking_with_source, spread, worst_pair
from fairlead.engine.model import Impossible, Problem, Solution, Status

EXPLAINED_ONE_BY_ONE = 100
EXPLAINED_UP_TO_PAIRS = 10_000_000
CHANGES_UP_TO_PAIRS = 50_000
BLOCKING_UP_TO_PAIRS = 100_000_000
NAMES_AT_MOST = 50


def report_of(compiled: Compiled, solution: Solution, seconds: float) -> dict[str, Any]:
    """What `report.json` holds; scores in the units in which they were given."""
    compiled = replace(compiled, problem=solution.problem)
    problem = compiled.problem
    chosen = list(solution.pairs)
    matched = {side: set(getattr(problem, f"pair_{side}")[chosen].tolist()) for side in ("mentee", "mentor")}
    found: dict[str, Any] = {
        "status": str(solution.status),
        "matched_mentees": len(matched["mentee"]),
        "matched_mentors": len(matched["mentor"]),
        "pairs": len(chosen),
        "total_score": problem.points(solution.total_score),
        "tiers": [tiers.as_data(compiled, tier) for tier in solution.tiers],
        "mentees": len(problem.mentees),
        "mentors": len(problem.mentors),
    }
    if solution.status is Status.INFEASIBLE:
        found["reasons"] = [impossible_as_data(one, compiled.between) for one in solution.reasons]
    found["unmatched"] = _unmatched(compiled, solution)
    found["mentors_without_mentee"] = sorted(
        name for place, name in enumerate(problem.mentors) if place not in matched["mentor"]
    )
    if solution.status is not Status.INFEASIBLE:
        found["worst_pair"] = _worst(problem, solution)
        found["blocking_pairs"] = _blocking(problem, solution)
        found["mentees_per_mentor"] = spread(problem, solution, "mentor")
    return found | {
        "seconds": round(seconds, 6),
        "seed": solution.seed,
        "version": __version__,
        "engine": solution.version,
        "method": wording.METHODS[solution.method],
        "method_code": str(solution.method),
    }


def _blocking(problem: Problem, solution: Solution) -> int | None:
    """How many pairs would rather swap, None where there are too many pairs to look at them all."""
    if problem.source is None:
        return blocking_pairs(problem, solution)
    if len(problem.mentees) * len(problem.mentors) > BLOCKING_UP_TO_PAIRS:
        return None
    return len(blocking_with_source(problem, solution.pairs)[0])


def _worst(problem: Problem, solution: Solution) -> dict[str, Any] | None:
    """The pair with the lowest score, None where no pair is made."""
    pair = worst_pair(problem, solution)
    if pair is None:
        return None
    return problem.named(pair) | {"score": problem.points(int(problem.score[pair]))}


def move_as_data(one: Move) -> dict[str, Any]:
    """Who leaves whom and joins whom."""
    return {"mentee": one.mentee, "leaves": one.leaves, "joins": one.joins}


def impossible_as_data(one: Impossible, between: Mapping[str, Between]) -> dict[str, Any]:
    """Why the limits cannot all be kept, with the smallest change that helps."""
    return {
        "reason": wording.impossible(one, between),
        "kind": one.kind,
        one.side: one.person,
        "limit": one.limit,
        "given": one.given,
        "needed": one.needed,
        "together_with": list(one.together_with),
    }


def frontier_as_data(problem: Problem, seed: int) -> dict[str, Any]:
    """What it costs to raise the worst score of a pair, step by step (most mentees first, then the total)."""
    found = frontier(problem, seed=seed)
    steps = [
        {
            "worst_score": None if one.worst is None else problem.points(one.worst),
            "matched_mentees": one.mentees,
            "total_score": problem.points(one.score),
            "mentees_less": one.mentees_less,
            "score_less": problem.points(one.score_less),
        }
        for one in found.points
    ]
    return {"frontier": steps, "frontier_complete": found.complete}


def _unmatched(compiled: Compiled, solution: Solution) -> list[dict[str, Any]]:
    names = sorted(unmatched_mentees(compiled.problem, solution))
    if solution.status is not Status.OPTIMAL:
        reason = wording.NO_MENTOR[solution.status]
        return [{"mentee": name, "reason": reason, "kind": str(solution.status)} for name in names]
    if not names:
        return []
    explainer, size = Explainer(compiled, solution), len(compiled.problem.score)
    if len(names) > EXPLAINED_ONE_BY_ONE or len(names) * size > EXPLAINED_UP_TO_PAIRS:
        found = kinds_of_unmatched(explainer, names)
    else:
        relax = size <= CHANGES_UP_TO_PAIRS
        found = explain_all_unmatched(explainer, names, relax=relax)
    return [_told(compiled.problem, why) for why in found]


def _told(problem: Problem, why: Unmatched) -> dict[str, Any]:
    told: dict[str, Any] = {
        "mentee": why.mentee,
        "reason": wording.unmatched(why, problem.points),
        "kind": why.kind,
        "allowed_mentors": why.allowed,
        "rules": dict(why.rules),
    }
    if why.witness_mentors:
        told["places"] = why.places
        told |= _names("full_mentors", why.witness_mentors)
        told |= _names("mentees_who_depend_on_them", why.witness_mentees)
    if why.next_best:
        told["next_best"] = _alternative(problem, why.next_best)
    told["changes_that_help"] = [
        {
            "kind": one.kind,
            "mentor": one.mentor,
            **({"rule": one.rule} if one.rule else {}),
            "mentees_more": one.mentees_more,
            "score_more": problem.points(one.score_more),
        }
        for one in why.relaxations
    ]
    return told


def _names(key: str, names: tuple[str, ...]) -> dict[str, Any]:
    """Names, the first fifty only, and how many they are in all."""
    return {key: list(names[:NAMES_AT_MOST]), f"{key}_count": len(names)}


def _alternative(problem: Problem, one: Alternative) -> Mapping[str, Any]:
    return {
        "mentor": one.mentor,
        "score": problem.points(one.score),
        "mentees_lost": one.mentees_lost,
        "score_lost": problem.points(one.cost),
        "moves": [move_as_data(move) for move in one.moves],
    }
