"""Compute a run from its frozen input: compile, solve, check, explain. Asks nothing of the database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from fairlead.engine.check import violations
from fairlead.engine.compile import Compiled, compile_problem
from fairlead.engine.explain import Alternative, Explainer, Unmatched, explain_unmatched
from fairlead.engine.model import LockedPairForbidden, Problem, Refusal, Solution, Status
from fairlead.engine.rules import Block
from fairlead.engine.solvers import solve
from fairlead.kernel.errors import Refused
from fairlead.matching.models import Run
from fairlead.matching.queries.weighing import as_candidates, as_policy
from fairlead.programmes.enums import Side

Report = Callable[[str, int], None]
NEARLY_SHOWN = 3


class CannotMatch(Refused):
    """The frozen input allows no run."""


@dataclass(frozen=True)
class Outcome:
    """What a run found: its figures, and the fields of its proposals and of the people left over."""

    version: str
    result: dict[str, Any]
    proposals: list[dict[str, Any]] = field(default_factory=list)
    unmatched: list[dict[str, Any]] = field(default_factory=list)


def silent(step: str, percent: int) -> None:
    """Report progress to nobody."""


def compiled_from(run: Run) -> Compiled:
    """The engine's problem for a run's frozen input. Raises `CannotMatch`."""
    frozen = run.frozen
    try:
        return compile_problem(
            as_candidates(frozen["mentees"]),
            as_candidates(frozen["mentors"]),
            as_policy(run.policy, seed=run.seed),
            locked=[(mentee, mentor) for mentee, mentor in frozen["locked"]],
            base=[(mentee, mentor) for mentee, mentor in frozen.get("base", [])],
            forbidden=[(mentee, mentor) for mentee, mentor in _excluded(frozen)],
        )
    except LockedPairForbidden as problem:
        raise CannotMatch(
            _("A locked pair breaks a rule that is never broken. Lift the lock or change your rules.")
        ) from problem
    except Refusal as problem:
        raise CannotMatch(
            _("The answers of the pool cannot be matched as they are (%(code)s).") % {"code": problem.code}
        ) from problem


def _excluded(frozen: Mapping[str, Any]) -> list[list[str]]:
    """The pairs that the coordinators have forbidden, and those to which somebody has said no."""
    return [*frozen["forbidden"], *frozen.get("refused", [])]


def explainer_of(run: Run) -> Explainer:
    """The run's optimum laid out for questions, computed anew from its frozen input, policy and seed."""
    compiled = compiled_from(run)
    return Explainer(compiled, solve(compiled.problem, compiled.policy.objective))


def compute(run: Run, *, report: Report = silent) -> Outcome:
    """Solve the run and say why; `report` hears each step and its percentage, and may raise to stop.

    Raises `CannotMatch`.
    """
    report("scoring", 10)
    compiled = compiled_from(run)
    report("solving", 30)
    solution = solve(compiled.problem, compiled.policy.objective)
    if solution.status is not Status.OPTIMAL:
        raise CannotMatch(_("The locked pairs ask for more places than there are. Lift a lock."))
    report("checking", 60)
    if violations(compiled.problem, solution):
        raise CannotMatch(_("The independent check did not confirm the result, so none is shown."))
    explainer = Explainer(compiled, solution)
    report("explaining", 70)
    proposals = _proposals(explainer, run.frozen)
    report("explaining", 85)
    unmatched = [*_unmatched_mentees(explainer), *_unmatched_mentors(explainer)]
    report("saving", 95)
    return Outcome(solution.version, _result(compiled.problem, solution, proposals), proposals, unmatched)


def _result(problem: Problem, solution: Solution, proposals: list[dict[str, Any]]) -> dict[str, Any]:
    tiers = {tier.name: {"value": tier.value, "bound": tier.bound} for tier in solution.tiers}
    scores = [one["score"] for one in proposals]
    return {
        "status": str(solution.status),
        "method": solution.method,
        "seconds": round(solution.seconds, 4),
        "tiers": tiers,
        "mentees": len(problem.mentees),
        "mentors": len(problem.mentors),
        "places": int(problem.mentor_most.sum()),
        "allowed_pairs": len(problem.score),
        "matched": tiers["mentees"]["value"],
        "most_possible": tiers["mentees"]["bound"],
        "places_used": len(proposals),
        "total_score": sum(scores),
        "worst": min(scores, default=0),
        "best": max(scores, default=0),
    }


