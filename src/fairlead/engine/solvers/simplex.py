"""Cheapest circulation and its prices at once, by the network simplex: exact for costs of any width.

Method: primal network simplex on strongly feasible trees (Cunningham, A network simplex method, 1976), the
best arc of a block entering. Its time hardly depends on the costs; prices come with the flow.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from fairlead.engine.model import Ints, ScoresTooWide
from fairlead.engine.solvers import simplex_arcs as arcs_steps
from fairlead.engine.solvers.simplex_tree import DEPTH, bare, hang
from fairlead.engine.watching import NOBODY, Watch

MOST_BITS = 61
SLICE = 50_000_000
LAYERS = 4
LARGEST_BLOCK = 4096
STEP = "simplex"


class Circulation(NamedTuple):
    """Units on each arc, and a price per node that proves them the cheapest."""

    flow: Ints
    price: Ints


def bits(size: int, cost: Ints) -> int:
    """The bits that the search can need; more than 61 are refused. 4 x (nodes + 1) x (largest cost + 1)."""
    largest = max(int(cost.max(initial=0)), -int(cost.min(initial=0)))
    return (4 * (size + 1) * (largest + 1)).bit_length()


def circulation(
    size: int, tail: Ints, head: Ints, upper: Ints, cost: Ints, *, watch: Watch | None = None
) -> Circulation:
    """The cheapest units on arcs from `tail` to `head` so that as much leaves each node as comes in.

    Arcs (arcs,) take 0 to `upper` units at `cost` each, all whole numbers. For every arc with room, cost +
    price[tail] - price[head] is at least 0 where it has no units, at most 0 where it is full, 0 in between.
    The same arcs give the same answer. Raises `ScoresTooWide` before any work if prices might not fit into
    64 bits, and `Cancelled`.
    """
    watch = watch or NOBODY
    needed = bits(size, cost)
    if needed > MOST_BITS:
        raise ScoresTooWide(bits=needed, most=MOST_BITS)
    watch.progress(STEP, 0.0)
    real = len(tail)
    if not real:
        return Circulation(np.zeros(0, dtype=np.int64), np.zeros(size, dtype=np.int64))
    order = _mixed(real)
    room = np.where(tail == head, 0, upper)
    state = _State(size, tail[order], head[order], room[order], cost[order])
    state.finish(watch)
    flow = np.where((tail == head) & (cost < 0), upper, 0).astype(np.int64)
    flow[order] += state.flow[:real]
    watch.progress(STEP, 1.0)
    return Circulation(flow, state.price)


def _mixed(arcs: int) -> Ints:
    """Every arc once, neighbours far apart: a block then shows many nodes, which saves most pivots."""
    stride = max(1, int(arcs * 0.6180339887498949))
    while math.gcd(stride, arcs) > 1:
        stride += 1
    return np.arange(arcs, dtype=np.int64) * stride % arcs


class _State:
    """Arcs, one more from every node to the root that costs too much to be used, the tree and its prices."""

    def __init__(self, size: int, tail: Ints, head: Ints, upper: Ints, cost: Ints) -> None:
        self.size, self.real = size, len(tail)
        root = int(np.bincount(head[upper > 0], minlength=size).argmax())
        never = (size + 1) * (max(int(cost.max()), -int(cost.min())) + 1)
        every = np.arange(size)
        self.arcs = (
            np.concatenate([tail, every]).astype(np.int32),
            np.concatenate([head, np.full(size, root)]).astype(np.int32),
            np.concatenate([upper, np.full(size, 1 << 62)]).astype(np.int64),
            np.concatenate([cost, np.full(size, never)]).astype(np.int64),
        )
        self.flow = np.zeros(self.real + size, dtype=np.int64)
        self.side = np.full(self.real + size, arcs_steps.NONE, dtype=np.int8)
        self.side[: self.real][upper == 0] = arcs_steps.IN_TREE
        self.tree, self.price = bare(size), np.zeros(size, dtype=np.int64)
        self.queue = np.zeros(size, dtype=np.int32)
        self.at = np.zeros(4, dtype=np.int64)
        depth = np.full(size, -1, dtype=np.int64)
        room = np.zeros(size, dtype=np.int64)
        starts, ends, limits, costs = self.arcs
        given = starts[: self.real], ends[: self.real], limits[: self.real], costs[: self.real]
        arcs_steps.grow(self.tree, self.price, depth, given, self.side, room, root, LAYERS)
        for node in np.flatnonzero(depth < 0).tolist():
            hang(self.tree, node, root, self.real + node)
            self.tree[node, DEPTH] = 1
            self.price[node] = -never

    def finish(self, watch: Watch) -> None:
        """Pivot until nothing gains, in slices between which the watcher is told."""
        block = min(LARGEST_BLOCK, max(16, math.isqrt(self.real)))
        while not self.at[arcs_steps.ENDED]:
            arcs_steps.search(
                self.tree,
                self.price,
                self.queue,
                self.arcs,
                self.flow,
                self.side,
                self.real,
                self.at,
                block,
                SLICE,
            )
            pivots = int(self.at[arcs_steps.PIVOTS])
            watch.progress(STEP, pivots / (pivots + 4 * self.size + 1))
