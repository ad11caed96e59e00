"""Bit-sliced arithmetic on blocks of people: one bit per person, one plane per binary digit.

A block is `WORDS` words of 64 people. All kernels work on one scratch array (rows, WORDS): numbers as planes
from a row on (lowest digit first), and single rows for masks. A block's bits of a feature are
`bits[feature, block]`. The carry-save adders are Harley's and Seal's (H. S. Warren, Hacker's Delight, 5-2).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.numba_door import compiled

WORDS = 16
PEOPLE = 64 * WORDS
MOST_PLANES = 24
NARROW = 8
OWN, COUNTER = 0, MOST_PLANES
MASK, CARRY, ALLOWED, FOUND, GATE, ROWS = range(2 * MOST_PLANES, 2 * MOST_PLANES + 6)
ADD, NEED, CAP, COUNT, LEVEL_ADD, LEVEL_NEED = range(6)
NONE, ALL, ONE = np.uint64(0), np.uint64(0xFFFFFFFFFFFFFFFF), np.uint64(1)

Bits = NDArray[np.uint64]


class Table(NamedTuple):
    """Programs as lists of steps: `listed[start[p]:start[p + 1]]` are the steps of program p.

    A row of `code` is a step (columns KIND to LAST), its terms are the rows FIRST to LAST of `term`: a
    feature and how often it counts. A step ORs its features into a mask (turned over where FLIP), or adds
    them up into a counter, or compares that counter with AT. Then it adds WEIGHT where the mask is set, or
    forbids where it is not. MORE: by how much it raises the most the program can add,
    which is never above the program's `limit`.
    """

    start: NDArray[np.int64]
    listed: NDArray[np.int32]
    code: NDArray[np.int64]
    term: NDArray[np.int64]
    limit: NDArray[np.int64]


KIND, FLIP, WEIGHT, AT, MORE, FIRST, LAST = range(7)


@compiled
def planes_of(most: int) -> int:
    """How many binary digits the numbers up to `most` need."""
    planes = 0
    while most >> planes:
        planes += 1
    return planes


@compiled
def ones(word: Any) -> Any:
    """How many bits of a word are set."""
    word = word - ((word >> np.uint64(1)) & np.uint64(0x5555555555555555))
    word = (word & np.uint64(0x3333333333333333)) + ((word >> np.uint64(2)) & np.uint64(0x3333333333333333))
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    word = word + (word >> np.uint64(8))
    word = word + (word >> np.uint64(16))
    word = word + (word >> np.uint64(32))
    return word & np.uint64(0x7F)


@compiled
def count(scratch: Bits, row: int) -> int:
    """How many people of the block are in the mask."""
    found = NONE
    for word in range(WORDS):
        found += ones(scratch[row * WORDS + word])
    return int(found)


@compiled
def either(scratch: Bits, bits: Bits, block: int, code: Any, term: Any, step: int, into: int) -> None:
    """Who has one of the step's features."""
    first, last = code[step, FIRST], code[step, LAST]
    if first == last:
        for word in range(WORDS):
            scratch[into * WORDS + word] = NONE
        return
    feature = term[first, 0]
    for word in range(WORDS):
        scratch[into * WORDS + word] = bits[feature, block, word]
    for place in range(first + 1, last):
        feature = term[place, 0]
        for word in range(WORDS):
            scratch[into * WORDS + word] |= bits[feature, block, word]


@compiled
def all_or_none(number: int, digit: int) -> Any:
    """A word of ones if the number has this binary digit, else of zeros."""
    return ALL if (number >> digit) & 1 else NONE


@compiled
def add_narrow(scratch: Bits, weight: int) -> None:
    """Add `weight` to the numbers of eight planes from OWN on where MASK is set.

    All eight planes stand in one loop, so that carries stay in registers and the loop becomes vector code.
    """
    k0, k1, k2, k3 = (
        all_or_none(weight, 0),
        all_or_none(weight, 1),
        all_or_none(weight, 2),
        all_or_none(weight, 3),
    )
    k4, k5, k6, k7 = (
        all_or_none(weight, 4),
        all_or_none(weight, 5),
        all_or_none(weight, 6),
        all_or_none(weight, 7),
    )
    for word in range(WORDS):
        more = scratch[MASK * WORDS + word]
        old, new = scratch[0 * WORDS + word], more & k0
        scratch[0 * WORDS + word], carry = old ^ new, old & new
        old, new = scratch[1 * WORDS + word], more & k1
        scratch[1 * WORDS + word], carry = old ^ new ^ carry, (old & new) | (carry & (old ^ new))
        old, new = scratch[2 * WORDS + word], more & k2
        scratch[2 * WORDS + word], carry = old ^ new ^ carry, (old & new) | (carry & (old ^ new))
        old, new = scratch[3 * WORDS + word], more & k3
        scratch[3 * WORDS + word], carry = old ^ new ^ carry, (old & new) | (carry & (old ^ new))
        old, new = scratch[4 * WORDS + word], more & k4
        scratch[4 * WORDS + word], carry = old ^ new ^ carry, (old & new) | (carry & (old ^ new))
        old, new = scratch[5 * WORDS + word], more & k5
        scratch[5 * WORDS + word], carry = old ^ new ^ carry, (old & new) | (carry & (old ^ new))
        old, new = scratch[6 * WORDS + word], more & k6
        scratch[6 * WORDS + word], carry = old ^ new ^ carry, (old & new) | (carry & (old ^ new))
        scratch[7 * WORDS + word] = scratch[7 * WORDS + word] ^ (more & k7) ^ carry


