"""What forcing a pair costs, for every pair at once: all shortest ways through the residual network.

A mentee's node leads only to mentors, quotas and the hub, so the mentees are taken out first: two moves
through a mentee become one between the nodes that stay. Floyd's method then gives all distances (Floyd
1962; Ahuja, Magnanti and Orlin, Network Flows, ch. 5), one row of the table at a time.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.model import Ints
from fairlead.engine.residual import Residual

NODES_AT_MOST = 1000
NO_WAY = 1 << 60


class Regrets:
    """Distances between all nodes of a residual network whose costs are small enough for 64 bits."""

    def __init__(self, residual: Residual, mentee_node: Ints) -> None:
        kept = np.ones(residual.size, dtype=bool)
        kept[mentee_node] = False
        self.place = np.where(kept, np.cumsum(kept) - 1, -1)
        self.row = np.full(residual.size, -1, dtype=np.int64)
        self.row[mentee_node] = np.arange(len(mentee_node))
        self.mentees, self.others = mentee_node, np.flatnonzero(kept)
        self._read(residual)
        self.distance = self._all_ways()

    @staticmethod
    def possible(residual: Residual, mentees: int) -> bool:
        """Whether the table is small enough and no way can leave 64 bits."""
        if residual.cost.dtype == object or residual.size - mentees > NODES_AT_MOST:
            return False
        largest = int(np.abs(residual.cost).max(initial=0))
        return largest * (residual.size + 1) < NO_WAY >> 1

    def _read(self, residual: Residual) -> None:
        """Costs out of a mentee, into a mentee, and between the others, `NO_WAY` where there is no move."""
        tail, head = residual.tail, residual.head
        wide, high = len(self.others), len(self.mentees)
        self.out = np.full((high, wide), NO_WAY, dtype=np.int64)
        self.into = np.full((wide, high), NO_WAY, dtype=np.int64)
        self.between = np.full((wide, wide), NO_WAY, dtype=np.int64)
        leaves, enters = self.row[tail] >= 0, self.row[head] >= 0
        for where, table, rows, cols in (
            (leaves, self.out, self.row[tail], self.place[head]),
            (enters, self.into, self.place[tail], self.row[head]),
            (~leaves & ~enters, self.between, self.place[tail], self.place[head]),
        ):
            np.minimum.at(table, (rows[where], cols[where]), residual.cost[where])

    def _all_ways(self) -> NDArray[np.int64]:
        found = self.between.copy()
        np.fill_diagonal(found, np.minimum(found.diagonal(), 0))
        for place, row in np.argwhere(self.into < NO_WAY).tolist():
            np.minimum(found[place], self.into[place, row] + self.out[row], out=found[place])
        through = np.empty_like(found)
        for middle in range(len(found)):
            np.add(found[:, middle, None], found[middle], out=through)
            np.minimum(found, through, out=found)
        return found

    def to_mentee(self, row: int) -> NDArray[np.int64]:
        """The distance from each of the other nodes to a mentee's node; `NO_WAY >> 1` and more: no way."""
        into = self.into[:, row]
        entries = np.flatnonzero(into < NO_WAY)
        if not entries.size:
            return np.full(len(self.others), NO_WAY, dtype=np.int64)
        found: NDArray[np.int64] = (self.distance[:, entries] + into[entries]).min(axis=1)
        return found

    def way(self, residual: Residual, node: int, row: int, ahead: NDArray[np.int64]) -> list[int]:
        """The moves of a cheapest way from a node that is no mentee's to the mentee of this row.

        `ahead` is what `to_mentee` says of the row.
        """
        moves, target = [], int(self.mentees[row])
        while node != target:
            own = np.arange(residual.starts[node], residual.starts[node + 1])
            heads = residual.head[own]
            left = np.where(heads == target, 0, self._left(heads, ahead))
            best = int(np.argmin(residual.cost[own] + left))
            moves.append(int(own[best]))
            node = int(heads[best])
        return moves

    def _left(self, nodes: Ints, ahead: NDArray[np.int64]) -> NDArray[np.int64]:
        """What is left of the way from each of these nodes."""
        rows = self.row[nodes]
        found = np.empty(len(nodes), dtype=np.int64)
        through = rows >= 0
        found[~through] = ahead[self.place[nodes[~through]]]
        found[through] = (self.out[rows[through]] + ahead).min(axis=1, initial=NO_WAY)
        return found
