"""The first tiers, mentees then score, by the compiled solvers: pairs and prices at once, for large problems.

They take problems in which every mentee has at most one mentor and nothing but places limits the mentors.
What comes after these tiers is settled on what they leave open (see `staged`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.model import Certificate, Ints, Method, Problem, Solution, Stage
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


Opened: TypeAlias = tuple[Opening, Laid] | None


def laid_out(problem: Problem, seed: int, watch: Watch) -> Laid:
    """The same as `Laid.of`, the pairs brought into order by compiled code. Raises `Cancelled`."""
    from fairlead.engine.solvers.merging import PLACE, in_rows

    laid, size = Laid.bare(problem, seed), len(problem.mentees)
    pair = np.delete(np.arange(len(problem.score)), list(problem.locked_pairs))
    tail = laid.mentee_node[problem.pair_mentee[pair]]
    head = laid.mentor_node[problem.pair_mentor[pair]]
    indptr, keys = np.zeros(size + 1, dtype=np.int64), np.empty(len(pair), dtype=np.int64)
    with watch.flagged() as flag:
        in_rows(tail.astype(np.int32), (head - size).astype(np.int32), indptr, keys, flag)
    rows = np.repeat(np.arange(size), np.diff(indptr))
    return replace(laid, pair=pair[keys & PLACE], tail=rows, head=(keys >> 31) + size)


def opened(problem: Problem, laid: Laid, watch: Watch, start: Solution | None = None) -> Opened:
    """Settle the first tiers; the pairs that they leave open are laid out.

    None where the scores are too wide for compiled code. `start` is the solution of a
    similar problem: what still holds of its pairs and prices is kept. Raises `Cancelled`.
    """
    from fairlead.engine.solvers.levels import Sparse, best, suits
    from fairlead.engine.solvers.simplex_transport import MOST, bits, transport

    free = problem.mentee_most - locked_load(problem, "mentee") > 0
    size, scores = len(problem.mentees), problem.score[laid.pair]
    pair, tail, head, score = laid.pair, laid.tail, laid.head, scores
    if not free.all():
        open_pair = free[problem.pair_mentee[pair]]
        pair, tail, head, score = (one[open_pair] for one in (pair, tail, head, score))
    indptr = np.zeros(size + 1, dtype=np.int64)
    np.cumsum(np.bincount(tail, minlength=size), out=indptr[1:])
    places = np.empty(len(problem.mentors), dtype=np.int64)
    left = np.maximum(0, problem.mentor_most - locked_load(problem, "mentor"))
    places[laid.mentor_node - size] = left
    sparse = Sparse(indptr, (head - size).astype(np.int32), score, places)
    spread = int(sparse.score.max(initial=0)) - int(sparse.score.min(initial=0))
    found: Assigned | Placed
    if spread <= FEW_SCORES and suits(sparse):
        found, method = best(sparse, start=_known(problem, laid, start), watch=watch), Method.LEVELS
    elif bits(indptr, sparse.score, places) < MOST.bit_length():
        found = transport(indptr, sparse.mentor.astype(np.int64), sparse.score, places, watch=watch)
        method = Method.SIMPLEX
    else:
        return None
    made = pair[found.mentor[tail] == head - size]
    opening = _opening(problem, laid, free, found, method)
    return replace(opening, pairs=_with_locked(problem, made)), left_open(laid, scores, opening.distance)


def opened_in_crowd(problem: Problem, laid: Laid, watch: Watch, start: Solution | None = None) -> Opened:
    """The same where most of very many listed pairs can be left aside; `laid` holds people alone."""
    from fairlead.engine.solvers.crowd import Crowd

    crowd, size = Crowd(problem, laid, watch), len(problem.mentees)
    if not crowd.suits:
        return None
    found = crowd.best(_known(problem, laid, start))
    opening = _opening(problem, laid, ~crowd.shut, found, Method.LEVELS)
    pair = crowd.worth_nothing(opening.stage.mentee_price, opening.stage.mentor_price)
    partner = found.mentor[laid.mentee_node[problem.pair_mentee[pair]]]
    made = pair[partner == laid.mentor_node[problem.pair_mentor[pair]] - size]
    return replace(opening, pairs=_with_locked(problem, made)), laid.holding(problem, pair)


def _with_locked(problem: Problem, made: Ints) -> Ints:
    return np.sort(np.concatenate([made, np.array(problem.locked_pairs, dtype=np.int64)]))


def _known(problem: Problem, laid: Laid, start: Solution | None) -> Assigned | None:
    """An earlier solution in the places of this problem's people, as far as they were there."""
    from fairlead.engine.solvers.levels import Assigned

    if start is None or not isinstance(start.certificate, Certificate):
        return None
    stage = start.certificate.stages[0] if start.certificate.stages else None
    if stage is None or stage.tiers != OPENING_TIERS or stage.mentee_price.dtype == object:
        return None
    size = len(problem.mentees)
    mentee_at = _places_now(start.problem.mentees, problem.mentees, laid.mentee_node)
    mentor_at = _places_now(start.problem.mentors, problem.mentors, laid.mentor_node - size)
    mentor = np.full(size, -1, dtype=np.int32)
    mentee_price = np.zeros(size, dtype=np.int64)
    mentor_price = np.zeros(len(problem.mentors), dtype=np.int64)
    big = stage.weights[0]
    mentee_price[mentee_at[mentee_at >= 0]] = np.maximum(0, big - stage.mentee_price)[mentee_at >= 0]
    mentor_price[mentor_at[mentor_at >= 0]] = np.maximum(0, -stage.mentor_price)[mentor_at >= 0]
    pairs = list(start.pairs)
    rows, cols = mentee_at[start.problem.pair_mentee[pairs]], mentor_at[start.problem.pair_mentor[pairs]]
    both = (rows >= 0) & (cols >= 0)
    mentor[rows[both]] = cols[both]
    return Assigned(mentor, mentee_price, mentor_price, big)


def _places_now(before: tuple[str, ...], now: tuple[str, ...], place: Ints) -> Ints:
    """For each person of before the place today, -1 for who is gone."""
    if before == now:
        return place
    known = dict(zip(now, place.tolist(), strict=True))
    return np.array([known.get(name, -1) for name in before], dtype=np.int64)


def left_open(laid: Laid, score: Ints, distance: Ints) -> Laid:
    """The pairs that an equally good pairing may hold: those whose worth at the opening's prices is 0.

    `score` of the pairs laid out, `distance` of the nodes.
    """
    worth = score + distance[laid.head]
    worth -= distance[laid.tail]
    return laid.only(worth == 0)


def _opening(
    problem: Problem,
    laid: Laid,
    free: NDArray[np.bool_],
    found: Assigned | Placed,
    method: Method,
) -> Opening:
    """The prices as a stage and as distances; mentees without a free place are priced out of their pairs."""
    distance = np.concatenate([found.mentee_price - found.big, -found.mentor_price, [0]])
    shut = laid.mentee_node[~free]
    distance[shut] = 1 + max(problem.listing.highest, -problem.listing.lowest) - int(distance.min(initial=0))
    stage = Stage(
        tiers=OPENING_TIERS,
        weights=(found.big, 1),
        mentee_price=-distance[laid.mentee_node],
        mentor_price=distance[laid.mentor_node],
        quota_price=np.zeros(0, dtype=np.int64),
    )
    return Opening(np.zeros(0, dtype=np.int64), stage, distance, method)