@compiled
def add(scratch: Bits, row: int, weight: int, width: int) -> None:
    """Add `weight` to the numbers of `width` planes from `row` on where MASK is set."""
    carried = False
    for plane in range(width):
        here = row + plane
        if (weight >> plane) & 1:
            if carried:
                for word in range(WORDS):
                    old, more, carry = (
                        scratch[here * WORDS + word],
                        scratch[MASK * WORDS + word],
                        scratch[CARRY * WORDS + word],
                    )
                    scratch[here * WORDS + word] = old ^ more ^ carry
                    scratch[CARRY * WORDS + word] = (old & more) | (carry & (old ^ more))
            else:
                for word in range(WORDS):
                    old, more = scratch[here * WORDS + word], scratch[MASK * WORDS + word]
                    scratch[here * WORDS + word] = old ^ more
                    scratch[CARRY * WORDS + word] = old & more
            carried = True
        elif carried:
            for word in range(WORDS):
                old, carry = scratch[here * WORDS + word], scratch[CARRY * WORDS + word]
                scratch[here * WORDS + word] = old ^ carry
                scratch[CARRY * WORDS + word] = old & carry


@compiled
def add_counter(scratch: Bits, counted: int, width: int) -> None:
    """Add the numbers of `counted` planes from COUNTER on to those of `width` planes from OWN on."""
    for word in range(WORDS):
        scratch[CARRY * WORDS + word] = NONE
    for plane in range(width):
        here, there = OWN + plane, COUNTER + plane
        if plane < counted:
            for word in range(WORDS):
                old, more, carry = (
                    scratch[here * WORDS + word],
                    scratch[there * WORDS + word],
                    scratch[CARRY * WORDS + word],
                )
                scratch[here * WORDS + word] = old ^ more ^ carry
                scratch[CARRY * WORDS + word] = (old & more) | (carry & (old ^ more))
        else:
            for word in range(WORDS):
                old, carry = scratch[here * WORDS + word], scratch[CARRY * WORDS + word]
                scratch[here * WORDS + word] = old ^ carry
                scratch[CARRY * WORDS + word] = old & carry


@compiled
def at_least(scratch: Bits, row: int, planes: int, least: int, into: int) -> None:
    """Whose number, from `row` on, is at least so much."""
    if least > 0 and (least >> planes):
        for word in range(WORDS):
            scratch[into * WORDS + word] = NONE
        return
    for word in range(WORDS):
        scratch[into * WORDS + word] = ALL
    if least <= 0:
        return
    for plane in range(planes):
        here = row + plane
        if (least >> plane) & 1:
            for word in range(WORDS):
                scratch[into * WORDS + word] &= scratch[here * WORDS + word]
        else:
            for word in range(WORDS):
                scratch[into * WORDS + word] |= scratch[here * WORDS + word]


@compiled
def reach_narrow(scratch: Bits, least: int) -> bool:
    """Who is allowed and has at least `least`, of eight planes from OWN on, in FOUND; whether anybody.

    Plane by plane from the lowest: the majority of the answer so far, the digit, and that of `least` turned
    over.
    """
    k0, k1, k2, k3 = (
        ~all_or_none(least, 0),
        ~all_or_none(least, 1),
        ~all_or_none(least, 2),
        ~all_or_none(least, 3),
    )
    k4, k5, k6, k7 = (
        ~all_or_none(least, 4),
        ~all_or_none(least, 5),
        ~all_or_none(least, 6),
        ~all_or_none(least, 7),
    )
    some = NONE
    for word in range(WORDS):
        found = scratch[0 * WORDS + word] | k0
        digit = scratch[1 * WORDS + word]
        found = (found & digit) | (k1 & (found | digit))
        digit = scratch[2 * WORDS + word]
        found = (found & digit) | (k2 & (found | digit))
        digit = scratch[3 * WORDS + word]
        found = (found & digit) | (k3 & (found | digit))
        digit = scratch[4 * WORDS + word]
        found = (found & digit) | (k4 & (found | digit))
        digit = scratch[5 * WORDS + word]
        found = (found & digit) | (k5 & (found | digit))
        digit = scratch[6 * WORDS + word]
        found = (found & digit) | (k6 & (found | digit))
        digit = scratch[7 * WORDS + word]
        found = (found & digit) | (k7 & (found | digit))
        found &= scratch[ALLOWED * WORDS + word]
        scratch[FOUND * WORDS + word] = found
        some |= found
    return bool(some != NONE)


