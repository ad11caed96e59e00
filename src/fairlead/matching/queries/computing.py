"""Compute a run from its frozen input: compile, solve, check, explain. Asks nothing of the database."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import numpy as np
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fairlead.engine.again import SOLVES_AT_MOST
from fairlead.engine.compile import CELLS_LISTED, Compiled, compile_problem
from fairlead.engine.explain import Alternative, Area, Explainer, Unmatched, explain_unmatched
from fairlead.engine.model import (
    Cancelled,
    LockedPairForbidden,
    NotEnoughMemory,
    NotProven,
    Problem,
    Refusal,
    Solution,
    Status,
)
from fairlead.engine.policy import Policy
from fairlead.engine.rules import Block
from fairlead.engine.solvers import solve
from fairlead.engine.watching import NOBODY, Watch
from fairlead.kernel.errors import Refused
from fairlead.matching.models import Run, Scenario
from fairlead.matching.queries import kinds_alone, several, wishes
from fairlead.matching.queries import seats as seating
from fairlead.matching.queries.figuring import figures, served_first
from fairlead.matching.queries.helping import affordable, helps
from fairlead.matching.queries.limits import as_group_quotas, named, outcome, reasons_as_json, without
from fairlead.matching.queries.priority import First
from fairlead.matching.queries.tiers import KEPT
from fairlead.matching.queries.weighing import as_candidates, as_policy
from fairlead.programmes.enums import Side

NEARLY_SHOWN = 3
SOLVED_AGAIN_UP_TO = 20_000_000
SOLVED_AGAIN_FOR_ONE = 4_000
KEPT_AMONG_UP_TO = 50_000_000
TOLD_ONE_BY_ONE_UP_TO = 500_000_000


class CannotMatch(Refused):
    """The frozen input allows no run."""


class LimitsCollide(CannotMatch):
    """No pairs keep all limits of institutions; `reasons` say which, by how much, and what would do."""

    def __init__(self, reasons: list[dict[str, Any]]) -> None:
        super().__init__(_("The limits of institutions cannot all be kept."))
        self.reasons = reasons


@dataclass(frozen=True)
class Outcome:
    """What a run found: its figures, and the fields of its proposals and of the people left over."""

    version: str
    result: dict[str, Any]
    proposals: list[dict[str, Any]] = field(default_factory=list)
    unmatched: list[dict[str, Any]] = field(default_factory=list)


def compiled_from(run: Run | Scenario, *, floored: bool = True, most_cells: int = CELLS_LISTED) -> Compiled:
    """The engine's problem for a run's frozen input, its floor left out on demand. Raises `CannotMatch`.

    Up to `most_cells` pairs of a mentee and a mentor its pairs are listed in any case.
    """
    frozen, weights = run.frozen, run.policy if floored else {**run.policy, "floor": None}
    policy = as_policy(weights, seed=run.seed, quotas=as_group_quotas(frozen.get("quotas", {})))
    policy, base = told_apart(policy, frozen, frozen.get("base", []))
    try:
        return compile_problem(
            as_candidates(frozen["mentees"], first_of(run)),
            as_candidates(frozen["mentors"]),
            policy,
            locked=[(mentee, mentor) for mentee, mentor in frozen["locked"]],
            base=base,
            forbidden=[(mentee, mentor) for mentee, mentor in excluded(frozen)],
            most_cells=most_cells,
        )
    except LockedPairForbidden as problem:
        raise CannotMatch(
            _("A locked pair breaks a rule that is never broken. Lift the lock or change your rules.")
        ) from problem
    except Refusal as problem:
        raise CannotMatch(
            _("The answers of the pool cannot be matched as they are (%(code)s).") % {"code": problem.code}
        ) from problem


def told_apart(
    policy: Policy, frozen: Mapping[str, Any], base: Sequence[Sequence[str]]
) -> tuple[Policy, list[tuple[str, str]]]:
    """The policy and the earlier pairs by which equally good pairings are told apart.

    Where pairs are too many to be listed, which the last tier, "kept", would need, it is left out; without an
    earlier run it decides nothing anyhow.
    """
    most = KEPT_AMONG_UP_TO if base else CELLS_LISTED
    if policy.tiers[-1] == KEPT and len(frozen["mentees"]) * len(frozen["mentors"]) > most:
        return replace(policy, tiers=policy.tiers[:-1]), []
    return policy, [(mentee, mentor) for mentee, mentor in base]


def first_of(run: Run | Scenario) -> First:
    """Who comes first in a run, as its weights say, counted on the day its people were frozen."""
    frozen_at = run.asked_at if isinstance(run, Run) else run.frozen_at
    return First.of(run.policy, on=timezone.localdate(frozen_at))


def excluded(frozen: Mapping[str, Any]) -> list[list[str]]:
    """What coordinators have forbidden, what somebody has said no to or ruled out, who were a pair before."""
    return [*frozen["forbidden"], *frozen.get("refused", []), *frozen.get("earlier", [])]


def explainer_of(run: Run) -> Explainer | None:
    """The run's optimum laid out for questions, computed anew from its frozen input, policy and seed.

    None where the pairs are not proven to be the best: then nobody knows what another choice would cost.
    """
    compiled = compiled_from(run)
    solution = solved(compiled, run.frozen, NOBODY)
    compiled = replace(compiled, problem=solution.problem)
    tries = SOLVED_AGAIN_FOR_ONE // max(1, len(solution.problem.score))
    return _explainer(compiled, solution, solves=min(SOLVES_AT_MOST, tries), many_questions=False)


def _explainer(
    compiled: Compiled, solution: Solution, *, solves: int = 0, many_questions: bool = True
) -> Explainer | None:
    """Answers at once where chains of moves tell what a pair costs, else for as many as may be solved."""
    if solution.status is not Status.OPTIMAL:
        return None
    return Explainer(compiled, solution, solves=solves, many_questions=many_questions)


def solved(compiled: Compiled, frozen: Mapping[str, Any], watch: Watch) -> Solution:
    """The best pairs, confirmed by the engine's independent check.

    Raises `CannotMatch`, `LimitsCollide` and `Cancelled`.
    """
    try:
        solution = solve(compiled.problem, compiled.policy.objective, watch=watch)
    except Cancelled:
        raise
    except NotProven as problem:
        raise CannotMatch(
            _("The independent check did not confirm the result, so none is shown.")
        ) from problem
    except NotEnoughMemory as problem:
        raise CannotMatch(
            _("This needs more memory than the computer has free. Ask your IT administrator.")
        ) from problem
    except Refusal as problem:
        raise CannotMatch(
            _("This cannot be solved as it is (%(code)s).") % {"code": problem.code}
        ) from problem
    if solution.status is Status.INFEASIBLE:
        collide = reasons_as_json(solution.reasons, frozen.get("quotas", {}))
        if len(collide) == len(solution.reasons):
            raise LimitsCollide(collide)
        raise CannotMatch(_("The locked pairs ask for more places than there are. Lift a lock."))
    return solution


def compute(run: Run, *, watch: Watch = NOBODY) -> Outcome:
    """Solve the run and say why; the watch hears each step and may call it off.

    Raises `CannotMatch`, and the engine's `Cancelled`.
    """
    watch.progress("scoring", 0.0)
    compiled = compiled_from(run)
    watch.progress("scoring", 1.0)
    solution = solved(compiled, run.frozen, watch)
    compiled = replace(compiled, problem=solution.problem)
    explainer = _explainer(compiled, solution)
    one_by_one = len(solution.pairs) * len(solution.problem.score) <= TOLD_ONE_BY_ONE_UP_TO
    proposals = list(_proposals(compiled, solution, explainer, run.frozen, watch, second_best=one_by_one))
    if explainer is None or one_by_one:
        left_over = _unmatched_mentees(compiled, solution, explainer, run, watch)
    else:
        left_over = kinds_alone.of_everybody(explainer, watch)
    unmatched = [
        *left_over,
        *_unmatched_mentors(solution, watch),
    ]
    watch.progress("saving", 0.0)
    has = several.having(run.frozen)
    result = figures(solution, proposals, has) | {"first": served_first(solution, first_of(run))}
    result |= several.told(run, proposals)
    if run.frozen.get("quotas"):
        made = [(str(one["mentee_id"]), str(one["mentor_id"])) for one in proposals]
        free = without(compiled.problem, compiled.policy.objective, solution, watch)
        result["limits"] = outcome(run.frozen, made) | {"without": free}
    return Outcome(solution.version, result, proposals, unmatched)


def _proposals(
    compiled: Compiled,
    solution: Solution,
    explainer: Explainer | None,
    frozen: Mapping[str, Any],
    watch: Watch,
    *,
    second_best: bool,
) -> Iterator[dict[str, Any]]:
    problem = compiled.problem
    asked = explainer if explainer and explainer.by_chains and second_best else None
    untold = {"not_tried": True} if explainer and not asked else None
    locked = {tuple(pair) for pair in frozen["locked"]}
    pairs = [(problem.named(pair)["mentee"], problem.named(pair)["mentor"]) for pair in solution.pairs]
    parts = parts_as_json(compiled, pairs)
    seats = seating.of_frozen(frozen["mentees"])
    for place, (pair, (mentee, mentor)) in enumerate(zip(solution.pairs, pairs, strict=True)):
        watch.progress("explaining", 0.6 * place / len(solution.pairs))
        second = asked.runner_up(mentee) if asked else None
        yield {
            "mentee_id": UUID(mentee),
            "mentor_id": UUID(mentor),
            "mentee_place": seating.place_of(seats[mentee].pop(0)),
            "score": int(problem.points(int(problem.score[pair]))),
            "parts": parts[place],
            "runner_up": untold if second is None else alternative_as_json(problem, second),
            "locked": (mentee, mentor) in locked,
        }


def parts_as_json(compiled: Compiled, pairs: Sequence[tuple[str, str]]) -> list[list[dict[str, Any]]]:
    """For each pair of (mentee id, mentor id) the named parts of its score, as a proposal keeps them."""
    points = compiled.problem.points
    return [
        [
            {
                "key": part.key,
                "label": part.label,
                "points": int(points(part.points)),
                "most": int(points(part.most)),
                "facts": {} if part.key == wishes.KEY else plain(part.facts),
            }
            for part in parts
        ]
        for parts in compiled.parts_of(pairs)
    ]


def alternative_as_json(problem: Problem, one: Alternative) -> dict[str, Any]:
    """Another mentor for a mentee: what it costs overall and who moves."""
    several = {"several": True} if problem.mentee_most.max(initial=0) > 1 else {}
    pairs = dict(one.lost).get("pairs", 0)
    return {
        **({"pairs_lost": pairs} if pairs > 0 else {}),
        "mentor": one.mentor,
        "score": int(problem.points(one.score)),
        "cost": int(problem.points(one.cost)),
        "mentees_lost": one.mentees_lost,
        "first_lost": dict(one.lost).get("priority", 0) > 0,
        "moves": [
            {"mentee": move.mentee, "leaves": move.leaves, "joins": move.joins, **several}
            for move in one.moves
        ],
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


def _unmatched_mentees(
    compiled: Compiled,
    solution: Solution,
    explainer: Explainer | None,
    run: Run,
    watch: Watch,
) -> Iterator[dict[str, Any]]:
    """Why each mentee without a mentor has none; changes that help are tried where that is quickly done."""
    problem = compiled.problem
    matched, has = {problem.ends(pair)[0] for pair in solution.pairs}, several.having(run.frozen)
    ids = [one for row, one in enumerate(problem.mentees) if row not in matched and one not in has]
    quick = explainer is not None and explainer.by_chains
    relax = quick and len(ids) * len(problem.score) <= SOLVED_AGAIN_UP_TO
    tries = quick and affordable(run.frozen, len(ids))
    for place, one in enumerate(ids):
        watch.progress("explaining", 0.6 + 0.4 * place / len(ids))
        reason: dict[str, Any] = {"kind": "not_proven", "people": []}
        if explainer is not None:
            reason = _reason(problem, explain_unmatched(explainer, one, relax=relax))
            reason["limits"] = named(reason.pop("quotas"), run.frozen.get("quotas", {}))
        if tries:
            reason["helps"] = list(
                helps(run.frozen, compiled.policy, solution, one, first=first_of(run), watch=watch)
            )
        yield {"participation_id": UUID(one), "side": Side.MENTEE, "reason": reason}


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
        "areas": [_area(one) for one in found.areas if one.criterion == "areas"],
        "relaxations": relaxations,
        "quotas": list(found.quotas),
        "people": sorted(people),
    }


def _area(one: Area) -> dict[str, Any]:
    return {key: getattr(one, key) for key in ("area", "important", "offered", "allowed", "free")}


def _unmatched_mentors(solution: Solution, watch: Watch) -> Iterator[dict[str, Any]]:
    """Mentors without a mentee: nobody may be paired with them, or all mentees are better placed."""
    problem = solution.problem
    paired = {problem.ends(pair)[1] for pair in solution.pairs}
    counts = np.bincount(problem.pair_mentor, minlength=len(problem.mentors)).tolist()
    for col, one in enumerate(problem.mentors):
        if col in paired:
            continue
        watch.check()
        kind = "mentees_placed_elsewhere" if counts[col] else "mentor_without_allowed_mentee"
        reason = {"kind": kind, "allowed": counts[col], "mentees": len(problem.mentees), "people": []}
        yield {"participation_id": UUID(one), "side": Side.MENTOR, "reason": reason}
