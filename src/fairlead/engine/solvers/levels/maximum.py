"""As many pairs as possible: Hopcroft and Karp's phases, with places directly on the columns.

Hopcroft & Karp 1973, "An n^5/2 algorithm for maximum matchings in bipartite graphs"; the split by what
alternating paths reach from the unmatched is Dulmage & Mendelsohn's (1958).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.given import Indices, Ints
from fairlead.engine.numba_door import compiled
from fairlead.engine.solvers.levels.shapes import Graph, Made
from fairlead.engine.watching import Flag

NOT_YET = 1 << 30
Marks = NDArray[np.bool_]


@compiled
def put(made: Made, row: int, column: int, slot: int) -> None:
    """The row into the slot of the column."""
    made.row_in[slot] = row
    made.slot_of[row] = slot
    made.column_of[row] = column


@compiled
def take_hints(graph: Graph, made: Made, hint: Indices) -> None:
    """Make the pairs of an earlier matching that are still there and fit."""
    for row in range(len(hint)):
        for at in range(graph.first[row], graph.first[row + 1]):
            column = graph.column[at]
            if column == hint[row] and made.load[column] < graph.slots[column + 1] - graph.slots[column]:
                put(made, row, column, graph.slots[column] + made.load[column])
                made.load[column] += 1
                break


@compiled
def greedy(graph: Graph, made: Made, free: Indices) -> int:
    """Each row takes its first column with a free slot; the rows without one are listed and counted."""
    count = 0
    for row in range(len(made.column_of)):
        if made.column_of[row] >= 0:
            continue
        for at in range(graph.first[row], graph.first[row + 1]):
            column = graph.column[at]
            if made.load[column] < graph.slots[column + 1] - graph.slots[column]:
                put(made, row, column, graph.slots[column] + made.load[column])
                made.load[column] += 1
                break
        if made.column_of[row] < 0:
            free[count] = row
            count += 1
    return count


@compiled
def _layers(
    graph: Graph,
    made: Made,
    free: Indices,
    count: int,
    level: Indices,
    reached: Indices,
    rows: Indices,
    flag: Flag,
) -> tuple[int, int]:
    """Number rows and columns by their distance from the free rows, up to the nearest free slot."""
    level[:] = -1
    reached[:] = -1
    tail = count
    for at in range(count):
        rows[at] = free[at]
        level[free[at]] = 0
    head, nearest = 0, NOT_YET
    while head < tail and level[rows[head]] <= nearest and flag[0] == 0:
        row = rows[head]
        head += 1
        for at in range(graph.first[row], graph.first[row + 1]):
            column = graph.column[at]
            if reached[column] >= 0:
                continue
            reached[column] = level[row]
            if made.load[column] < graph.slots[column + 1] - graph.slots[column]:
                nearest = level[row]
            elif nearest == NOT_YET:
                for slot in range(graph.slots[column], graph.slots[column + 1]):
                    other = made.row_in[slot]  # in no other slot, so it has not been met before
                    level[other] = level[row] + 1
                    rows[tail] = other
                    tail += 1
    return nearest, tail


@compiled
def _shift(graph: Graph, made: Made, path: Indices, last: int, column: int) -> None:
    """From the path's end: the last row takes the column's free slot, each before it the next one's."""
    slot = graph.slots[column] + made.load[column]
    made.load[column] += 1
    for step in range(last, -1, -1):
        row = path[step]
        left_slot, left_column = made.slot_of[row], made.column_of[row]
        put(made, row, column, slot)
        slot, column = left_slot, left_column


@compiled
def _walk(
    graph: Graph,
    made: Made,
    start: int,
    nearest: int,
    level: Indices,
    reached: Indices,
    at: Ints,
    tried: Ints,
    path: Indices,
) -> bool:
    """A shortest path from the row to a free slot through the layers, if there is one left."""
    depth = 0
    path[0] = start
    while depth >= 0:
        row = path[depth]
        if at[row] == graph.first[row + 1]:
            level[row] = -2
            depth -= 1
            continue
        column = graph.column[at[row]]
        if reached[column] != level[row]:
            at[row] += 1
        elif made.load[column] < graph.slots[column + 1] - graph.slots[column]:
            _shift(graph, made, path, depth, column)
            return True
        elif level[row] < nearest and tried[column] < graph.slots[column + 1]:
            other = made.row_in[tried[column]]
            tried[column] += 1
            depth += 1  # the layers have put `other` one level on
            path[depth] = other
        else:
            at[row] += 1
    return False


@compiled
def match(graph: Graph, made: Made, free: Indices, count: int, flag: Flag) -> int:
    """Match as many more rows as possible; the rows left over stay listed in `free` and are counted."""
    size, width = len(made.column_of), len(made.load)
    level, reached = np.empty(size, np.int32), np.empty(width, np.int32)
    rows, path = np.empty(size, np.int32), np.empty(size + 1, np.int32)
    at, tried = np.empty(size, np.int64), np.empty(width, np.int64)
    while count > 0 and flag[0] == 0:
        nearest, tail = _layers(graph, made, free, count, level, reached, rows, flag)
        if nearest == NOT_YET or flag[0] != 0:
            break
        for place in range(tail):
            at[rows[place]] = graph.first[rows[place]]
        tried[:] = graph.slots[:-1]
        kept = 0
        for place in range(count):
            start = free[place]
            if flag[0] != 0 or not _walk(graph, made, start, nearest, level, reached, at, tried, path):
                free[kept] = start
                kept += 1
        count = kept
    return count


@compiled
def reach(graph: Graph, made: Made, free: Indices, count: int) -> tuple[Marks, Marks]:
    """The rows and columns that alternating paths reach from the unmatched rows: where places are short."""
    rows, columns = np.zeros(len(made.column_of), np.bool_), np.zeros(len(made.load), np.bool_)
    todo = np.empty(len(rows), np.int32)
    for place in range(count):
        rows[free[place]] = True
        todo[place] = free[place]
    head, tail = 0, count
    while head < tail:
        row = todo[head]
        head += 1
        for at in range(graph.first[row], graph.first[row + 1]):
            column = graph.column[at]
            if columns[column]:
                continue
            columns[column] = True
            for slot in range(graph.slots[column], graph.slots[column + 1]):
                other = made.row_in[slot]  # in no other slot, so it has not been met before
                rows[other] = True
                todo[tail] = other
                tail += 1
    return rows, columns