@compiled
def counter(scratch: Bits, bits: Bits, block: int, code: Any, term: Any, step: int) -> int:
    """Add up the step's features by `times` into COUNTER; how many planes it has."""
    most = 0
    for place in range(code[step, FIRST], code[step, LAST]):
        most += term[place, 1]
    width = planes_of(most)
    for plane in range(COUNTER, COUNTER + width):
        for word in range(WORDS):
            scratch[plane * WORDS + word] = NONE
    for place in range(code[step, FIRST], code[step, LAST]):
        feature = term[place, 0]
        for word in range(WORDS):
            scratch[MASK * WORDS + word] = bits[feature, block, word]
        add(scratch, COUNTER, term[place, 1], width)
    return width


@compiled
def cap(scratch: Bits, planes: int, most: int) -> None:
    """Cut the numbers in COUNTER to `most`."""
    at_least(scratch, COUNTER, planes, most, MASK)
    for plane in range(planes):
        here = COUNTER + plane
        if (most >> plane) & 1:
            for word in range(WORDS):
                scratch[here * WORDS + word] |= scratch[MASK * WORDS + word]
        else:
            for word in range(WORDS):
                scratch[here * WORDS + word] &= ~scratch[MASK * WORDS + word]


@compiled
def flatten(
    start: Any, listed: Any, code: Any, limit: Any, programs: Any, row: int, steps: Any
) -> tuple[int, int]:
    """The steps of a row's programs in one list; how many, and the most they add."""
    size, most = 0, 0
    for column in range(programs.shape[1]):
        program, added = programs[row, column], 0
        for place in range(start[program], start[program + 1]):
            steps[size] = listed[place]
            added += code[steps[size], MORE]
            size += 1
        most += min(added, limit[program])
    return size, most


@compiled
def mask_of(scratch: Bits, bits: Bits, block: int, code: Any, term: Any, step: int, width: int) -> None:
    """Whom a step means, in MASK: by its features, or by the counter and, if it has any, its features."""
    if code[step, KIND] < CAP:
        either(scratch, bits, block, code, term, step, MASK)
    else:
        at_least(scratch, COUNTER, width, code[step, AT], MASK)
    if code[step, FLIP]:
        for word in range(WORDS):
            scratch[MASK * WORDS + word] ^= ALL
    if code[step, KIND] > COUNT and code[step, FIRST] < code[step, LAST]:
        either(scratch, bits, block, code, term, step, GATE)
        for word in range(WORDS):
            scratch[MASK * WORDS + word] &= scratch[GATE * WORDS + word]


@compiled
def need_mask(scratch: Bits) -> bool:
    """Forbid whoever is not in MASK; whether anybody is left."""
    left = NONE
    for word in range(WORDS):
        found = scratch[ALLOWED * WORDS + word] & scratch[MASK * WORDS + word]
        scratch[ALLOWED * WORDS + word] = found
        left |= found
    return bool(left != NONE)


@compiled
def run(
    scratch: Bits, bits: Bits, block: int, code: Any, term: Any, steps: Any, size: int, width: int
) -> bool:
    """Take the steps on a block: add to the numbers of `width` planes from OWN on, and narrow ALLOWED.

    False as soon as nobody is allowed.
    """
    counted = 0
    for place in range(size):
        step = steps[place]
        kind, first = code[step, KIND], code[step, FIRST]
        if kind <= NEED and code[step, LAST] - first == 1:
            feature, flip = term[first, 0], all_or_none(code[step, FLIP], 0)
            for word in range(WORDS):
                scratch[MASK * WORDS + word] = bits[feature, block, word] ^ flip
        elif kind in (CAP, COUNT):
            counted = counter(scratch, bits, block, code, term, step)
        else:
            mask_of(scratch, bits, block, code, term, step, counted)
        if kind in (ADD, LEVEL_ADD):
            if width == NARROW:
                add_narrow(scratch, code[step, WEIGHT])
            else:
                add(scratch, OWN, code[step, WEIGHT], width)
        elif kind == CAP:
            if code[step, WEIGHT] < (1 << counted):
                cap(scratch, counted, code[step, WEIGHT])
            add_counter(scratch, min(counted, width), width)
        elif kind != COUNT and not need_mask(scratch):
            return False
    return True