def _proposals(explainer: Explainer, frozen: Mapping[str, Any]) -> list[dict[str, Any]]:
    problem, compiled = explainer.problem, explainer.compiled
    locked = {tuple(pair) for pair in frozen["locked"]}
    found = []
    for pair in explainer.solution.pairs:
        mentee, mentor = problem.named(pair)["mentee"], problem.named(pair)["mentor"]
        second = explainer.runner_up(mentee)
        found.append(
            {
                "mentee_id": UUID(mentee),
                "mentor_id": UUID(mentor),
                "score": int(problem.points(int(problem.score[pair]))),
                "parts": parts_as_json(compiled, mentee, mentor),
                "runner_up": None if second is None else alternative_as_json(problem, second),
                "locked": (mentee, mentor) in locked,
            }
        )
    return found


def parts_as_json(compiled: Compiled, mentee: str, mentor: str) -> list[dict[str, Any]]:
    """The named parts of a pair's score with their facts, as a proposal keeps them."""
    points = compiled.problem.points
    return [
        {
            "key": part.key,
            "points": int(points(part.points)),
            "most": int(points(part.most)),
            "facts": plain(part.facts),
        }
        for part in compiled.parts(mentee, mentor)
    ]


def alternative_as_json(problem: Problem, one: Alternative) -> dict[str, Any]:
    """Another mentor for a mentee: what it costs overall and who moves."""
    return {
        "mentor": one.mentor,
        "score": int(problem.points(one.score)),
        "cost": int(problem.points(one.cost)),
        "mentees_lost": one.mentees_lost,
        "moves": [{"mentee": move.mentee, "leaves": move.leaves, "joins": move.joins} for move in one.moves],
    }


def block_as_json(block: Block) -> dict[str, Any]:
    """A broken rule with its facts."""
    return {"rule": block.rule, "facts": plain(block.facts)}


def plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as JSON takes them."""
    return {
        key: list(value) if isinstance(value, tuple) else str(value) if isinstance(value, Decimal) else value
        for key, value in facts.items()
    }


def _unmatched_mentees(explainer: Explainer) -> list[dict[str, Any]]:
    matched = set(explainer.mentors_of)
    ids = [one for row, one in enumerate(explainer.problem.mentees) if row not in matched]
    return [
        {
            "participation_id": UUID(one),
            "side": Side.MENTEE,
            "reason": _reason(explainer.problem, explain_unmatched(explainer, one)),
        }
        for one in ids
    ]


def _reason(problem: Problem, found: Unmatched) -> dict[str, Any]:
    """The typed reason as JSON; `people` lists everybody it names."""
    nearly: list[dict[str, Any]] = [
        {"mentor": one.mentor, "score": int(problem.points(one.score)), "block": block_as_json(one.block)}
        for one in found.nearly[:NEARLY_SHOWN]
    ]
    relaxations: list[dict[str, Any]] = [
        {"kind": one.kind, "mentor": one.mentor, "rule": one.rule} for one in found.relaxations
    ]
    best = None if found.next_best is None else alternative_as_json(problem, found.next_best)
    people = {one["mentor"] for one in (*nearly, *relaxations)} | {mentor for mentor, _held in found.holders}
    people |= {best["mentor"]} if best else set()
    return {
        "kind": found.kind,
        "mentors": found.mentors,
        "allowed": found.allowed,
        "rules": dict(found.rules),
        "nearly": nearly,
        "only_nearly": len(found.nearly),
        "full": [mentor for mentor, _held in found.holders],
        "witness": {
            "mentees": len(found.witness_mentees),
            "mentors": len(found.witness_mentors),
            "places": found.places,
        },
        "next_best": best,
        "areas": [
            {
                "area": one.area,
                "important": one.important,
                "offered": one.offered,
                "allowed": one.allowed,
                "free": one.free,
            }
            for one in found.areas
            if one.criterion == "areas"
        ],
        "relaxations": relaxations,
        "people": sorted(people),
    }


def _unmatched_mentors(explainer: Explainer) -> list[dict[str, Any]]:
    """Mentors without a mentee: nobody may be paired with them, or all mentees are better placed."""
    problem = explainer.problem
    found = []
    for col, one in enumerate(problem.mentors):
        if col in explainer.mentees_of:
            continue
        allowed = int((problem.pair_mentor == col).sum())
        kind = "mentor_without_allowed_mentee" if not allowed else "mentees_placed_elsewhere"
        reason = {"kind": kind, "allowed": allowed, "mentees": len(problem.mentees), "people": []}
        found.append({"participation_id": UUID(one), "side": Side.MENTOR, "reason": reason})
    return found
