"""The first tiers, mentees then score, by the compiled solvers: pairs and prices at once, for large problems.

They take problems in which every mentee has at most one mentor and nothing but places limits the mentors.
What comes after these tiers is settled on what they leave open (see `staged`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.model import Ints, Method, Problem, Stage
from fairlead.engine.network import Laid
from fairlead.engine.places import locked_load
from fairlead.engine.planning import FEW_SCORES, OPENING_TIERS
from fairlead.engine.watching import Watch

if TYPE_CHECKING:
    from fairlead.engine.solvers.levels import Assigned
    from fairlead.engine.solvers.simplex_transport import Placed


@dataclass(frozen=True, eq=False)
class Opening:
    """The first tiers settled: pairs, the stage that proves them, the prices by node, and how it was done."""

    pairs: Ints
    stage: Stage
    distance: Ints
    method: Method


def opened(problem: Problem, laid: Laid, watch: Watch) -> Opening | None:
    """Settle the first tiers; None where numba is absent or the scores are too wide for compiled code.

    Raises `Cancelled`.
    """
    from fairlead.engine.numba_door import PRESENT

    if not PRESENT:
        return None
    from fairlead.engine.solvers.levels import Sparse, best, suits
    from fairlead.engine.solvers.simplex_transport import MOST, bits, transport

    free = problem.mentee_most - locked_load(problem, "mentee") > 0
    open_pair = free[problem.pair_mentee[laid.pair]]
    pair, tail, head = laid.pair[open_pair], laid.tail[open_pair], laid.head[open_pair]
    size = len(problem.mentees)
    indptr = np.zeros(size + 1, dtype=np.int64)
    np.cumsum(np.bincount(tail, minlength=size), out=indptr[1:])
    places = np.empty(len(problem.mentors), dtype=np.int64)
    left = np.maximum(0, problem.mentor_most - locked_load(problem, "mentor"))
    places[laid.mentor_node - size] = left
    sparse = Sparse(indptr, (head - size).astype(np.int32), problem.score[pair], places)
    spread = int(sparse.score.max(initial=0)) - int(sparse.score.min(initial=0))
    found: Assigned | Placed
    if spread <= FEW_SCORES and suits(sparse):
        found, method = best(sparse, watch=watch), Method.LEVELS
    elif bits(indptr, sparse.score, places) < MOST.bit_length():
        found = transport(indptr, sparse.mentor.astype(np.int64), sparse.score, places, watch=watch)
        method = Method.SIMPLEX
    else:
        return None
    made = pair[found.mentor[tail] == head - size]
    pairs = np.sort(np.concatenate([made, np.array(problem.locked_pairs, dtype=np.int64)]))
    return _opening(problem, laid, pairs, found, free, method)


def _opening(
    problem: Problem,
    laid: Laid,
    pairs: Ints,
    found: Assigned | Placed,
    free: NDArray[np.bool_],
    method: Method,
) -> Opening:
    """The prices as a stage and as distances; mentees without a free place are priced out of their pairs."""
    distance = np.concatenate([found.mentee_price - found.big, -found.mentor_price, [0]])
    shut = laid.mentee_node[~free]
    distance[shut] = 1 + int(np.abs(problem.score).max(initial=0)) - int(distance.min(initial=0))
    stage = Stage(
        tiers=OPENING_TIERS,
        weights=(found.big, 1),
        mentee_price=-distance[laid.mentee_node],
        mentor_price=distance[laid.mentor_node],
        quota_price=np.zeros(0, dtype=np.int64),
    )
    return Opening(pairs, stage, distance, method)
