"""Which groups may be told: none under five, and none that follows from others by adding and subtracting.

Groups are told one after the other, the widest first. A group is left out when it is too small, when what is
left of a told whole beside its told parts would be one to four people, or when any group that is too small
would follow from the told ones by sums and differences (it lies in the span of their indicator vectors; the
complementary suppression of statistical offices, decided exactly, by elimination modulo a large prime). At
the end the narrowest told groups are taken back until no small group is known from whole numbers, either.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from fairlead.evaluation.indicators.unsure import Tables
from fairlead.evaluation.suppression import SMALLEST

PRIME = 2_147_483_629
AT_ONCE = 8
Key = TypeVar("Key", bound=Hashable)
Vector = NDArray[np.int64]


def told(
    groups: Mapping[Key, frozenset[int]],
    sizes: Sequence[int],
    wholes: Iterable[tuple[Key, Sequence[Key]]],
    *,
    least: int = SMALLEST,
) -> frozenset[Key]:
    """The keys of the groups that may be told; empty groups are always told.

    `groups`: for each key its atoms; `sizes`: how many people each atom has; `wholes`: a group, and parts of
    it that do not overlap. Groups are tried in their order, so put first what matters most.
    """
    people = {key: sum(sizes[atom] for atom in atoms) for key, atoms in groups.items()}
    empty = {key for key, count in people.items() if count == 0}
    small = [groups[key] for key, count in people.items() if 0 < count < least]
    parted: dict[Key, list[tuple[Key, Sequence[Key]]]] = defaultdict(list)
    for whole, parts in wholes:
        for key in {whole, *parts}:
            parted[key].append((whole, parts))
    span = _Span(len(sizes), [key for key, size in enumerate(sizes) if size], small)
    chosen: dict[Key, None] = {}
    for key, atoms in groups.items():
        if key in empty or people[key] < least:
            continue
        if not _leaves_enough(key, chosen, parted[key], people, least):
            continue
        if small and not span.takes(atoms):  # without a small group none can follow
            continue
        chosen[key] = None
    if small:
        _take_back(chosen, {key: atoms for key, atoms in groups.items() if key not in empty}, sizes, small)
    return frozenset(chosen.keys() | empty)


def _take_back(
    chosen: dict[Key, None],
    groups: Mapping[Key, frozenset[int]],
    sizes: Sequence[int],
    small: Sequence[frozenset[int]],
) -> None:
    """Take back what is told, the narrowest first, until no small group is known from whole numbers."""
    live = {atom: place for place, atom in enumerate(atom for atom, size in enumerate(sizes) if size)}
    held = {key: frozenset(live[atom] for atom in atoms if atom in live) for key, atoms in groups.items()}
    waiting = list(dict.fromkeys(frozenset(live[atom] for atom in one if atom in live) for one in small))
    while chosen and waiting:
        tables = Tables(
            [sizes[atom] for atom in live],
            [held[key] for key in chosen],
            [atoms for key, atoms in held.items() if key not in chosen],
        )
        place = next((place for place, one in enumerate(waiting) if not tables.is_unsure(one)), None)
        if place is None:
            return
        waiting = (
            waiting[place:] + waiting[:place]
        )  # those already found unsure are looked at again at the end
        touching = [key for key in chosen if held[key] & waiting[0]] or list(chosen)
        for key in touching[-max(1, len(touching) // AT_ONCE) :]:
            del chosen[key]


def _leaves_enough(
    key: Key,
    chosen: Collection[Key],
    parted: list[tuple[Key, Sequence[Key]]],
    people: Mapping[Key, int],
    least: int,
) -> bool:
    """Whether what is left beside the told parts of each told whole is nobody, or enough people."""
    for whole, parts in parted:
        if whole != key and whole not in chosen:
            continue
        shown = Counter(people[part] for part in parts if part in chosen or part == key)
        left = people[whole] - sum(count * times for count, times in shown.items())
        if 0 < left < least:
            return False
    return True


class _Span:
    """The span of the told groups, and what is left of each small group outside it."""

    def __init__(self, width: int, live: list[int], small: list[frozenset[int]]) -> None:
        self._place = {atom: place for place, atom in enumerate(live)}
        self._rows: list[tuple[int, Vector]] = []
        self._small = [self._vector(atoms) for atoms in small]

    def _vector(self, atoms: frozenset[int]) -> Vector:
        vector = np.zeros(len(self._place), dtype=np.int64)
        vector[[self._place[atom] for atom in atoms if atom in self._place]] = 1
        return vector

    def _reduced(self, vector: Vector) -> Vector:
        for pivot, row in self._rows:
            if vector[pivot]:
                vector = (vector - int(vector[pivot]) * row) % PRIME
        return vector

    def takes(self, atoms: frozenset[int]) -> bool:
        """Add the group unless a small group would follow from it; whether it was added."""
        new = self._reduced(self._vector(atoms))
        if not new.any():
            return True
        pivot = int(np.flatnonzero(new)[0])
        new = (new * pow(int(new[pivot]), -1, PRIME)) % PRIME
        left = [(one - int(one[pivot]) * new) % PRIME if one[pivot] else one for one in self._small]
        if not all(one.any() for one in left):
            return False
        self._small = left
        self._rows.append((pivot, new))
        return True
