"""The spanning tree of a network simplex, compiled: every node knows its parent, its depth and its children.

A row of `tree` is a node; LINK is whatever belongs to the arc between a node and its parent (the arc's
number, or the units on it) and moves with it when a part of the tree is hung elsewhere.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.model import Ints
from fairlead.engine.numba_door import compiled

PARENT, LINK, DEPTH, FIRST, NEXT, BEFORE = range(6)
COLUMNS = 8

Tree = NDArray[np.int32]


def bare(size: int) -> Tree:
    """A tree of `size` nodes that hang nowhere yet."""
    tree = np.full((size, COLUMNS), -1, dtype=np.int32)
    tree[:, DEPTH] = 0
    return tree


@compiled
def hang(tree: Tree, node: int, parent: int, link: int) -> None:
    """Make `node` the first child of `parent`."""
    first = tree[parent, FIRST]
    tree[node, PARENT] = parent
    tree[node, LINK] = link
    tree[node, NEXT] = first
    tree[node, BEFORE] = -1
    if first >= 0:
        tree[first, BEFORE] = node
    tree[parent, FIRST] = node


@compiled
def hang_all(tree: Tree, parents: Ints) -> None:
    """Hang every node on its parent; -1 leaves a node out."""
    for node in range(len(parents)):
        if parents[node] >= 0:
            hang(tree, node, parents[node], 0)


@compiled
def unhang(tree: Tree, node: int) -> None:
    """Take `node` out of the children of its parent."""
    before, following = tree[node, BEFORE], tree[node, NEXT]
    if before >= 0:
        tree[before, NEXT] = following
    else:
        tree[tree[node, PARENT], FIRST] = following
    if following >= 0:
        tree[following, BEFORE] = before


@compiled
def rehang(tree: Tree, cut: int, inner: int, outer: int, link: int) -> None:
    """Cut the part below `cut` off and hang it on `outer` by its node `inner`."""
    node, parent = inner, outer
    while True:
        old_parent, old_link = tree[node, PARENT], tree[node, LINK]
        unhang(tree, node)
        hang(tree, node, parent, link)
        if node == cut:
            return
        parent, link, node = node, old_link, old_parent


@compiled
def shift(tree: Tree, price: Ints, queue: NDArray[np.int32], top: int, change: int) -> int:
    """Add `change` to the price of everybody at and below `top`, and set their depths; how many they were."""
    queue[0] = top
    count = 1
    seen = 0
    while seen < count:
        node = queue[seen]
        seen += 1
        price[node] += change
        tree[node, DEPTH] = tree[tree[node, PARENT], DEPTH] + 1
        child = tree[node, FIRST]
        while child >= 0:
            queue[count] = child
            count += 1
            child = tree[child, NEXT]
    return count
