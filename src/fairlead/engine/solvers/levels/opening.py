"""Open a part: potentials from prices, pairs that are tight kept, free slots at no cost taken."""

from __future__ import annotations

import numpy as np

from fairlead.engine.given import Indices, Ints
from fairlead.engine.numba_door import compiled
from fairlead.engine.solvers.levels.shapes import FAR, LOW, Part, State


@compiled
def set_potentials(part: Part, state: State) -> None:
    """Each left's potential is the least cost + price of its arcs."""
    for left in range(len(part.supply)):
        lowest = FAR
        for at in range(part.first[left], part.first[left + 1]):
            cost = part.arc[at] >> 32
            if cost >= lowest:
                break
            lowest = min(lowest, cost + state.price[part.arc[at] & LOW])
        state.potential[left] = lowest


@compiled
def keep_tight(part: Part, state: State) -> None:
    """Of those who are in slots only they stay whose arc is tight; the others are to be placed anew."""
    stays = np.zeros(len(part.owner), np.bool_)
    for left in range(len(part.supply)):
        for at in range(part.first[left], part.first[left + 1]):
            right = part.arc[at] & LOW
            if (part.arc[at] >> 32) + state.price[right] != state.potential[left]:
                continue
            for slot in range(part.slots[right], part.slots[right] + state.load[right]):
                if state.held[slot] == left and state.need[left] > 0:
                    stays[slot] = True
                    state.need[left] -= 1
    for right in range(len(part.slots) - 1):
        end = part.slots[right]
        for slot in range(part.slots[right], part.slots[right] + state.load[right]):
            if stays[slot]:
                state.held[end] = state.held[slot]
                end += 1
        state.load[right] = end - part.slots[right]


@compiled
def take_free(part: Part, state: State) -> None:
    """Whoever is still to be placed takes free slots whose arcs are tight."""
    for left in range(len(part.supply)):
        for at in range(part.first[left], part.first[left + 1]):
            if state.need[left] == 0 or (part.arc[at] >> 32) > state.potential[left]:
                break
            right = part.arc[at] & LOW
            tight = (part.arc[at] >> 32) + state.price[right] == state.potential[left]
            if tight and state.load[right] < part.slots[right + 1] - part.slots[right]:
                state.held[part.slots[right] + state.load[right]] = left
                state.load[right] += 1
                state.need[left] -= 1


@compiled
def seat(part: Part, state: State, lefts: Ints, rights: Indices) -> None:
    """Put each of these left ones into a slot of its right one, as long as there are slots."""
    for place in range(len(lefts)):
        right = rights[place]
        if state.load[right] < part.slots[right + 1] - part.slots[right]:
            state.held[part.slots[right] + state.load[right]] = lefts[place]
            state.load[right] += 1
