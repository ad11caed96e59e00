"""The figures of a solution as a run or a scenario keeps them."""

from math import ceil
from typing import Any

from fairlead.engine.model import Solution
from fairlead.matching.queries.priority import ALL_CLASSES, First


def figures(
    solution: Solution, proposals: list[dict[str, Any]], has: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """The figures of a solution; of its proposals `mentee_id` and `score` are read.

    `has`: mentees who have a mentor whatever comes out.
    """
    problem = solution.problem
    tiers = {tier.name: {"value": tier.value, "bound": tier.bound} for tier in solution.tiers}
    scores = [one["score"] for one in proposals]
    score, order = tiers.get("score", {"bound": 0, "value": 0}), solution.objective.tiers
    return {
        "status": str(solution.status),
        "method": str(solution.method),
        "least_change": _changes_least(solution),
        "seconds": round(solution.seconds, 4),
        "tiers": tiers,
        "order": list(order),
        "points_short": ceil(problem.points(score["bound"] - score["value"])),
        "mentees": len(problem.mentees),
        "mentors": len(problem.mentors),
        "places": int(problem.mentor_most.sum()),
        "allowed_pairs": len(problem.score),
        "matched": len({str(one["mentee_id"]) for one in proposals} | has),
        "most_possible": tiers["mentees"]["bound"] if order[0] == "mentees" and not has else None,
        "places_used": len(proposals),
        "total_score": sum(scores),
        "worst": min(scores, default=None),
        "best": max(scores, default=None),
    }


def _changes_least(solution: Solution) -> bool:
    """Whether keeping earlier pairs came before points."""
    tiers = solution.objective.tiers
    return "kept" in tiers and "score" in tiers and tiers.index("kept") < tiers.index("score")


def served_first(solution: Solution, first: First) -> list[dict[str, Any]]:
    """For each class that comes first how many of its mentees have a mentor, of how many."""
    levels = {level for tier in solution.tiers if tier.name == "priority" for level in tier.levels}
    matched, classes = dict(levels), solution.problem.mentee_class.tolist()
    return [
        {"key": key, "matched": matched.get(number, 0), "of": classes.count(number)}
        for number, key in enumerate(first.order, start=1)
        if key in ALL_CLASSES
    ]
