"""Cut the problem where no maximum matching crosses, and list each part's arcs cheapest first."""

from __future__ import annotations

import numpy as np

from fairlead.engine.given import Indices, Ints
from fairlead.engine.numba_door import compiled
from fairlead.engine.solvers.levels.maximum import Marks
from fairlead.engine.solvers.levels.shapes import LOW, Graph


@compiled
def numbered(chosen: Marks) -> tuple[Indices, Indices]:
    """The chosen ones' positions, and for everybody the number among the chosen (-1 for the others)."""
    number, count = np.full(len(chosen), -1, np.int32), 0
    for one in range(len(chosen)):
        if chosen[one]:
            number[one] = count
            count += 1
    positions = np.empty(count, np.int32)
    for one in range(len(chosen)):
        if chosen[one]:
            positions[number[one]] = one
    return positions, number


@compiled
def by_row(graph: Graph, score: Ints, most: int, rows: Indices, number: Indices) -> tuple[Ints, Ints]:
    """The arcs of these rows to the numbered columns; the cost is what is missing to `most`."""
    first = np.zeros(len(rows) + 1, np.int64)
    total = 0
    for row in rows:
        total += graph.first[row + 1] - graph.first[row]
    arc, end = np.empty(total, np.int64), 0
    for place in range(len(rows)):
        for at in range(graph.first[rows[place]], graph.first[rows[place] + 1]):
            column = number[graph.column[at]]
            if column >= 0:
                arc[end] = ((most - score[at]) << 32) | column
                end += 1
        first[place + 1] = end
        arc[first[place] : end].sort()
    return first, arc[:end]


@compiled
def by_column(
    graph: Graph, score: Ints, most: int, rows: Indices, number: Indices, columns: int
) -> tuple[Ints, Ints]:
    """The same arcs listed for the columns, all of which are numbered; rows are named by their place."""
    first = np.zeros(columns + 1, np.int64)
    for row in rows:
        for at in range(graph.first[row], graph.first[row + 1]):
            first[number[graph.column[at]] + 1] += 1
    for column in range(columns):
        first[column + 1] += first[column]
    end, arc = first[:-1].copy(), np.empty(first[columns], np.int64)
    for place in range(len(rows)):
        for at in range(graph.first[rows[place]], graph.first[rows[place] + 1]):
            column = number[graph.column[at]]
            arc[end[column]] = ((most - score[at]) << 32) | place
            end[column] += 1
    for column in range(columns):
        arc[first[column] : first[column + 1]].sort()
    return first, arc


@compiled
def turned(first: Ints, arc: Ints, rights: int) -> tuple[Ints, Ints]:
    """The arcs listed from the right side: cost << 32 | left."""
    back = np.zeros(rights + 1, np.int64)
    for packed in arc:
        back[(packed & LOW) + 1] += 1
    for right in range(rights):
        back[right + 1] += back[right]
    end, lefts = back[:-1].copy(), np.empty(len(arc), np.int64)
    for left in range(len(first) - 1):
        for at in range(first[left], first[left + 1]):
            right = arc[at] & LOW
            lefts[end[right]] = ((arc[at] >> 32) << 32) | left
            end[right] += 1
    return back, lefts
