"""Compiled steps of the transport simplex: every mentee has one place, mentors have several.

Nodes are the n mentees, the m mentors, then the hub, which is the root. A mentee's unit goes to a mentor or
straight to the hub (nobody found); the hub fills the places that mentees leave. No arc has a limit of its
own, so units live on the tree alone. The basis stays strongly feasible (Cunningham 1976): an arc without
units points to the root, and the last arc that blocks a round leaves, so the method ends.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.model import Ints
from fairlead.engine.numba_door import compiled
from fairlead.engine.solvers.simplex_tree import DEPTH, FIRST, LINK, NEXT, PARENT, Tree, rehang, shift

TURN, SCANNED, IDLE, GAIN, GIVER, TAKER, PIVOTS, ENDED = range(8)
FORBIDDEN = -(1 << 62)

Lists = tuple[Ints, NDArray[np.int32], Ints]


@compiled
def pivot(
    tree: Tree, price: Ints, queue: NDArray[np.int32], people: int, giver: int, taker: int, gain: int
) -> int:
    """Bring the arc giver -> taker into the tree; `people` is the number of mentees. Nodes touched."""
    left, right = giver, taker
    left_least, right_least = 1 << 62, 1 << 62
    left_cut, right_cut = -1, -1
    while left != right:
        if tree[left, DEPTH] >= tree[right, DEPTH]:
            if left < people and tree[left, LINK] < left_least:
                left_least, left_cut = tree[left, LINK], left
            left = tree[left, PARENT]
        else:
            if right >= people and tree[right, LINK] <= right_least:
                right_least, right_cut = tree[right, LINK], right
            right = tree[right, PARENT]
    units = min(left_least, right_least)
    if units > 0:
        node = giver
        while node != left:
            tree[node, LINK] += -units if node < people else units
            node = tree[node, PARENT]
        node = taker
        while node != left:
            tree[node, LINK] += units if node < people else -units
            node = tree[node, PARENT]
    if right_least <= left_least:
        rehang(tree, right_cut, taker, giver, units)
        return shift(tree, price, queue, taker, -gain)
    rehang(tree, left_cut, giver, taker, units)
    return shift(tree, price, queue, giver, gain)


@compiled
def _best_in_line(score: Ints, mentor_price: Ints) -> tuple[int, int]:
    best = FORBIDDEN
    for j in range(len(score)):
        best = max(best, score[j] + mentor_price[j])
    return best, -1


@compiled
def _best_in_list(score: Ints, mentor: NDArray[np.int32], mentor_price: Ints) -> tuple[int, int]:
    best, where = FORBIDDEN, -1
    for k in range(len(score)):
        worth = score[k] + mentor_price[mentor[k]]
        if worth > best:
            best, where = worth, mentor[k]
    return best, where


@compiled
def _scan(
    row: int, indptr: Ints, mentor: NDArray[np.int32], score: Ints, price: Ints, big: int, at: Ints
) -> int:
    """Keep the arc out of this mentee (or, after the last, out of the hub) that gains most; arcs seen."""
    people, hub = len(indptr) - 1, len(price) - 1
    mentor_price = price[people:hub]
    if row == people:
        for j in range(hub - people):
            if mentor_price[j] > at[GAIN]:
                at[GAIN], at[GIVER], at[TAKER] = mentor_price[j], hub, people + j
        return hub - people
    begin, end = indptr[row], indptr[row + 1]
    line = score[begin:end]
    if len(mentor):
        best, where = _best_in_list(line, mentor[begin:end], mentor_price)
    else:
        best, where = _best_in_line(line, mentor_price)
    if best + big - price[row] > at[GAIN]:
        if not len(mentor):
            where = 0
            while line[where] + mentor_price[where] != best:
                where += 1
        at[GAIN], at[GIVER], at[TAKER] = best + big - price[row], row, people + where
    if -price[row] > at[GAIN]:
        at[GAIN], at[GIVER], at[TAKER] = -price[row], row, hub
    return int(end - begin)


@compiled
def turns(
    tree: Tree,
    price: Ints,
    queue: NDArray[np.int32],
    lists: Lists,
    order: Ints,
    big: int,
    at: Ints,
    block: int,
    most: int,
) -> None:
    """Look at the mentees in this order, `most` of them, the best arc of each `block` arcs pivoting.

    `lists` is (indptr, mentor, score) of the allowed pairs; without mentors, each mentee lists all of them.
    `at` is where the search stands; `at[ENDED]` turns 1 when nothing gains any more.
    """
    indptr, mentor, score = lists
    people = len(indptr) - 1
    for _ in range(most):
        turn = at[TURN]
        row = order[turn] if turn < people else people
        at[TURN] = turn + 1 if turn < people else 0
        at[SCANNED] += _scan(row, indptr, mentor, score, price, big, at)
        at[IDLE] += 1
        round_over = at[IDLE] > people
        if at[GAIN] > 0 and (at[SCANNED] >= block or round_over):
            pivot(tree, price, queue, people, at[GIVER], at[TAKER], at[GAIN])
            at[PIVOTS] += 1
            at[GAIN], at[SCANNED], at[IDLE] = 0, 0, 0
        elif round_over:
            at[ENDED] = 1
            return


@compiled
def settled(
    tree: Tree,
    price: Ints,
    queue: NDArray[np.int32],
    lists: Lists,
    places: Ints,
    big: int,
    absent: int,
) -> int:
    """Set units, depths and prices; how many nodes the tree has, or 0 if it is no strongly feasible basis.

    `absent` stands for the score of a pair in the tree that is not listed (any more).
    """
    people, hub = len(lists[0]) - 1, len(price) - 1
    price[hub] = 0
    queue[0] = hub
    count, seen = 1, 0
    while seen < count:
        node = queue[seen]
        seen += 1
        child = tree[node, FIRST]
        while child >= 0:
            tree[child, DEPTH] = tree[node, DEPTH] + 1
            price[child] = price[node] + _step(child, node, people, hub, lists, big, absent)
            tree[child, LINK] = 1 if child < people else places[child - people]
            queue[count] = child
            count += 1
            child = tree[child, NEXT]
    for seen in range(count - 1, 0, -1):
        node = queue[seen]
        units = tree[node, LINK]
        if units < 0 or (units == 0 and node >= people):
            return 0
        if tree[node, PARENT] != hub:
            tree[tree[node, PARENT], LINK] -= units
    return count


@compiled
def _step(
    child: int,
    node: int,
    people: int,
    hub: int,
    lists: Lists,
    big: int,
    absent: int,
) -> int:
    """How much higher a node's price is than its parent's, so that the arc between them costs nothing."""
    if node == hub:
        return 0
    indptr, mentor, score = lists
    mentee, other = (child, node) if child < people else (node, child)
    worth = absent
    for k in range(indptr[mentee], indptr[mentee + 1]):
        if (mentor[k] if len(mentor) else k - indptr[mentee]) == other - people and score[k] > FORBIDDEN:
            worth = score[k]
    return big + worth if child < people else -big - worth
