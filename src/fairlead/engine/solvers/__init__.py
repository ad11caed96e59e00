"""The choice between the methods, and the proof: what the checker did not confirm is not called optimal."""

from __future__ import annotations

import time

import numpy as np

from fairlead.engine import ENGINE_VERSION, check
from fairlead.engine.model import (
    Certificate,
    Ints,
    Method,
    NotProven,
    NotSolvable,
    Objective,
    Problem,
    Solution,
    Stage,
    Status,
    Tier,
)
from fairlead.engine.network import MINIMUMS, TIE, Network
from fairlead.engine.residual import Residual
from fairlead.engine.solvers.impossible import reasons_of

SOLVED_TIERS = frozenset({"mentees", "mentors", "pairs", "score", "kept"})


def solve(problem: Problem, objective: Objective | None = None) -> Solution:
    """The best pairs, lexicographically exact in the objective's tiers, with a checked certificate.

    Minimums and locked pairs hold in every solution; if that cannot be, the status is infeasible and
    `reasons` says for whom and what would help. The same people, pairs and seed give the same result in
    whatever order they come. Raises `NotProven` should the independent check not confirm the result.
    """
    started = time.perf_counter()
    objective = objective or Objective()
    _refuse_unsolved(problem, objective)
    network = Network.of(problem, objective.seed)
    minimums = (MINIMUMS,) if network.demanded.any() else ()
    flow, method = _best_flow(network, (*minimums, *objective.tiers, TIE))
    pairs = np.array(network.pairs_of(problem, flow), dtype=np.int64)
    reasons = reasons_of(problem, network, pairs)
    if reasons:
        return Solution(
            status=Status.INFEASIBLE,
            problem=problem,
            pairs=(),
            tiers=(),
            total_score=0,
            objective=objective,
            seconds=time.perf_counter() - started,
            version=ENGINE_VERSION,
            method=method,
            reasons=reasons,
        )
    return _proven(problem, objective, network, pairs, method, started)


def _refuse_unsolved(problem: Problem, objective: Objective) -> None:
    tiers = tuple(tier for tier in objective.tiers if tier not in SOLVED_TIERS)
    if tiers:
        raise NotSolvable(what="tiers", tiers=tiers)
    for what in ("quotas", "together", "source"):
        if getattr(problem, what):
            raise NotSolvable(what=what)


def _best_flow(network: Network, tiers: tuple[str, ...]) -> tuple[Ints, Method]:
    if not len(network.pair):
        return np.zeros(len(network.tail), dtype=np.int64), Method.NOTHING
    from fairlead.engine.solvers import flow  # OR-Tools is loaded only where there is something to solve

    return flow.optimum(network, tiers), Method.FLOW


def _proven(
    problem: Problem, objective: Objective, network: Network, pairs: Ints, method: Method, started: float
) -> Solution:
    certificate = certify(problem, objective, network, pairs)
    values = check.tier_values(problem, objective, tuple(pairs.tolist()))
    solution = Solution(
        status=Status.OPTIMAL,
        problem=problem,
        pairs=tuple(pairs.tolist()),
        tiers=tuple(Tier(name, value, value) for name, value in zip(objective.tiers, values, strict=True)),
        total_score=check.total_score(problem, tuple(pairs.tolist())),
        objective=objective,
        seconds=time.perf_counter() - started,
        version=ENGINE_VERSION,
        method=method,
        certificate=certificate,
    )
    findings = check.violations(problem, solution)
    if findings:
        raise NotProven(findings=tuple(findings))
    return solution


def certify(problem: Problem, objective: Objective, network: Network, pairs: Ints) -> Certificate:
    """Prices for a pairing: shortest distances over the moves still possible (minimums stay kept).

    Raises `NotProven` if a round of moves would gain.
    """
    weights = check.weights(problem, objective)
    moves = possible_moves(network, network.flow_of(problem, pairs), objective, weights)
    distances, _ = moves.distances()
    distances = distances - distances[network.hub]
    stage = Stage(
        tiers=objective.tiers,
        weights=weights,
        mentee_price=-distances[network.mentee_node],
        mentor_price=distances[network.mentor_node],
        quota_price=np.zeros(0, dtype=np.int64),
    )
    return Certificate((stage,))


def possible_moves(network: Network, flow: Ints, objective: Objective, weights: tuple[int, ...]) -> Residual:
    """The moves that keep every limit, costed with all tiers of the objective in one number."""
    cost = network.cost(objective.tiers, weights)
    can_add = flow < network.upper
    can_drop = (flow > 0) & ~network.demanded
    return Residual.of(network.size, network.tail, network.head, cost, can_add, can_drop)
