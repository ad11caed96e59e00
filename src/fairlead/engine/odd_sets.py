"""Odd sets of people who hold more than their share of pairs, in a fractional choice of pairs."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components, maximum_flow

from fairlead.engine.model import Ints

CLOSE = 1e-6
FINE = 1 << 24


def broken(
    size: int, ends: Ints, share: NDArray[np.float64], *, known: Iterable[frozenset[int]] = ()
) -> list[frozenset[int]]:
    """Sets of 2r + 1 people with more than r pairs, at least one if there is any; `known` ones are not told.

    `ends` (E, 2) and `share` (E,): the pairs and how much of each is chosen, nobody's adding up to more than
    1. Such a set lies within people who hang together by pairs that are chosen in part.
    """
    part = (share > CLOSE) & (share < 1 - CLOSE)
    links, value = ends[part], share[part]
    shape = (size, size)
    graph = csr_array(coo_array((value, (links[:, 0], links[:, 1])), shape=shape))
    count, label = connected_components(graph, directed=False)
    seen, found = set(known), []
    for some in np.flatnonzero(np.bincount(label, minlength=count) > 2).tolist():
        members = np.flatnonzero(label == some)
        rank = {one: place for place, one in enumerate(members.tolist())}
        mine = label[links[:, 0]] == some
        near = np.array([[rank[one] for one in pair] for pair in links[mine].tolist()], dtype=np.int64)
        for odd in _cuts(len(members), near, value[mine]):
            people = frozenset(int(members[one]) for one in odd)
            if people not in seen:
                seen.add(people)
                found.append(people)
    return found


def _cuts(size: int, ends: Ints, share: NDArray[np.float64]) -> list[list[int]]:
    """The odd sets in a graph that hangs together that a cut of less than 1 parts from the rest.

    With one node more, which takes what people have left of 1, an odd set holds too many pairs just if the
    cut around it is below 1. Some smallest odd cut is one of a cut tree (Padberg and Rao 1982), built as by
    D. Gusfield (Very simple methods for all pairs network flow analysis, SIAM J. Comput. 19, 1990).
    """
    left = 1 - np.bincount(ends.ravel(), weights=np.repeat(share, 2), minlength=size)
    rest = np.column_stack([np.arange(size), np.full(size, size)])
    every = np.concatenate([ends, rest])
    room = np.rint(np.concatenate([share, np.maximum(left, 0)]) * FINE).astype(np.int32)
    both = np.concatenate([every, every[:, ::-1]])
    nodes = size + 1
    net = csr_array(coo_array((np.tile(room, 2), (both[:, 0], both[:, 1])), shape=(nodes, nodes)))
    parent, cut = _cut_tree(net, root=size)
    under = [{node} for node in range(nodes)]
    for node in range(size):
        above = parent[node]
        while above != size:
            under[above].add(node)
            above = parent[above]
    low = FINE - FINE * CLOSE * 10
    odd = [node for node in range(size) if cut[node] < low and len(under[node]) % 2 and len(under[node]) > 1]
    return [sorted(under[node]) for node in odd]


def _cut_tree(net: csr_array, *, root: int) -> tuple[list[int], list[int]]:
    """For each node the one above it, and the smallest cut between the two: it parts off all below."""
    parent, cut = [root] * net.shape[0], [0] * net.shape[0]
    for node in range(net.shape[0]):
        if node == root:
            continue
        other = parent[node]
        flow = maximum_flow(net, node, other)
        side, cut[node] = _reached(net, flow.flow, node), int(flow.flow_value)
        for one in range(net.shape[0]):
            if one not in (node, root) and side[one] and parent[one] == other:
                parent[one] = node
        if other != root and side[parent[other]]:
            parent[node], parent[other] = parent[other], node
            cut[node], cut[other] = cut[other], cut[node]
    return parent, cut


def _reached(net: csr_array, flow: csr_array, start: int) -> NDArray[np.bool_]:
    """Whom there is room left to reach from a node."""
    left = csr_array(net - flow)
    left.data = np.maximum(left.data, 0)
    left.eliminate_zeros()
    side = np.zeros(net.shape[0], dtype=bool)
    side[breadth_first_order(left, start, return_predecessors=False)] = True
    return side


__all__ = ["broken"]
