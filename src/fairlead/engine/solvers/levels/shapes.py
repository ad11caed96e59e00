"""The arrays that the fast solver's kernels (see `numba_door`) work on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from fairlead.engine.given import Indices, Ints

LOW = 0xFFFFFFFF
WIDEST = 1 << 31
FAR = 1 << 62
STAMP, TOUCHED, LEFTS, LIMIT, BEST, WAITING, CURRENT, TOP, LISTED = range(9)
NEAR = 256


@dataclass(frozen=True, eq=False)
class Sparse:
    """Who may be paired with whom: rows are mentees, columns mentors, both in canonical order.

    `indptr` (n + 1,) int64, `mentor` (E,) int32 and `score` (E,) int64 list each mentee's pairs, at most one
    with a mentor; `places` (m,) int64 says how many mentees a mentor has at most.
    """

    indptr: Ints
    mentor: Indices
    score: Ints
    places: Ints


@dataclass(frozen=True, eq=False)
class Assigned:
    """The mentor of each mentee (n,), -1 for none, and the whole-number prices that prove it best.

    For every pair mentee_price + mentor_price >= big + score, with equality on the pairs made; no price is
    below 0; unmatched mentees and mentors with free places have the price 0. `big` outweighs all scores.
    """

    mentor: Indices
    mentee_price: Ints
    mentor_price: Ints
    big: int


class Graph(NamedTuple):
    """Each row's columns, and where the slots (places) of each column begin."""

    first: Ints
    column: Indices
    slots: Ints


class Made(NamedTuple):
    """Who is matched: the row in each slot, slots taken of each column, each row's slot and column."""

    row_in: Indices
    load: Indices
    slot_of: Ints
    column_of: Indices


class Part(NamedTuple):
    """A part where everybody on the left must fill `supply` units, and the right ones have `slots`.

    `arc` holds cost << 32 | right, cheapest first for each left; `owner` names the right one of each slot.
    """

    first: Ints
    arc: Ints
    supply: Ints
    slots: Ints
    owner: Indices


class State(NamedTuple):
    """Potentials of the left, prices of the right, who is in each slot, slots taken, units still to place.

    Always: potential <= cost + price for each arc, with equality on the arcs in use.
    """

    potential: Ints
    price: Ints
    held: Indices
    load: Indices
    need: Ints


class Search(NamedTuple):
    """What a search remembers: distances, who reached whom through which slot, who waits, and marks."""

    far: Ints
    by: Indices
    touched: Indices
    seen: Indices
    through: Ints
    left_far: Ints
    lefts: Indices
    keys: Ints
    nodes: Indices
    heads: Ints
    listed: Indices
    after: Ints
    mark: Ints
