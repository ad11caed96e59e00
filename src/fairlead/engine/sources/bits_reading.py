"""The scores of single pairs, read from the same bits and programs as the search."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.given import Ints
from fairlead.engine.numba_door import compiled
from fairlead.engine.sources.bits_adding import (
    ADD,
    AT,
    CAP,
    COUNT,
    FIRST,
    FLIP,
    KIND,
    LAST,
    LEVEL_NEED,
    NEED,
    ONE,
    PEOPLE,
    WEIGHT,
    WORDS,
    Bits,
    Table,
)
from fairlead.engine.sources.bits_index import Index


@compiled
def counted(bits: Bits, code: Any, term: Any, step: int, block: int, word: int, bit: Any) -> int:
    """What a person has of a step's features, each by its `times`."""
    total = 0
    for place in range(code[step, FIRST], code[step, LAST]):
        if (bits[term[place, 0], block, word] >> bit) & ONE:
            total += term[place, 1]
    return total


@compiled
def has_one(bits: Bits, code: Any, term: Any, step: int, block: int, word: int, bit: Any) -> bool:
    """Whether a person has one of a step's features."""
    for place in range(code[step, FIRST], code[step, LAST]):
        if (bits[term[place, 0], block, word] >> bit) & ONE:
            return True
    return False


@compiled
def number(bits: Bits, start: Any, listed: Any, code: Any, term: Any, program: int, position: int) -> int:
    """The number a program gives to a person; -1 if it forbids."""
    block, word, bit = position // PEOPLE, position // 64 % WORDS, np.uint64(position % 64)
    found, total, forbidden = 0, 0, False
    for place in range(start[program], start[program + 1]):
        step = listed[place]
        kind, flip = code[step, KIND], code[step, FLIP] != 0
        if kind in (CAP, COUNT):
            total = counted(bits, code, term, step, block, word, bit)
            if kind == CAP:
                found += min(total, code[step, WEIGHT])
            continue
        if kind in (ADD, NEED):
            fits = has_one(bits, code, term, step, block, word, bit) != flip
        else:
            fits = (total >= code[step, AT]) != flip
            if code[step, FIRST] < code[step, LAST]:
                fits = fits and has_one(bits, code, term, step, block, word, bit)
        if fits:
            found += code[step, WEIGHT]
        elif kind in (NEED, LEVEL_NEED):
            forbidden = True
    return -1 - found if forbidden else found


@compiled
def read_all(bits: Bits, table: Table, programs: Any, rows: Any, places: Any, score: Any, fine: Any) -> None:
    """Scores (in units) and permission of pairs of a row and a position."""
    start, listed, code, term = table.start, table.listed, table.code, table.term
    for pair in range(len(rows)):
        total = 0
        for column in range(programs.shape[1]):
            found = number(bits, start, listed, code, term, programs[rows[pair], column], places[pair])
            if found < 0:
                fine[pair] = False
                found = -1 - found
            total += found
        score[pair] = total


def read_pairs(index: Index, rows: Any, cols: Any) -> tuple[Ints, NDArray[np.bool_]]:
    """The scores of these pairs, and which the hard rules allow."""
    rows, cols = np.asarray(rows, dtype=np.int64), np.asarray(cols, dtype=np.int64)
    place = np.empty(index.searching, dtype=np.int64)
    place[index.order] = np.arange(index.searching)
    at, positions = place[rows], index.position[cols].astype(np.int64)
    programs = np.concatenate([index.base[index.group].astype(np.int32), index.own], axis=1)
    score, fine = np.zeros(len(rows), dtype=np.int64), np.ones(len(rows), dtype=bool)
    read_all(index.bits, index.table, programs, at, positions, score, fine)
    width = max(1, len(index.at))
    owner = np.repeat(np.arange(index.searching), np.diff(index.clear))
    fine &= ~np.isin(at * width + positions, owner * width + index.cleared)
    return score * index.unit + index.offset[rows], fine
