"""Warm starts: a free slot must have the price 0, so search backwards who would rather have it.

The mirror image of `paths`: from a right one with a free slot and a price, along arcs backwards, to the
nearest slot whose price is worth less than moving everybody on the way. Everybody on the left has been placed
before.
"""

from __future__ import annotations

from fairlead.engine.given import Indices, Ints
from fairlead.engine.numba_door import compiled
from fairlead.engine.solvers.levels.heap import clear, nearest, push, take
from fairlead.engine.solvers.levels.shapes import (
    BEST,
    FAR,
    LEFTS,
    LIMIT,
    LOW,
    STAMP,
    TOUCHED,
    Part,
    Search,
    State,
)
from fairlead.engine.watching import Flag


@compiled
def _label(
    part: Part, state: State, find: Search, slot: int, left: int, to: int, further: int, toward: Indices
) -> None:
    """The left one in this slot may move to `to`: label the slot's owner at that distance."""
    right = part.owner[slot]
    if further >= find.far[right]:
        return
    if find.far[right] == FAR:
        find.touched[find.mark[TOUCHED]] = right
        find.mark[TOUCHED] += 1
    find.far[right] = further
    find.by[right] = left
    find.through[right] = slot
    toward[right] = to
    if further + state.price[right] < find.mark[LIMIT]:
        find.mark[LIMIT] = further + state.price[right]
        find.mark[BEST] = right
    push(further, right, find.keys, find.nodes, find.heads, find.listed, find.after, find.mark)


@compiled
def _leave(part: Part, state: State, find: Search, left: int, to: int, further: int, toward: Indices) -> None:
    """From a left one who wants `to`: label everybody whose slot it is in."""
    for at in range(part.first[left], part.first[left + 1]):
        right = part.arc[at] & LOW
        if (part.arc[at] >> 32) + state.price[right] != state.potential[left] or right == to:
            continue
        for slot in range(part.slots[right], part.slots[right] + state.load[right]):
            if state.held[slot] == left:
                _label(part, state, find, slot, left, to, further, toward)


@compiled
def _holds(part: Part, state: State, left: int, right: int) -> bool:
    for slot in range(part.slots[right], part.slots[right] + state.load[right]):
        if state.held[slot] == left:
            return True
    return False


@compiled
def _note(find: Search, left: int, further: int) -> bool:
    """Note a left one at this distance; False if it is known to be as near."""
    if find.seen[left] != find.mark[STAMP]:
        find.seen[left] = find.mark[STAMP]
        find.lefts[find.mark[LEFTS]] = left
        find.mark[LEFTS] += 1
    elif further >= find.left_far[left]:
        return False
    find.left_far[left] = further
    return True


@compiled
def _want(
    part: Part,
    state: State,
    find: Search,
    right: int,
    distance: int,
    back: tuple[Ints, Ints],
    toward: Indices,
) -> None:
    """Whoever could move to this right one, and at what cost; those who have it follow its price."""
    first, arc = back
    for at in range(first[right], first[right + 1]):
        left = arc[at] & LOW
        further = distance + (arc[at] >> 32) + state.price[right] - state.potential[left]
        if further >= find.mark[LIMIT]:
            continue
        holds = _holds(part, state, left, right)
        if _note(find, left, further) and not holds:
            _leave(part, state, find, left, right, further, toward)


@compiled
def _settle_back(state: State, find: Search) -> None:
    """Lower the prices so that the path found is tight, and forget the distances."""
    limit = find.mark[LIMIT]
    for place in range(find.mark[LEFTS]):
        left = find.lefts[place]
        if find.left_far[left] < limit:
            state.potential[left] -= limit - find.left_far[left]
    for place in range(find.mark[TOUCHED]):
        right = find.touched[place]
        if find.far[right] < limit:
            state.price[right] -= limit - find.far[right]
        find.far[right] = FAR


@compiled
def _move(part: Part, state: State, find: Search, start: int, toward: Indices) -> None:
    """Everybody on the path moves one slot on, so that the slot at the start is taken."""
    right = end = find.mark[BEST]
    if end == start:
        return
    free = part.slots[start] + state.load[start]
    emptied, last = find.through[end], part.slots[end] + state.load[end] - 1
    state.load[start] += 1
    while right != start:
        left, to = find.by[right], toward[right]
        state.held[free if to == start else find.through[to]] = left
        right = to
    state.held[emptied] = state.held[last]
    state.load[end] -= 1


@compiled
def refill(
    part: Part, state: State, find: Search, back: tuple[Ints, Ints], toward: Indices, start: int, flag: Flag
) -> None:
    """Fill a free slot of `start`, or lower its price to 0, whichever is the nearest."""
    mark = find.mark
    mark[STAMP] += 1
    mark[LEFTS] = 0
    clear(find.heads, mark)
    mark[LIMIT], mark[BEST] = state.price[start], start
    find.touched[0], mark[TOUCHED] = start, 1
    find.far[start] = 0
    push(0, start, find.keys, find.nodes, find.heads, find.listed, find.after, mark)
    while nearest(find.keys, find.heads, mark) < mark[LIMIT] and flag[0] == 0:
        distance = nearest(find.keys, find.heads, mark)
        right = take(find.keys, find.nodes, find.heads, find.listed, find.after, mark)
        if find.far[right] == distance:
            _want(part, state, find, right, distance, back, toward)
    if flag[0] == 0:
        _settle_back(state, find)
        _move(part, state, find, start, toward)


@compiled
def refill_all(
    part: Part, state: State, find: Search, back: tuple[Ints, Ints], toward: Indices, flag: Flag
) -> None:
    """Until no right one with a free slot has a price."""
    for start in range(len(state.price)):
        while state.price[start] > 0 and state.load[start] < part.slots[start + 1] - part.slots[start]:
            if flag[0] != 0:
                return
            refill(part, state, find, back, toward, start, flag)
