"""Place the units of the left one by one, each along a shortest path in reduced costs.

Successive shortest paths with prices, stopped at the nearest free slot (Jonker & Volgenant 1987, "A shortest
augmenting path algorithm for dense and sparse linear assignment problems"), here with several places on
either side. What is at the current distance is followed at once; what is farther waits in a heap.
"""

from __future__ import annotations

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
def _reach(part: Part, state: State, find: Search, distance: int) -> None:
    """List to be followed whoever is in a slot of those who wait at this distance: they may leave it."""
    slots, held, far, mark = part.slots, state.held, find.far, find.mark
    seen, through, left_far, lefts = find.seen, find.through, find.left_far, find.lefts
    keys, nodes, heads, listed, after = find.keys, find.nodes, find.heads, find.listed, find.after
    stamp, count = mark[STAMP], mark[LEFTS]
    while nearest(keys, heads, mark) == distance:
        right = take(keys, nodes, heads, listed, after, mark)
        if far[right] != distance:
            continue
        for slot in range(slots[right], slots[right + 1]):
            left = held[slot]
            if seen[left] != stamp:
                seen[left] = stamp
                through[left] = slot
                left_far[left] = distance
                lefts[count] = left
                count += 1
    mark[LEFTS] = count


@compiled
def _follow(part: Part, state: State, find: Search, followed: int, distance: int) -> None:
    """Follow the arcs of those listed; stop once a free slot is found at no further distance.

    The arrays are taken out of their tuples once: each time one is taken out, its uses are counted.
    """
    first, arc, slots, potential = part.first, part.arc, part.slots, state.potential
    price, load, far, by, mark = state.price, state.load, find.far, find.by, find.mark
    keys, nodes, heads, listed, after = find.keys, find.nodes, find.heads, find.listed, find.after
    touched, lefts, limit = find.touched, find.lefts, mark[LIMIT]
    for place in range(followed, mark[LEFTS]):
        left = lefts[place]
        base = distance - potential[left]
        for at in range(first[left], first[left + 1]):
            further = (arc[at] >> 32) + base
            if further >= limit:
                break
            right = arc[at] & LOW
            further += price[right]
            if further >= limit or further >= far[right]:
                continue
            if far[right] == FAR:
                touched[mark[TOUCHED]] = right
                mark[TOUCHED] += 1
            far[right] = further
            by[right] = left
            if load[right] < slots[right + 1] - slots[right]:
                mark[LIMIT], mark[BEST], limit = further, right, further
                if further == distance:
                    return
            else:
                push(further, right, keys, nodes, heads, listed, after, mark)


@compiled
def _search(part: Part, state: State, find: Search, source: int, flag: Flag) -> None:
    """Find the nearest free slot from this left one: its distance and right are left in the marks."""
    mark = find.mark
    mark[STAMP] += 1
    mark[TOUCHED] = 0
    clear(find.heads, mark)
    mark[LIMIT], mark[BEST] = FAR, -1
    find.seen[source], find.through[source], find.left_far[source] = mark[STAMP], -1, 0
    find.lefts[0], mark[LEFTS] = source, 1
    distance, followed = 0, 0
    while distance < mark[LIMIT] and flag[0] == 0:
        _follow(part, state, find, followed, distance)
        followed = mark[LEFTS]
        distance = nearest(find.keys, find.heads, mark)
        if distance < mark[LIMIT]:
            _reach(part, state, find, distance)


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
def place(part: Part, state: State, find: Search, lefts: tuple[int, int], flag: Flag) -> None:
    """Place all units of the left ones from the first up to before the second of `lefts`.

    There is room for all of them (see `maximum`). The work ends early when the flag is turned.
    """
    for source in range(lefts[0], lefts[1]):
        while state.need[source] > 0:
            _search(part, state, find, source, flag)
            if flag[0] != 0:
                return
            _settle(state, find)
            _augment(part, state, find)
            state.need[source] -= 1
