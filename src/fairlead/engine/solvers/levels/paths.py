"""Place the units of the left one by one, each along a shortest path in reduced costs.

Successive shortest paths with prices, stopped at the nearest free slot (Jonker & Volgenant 1987, "A shortest
augmenting path algorithm for dense and sparse linear assignment problems"), here with several places on
either side. What is at the current distance is followed at once; what is farther waits in a heap.
"""

from __future__ import annotations

from fairlead.engine.numba_door import compiled
from fairlead.engine.solvers.levels.heap import pop, push
from fairlead.engine.solvers.levels.shapes import (
    BEST,
    FAR,
    LEFTS,
    LIMIT,
    LOW,
    NOWHERE,
    PLACED,
    STAMP,
    STOPPED,
    TOUCHED,
    WAITING,
    Part,
    Search,
    State,
)
from fairlead.engine.watching import Flag


@compiled
def _reach(part: Part, state: State, find: Search, right: int, distance: int) -> None:
    """Whoever is in a slot of this right one may leave it: list them to be followed."""
    for slot in range(part.slots[right], part.slots[right + 1]):
        left = state.held[slot]
        if find.seen[left] != find.mark[STAMP]:
            find.seen[left] = find.mark[STAMP]
            find.through[left] = slot
            find.left_far[left] = distance
            find.lefts[find.mark[LEFTS]] = left
            find.mark[LEFTS] += 1


@compiled
def _follow(part: Part, state: State, find: Search, left: int, distance: int) -> bool:
    """Follow the arcs of one left; True once a free slot is found at no further distance."""
    limit = find.mark[LIMIT]
    base = distance - state.potential[left]
    for at in range(part.first[left], part.first[left + 1]):
        packed = part.arc[at]
        further = (packed >> 32) + base
        if further >= limit:
            break
        right = packed & LOW
        further += state.price[right]
        if further >= limit or further >= find.far[right]:
            continue
        if find.far[right] == FAR:
            find.touched[find.mark[TOUCHED]] = right
            find.mark[TOUCHED] += 1
        find.far[right] = further
        find.by[right] = left
        if state.load[right] < part.slots[right + 1] - part.slots[right]:
            limit = further
            find.mark[LIMIT] = further
            find.mark[BEST] = right
            if further == distance:
                return True
        elif further == distance:
            _reach(part, state, find, right, distance)
        else:
            push(find, further, right)
    return False


@compiled
def _search(part: Part, state: State, find: Search, source: int, flag: Flag) -> None:
    """Find the nearest free slot from this left one: its distance and right are left in the marks."""
    mark = find.mark
    mark[STAMP] += 1
    mark[TOUCHED] = mark[WAITING] = 0
    mark[LIMIT], mark[BEST] = FAR, -1
    find.seen[source], find.through[source], find.left_far[source] = mark[STAMP], -1, 0
    find.lefts[0], mark[LEFTS] = source, 1
    distance, followed = 0, 0
    while flag[0] == 0:
        while followed < mark[LEFTS]:
            left = find.lefts[followed]
            followed += 1
            if _follow(part, state, find, left, distance):
                return
        if mark[WAITING] == 0 or find.keys[0] >= mark[LIMIT]:
            return
        distance, right = find.keys[0], find.nodes[0]
        pop(find)
        if find.far[right] == distance:
            _reach(part, state, find, right, distance)


@compiled
def _settle(state: State, find: Search) -> None:
    """Raise the prices so that the path found is tight, and forget the distances."""
    limit = find.mark[LIMIT]
    for place in range(find.mark[LEFTS]):
        left = find.lefts[place]
        if find.left_far[left] < limit:
            state.potential[left] += limit - find.left_far[left]
    for place in range(find.mark[TOUCHED]):
        right = find.touched[place]
        if find.far[right] < limit:
            state.price[right] += limit - find.far[right]
        find.far[right] = FAR


@compiled
def _augment(part: Part, state: State, find: Search) -> None:
    """Everybody on the path moves one slot on."""
    right = find.mark[BEST]
    slot = part.slots[right] + state.load[right]
    state.load[right] += 1
    while slot >= 0:
        left = find.by[right]
        state.held[slot] = left
        slot = find.through[left]
        if slot >= 0:
            right = part.owner[slot]


@compiled
def place(part: Part, state: State, find: Search, lefts: tuple[int, int], flag: Flag) -> int:
    """Place all units of the left ones from the first up to before the second of `lefts`."""
    for source in range(lefts[0], lefts[1]):
        while state.need[source] > 0:
            _search(part, state, find, source, flag)
            if flag[0] != 0:
                return STOPPED
            if find.mark[BEST] < 0:
                return NOWHERE
            _settle(state, find)
            _augment(part, state, find)
            state.need[source] -= 1
    return PLACED
