"""Place the units of the left one by one, each along a shortest path in reduced costs.

Successive shortest paths with prices, stopped at the nearest free slot (Jonker & Volgenant 1987, "A shortest
augmenting path algorithm for dense and sparse linear assignment problems"), here with several places on
either side. What is at the current distance is followed at once; what is farther waits in a heap.
"""

from __future__ import annotations

from fairlead.engine.numba_door import compiled, woven
from fairlead.engine.solvers.levels.heap import clear, nearest, push, take
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
    Part,
    Search,
    State,
)
from fairlead.engine.watching import Flag


@woven
def _reach(part: Part, state: State, find: Search, right: int, distance: int) -> None:
    """Whoever is in a slot of this right one may leave it: list them to be followed."""
    mark = find.mark
    for slot in range(part.slots[right], part.slots[right + 1]):
        left = state.held[slot]
        if find.seen[left] != mark[STAMP]:
            find.seen[left] = mark[STAMP]
            find.through[left] = slot
            find.left_far[left] = distance
            find.lefts[mark[LEFTS]] = left
            mark[LEFTS] += 1


@woven
def _follow(part: Part, state: State, find: Search, left: int, distance: int) -> bool:
    """Follow the arcs of one left; True once a free slot is found at no further distance."""
    arc, price, far, mark = part.arc, state.price, find.far, find.mark
    keys, nodes, heads, listed, after = find.keys, find.nodes, find.heads, find.listed, find.after
    limit = mark[LIMIT]
    base = distance - state.potential[left]
    for at in range(part.first[left], part.first[left + 1]):
        further = (arc[at] >> 32) + base
        if further >= limit:
            break
        right = arc[at] & LOW
        further += price[right]
        if further >= limit or further >= far[right]:
            continue
        if far[right] == FAR:
            find.touched[mark[TOUCHED]] = right
            mark[TOUCHED] += 1
        far[right] = further
        find.by[right] = left
        if state.load[right] < part.slots[right + 1] - part.slots[right]:
            limit = further
            mark[LIMIT] = further
            mark[BEST] = right
            if further == distance:
                return True
        elif further == distance:
            _reach(part, state, find, right, distance)
        else:
            push(further, right, keys, nodes, heads, listed, after, mark)
    return False


@compiled
def _search(part: Part, state: State, find: Search, source: int, flag: Flag) -> None:
    """Find the nearest free slot from this left one: its distance and right are left in the marks."""
    far, mark, lefts, keys, heads = find.far, find.mark, find.lefts, find.keys, find.heads
    mark[STAMP] += 1
    mark[TOUCHED] = 0
    clear(heads, mark)
    mark[LIMIT], mark[BEST] = FAR, -1
    find.seen[source], find.through[source], find.left_far[source] = mark[STAMP], -1, 0
    lefts[0], mark[LEFTS] = source, 1
    distance, followed = 0, 0
    while flag[0] == 0:
        while followed < mark[LEFTS]:
            left = lefts[followed]
            followed += 1
            if _follow(part, state, find, left, distance):
                return
        distance = nearest(keys, heads, mark)
        if distance >= mark[LIMIT]:
            return
        right = take(keys, find.nodes, heads, find.listed, find.after, mark)
        if far[right] == distance:
            _reach(part, state, find, right, distance)


@compiled
def _settle(state: State, find: Search) -> None:
    """Raise the prices so that the path found is tight, and forget the distances."""
    limit = find.mark[LIMIT]
    lefts, left_far, potential = find.lefts, find.left_far, state.potential
    touched, far, price = find.touched, find.far, state.price
    for place in range(find.mark[LEFTS]):
        left = lefts[place]
        if left_far[left] < limit:
            potential[left] += limit - left_far[left]
    for place in range(find.mark[TOUCHED]):
        right = touched[place]
        if far[right] < limit:
            price[right] += limit - far[right]
        far[right] = FAR


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
