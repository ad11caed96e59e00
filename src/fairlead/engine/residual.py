"""Shortest ways through the residual network: the moves that are still possible from a given pairing.

Used for the prices of a certificate and for the question "what would it cost to pair these two". All
costs are whole numbers; where 64 bits could overflow, Python's own unlimited integers are used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.model import Ints, NotProven
from fairlead.engine.network import Network

LARGE = 1 << 61
FAR = 1 << 62
VERY_FAR = 1 << 1000


class _TooLarge(Exception):
    """A distance does not fit into 64 bits with room to spare."""


@dataclass(frozen=True, eq=False)
class Residual:
    """Possible moves as arcs sorted by `tail`; `origin` is the network's arc, `forward` its direction."""

    size: int
    tail: Ints
    head: Ints
    cost: NDArray[Any]
    origin: Ints
    forward: NDArray[np.bool_]
    starts: Ints

    @staticmethod
    def of(
        size: int, tail: Ints, head: Ints, cost: NDArray[Any], can_add: NDArray[Any], can_drop: NDArray[Any]
    ) -> Residual:
        """One move for each arc that can take a unit more, one backwards for each that can give one up."""
        add, drop = np.flatnonzero(can_add), np.flatnonzero(can_drop)
        tails = np.concatenate([tail[add], head[drop]])
        heads = np.concatenate([head[add], tail[drop]])
        costs = np.concatenate([cost[add], -cost[drop]])
        origin = np.concatenate([add, drop])
        forward = np.arange(len(origin)) < len(add)
        return Residual._sorted(size, tails, heads, costs, origin, forward)

    @staticmethod
    def _sorted(
        size: int, tail: Ints, head: Ints, cost: NDArray[Any], origin: Ints, forward: NDArray[np.bool_]
    ) -> Residual:
        order = np.argsort(tail, kind="stable")
        starts = np.zeros(size + 1, dtype=np.int64)
        np.cumsum(np.bincount(tail, minlength=size), out=starts[1:])
        return Residual(size, tail[order], head[order], cost[order], origin[order], forward[order], starts)

    def backwards(self) -> Residual:
        """The same moves read from their end: distances *to* a node instead of from it."""
        return Residual._sorted(self.size, self.head, self.tail, self.cost, self.origin, self.forward)

    def leaving(self, nodes: Ints) -> Ints:
        """The moves that leave any of these nodes."""
        counts = self.starts[nodes + 1] - self.starts[nodes]
        offsets = np.cumsum(counts) - counts
        return np.repeat(self.starts[nodes] - offsets, counts) + np.arange(int(counts.sum()))

    def distances(self, sources: Ints | None = None) -> tuple[NDArray[Any], Ints]:
        """Cheapest cost from the sources (all nodes if none are named) to each node, and the last move there.

        Nodes out of reach are `FAR` (or `VERY_FAR`); the last move is -1 at sources and out of reach.
        Raises `NotProven` if some round of moves gains for ever, so the pairing was not optimal.
        """
        if self.cost.dtype != object and (not self.cost.size or int(np.abs(self.cost).max()) < LARGE):
            try:
                return self._relaxed(self.cost, FAR, sources)
            except _TooLarge:
                pass
        return self._relaxed(self.cost.astype(object), VERY_FAR, sources)

    def _relaxed(self, cost: NDArray[Any], far: int, sources: Ints | None) -> tuple[NDArray[Any], Ints]:
        distance = np.full(self.size, far if sources is not None else 0, dtype=cost.dtype)
        changed = np.arange(self.size) if sources is None else sources
        distance[changed] = 0
        via = np.full(self.size, -1, dtype=np.int64)
        for _ in range(self.size + 1):
            if not changed.size:
                return distance, via
            moves = self.leaving(changed)
            heads = self.head[moves]
            reached = distance[self.tail[moves]] + cost[moves]
            better = (reached < distance[heads]).astype(bool)
            moves, heads, reached = moves[better], heads[better], reached[better]
            if reached.size and far == FAR and int(np.abs(reached).max()) >= LARGE:
                raise _TooLarge
            np.minimum.at(distance, heads, reached)
            best = (reached == distance[heads]).astype(bool)
            via[heads[best]] = moves[best]
            touched = np.zeros(self.size, dtype=bool)
            touched[heads] = True
            changed = np.flatnonzero(touched)
        raise NotProven(findings=("a round of moves still gains",))

    def reach(self, sources: Ints) -> NDArray[np.bool_]:
        """Which nodes can be reached from the sources, whatever it costs."""
        seen = np.zeros(self.size, dtype=bool)
        seen[sources] = True
        fresh = np.asarray(sources)
        while fresh.size:
            new = np.zeros(self.size, dtype=bool)
            new[self.head[self.leaving(fresh)]] = True
            fresh = np.flatnonzero(new & ~seen)
            seen[fresh] = True
        return seen

    def way(self, via: Ints, node: int) -> list[int]:
        """The moves by which `node` was reached, from the source on."""
        moves: list[int] = []
        while via[node] >= 0:
            move = int(via[node])
            moves.append(move)
            node = int(self.tail[move])
        return moves[::-1]


def pair_moves(network: Network, flow: Ints) -> Residual:
    """The moves between mentees and mentors alone: nobody takes or gives up a place."""
    pairs_only = np.arange(len(flow)) < len(network.pair)
    return Residual.of(
        network.size,
        network.tail,
        network.head,
        np.zeros_like(flow),
        pairs_only & (flow < network.upper),
        pairs_only & (flow > 0),
    )
