"""The steps of the fast solver, one after the other, and the prices of the whole from those of the parts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from fairlead.engine.given import Indices, Ints
from fairlead.engine.solvers.levels import maximum, opening, parts, paths, refilling
from fairlead.engine.solvers.levels.maximum import Marks
from fairlead.engine.solvers.levels.shapes import (
    FAR,
    NEAR,
    Assigned,
    Graph,
    Made,
    Part,
    Search,
    Sparse,
    State,
)
from fairlead.engine.watching import NOBODY, Flag, Watch

AT_ONCE = 20_000


class Solved(NamedTuple):
    """A part's answer: the mentor of each of its rows, and everybody's price within the part."""

    rows: Indices
    columns: Indices
    mentor: Indices
    of_row: Ints
    of_column: Ints


def best(sparse: Sparse, *, start: Assigned | None = None, watch: Watch | None = None) -> Assigned:
    """Most mentees matched, then the greatest total score, with the prices that prove it.

    `start` is an answer to a similar problem with the same numbers of mentees and mentors (-1 and 0 for
    newcomers): what still holds of it is kept. `sparse` must suit (see `suits`). Raises `Cancelled`.
    """
    watch = watch or NOBODY
    with watch.flagged() as flag:
        graph = _graph(sparse)
        rows, columns = _short(graph, start, watch, flag)
        ample = _solved(sparse, graph, ~rows, ~columns, False, start, watch, flag)
        short = _solved(sparse, graph, rows, columns, True, start, watch, flag)
    return _joined(sparse, ample, short)


def _graph(sparse: Sparse) -> Graph:
    degree = np.bincount(sparse.mentor, minlength=len(sparse.places))
    slots = np.zeros(len(sparse.places) + 1, np.int64)
    np.cumsum(np.minimum(sparse.places, degree + 1), out=slots[1:])
    return Graph(sparse.indptr, sparse.mentor, slots)


def _short(graph: Graph, start: Assigned | None, watch: Watch, flag: Flag) -> tuple[Marks, Marks]:
    """The rows and columns where places are short, found by a maximum matching."""
    size, width = len(graph.first) - 1, len(graph.slots) - 1
    made = Made(
        np.empty(graph.slots[-1], np.int32),
        np.zeros(width, np.int32),
        np.full(size, -1, np.int64),
        np.full(size, -1, np.int32),
    )
    if start is not None:
        maximum.take_hints(graph, made, start.mentor)
    free = np.empty(size, np.int32)
    count = maximum.greedy(graph, made, free)
    watch.progress("most_mentees", 0.5)
    count = maximum.match(graph, made, free, count, flag)
    watch.progress("most_mentees", 1.0)
    return maximum.reach(graph, made, free, count)


def _solved(
    sparse: Sparse,
    graph: Graph,
    in_rows: Marks,
    in_columns: Marks,
    short: bool,
    start: Assigned | None,
    watch: Watch,
    flag: Flag,
) -> Solved:
    """Solve one part: from the mentors' side where places are short, else from the mentees' side."""
    most = int(sparse.score.max(initial=0))
    rows, _ = parts.numbered(in_rows)
    columns, number = parts.numbered(in_columns)
    places = np.diff(graph.slots)[columns]
    ones = np.ones(len(rows), np.int64)
    if short:
        first, arc = parts.by_column(graph, sparse.score, most, rows, number, len(columns))
        part = _part(first, arc, places, ones)
    else:
        first, arc = parts.by_row(graph, sparse.score, most, rows, number)
        part = _part(first, arc, ones, places)
    state = _state(part)
    if start is not None:
        _hint(part, state, start, rows, columns, number, short)
    _fill(part, state, start is not None, watch, flag)
    if short:
        mentor = np.where(state.load > 0, state.held, -1)
        return Solved(rows, columns, mentor, state.price, most - state.potential)
    mentor = np.full(len(rows), -1, np.int32)
    taken = np.arange(len(part.owner)) - part.slots[part.owner] < state.load[part.owner]
    mentor[state.held[taken]] = part.owner[taken]
    return Solved(rows, columns, mentor, most - state.potential, state.price)


def _part(first: Ints, arc: Ints, supply: Ints, slots: Ints) -> Part:
    ends = np.zeros(len(slots) + 1, np.int64)
    np.cumsum(slots, out=ends[1:])
    return Part(first, arc, supply, ends, np.repeat(np.arange(len(slots), dtype=np.int32), slots))


def _state(part: Part) -> State:
    lefts, rights = len(part.supply), len(part.slots) - 1
    return State(
        np.zeros(lefts, np.int64),
        np.zeros(rights, np.int64),
        np.full(len(part.owner), -1, np.int32),
        np.zeros(rights, np.int32),
        part.supply.copy(),
    )


def _search(part: Part) -> Search:
    lefts, rights = len(part.supply), len(part.slots) - 1
    room = len(part.arc) + rights + 1
    return Search(
        far=np.full(rights, FAR, np.int64),
        by=np.empty(rights, np.int32),
        touched=np.empty(rights + 1, np.int32),
        seen=np.zeros(lefts, np.int32),
        through=np.empty(max(lefts, rights), np.int64),
        left_far=np.empty(lefts, np.int64),
        lefts=np.empty(lefts + 1, np.int32),
        keys=np.empty(room, np.int64),
        nodes=np.empty(room, np.int32),
        heads=np.full(NEAR, -1, np.int64),
        listed=np.empty(room, np.int32),
        after=np.empty(room, np.int64),
        mark=np.zeros(10, np.int64),
    )


def _hint(
    part: Part, state: State, start: Assigned, rows: Indices, columns: Indices, number: Indices, short: bool
) -> None:
    """Take prices and pairs of an earlier answer where it had the person in the same part."""
    given = (start.mentee_price[rows] if short else start.mentor_price[columns]).astype(np.int64)
    state.price[:] = np.where(given < start.big // 2, given, 0)
    had = start.mentor[rows]
    paired = np.flatnonzero(had >= 0)
    paired = paired[number[had[paired]] >= 0]
    if short:
        state.held[paired] = number[had[paired]]
        state.load[paired] = 1
        return
    opening.seat(part, state, paired, number[had[paired]])


def _fill(part: Part, state: State, warm: bool, watch: Watch, flag: Flag) -> None:
    """Place everybody on the left, a stretch at a time so that progress can be told.

    What an earlier answer leaves is placed first, which takes slots whose price it freed; then few are left
    to be refilled, and none where every place is needed.
    """
    opening.set_potentials(part, state)
    if warm:
        opening.keep_tight(part, state)
    opening.take_free(part, state)
    find = _search(part)
    lefts = len(part.supply)
    for begin in range(0, lefts, AT_ONCE):
        paths.place(part, state, find, (begin, min(lefts, begin + AT_ONCE)), flag)
        watch.progress("best_total", min(1.0, (begin + AT_ONCE) / lefts))
    if warm:
        rights = len(part.slots) - 1
        back = parts.turned(part.first, part.arc, rights)
        refilling.refill_all(part, state, find, back, np.empty(rights, np.int32), flag)


def _joined(sparse: Sparse, ample: Solved, short: Solved) -> Assigned:
    """One set of prices: whoever chooses in a part stands a `big` above what the part's own prices say."""
    prices = [part_prices for solved in (ample, short) for part_prices in (solved.of_row, solved.of_column)]
    spread = max(int(np.abs(one).max(initial=0)) for one in prices)
    size, width = len(sparse.indptr) - 1, len(sparse.places)
    highest = int(np.abs(sparse.score).max(initial=0))
    big = 2 * ((min(size, int(sparse.places.sum())) + 1) * highest + spread + 1)
    mentor = np.full(size, -1, np.int32)
    mentee_price, mentor_price = np.zeros(size, np.int64), np.zeros(width, np.int64)
    for solved in (ample, short):
        matched = solved.mentor >= 0
        mentor[solved.rows[matched]] = solved.columns[solved.mentor[matched]]
    mentee_price[ample.rows], mentor_price[ample.columns] = big + ample.of_row, ample.of_column
    mentee_price[short.rows], mentor_price[short.columns] = short.of_row, big + short.of_column
    return Assigned(mentor, mentee_price, mentor_price, big)
