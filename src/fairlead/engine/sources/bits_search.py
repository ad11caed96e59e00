"""The search of one side's best partners on bit-sliced numbers, block of people after block of people.

What people share (`base`) is added up once for all who share it, and its greatest number in each block bounds
what the block can hold; blocks are visited from the greatest bound down until none can hold a better one.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.numba_door import compiled
from fairlead.engine.sources.bits_adding import (
    ALLOWED,
    FOUND,
    MASK,
    NARROW,
    NONE,
    ONE,
    OWN,
    PEOPLE,
    ROWS,
    WORDS,
    Bits,
    Table,
    flatten,
    planes_of,
    run,
)
from fairlead.engine.sources.bits_taking import (
    KEPT,
    LEAST,
    LOOSE,
    OWN_MOST,
    PLANES,
    ROW,
    SEEN,
    SETTINGS,
    SIZE,
    sift_equals,
    sort_kept,
    take_equals,
    visit,
)


class Rows(NamedTuple):
    """Those who search: the programs of each group and of each row, and whom rows may not have.

    Rows of a group stand together. `cleared[clear[r]:clear[r + 1]]`: forbidden positions, sorted. `start`:
    where among equals a row begins (see `ties`); `least`: the number from which on it takes anybody.
    """

    group: NDArray[np.int64]
    base: NDArray[np.int64]
    own: NDArray[np.int64]
    clear: NDArray[np.int64]
    cleared: NDArray[np.int32]
    start: NDArray[np.int64]
    least: NDArray[np.int64]


class Desk(NamedTuple):
    """What the search writes on, and where its settings stand."""

    scratch: Bits
    base: Bits
    bound: NDArray[np.int64]
    order: NDArray[np.int64]
    steps: NDArray[np.int64]
    tally: NDArray[np.int64]
    place: NDArray[np.int64]
    score: NDArray[np.int64]
    state: NDArray[np.int64]
    window: NDArray[np.int64]


def desk(blocks: int, most: int, steps: int, k: int) -> Desk:
    """A desk for numbers up to `most` and programs of at most so many steps."""
    width = max(NARROW, planes_of(most))
    room = max(4 * k, 2 * k + 2 * PEOPLE)
    return Desk(
        np.zeros(ROWS * WORDS, dtype=np.uint64),
        np.zeros((blocks, (width + 1) * WORDS), dtype=np.uint64),
        np.zeros(blocks, dtype=np.int64),
        np.zeros(blocks, dtype=np.int64),
        np.zeros(max(1, steps), dtype=np.int64),
        np.zeros(most + 2, dtype=np.int64),
        np.zeros(room, dtype=np.int64),
        np.zeros(room, dtype=np.int64),
        np.zeros(SETTINGS, dtype=np.int64),
        np.zeros(4, dtype=np.int64),
    )


@compiled
def largest(scratch: Bits, planes: int) -> int:
    """The greatest number from OWN on among those allowed, -1 if nobody is."""
    some = NONE
    for word in range(WORDS):
        scratch[FOUND * WORDS + word] = scratch[ALLOWED * WORDS + word]
        some |= scratch[ALLOWED * WORDS + word]
    if some == NONE:
        return -1
    found = 0
    for plane in range(planes - 1, -1, -1):
        here, some = OWN + plane, NONE
        for word in range(WORDS):
            scratch[MASK * WORDS + word] = scratch[FOUND * WORDS + word] & scratch[here * WORDS + word]
            some |= scratch[MASK * WORDS + word]
        if some != NONE:
            found |= 1 << plane
            for word in range(WORDS):
                scratch[FOUND * WORDS + word] = scratch[MASK * WORDS + word]
    return found


@compiled
def prepare(
    bits: Bits,
    code: Any,
    term: Any,
    steps: Any,
    size: int,
    planes: int,
    scratch: Bits,
    base: Bits,
    bound: Any,
) -> None:
    """Add up what a group shares, on all blocks, and how much each block can hold (-1: nobody allowed)."""
    width = base.shape[1] // WORDS - 1
    for block in range(bits.shape[1]):
        for word in range(width * WORDS):
            scratch[word] = NONE
        for word in range(WORDS):
            scratch[ALLOWED * WORDS + word] = bits[0, block, word]
        bound[block] = -1
        if run(scratch, bits, block, code, term, steps, size, width):
            for word in range(width * WORDS):
                base[block, word] = scratch[word]
            for word in range(WORDS):
                base[block, width * WORDS + word] = scratch[ALLOWED * WORDS + word]
            bound[block] = largest(scratch, planes)


@compiled
def put_in_order(tally: Any, bound: Any, order: Any, most: int) -> None:
    """Sort the blocks by what they can hold, greatest first (counting sort)."""
    for number in range(most + 2):
        tally[number] = 0
    for block in range(len(bound)):
        tally[most - bound[block]] += 1
    total = 0
    for number in range(most + 2):
        total, tally[number] = total + tally[number], total
    for block in range(len(bound)):
        number = most - bound[block]
        order[tally[number]] = block
        tally[number] += 1


@compiled
def forbid(scratch: Bits, clear: Any, cleared: Any, row: int, block: int) -> None:
    """Take out of ALLOWED whom the row may not have."""
    low, high, end = clear[row], clear[row + 1], clear[row + 1]
    first, last = block * PEOPLE, (block + 1) * PEOPLE
    while low < high:
        middle = (low + high) // 2
        if cleared[middle] < first:
            low = middle + 1
        else:
            high = middle
    while low < end and cleared[low] < last:
        inside = cleared[low] - first
        scratch[ALLOWED * WORDS + (inside >> 6)] &= ~(ONE << np.uint64(inside & 63))
        low += 1


@compiled
def look(
    bits: Bits,
    code: Any,
    term: Any,
    steps: Any,
    scratch: Bits,
    base: Bits,
    clear: Any,
    cleared: Any,
    state: Any,
    block: int,
) -> bool:
    """The numbers of a block for the row, from OWN on, and who is allowed; False if nobody is."""
    width, row = base.shape[1] // WORDS - 1, state[ROW]
    for word in range(width * WORDS):
        scratch[word] = base[block, word]
    for word in range(WORDS):
        scratch[ALLOWED * WORDS + word] = base[block, width * WORDS + word]
    if not run(scratch, bits, block, code, term, steps, state[SIZE], width):
        return False
    if clear[row] < clear[row + 1]:
        forbid(scratch, clear, cleared, row, block)
    return True


@compiled
def settle(
    bits: Any,
    code: Any,
    term: Any,
    clear: Any,
    cleared: Any,
    steps: Any,
    scratch: Any,
    base: Any,
    bound: Any,
    state: Any,
    tally: Any,
    place: Any,
    score: Any,
    window: Any,
    begin: int,
    k: int,
) -> None:
    """Of the equals at the end leave as many as there is room for, looking again if not all are kept."""
    least, width = state[LEAST], base.shape[1] // WORDS - 1
    window[2] = tally[least]
    window[1] = min(k - (state[SEEN] - window[2]), window[2])
    window[0], window[3] = begin % max(window[2], 1), 0
    if not state[LOOSE]:
        sift_equals(state, place, score, window)
    else:
        for block in range(len(bound)):
            near = bound[block] >= 0 and bound[block] + state[OWN_MOST] >= least
            if near and look(bits, code, term, steps, scratch, base, clear, cleared, state, block):
                take_equals(scratch, width, block, state, place, score, window)
    sort_kept(place, score, state[KEPT])


@compiled
def clean(state: Any, tally: Any, row: int, least: int) -> None:
    """Make the desk ready for a row."""
    for index in range(SETTINGS):
        state[index] = 0
    for index in range(len(tally)):
        tally[index] = 0
    state[ROW], state[LEAST] = row, least


@compiled
def search(
    bits: Bits, table: Table, rows: Rows, work: Desk, k: int, flag: Any, many: Any, found: Any, numbers: Any
) -> None:
    """The k best of every row among those with at least `least`; stops early when the flag is turned.

    Writes for row r `many[r]` positions and numbers to `found[r]` and `numbers[r]`. What records hold is
    taken out of them once: each look into a record costs more than a step on a block.
    """
    start, listed, code, term, limit = table.start, table.listed, table.code, table.term, table.limit
    clear, cleared, begin, steps, window = rows.clear, rows.cleared, rows.start, work.steps, work.window
    scratch, base, bound, order = work.scratch, work.base, work.bound, work.order
    tally, place, score, state = work.tally, work.place, work.score, work.state
    group, shared, width = -1, 0, base.shape[1] // WORDS - 1
    for row in range(len(begin)):
        if flag[0]:
            return
        if rows.group[row] != group:
            group = rows.group[row]
            size, shared = flatten(start, listed, code, limit, rows.base, group, steps)
            prepare(bits, code, term, steps, size, planes_of(shared), scratch, base, bound)
            put_in_order(tally, bound, order, shared)
        clean(state, tally, row, rows.least[row])
        state[SIZE], own = flatten(start, listed, code, limit, rows.own, row, steps)
        state[OWN_MOST], state[PLANES] = own, planes_of(shared + own)
        for index in range(len(order)):
            block = order[index]
            if bound[block] < 0 or bound[block] + own < state[LEAST]:
                break
            if look(bits, code, term, steps, scratch, base, clear, cleared, state, block):
                visit(scratch, width, block, state, tally, place, score, k)
        if state[SEEN]:
            settle(bits, code, term, clear, cleared, steps, scratch, base, bound, state, tally, place, score,
                   window, begin[row], k)  # fmt: skip
        many[row] = state[KEPT]
        for index in range(state[KEPT]):
            found[row, index] = place[index]
            numbers[row, index] = score[index]
