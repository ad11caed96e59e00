"""A binary heap of (distance, node) in two arrays of the search."""

from __future__ import annotations

from fairlead.engine.numba_door import compiled
from fairlead.engine.solvers.levels.shapes import WAITING, Search


@compiled
def push(find: Search, key: int, node: int) -> None:
    """Add a node at a distance."""
    at = find.mark[WAITING]
    find.mark[WAITING] = at + 1
    while at > 0:
        above = (at - 1) >> 1
        if find.keys[above] <= key:
            break
        find.keys[at], find.nodes[at] = find.keys[above], find.nodes[above]
        at = above
    find.keys[at], find.nodes[at] = key, node


@compiled
def pop(find: Search) -> None:
    """Remove the nearest node, which is at place 0."""
    size = find.mark[WAITING] - 1
    find.mark[WAITING] = size
    key, node = find.keys[size], find.nodes[size]
    at = 0
    while 2 * at + 1 < size:
        below = 2 * at + 1
        if below + 1 < size and find.keys[below + 1] < find.keys[below]:
            below += 1
        if find.keys[below] >= key:
            break
        find.keys[at], find.nodes[at] = find.keys[below], find.nodes[below]
        at = below
    find.keys[at], find.nodes[at] = key, node
