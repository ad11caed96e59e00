"""Several lists of pairs as one, row after row, each pair once: by counting, not by sorting them all.

It is much of the work where very many pairs are listed, so it can be called off at any time.
"""

from __future__ import annotations

import numpy as np

from fairlead.engine.given import Found, Indices, Ints
from fairlead.engine.numba_door import compiled
from fairlead.engine.watching import NOBODY, Flag, Watch

PLACE = (1 << 31) - 1


@compiled
def in_rows(rows: Indices, columns: Indices, indptr: Ints, keys: Ints, flag: Flag) -> None:
    """Where each row's pairs begin, and in each row `column << 31 | place`, smallest first."""
    for row in rows:
        indptr[row + 1] += 1
    for row in range(len(indptr) - 1):
        indptr[row + 1] += indptr[row]
    end = indptr[:-1].copy()
    for place in range(len(rows)):
        row = rows[place]
        keys[end[row]] = (np.int64(columns[place]) << 31) | place
        end[row] += 1
    for row in range(len(indptr) - 1):
        if flag[0] != 0:
            return
        keys[indptr[row] : indptr[row + 1]].sort()


@compiled
def once(indptr: Ints, keys: Ints, flag: Flag) -> None:
    """Leave the first of each pair alone, and move the rows together."""
    total, begin = 0, indptr[0]
    for row in range(len(indptr) - 1):
        if flag[0] != 0:
            return
        last, end = -1, indptr[row + 1]
        for at in range(begin, end):
            column = keys[at] >> 31
            if column != last:
                keys[total] = keys[at]
                last = column
                total += 1
        begin, indptr[row + 1] = end, total


def merged(size: int, found: list[Found], watch: Watch | None = None) -> tuple[Ints, Indices, Ints]:
    """The pairs of several lists by row (below `size`): where rows begin, columns (rising), scores.

    Of pairs listed twice the first counts. Raises `Cancelled`.
    """
    rows, columns, scores = (
        parts[0] if len(parts) == 1 else np.concatenate(parts) for parts in zip(*found, strict=True)
    )
    indptr, keys = np.zeros(size + 1, dtype=np.int64), np.empty(len(rows), dtype=np.int64)
    with (watch or NOBODY).flagged() as flag:
        in_rows(rows, columns, indptr, keys, flag)
        once(indptr, keys, flag)
    keys = keys[: indptr[-1]]
    columns = (keys >> 31).astype(np.int32)
    keys &= PLACE
    return indptr, columns, scores[keys].astype(np.int64, copy=False)
