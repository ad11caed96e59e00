"""Compute a scenario from its frozen input as a run is, but for the reasons. Asks nothing of the database."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from fairlead.engine.compile import Compiled, compile_problem
from fairlead.engine.watching import NOBODY, Watch
from fairlead.matching.models import Scenario
from fairlead.matching.queries.computing import (
    Outcome,
    compiled_from,
    first_of,
    solved,
)
from fairlead.matching.queries.figuring import figures, served_first
from fairlead.matching.queries.weighing import Institutions, as_candidates, as_policy


def outline(scenario: Scenario, *, watch: Watch = NOBODY) -> Outcome:
    """Solve a scenario and check it; each proposal has both ids, its `score`, and `by_run`.

    `by_run` are its points by the policy of the run it starts from, so that both can be compared. Raises
    `CannotMatch`, and the engine's `Cancelled`.
    """
    watch.progress("scoring", 0.0)
    compiled = compiled_from(scenario)
    solution = solved(compiled, scenario.frozen, watch)
    problem = replace(compiled, problem=solution.problem).problem
    named = [problem.named(pair) for pair in solution.pairs]
    scores = [int(problem.points(int(problem.score[pair]))) for pair in solution.pairs]
    pairs = [(one["mentee"], one["mentor"]) for one in named]
    by_run = points(scenario.run.policy, scenario.frozen, pairs) if scenario.run else scores
    watch.progress("saving", 0.0)
    proposals = [
        {"mentee_id": UUID(mentee), "mentor_id": UUID(mentor), "score": score, "by_run": other}
        for (mentee, mentor), score, other in zip(pairs, scores, by_run, strict=True)
    ]
    result = figures(solution, proposals) | {"first": served_first(solution, first_of(scenario))}
    if "decided" in scenario.frozen:
        result["decided"] = _decided(compiled, scenario)
    return Outcome(solution.version, result, proposals)


def _decided(compiled: Compiled, scenario: Scenario) -> list[list[Any]]:
    """The pairs made then: [mentee id, mentor id, points by the scenario's policy, whether it allows it]."""
    pairs = [(mentee, mentor) for mentee, mentor, _early in scenario.frozen["decided"]]
    earned = points(scenario.policy, scenario.frozen, pairs)
    return [
        [mentee, mentor, score, not compiled.blocks(mentee, mentor)]
        for (mentee, mentor), score in zip(pairs, earned, strict=True)
    ]


def points(
    policy: Mapping[str, Any], frozen: Mapping[str, Any], pairs: Sequence[tuple[str, str]]
) -> list[int]:
    """What pairs of (mentee id, mentor id) earn by a policy, whether or not its rules allow them."""
    if not pairs:
        return []
    here = {one for pair in pairs for one in pair}
    bare = {**policy, "rules": {}, "institutions": Institutions.ANY.value, "floor": None}
    sides = [[one for one in frozen[side] if one["id"] in here] for side in ("mentees", "mentors")]
    compiled = compile_problem(
        as_candidates(sides[0]), as_candidates(sides[1]), as_policy(bare, seed=0), locked=[], forbidden=[]
    )
    scale = compiled.problem.points
    return [sum(int(scale(part.points)) for part in parts) for parts in compiled.parts_of(pairs)]
