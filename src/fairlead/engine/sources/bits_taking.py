"""Taking the best from a block of bit-sliced numbers, keeping no more than can still be among the best."""

from __future__ import annotations

from typing import Any

import numpy as np

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
    WORDS,
    Bits,
    at_least,
    count,
    ones,
    reach_narrow,
)

LEAST, SEEN, KEPT, LOOSE, SIZE, OWN_MOST, PLANES, ROW, SETTINGS = range(9)


@compiled
def reach(scratch: Bits, width: int, least: int) -> bool:
    """Who is allowed and has at least so much, in FOUND; whether anybody."""
    if width == NARROW and least < 1 << NARROW:
        return reach_narrow(scratch, least)
    some = NONE
    at_least(scratch, OWN, width, least, FOUND)
    for word in range(WORDS):
        scratch[FOUND * WORDS + word] &= scratch[ALLOWED * WORDS + word]
        some |= scratch[FOUND * WORDS + word]
    return bool(some != NONE)


@compiled
def find(scratch: Bits, width: int, least: int) -> int:
    """Who is allowed and has at least so much, in FOUND; how many."""
    return count(scratch, FOUND) if reach(scratch, width, least) else 0


@compiled
def raise_to(state: Any, tally: Any, least: int) -> None:
    """Take nobody below `least` any more."""
    for number in range(state[LEAST], least):
        state[SEEN] -= tally[number]
    state[LEAST] = least
    state[LOOSE] = 0


@compiled
def compact(state: Any, place: Any, score: Any) -> None:
    """Drop those kept who are no longer good enough; if that does not make room, equals at the end too."""
    for attempt in range(2):
        if state[KEPT] * 2 > len(place):
            state[LOOSE] = max(state[LOOSE], attempt)
            kept = 0
            for index in range(state[KEPT]):
                if score[index] >= state[LEAST] + attempt:
                    place[kept] = place[index]
                    score[kept] = score[index]
                    kept += 1
            state[KEPT] = kept


@compiled
def raise_within(scratch: Bits, width: int, state: Any, tally: Any, k: int) -> None:
    """Take nobody below the k-th best of the block, in which there are more than k to be taken."""
    fitting = 0
    for plane in range(state[PLANES] - 1, -1, -1):
        if find(scratch, width, fitting | (1 << plane)) >= k:
            fitting |= 1 << plane
    if fitting > state[LEAST]:
        raise_to(state, tally, fitting)


@compiled
def take(scratch: Bits, block: int, state: Any, tally: Any, place: Any, score: Any) -> None:
    """Note everybody in FOUND; equals at the end are only counted when there are too many to be kept."""
    for word in range(WORDS):
        left = scratch[FOUND * WORDS + word]
        while left != NONE:
            bit = ones((left & (~left + ONE)) - ONE)
            left &= left - ONE
            number = 0
            for plane in range(state[PLANES]):
                number |= int((scratch[(OWN + plane) * WORDS + word] >> bit) & ONE) << plane
            state[SEEN] += 1
            tally[number] += 1
            if not (state[LOOSE] and number == state[LEAST]):
                place[state[KEPT]] = block * PEOPLE + word * 64 + int(bit)
                score[state[KEPT]] = number
                state[KEPT] += 1


@compiled
def visit(
    scratch: Bits, width: int, block: int, state: Any, tally: Any, place: Any, score: Any, k: int
) -> None:
    """Take from a block whoever can be among the k best."""
    if not reach(scratch, width, state[LEAST]):
        return
    if find(scratch, width, state[LEAST] + state[LOOSE]) > k:
        raise_within(scratch, width, state, tally, k)
    if state[LOOSE]:
        above = find(scratch, width, state[LEAST] + 1)
        equals = find(scratch, width, state[LEAST]) - above
        tally[state[LEAST]] += equals
        state[SEEN] += equals
    if state[KEPT] + PEOPLE > len(place):
        before = state[LOOSE]
        compact(state, place, score)
        find(scratch, width, state[LEAST] + before)
    else:
        find(scratch, width, state[LEAST] + state[LOOSE])
    take(scratch, block, state, tally, place, score)
    while state[SEEN] - tally[state[LEAST]] >= k:
        raise_to(state, tally, state[LEAST] + 1)


@compiled
def take_equals(
    scratch: Bits, width: int, block: int, state: Any, place: Any, score: Any, window: Any
) -> None:
    """Keep those of the block's equals at the end whose number among all equals lies in the window.

    `window`: the first, how many, of how many, and how many equals stand in the blocks before.
    """
    first, many, total = window[0], window[1], window[2]
    find(scratch, width, state[LEAST] + 1)
    for word in range(WORDS):
        scratch[MASK * WORDS + word] = scratch[FOUND * WORDS + word]
    find(scratch, width, state[LEAST])
    for word in range(WORDS):
        left = scratch[FOUND * WORDS + word] & ~scratch[MASK * WORDS + word]
        here, seen = int(ones(left)), window[3]
        window[3] += here
        if (seen >= first + many or seen + here <= first) and seen >= first + many - total:
            continue
        while left != NONE:
            bit = ones((left & (~left + ONE)) - ONE)
            left &= left - ONE
            if (seen - first) % total < many:
                place[state[KEPT]] = block * PEOPLE + word * 64 + int(bit)
                score[state[KEPT]] = state[LEAST]
                state[KEPT] += 1
            seen += 1


@compiled
def sift_equals(state: Any, place: Any, score: Any, window: Any) -> None:
    """Of those kept, leave those of the equals at the end whose number among them lies in the window."""
    equals, end, found = np.empty(window[2], dtype=np.int64), 0, 0
    for index in range(state[KEPT]):
        if score[index] == state[LEAST]:
            equals[found] = place[index]
            found += 1
        elif score[index] > state[LEAST]:
            place[end] = place[index]
            score[end] = score[index]
            end += 1
    equals.sort()
    for index in range(found):
        if (index - window[0]) % window[2] < window[1]:
            place[end] = equals[index]
            score[end] = state[LEAST]
            end += 1
    state[KEPT] = end


@compiled
def sort_kept(place: Any, score: Any, end: int) -> None:
    """Those kept from the best down, equals by position."""
    for index in range(1, end):
        one, number, at = place[index], score[index], index
        while at > 0 and (score[at - 1] < number or (score[at - 1] == number and place[at - 1] > one)):
            place[at] = place[at - 1]
            score[at] = score[at - 1]
            at -= 1
        place[at] = one
        score[at] = number
