"""Compiled steps of the network simplex on a list of arcs with limits.

An arc in the tree may have any number of units; the others have none (`side` 1) or all (`side` -1). The basis
stays strongly feasible (Cunningham 1976): from every node one unit more can be sent to the root.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.model import Ints
from fairlead.engine.numba_door import compiled
from fairlead.engine.solvers.simplex_tree import DEPTH, LINK, PARENT, Tree, hang, rehang, shift

PLACE, IDLE, PIVOTS, ENDED = range(4)
NONE, ALL, IN_TREE = 1, -1, 0
Nodes = NDArray[np.int32]
Sides = NDArray[np.int8]
Arcs = tuple[Nodes, Nodes, Ints, Ints]


@compiled
def grow(
    tree: Tree, price: Ints, depth: Ints, arcs: Arcs, side: Sides, best: Ints, root: int, layers: int
) -> int:
    """Hang nodes by their cheapest arc to a node that hangs already; how many hang at the end.

    `best` (nodes,) is room to work, `depth` is -1 for nodes that do not hang.
    """
    tail, head, upper, cost = arcs
    depth[root] = 0
    hung = 1
    for layer in range(layers):
        best[:] = -1
        for arc in range(len(tail)):
            node, parent = tail[arc], head[arc]
            if depth[node] < 0 and depth[parent] == layer and upper[arc] > 0:
                known = best[node]
                if known < 0 or cost[arc] - price[parent] < cost[known] - price[head[known]]:
                    best[node] = arc
        for node in range(len(best)):
            arc = best[node]
            if arc >= 0:
                depth[node] = layer + 1
                tree[node, DEPTH] = layer + 1
                price[node] = price[head[arc]] - cost[arc]
                side[arc] = IN_TREE
                hang(tree, node, head[arc], arc)
                hung += 1
    return hung


@compiled
def _room(node: int, along: bool, tree: Tree, arcs: Arcs, flow: Ints) -> int:
    """How many units more can go from `node` to its parent (`along`) or from the parent to it."""
    arc = tree[node, LINK]
    if (arcs[0][arc] == node) == along:
        return int(arcs[2][arc] - flow[arc])
    return int(flow[arc])


@compiled
def _send(start: int, stop: int, along: bool, units: int, tree: Tree, tail: Nodes, flow: Ints) -> None:
    node = start
    while node != stop:
        arc = tree[node, LINK]
        flow[arc] += units if (tail[arc] == node) == along else -units
        node = tree[node, PARENT]


@compiled
def pivot(
    tree: Tree, price: Ints, queue: Nodes, arcs: Arcs, flow: Ints, side: Sides, arc: int, gain: int
) -> int:
    """Bring this arc into the tree or to its other side; nodes touched."""
    tail, head, upper, _ = arcs
    forward = side[arc] == NONE
    giver, taker = (tail[arc], head[arc]) if forward else (head[arc], tail[arc])
    left, right = giver, taker
    left_least, right_least = upper[arc], upper[arc]
    left_cut, right_cut = -1, -1
    while left != right:
        if tree[left, DEPTH] >= tree[right, DEPTH]:
            room = _room(left, False, tree, arcs, flow)
            if room < left_least:
                left_least, left_cut = room, left
            left = tree[left, PARENT]
        else:
            room = _room(right, True, tree, arcs, flow)
            if room <= right_least:
                right_least, right_cut = room, right
            right = tree[right, PARENT]
    units = min(left_least, right_least)
    if units > 0:
        flow[arc] += units if forward else -units
        _send(giver, left, False, units, tree, tail, flow)
        _send(taker, left, True, units, tree, tail, flow)
    if right_cut >= 0 and right_least <= left_least:
        cut, inner, outer, change = right_cut, taker, giver, -gain
    elif left_cut >= 0:
        cut, inner, outer, change = left_cut, giver, taker, gain
    else:
        side[arc] = -side[arc]
        return 1
    leaving = tree[cut, LINK]
    side[leaving] = NONE if flow[leaving] == 0 else ALL
    side[arc] = IN_TREE
    rehang(tree, cut, inner, outer, arc)
    return shift(tree, price, queue, inner, change)


@compiled
def search(
    tree: Tree,
    price: Ints,
    queue: Nodes,
    arcs: Arcs,
    flow: Ints,
    side: Sides,
    real: int,
    at: Ints,
    block: int,
    budget: int,
) -> None:
    """Look through the first `real` arcs in blocks, the best arc of a block pivoting, until nothing gains.

    `at` is where the search stands; `at[ENDED]` turns 1 when nothing gains any more. It pauses once the
    arcs and nodes looked at exceed the budget.
    """
    tail, head, _, cost = arcs
    place = at[PLACE]
    spent = 0
    while spent < budget:
        most, entering = 0, -1
        until = min(place + block, real)
        for arc in range(place, until):
            gain = -side[arc] * (cost[arc] + price[tail[arc]] - price[head[arc]])
            if gain > most:
                most, entering = gain, arc
        spent += until - place + 1
        at[IDLE] += until - place
        place = until if until < real else 0
        if entering >= 0:
            spent += pivot(tree, price, queue, arcs, flow, side, entering, most)
            at[PIVOTS] += 1
            at[IDLE] = 0
        elif at[IDLE] >= real:
            at[ENDED] = 1
            break
    at[PLACE] = place
