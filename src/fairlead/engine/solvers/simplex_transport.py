"""Most mentees placed, then the greatest total score, by the network simplex: exact for scores of any width.

For lists of allowed pairs where every mentee has at most one mentor. Its time hardly depends on how wide
the scores are or how they are made, unlike methods that go level by level or from one shortest path to the
next. Method: transport simplex on strongly feasible trees (Cunningham, A network simplex method, 1976), the
best arc of a few mentees' lists entering, mentees with most to lose choosing first.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from fairlead.engine.model import Ints, ScoresTooWide
from fairlead.engine.solvers import simplex_rows as rows
from fairlead.engine.solvers.simplex_tree import LINK, PARENT, Tree, bare, hang_all
from fairlead.engine.watching import NOBODY as NOBODY_WATCHES
from fairlead.engine.watching import Watch

MOST = 1 << 60
SLICE = 20_000_000
LINES = 4
STEP = "simplex"


class Basis(NamedTuple):
    """Who hangs below whom: per mentee a mentor, per mentor a mentee, -1 for nobody."""

    mentee: Ints
    mentor: Ints


class Placed(NamedTuple):
    """The mentor of each mentee (-1: none), prices that prove it, and the basis for a later start.

    For every listed pair mentee_price + mentor_price >= big + score, with equality where the pair is made; no
    price is negative; unplaced mentees and mentors with free places have price 0.
    """

    mentor: Ints
    mentee_price: Ints
    mentor_price: Ints
    big: int
    basis: Basis


def bits(indptr: Ints, score: Ints, places: Ints) -> int:
    """The bits that prices can need; more than 60 are refused. Prices stay below nodes x largest cost."""
    big, spread = _big(indptr, score, places)
    return ((len(indptr) + len(places) + 2) * (big + 4 * spread)).bit_length()


def transport(
    indptr: Ints,
    mentor: Ints,
    score: Ints,
    places: Ints,
    *,
    start: Basis | None = None,
    watch: Watch | None = None,
) -> Placed:
    """Place as many mentees as possible, then with the greatest total score; whole numbers throughout.

    `indptr` (n + 1,), `mentor` and `score` (pairs,) list the allowed pairs of each mentee, `places` (m,) the
    places of each mentor. `start`: the basis of an earlier answer; it is used where it still fits (scores,
    pairs and mentees without a mentor may have come and gone) and can only save time. The same input gives
    the same answer; from another start, another answer that is as good. Raises `ScoresTooWide` before any
    work if the prices might not fit into 64 bits, and `Cancelled`.
    """
    watch = watch or NOBODY_WATCHES
    needed = bits(indptr, score, places)
    if needed > MOST.bit_length() - 1:
        raise ScoresTooWide(bits=needed, most=MOST.bit_length() - 1)
    watch.progress(STEP, 0.0)
    big, spread = _big(indptr, score, places)
    lists = _lists(indptr, mentor, score, len(places))
    room = np.minimum(places, len(indptr)).astype(np.int64)
    state = _State(lists, room, big, -big - 2 * spread - 1)
    if start is None or not state.begun(start):
        state.begun(Basis(np.full(len(indptr) - 1, -1), np.full(len(places), -1)))
        state.open(watch)
    state.finish(watch)
    watch.progress(STEP, 1.0)
    return state.answer(int(score.max(initial=0)))


def _big(indptr: Ints, score: Ints, places: Ints) -> tuple[int, int]:
    """A number that outweighs every total of scores, and the spread of the scores."""
    spread = max(int(score.max(initial=0)), 0) - min(int(score.min(initial=0)), 0)
    rounds = min(len(indptr) - 1, int(np.minimum(places, len(indptr)).sum()))
    return rounds * spread + spread + 1, spread


def _lists(indptr: Ints, mentor: Ints, score: Ints, mentors: int) -> rows.Lists:
    """The lists for compiled code; where most pairs are allowed, a full matrix without mentors."""
    people = len(indptr) - 1
    score = np.ascontiguousarray(score, dtype=np.int64)
    if 2 * len(mentor) < people * mentors or not len(mentor):
        return np.ascontiguousarray(indptr, np.int64), np.ascontiguousarray(mentor, np.int32), score
    full = np.full((people, mentors), rows.FORBIDDEN)
    full[np.repeat(np.arange(people), np.diff(indptr)), mentor] = score
    return np.arange(people + 1) * mentors, np.zeros(0, dtype=np.int32), full.ravel()


class _State:
    """The tree, its prices and where the search stands."""

    def __init__(self, lists: rows.Lists, places: Ints, big: int, absent: int) -> None:
        self.lists, self.places, self.big, self.absent = lists, places, big, absent
        self.people, self.mentors = len(lists[0]) - 1, len(places)
        self.hub = self.people + self.mentors
        self.tree: Tree = bare(self.hub + 1)
        self.price = np.zeros(self.hub + 1, dtype=np.int64)
        self.queue = np.zeros(self.hub + 1, dtype=np.int32)
        self.at = np.zeros(8, dtype=np.int64)

    def begun(self, basis: Basis) -> bool:
        """Hang the tree as the basis says; False if it does not fit."""
        if len(basis.mentee) != self.people or len(basis.mentor) != self.mentors:
            return False
        self.tree[:] = bare(self.hub + 1)
        below = np.where(basis.mentee < 0, self.hub, basis.mentee + self.people)
        above = np.where(basis.mentor < 0, self.hub, basis.mentor)
        hang_all(self.tree, np.concatenate([below, np.where(self.places > 0, above, -1)]))
        hung = rows.settled(self.tree, self.price, self.queue, self.lists, self.places, self.big, self.absent)
        if hung != 1 + self.people + np.count_nonzero(self.places):
            return False
        self.price[self.people : self.hub][self.places == 0] = -(1 << 61)
        return True

    def open(self, watch: Watch) -> None:
        """Two rounds in which everybody takes what is best, those whose scores differ most first.

        Only where mentees differ widely in this (costs i * j, Machol and Wien 1976): elsewhere it costs more
        than it saves.
        """
        indptr, _, score = self.lists
        known = np.where(score > rows.FORBIDDEN, score, 0)
        spread = np.zeros(self.people, dtype=np.int64)
        some = np.flatnonzero(np.diff(indptr))
        if some.size:
            begins = indptr[some]
            spread[some] = np.maximum.reduceat(known, begins) - np.minimum.reduceat(known, begins)
        low, high = np.quantile(spread, (0.25, 0.75)) if self.people else (0, 0)
        if high < 2 * low or not high:
            return
        self._turn(np.argsort(-spread, kind="stable"), 1, 2 * (self.people + 1), watch)

    def finish(self, watch: Watch) -> None:
        """Rounds in an order without a pattern, until nothing gains."""
        order = np.argsort((np.arange(self.people, dtype=np.uint64) + 1) * np.uint64(0x9E3779B97F4A7C15))
        lines = LINES * max(1, len(self.lists[2]) // max(1, self.people))
        while not self.at[rows.ENDED]:
            self._turn(order, lines, 0, watch)

    def _turn(self, order: Ints, block: int, most: int, watch: Watch) -> None:
        each = max(1, SLICE // (1 + self.hub + len(self.lists[2]) // max(1, self.people)))
        for turns in ([each] * (most // each) + [most % each]) if most else [each]:
            rows.turns(self.tree, self.price, self.queue, self.lists, order, self.big, self.at, block, turns)
            done = int(self.at[rows.PIVOTS])
            watch.progress(STEP, done / (done + 4 * self.hub + 1))

    def answer(self, best: int) -> Placed:
        """What the tree says."""
        parent = self.tree[:, PARENT][: self.hub].astype(np.int64)
        held = self.tree[:, LINK][: self.hub] > 0
        above, below = parent[: self.people], parent[self.people :]
        mentor = np.where(held[: self.people] & (above < self.hub), above - self.people, -1)
        made = np.flatnonzero(held[self.people :] & (below >= 0) & (below < self.hub))
        mentor[below[made]] = made
        mentor_price = -self.price[self.people : self.hub]
        mentor_price[self.places == 0] = self.big + max(0, best)
        basis = Basis(
            np.where(above < self.hub, above - self.people, -1),
            np.where((below >= 0) & (below < self.hub), below, -1),
        )
        return Placed(mentor, self.price[: self.people].copy(), mentor_price, self.big, basis)
