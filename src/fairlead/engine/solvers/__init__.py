"""The choice between the methods, and the proof: what the checker did not confirm is not called optimal."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import numpy as np

from fairlead.engine import ENGINE_VERSION, check
from fairlead.engine.evenness import evened
from fairlead.engine.machine_code import note
from fairlead.engine.model import (
    Certificate,
    Method,
    NotProven,
    Objective,
    Problem,
    Solution,
    Stage,
    Status,
)
from fairlead.engine.network import Laid, Network
from fairlead.engine.planning import CROWDED, OPENING_TIERS, kind_of, plan
from fairlead.engine.solvers import impossible, staged
from fairlead.engine.solvers.opening import Opening, laid_out, opened, opened_in_crowd
from fairlead.engine.watching import NOBODY, Watch

TIES_SETTLED_UP_TO = 100_000


def solve(
    problem: Problem,
    objective: Objective | None = None,
    *,
    watch: Watch | None = None,
    executor: Any = None,
    start: Solution | None = None,
) -> Solution:
    """The best pairs, lexicographically exact in the objective's tiers, with a checked certificate.

    Minimums, quotas and locked pairs hold in every solution; if that cannot be, the status is infeasible
    and `reasons` says for whom and what would help. The same people, pairs and seed give the same result
    in whatever order they come. A `watch` is told how far it is and may call it off. An `executor` shares
    out the questions to a source. `start`, the solution of a similar problem (people are known by their
    ids), saves time where the problem is large; the result is as good without it.

    Raises `NotProven` should the independent check not confirm the result, `Cancelled`, and before any work
    `NotSolvable`, `NotEnoughMemory` and `ScoresTooWide` (see `planning.plan`).
    """
    started = time.perf_counter()
    objective, watch = objective or Objective(), watch or NOBODY
    method = plan(problem, objective).method
    watch.progress("planned", 1.0)
    if method is Method.PRICED:
        from fairlead.engine.solvers import sourced

        solution = sourced.solve(problem, objective, watch, executor)
    elif method is Method.BRANCHING:
        from fairlead.engine.solvers import side  # HiGHS is loaded only where it is needed

        solution = side.solve(problem, objective, watch)
    else:
        solution = _by_flow(problem, objective, watch, start, method)
    findings = check.violations(solution.problem, solution)
    if findings:
        raise NotProven(findings=tuple(findings))
    return replace(solution, seconds=time.perf_counter() - started)


def _by_flow(
    problem: Problem, objective: Objective, watch: Watch, start: Solution | None, planned: Method
) -> Solution:
    if impossible.hopeless(problem):
        return _impossible(problem, objective, watch)
    opening, laid = _opened(problem, objective, watch, start, planned)
    method = opening.method if opening else Method.FLOW if len(laid.pair) else Method.NOTHING
    if opening and objective.tiers == OPENING_TIERS and len(laid.pair) > TIES_SETTLED_UP_TO:
        return _best(problem, objective, method, tuple(opening.pairs.tolist()), (opening.stage,))
    network = Network.of(problem, objective.seed, even=evened(objective.tiers), laid=laid)
    best = staged.optimum(network, problem, objective, watch, opening)
    if best is None:
        return _impossible(problem, objective, watch)
    return _best(problem, objective, method, network.pairs_of(problem, best[0]), best[1])


def _opened(
    problem: Problem, objective: Objective, watch: Watch, start: Solution | None, planned: Method
) -> tuple[Opening | None, Laid]:
    """The first tiers settled, as far as compiled solvers take them, and the pairs that are open after it."""
    if planned not in (Method.LEVELS, Method.SIMPLEX):
        return None, Laid.of(problem, objective.seed)
    kind, found = kind_of(planned, problem), None
    if kind == CROWDED:
        found = opened_in_crowd(problem, Laid.bare(problem, objective.seed), watch, start)
    if found is None:
        laid = laid_out(problem, objective.seed, watch)
        found = opened(problem, laid, watch, start)
    if found is None:
        return None, laid
    note(kind)
    return found


def _impossible(problem: Problem, objective: Objective, watch: Watch) -> Solution:
    """Nothing keeps all limits: the smallest change that helps, by an elastic flow."""
    laid = Laid.of(problem, objective.seed)
    method = Method.FLOW if len(laid.pair) else Method.NOTHING
    elastic = Network.of(problem, objective.seed, elastic=True, laid=laid)
    pairs = np.array(elastic.pairs_of(problem, staged.least_missing(elastic, watch)), dtype=np.int64)
    reasons = impossible.reasons_of(problem, elastic, pairs)
    if not reasons:
        raise NotProven(findings=("no limit is broken",))
    return Solution(
        status=Status.INFEASIBLE,
        problem=problem,
        pairs=(),
        tiers=(),
        total_score=0,
        objective=objective,
        seconds=0.0,
        version=ENGINE_VERSION,
        method=method,
        reasons=reasons,
    )


def _best(
    problem: Problem,
    objective: Objective,
    method: Method,
    pairs: tuple[int, ...],
    stages: tuple[Stage, ...],
) -> Solution:
    return Solution(
        status=Status.OPTIMAL,
        problem=problem,
        pairs=pairs,
        tiers=check.reached(problem, objective, pairs),
        total_score=check.total_score(problem, pairs),
        objective=objective,
        seconds=0.0,
        version=ENGINE_VERSION,
        method=method,
        certificate=Certificate(stages),
    )
