"""Whether somebody who reckons with whole people can pin down a small group from what is told.

No part holds fewer than nobody, and one that is not told holds somebody, since empty parts are told as empty.
Such an attacker solves for the least and the most that a group can be. A group is safe where other tables say
the same: here they are found by moving people between up to four atoms so that no told sum changes (moves
after Diaconis and Sturmfels, Annals of Statistics 26 (1998), 363-397). What is found is a proof; where none
is found within some steps, the group counts as known. Pure, no database.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, islice

import numpy as np
from numpy.typing import NDArray

SPREAD = 2
MOST_MOVES = 500
Vector = NDArray[np.int64]
Pair = tuple[int, int]


class Tables:
    """The tables that say the same as the true one, as far as one move leads from it.

    `sizes`: how many people each atom has, one at least; `told` and `hidden`: the atoms of each part whose
    sum is told, and of each of which is only known that it is not empty.
    """

    def __init__(
        self, sizes: Sequence[int], told: Sequence[frozenset[int]], hidden: Sequence[frozenset[int]]
    ) -> None:
        self._width = len(sizes)
        self._sizes = np.array([*sizes, np.iinfo(np.int32).max], dtype=np.int64)
        self._hidden = self._matrix(hidden)
        self._spare = self._hidden @ self._sizes - 1
        self._alike = self._classes(self._matrix(told))

    def _matrix(self, groups: Sequence[frozenset[int]]) -> NDArray[np.int64]:
        """A row for each group; the last column stands for people outside all of them."""
        made = np.zeros((len(groups), self._width + 1), dtype=np.int64)
        for row, atoms in enumerate(groups):
            made[row, list(atoms)] = 1
        return made

    def _classes(self, told: NDArray[np.int64]) -> list[list[Pair]]:
        """Steps of one person from an atom to another, together where they change the told sums alike."""
        found: dict[bytes, list[Pair]] = defaultdict(list)
        for into in range(self._width + 1):
            for out in range(self._width + 1):
                change = (told[:, into] - told[:, out]).tobytes()
                if into != out or into == self._width:
                    found[change].append((into, out))
        return [pairs for pairs in found.values() if len(pairs) > 1]

    def is_unsure(self, group: frozenset[int]) -> bool:
        """Whether the group can be smaller or larger by so much that its size is not known."""
        least = most = 0
        for steps, effect in islice(self._moves(group), MOST_MOVES):
            for way in (1, -1):
                reach = self._times(steps, way) * way * effect
                least, most = min(least, reach), max(most, reach)
            if most - least >= SPREAD:
                return True
        return False

    def _moves(self, group: frozenset[int]) -> Iterator[tuple[dict[int, int], int]]:
        """Moves that change the group, with how many people one of them brings into it."""
        for pairs in self._alike:
            effects = [(into in group) - (out in group) for into, out in pairs]
            for one, other in combinations(range(len(pairs)), 2):
                if effects[one] != effects[other]:
                    steps: dict[int, int] = defaultdict(int)
                    for (into, out), sign in ((pairs[one], 1), (pairs[other], -1)):
                        steps[into] += sign
                        steps[out] -= sign
                    steps.pop(self._width, None)
                    yield steps, effects[one] - effects[other]

    def _times(self, steps: dict[int, int], way: int) -> int:
        """How often a move can be made: no atom below nobody, and no hidden part empty."""
        atoms = list(steps)
        change = way * np.array([steps[atom] for atom in atoms], dtype=np.int64)
        taken = np.concatenate([change, self._hidden[:, atoms] @ change])
        spare = np.concatenate([self._sizes[atoms], self._spare])
        down = taken < 0
        return int((spare[down] // -taken[down]).min()) if down.any() else SPREAD
