"""Which single changes give somebody without a partner one: one search answers for each kind.

A pair newly allowed, or one place more, changes an optimum by one round of moves through it and by nothing
else; so it helps only if the cheapest such round gains (Ahuja, Magnanti and Orlin, Network Flows, ch. 9).
What is screened out cannot help; what is left is solved.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.chains import Chains
from fairlead.engine.model import Ints, Problem
from fairlead.engine.moves import Explainer
from fairlead.engine.residual import FAR, VERY_FAR, Residual

Pairs = tuple[Ints, Ints]
NONE = np.zeros(0, dtype=np.int64)
OTHER = {"mentee": "mentor", "mentor": "mentee"}


def with_pairs(problem: Problem, side: str, place: int, others: Ints, scores: Ints) -> Problem:
    """The problem with these pairs of one person instead of the person's own, which stand last."""
    kept = getattr(problem, f"pair_{side}") != place
    ends = {side: np.full(len(others), place), OTHER[side]: others}
    return replace(
        problem,
        pair_mentee=np.append(problem.pair_mentee[kept], ends["mentee"]),
        pair_mentor=np.append(problem.pair_mentor[kept], ends["mentor"]),
        score=np.append(problem.score[kept], np.asarray(scores, dtype=problem.score.dtype)),
    )


def gaining(explainer: Explainer, side: str, place: int, sets: list[Pairs]) -> list[Ints]:
    """For each set of partners and scores those, best first, a pair with whom would make the whole better.

    For somebody who has nobody, where a network holds the whole problem.
    """
    every = np.unique(np.concatenate([NONE, *(others for others, _ in sets)]))
    if not len(every):
        return [NONE for _ in sets]
    most: Ints = np.full(len(every), min(int(scores.min()) for _, scores in sets if len(scores)))
    for others, scores in sets:
        np.maximum.at(most, np.searchsorted(every, others), scores)
    shared = "score" in explainer.objective.tiers and "leximin" not in explainer.objective.tiers
    if len(sets) > 1 and not (shared and all(int(scores.min(initial=0)) >= 0 for _, scores in sets)):
        return [gaining(explainer, side, place, [one])[0] for one in sets]
    price, points, unit = _prices(explainer, side, place, (every, most))
    found = []
    for others, scores in sets:
        at = np.searchsorted(every, others)
        cost = (price[at] + (most[at] - scores) * points) // unit
        better = np.flatnonzero((cost < 0).astype(bool)).tolist()
        order = sorted(better, key=lambda one: (cost[one], others[one]))
        found.append(others[np.array(order, dtype=np.int64)])
    return found


def _prices(explainer: Explainer, side: str, place: int, pairs: Pairs) -> tuple[NDArray[Any], int, int]:
    """What each pair costs in all tiers, what a point is worth in it, and the unit above the moves."""
    problem = explainer.problem
    kept = np.cumsum(getattr(problem, f"pair_{side}") != place) - 1
    wide = with_pairs(problem, side, place, *pairs)
    chains = Chains(wide, explainer.objective, kept[explainer.chosen])
    moves = chains.residual if side == "mentor" else chains.backwards
    node = int(getattr(chains.network, f"{side}_node")[place])
    distance, _ = _without(moves, heads_of=node).distances(np.array([node]))
    ways = distance[getattr(chains.network, f"{OTHER[side]}_node")[pairs[0]]]
    costs = ways + chains.pair_cost[len(wide.score) - len(pairs[0]) :]
    no_way = (ways >= _far(distance)).astype(bool)
    return np.where(no_way, _far(distance), costs), chains.weights.get("score", 0), chains.network.size + 1


def places_for(explainer: Explainer, side: str, place: int) -> list[int]:
    """At whom of the other side one place more would go to this person in some best pairing, best first."""
    chains, network = explainer.chains, explainer.chains.network
    moves = chains.residual if side == "mentee" else chains.backwards
    own = int(getattr(network, f"{side}_node")[place])
    nodes, unit = getattr(network, f"{OTHER[side]}_node"), network.size + 1
    from_hub, _ = moves.distances(np.array([network.hub]))
    from_own, _ = moves.distances(np.array([own]))
    far = _far(from_hub)
    if from_hub[own] >= far:
        return []
    best, theirs = from_hub[nodes], from_own[nodes]
    as_good = (theirs < _far(from_own)) & ((theirs + from_hub[own]) // unit <= best // unit)
    names = getattr(explainer.problem, f"{OTHER[side]}s")
    found = np.flatnonzero(as_good.astype(bool)).tolist()
    return sorted(found, key=lambda one: (best[one] // unit, names[one]))


def _without(moves: Residual, heads_of: int) -> Residual:
    """The same moves but for those that lead to a node."""
    kept = np.flatnonzero(moves.head != heads_of)
    no = np.zeros(len(kept), dtype=bool)
    return Residual.of(moves.size, moves.tail[kept], moves.head[kept], moves.cost[kept], ~no, no)


def _far(distance: NDArray[Any]) -> int:
    return VERY_FAR if distance.dtype == object else FAR
