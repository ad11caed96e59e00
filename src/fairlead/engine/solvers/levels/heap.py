"""Who is to be visited next: a list for each small distance, a binary heap for the others.

Dial 1969, "Algorithm 360: Shortest-path forest with topological ordering", for the lists.
"""

from __future__ import annotations

from fairlead.engine.given import Indices, Ints
from fairlead.engine.numba_door import woven
from fairlead.engine.solvers.levels.shapes import CURRENT, FAR, LISTED, NEAR, TOP, WAITING


@woven
def clear(heads: Ints, mark: Ints) -> None:
    """Nobody waits."""
    for distance in range(mark[CURRENT], mark[TOP] + 1):
        heads[distance] = -1
    mark[CURRENT] = mark[TOP] = mark[LISTED] = mark[WAITING] = 0


@woven
def push(
    key: int, node: int, keys: Ints, nodes: Indices, heads: Ints, listed: Indices, after: Ints, mark: Ints
) -> None:
    """Add a node at a distance not below that of the last one taken."""
    if key >= NEAR:
        _push_far(key, node, keys, nodes, mark)
        return
    at = mark[LISTED]
    mark[LISTED] = at + 1
    listed[at], after[at] = node, heads[key]
    heads[key] = at
    mark[TOP] = max(mark[TOP], key)
    mark[CURRENT] = min(mark[CURRENT], key)


@woven
def nearest(keys: Ints, heads: Ints, mark: Ints) -> int:
    """The distance of the nearest node that waits."""
    while mark[CURRENT] <= mark[TOP]:
        if heads[mark[CURRENT]] >= 0:
            return int(mark[CURRENT])
        mark[CURRENT] += 1
    return int(keys[0]) if mark[WAITING] > 0 else FAR


@woven
def take(keys: Ints, nodes: Indices, heads: Ints, listed: Indices, after: Ints, mark: Ints) -> int:
    """The nearest node, which waits no longer. `nearest` has been asked."""
    if mark[CURRENT] <= mark[TOP]:
        at = heads[mark[CURRENT]]
        heads[mark[CURRENT]] = after[at]
        return int(listed[at])
    node = int(nodes[0])
    _pop_far(keys, nodes, mark)
    return node


@woven
def _push_far(key: int, node: int, keys: Ints, nodes: Indices, mark: Ints) -> None:
    at = mark[WAITING]
    mark[WAITING] = at + 1
    while at > 0:
        above = (at - 1) >> 1
        if keys[above] <= key:
            break
        keys[at], nodes[at] = keys[above], nodes[above]
        at = above
    keys[at], nodes[at] = key, node


@woven
def _pop_far(keys: Ints, nodes: Indices, mark: Ints) -> None:
    size = mark[WAITING] - 1
    mark[WAITING] = size
    key, node = keys[size], nodes[size]
    at = 0
    while 2 * at + 1 < size:
        below = 2 * at + 1
        if below + 1 < size and keys[below + 1] < keys[below]:
            below += 1
        if keys[below] >= key:
            break
        keys[at], nodes[at] = keys[below], nodes[below]
        at = below
    keys[at], nodes[at] = key, node
