"""The index of one side: those searched as bits, those who search as programs, in an order that prunes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.given import Indices, Ints
from fairlead.engine.refusals import ScoresTooWide
from fairlead.engine.sources.bits_adding import ADD, MOST_PLANES, PEOPLE, WORDS, Bits, Table, planes_of
from fairlead.engine.sources.bits_programs import NotInBits, Part, Shop
from fairlead.engine.sources.bits_search import Rows, desk, search
from fairlead.engine.sources.ties import starts
from fairlead.engine.watching import Flag

MOST_POINTS = 1 << 14
ROWS_A_GROUP = 32


@dataclass(frozen=True, eq=False)
class Index:
    """All that the search of one side needs; it can be sent to other processes.

    `at` (m,): who stands at each position of the bits, `position` its inverse. `order` (n,): those who
    search, group after group; `group`, `own` (programs) and `clear` are in that order. A true score is
    `unit` times the number found plus `offset` of the row; numbers go up to `most`.
    """

    bits: Bits
    table: Table
    at: Indices
    position: Indices
    order: Indices
    group: Ints
    base: Ints
    own: Indices
    clear: Ints
    cleared: Indices
    start: Ints
    offset: Ints
    unit: int
    most: int
    longest: int

    @property
    def searching(self) -> int:
        """How many people search."""
        return len(self.order)


class Piece(NamedTuple):
    """A slice of those who search, how many each wants, and the number from which each takes anybody."""

    begin: int
    end: int
    k: int
    least: Ints | None


class Lists(NamedTuple):
    """The best of several rows: how many each has, and for all together positions and numbers."""

    many: Indices
    place: Indices
    number: Indices


def index_of(
    shop: Shop, parts: Sequence[Part], forbidden: tuple[Ints, Ints], row_rank: Ints, col_rank: Ints
) -> Index:
    """The index of the shop's side; `forbidden` are pairs of rows and columns. Raises `NotInBits`."""
    unit = shop.unit(parts)
    table, begin = shop.table(parts, unit)
    most = sum(-(-int(part.limit.max(initial=0)) // unit) for part in parts)
    if most >= MOST_POINTS:
        raise NotInBits(key=None, why="too_wide", most=MOST_POINTS - 1)
    base = _shared_parts(parts, len(row_rank))
    keys = [parts[place].seen for place in base]
    at = np.lexsort((col_rank, *reversed(keys))).astype(np.int32)
    position = np.empty_like(at)
    position[at] = np.arange(len(at))
    group, programs, order = _groups(parts, begin, base, row_rank)
    own = [place for place in range(len(parts)) if place not in base]
    owned = [parts[place].of[order] + begin[place] for place in own]
    clear, cleared = _cleared(forbidden, order, position)
    return Index(
        shop.bits(position.astype(np.int64)),
        table,
        at,
        position,
        order.astype(np.int32),
        group,
        programs,
        np.array(owned, dtype=np.int32).reshape(len(own), len(order)).T.copy(),
        clear,
        cleared,
        starts(row_rank)[order],
        np.sum([part.offset[part.of] for part in parts], axis=0, dtype=np.int64)
        * np.ones(len(order), np.int64),
        unit,
        most,
        sum(int(np.diff(part.start).max(initial=0)) for part in parts),
    )


def _shared_parts(parts: Sequence[Part], size: int) -> list[int]:
    """The parts to be added up once for all who share them: those of few programs, weightiest first."""
    chosen: list[int] = []
    group, most = np.zeros(size, dtype=np.int64), max(1, size // ROWS_A_GROUP)
    for place in sorted(range(len(parts)), key=lambda place: -parts[place].spread):
        if parts[place].programs > most:
            continue
        finer = group * parts[place].programs + parts[place].of
        finer = np.unique(finer, return_inverse=True)[1].reshape(-1)
        if finer.max(initial=0) < most:
            group = finer
            chosen.append(place)
    return chosen


def _groups(
    parts: Sequence[Part], begin: list[int], base: list[int], rank: Ints
) -> tuple[Ints, Ints, NDArray[np.int64]]:
    group = np.zeros(len(rank), dtype=np.int64)
    for place in base:
        group = np.unique(group * parts[place].programs + parts[place].of, return_inverse=True)[1].reshape(-1)
    order = np.lexsort((rank, group))
    _, first = np.unique(group, return_index=True)
    programs = [parts[place].of[first] + begin[place] for place in base]
    table = np.array(programs, dtype=np.int64).reshape(len(base), len(first)).T.copy()
    return group[order].astype(np.int64), table, order


def _cleared(
    forbidden: tuple[Ints, Ints], order: NDArray[np.int64], position: Indices
) -> tuple[Ints, Indices]:
    """Forbidden pairs by row in the order of the search, sorted by position."""
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    pairs = np.unique(place[forbidden[0]] * max(1, len(position)) + position[forbidden[1]])
    rows, cols = np.divmod(pairs, max(1, len(position)))
    clear = np.searchsorted(rows, np.arange(len(order) + 1)).astype(np.int64)
    return clear, cols.astype(np.int32)


def priced(index: Index, extra: Ints) -> Index:
    """The same index where everybody searched (by position) counts `extra` more, not negative."""
    most = int(extra.max(initial=0))
    if planes_of(index.most + most) > MOST_PLANES:
        raise ScoresTooWide(bits=planes_of(index.most + most), most=MOST_PLANES)
    digits = planes_of(most)
    blocks = index.bits.shape[1]
    marked = np.zeros(blocks * PEOPLE, dtype=np.int64)
    marked[: len(extra)] = extra
    planes = [np.packbits((marked >> digit) & 1 == 1, bitorder="little") for digit in range(digits)]
    rows = np.array(planes, dtype=np.uint8).reshape(digits, -1).view(np.dtype("<u8")).astype(np.uint64)
    before = [min((1 << digit) - 1, most) for digit in range(digits + 1)]
    table, steps = index.table, np.arange(digits)
    terms = len(table.term) + steps
    code = np.stack(
        [ADD + 0 * steps, 0 * steps, 1 << steps, 0 * steps, np.diff(before), terms, terms + 1], axis=1
    )
    longer = Table(
        np.append(table.start, table.start[-1] + digits),
        np.append(table.listed, (len(table.code) + steps).astype(np.int32)),
        np.concatenate([table.code, code]),
        np.concatenate([table.term, np.stack([len(index.bits) + steps, 0 * steps], axis=1)]),
        np.append(table.limit, most),
    )
    program = np.full((len(index.base), 1), len(table.start) - 1, dtype=np.int64)
    return replace(
        index,
        bits=np.concatenate([index.bits, rows.reshape(digits, blocks, WORDS)]),
        table=longer,
        base=np.concatenate([index.base, program], axis=1),
        most=index.most + most,
        longest=index.longest + digits,
    )


def search_piece(index: Index, piece: Piece, flag: Flag) -> Lists:
    """The best of the rows `begin` to `end` of an index."""
    rows = slice(piece.begin, piece.end)
    size = piece.end - piece.begin
    least = np.zeros(size, dtype=np.int64) if piece.least is None else piece.least
    clear = index.clear[piece.begin : piece.end + 1]
    given = Rows(
        index.group[rows],
        index.base,
        index.own[rows].astype(np.int64),
        clear - clear[0],
        index.cleared[clear[0] : clear[-1]],
        index.start[rows],
        least,
    )
    many = np.zeros(size, dtype=np.int32)
    place = np.zeros((size, piece.k), dtype=np.int32)
    number = np.zeros((size, piece.k), dtype=np.int32)
    work = desk(index.bits.shape[1], index.most, index.longest, piece.k)
    search(index.bits, index.table, given, work, piece.k, flag, many, place, number)
    taken = np.arange(piece.k) < many[:, None]
    return Lists(many, place[taken], number[taken])
