"""Groups too small to be told, and what keeps them from following by subtraction; pure, no database."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

SMALLEST = 5
Key = TypeVar("Key", bound=Hashable)


def gathered(sizes: Mapping[Key, int], *, least: int = SMALLEST) -> tuple[list[Key], list[Key]]:
    """Which groups are told alone, and which only together; neither when nothing may be told.

    A group that is too small takes the next larger one with it, so that nothing follows by subtraction.
    Groups of nobody are left out. Largest first; equals in the order of their keys' names.
    """
    ordered = sorted((key for key, size in sizes.items() if size), key=lambda key: (-sizes[key], str(key)))
    alone = [key for key in ordered if sizes[key] >= least]
    together = [key for key in ordered if sizes[key] < least]
    while alone and 0 < sum(sizes[key] for key in together) < least:
        together.insert(0, alone.pop())
    if sum(sizes[key] for key in together) < least:
        return alone, []
    return alone, together


def hidden(counts: Mapping[Key, int], *, least: int = SMALLEST) -> frozenset[Key]:
    """Which counts are not told where their total is: the small ones, and larger ones that cover for them.

    Zeros are told. A hidden count must leave room for another value when the told ones are subtracted from
    the total; else the next larger count is hidden, too. Where all are hidden, the total is not told either.
    """
    ordered = sorted((key for key, count in counts.items() if count), key=lambda key: (counts[key], str(key)))
    small = [key for key in ordered if counts[key] < least]
    if not small or _ambiguous([counts[key] for key in small], least):
        return frozenset(small)
    return frozenset(ordered[: len(small) + 1])


def _ambiguous(counts: list[int], least: int) -> bool:
    """Whether each of these counts, all known to be 1 to `least - 1`, can have another value at their sum."""
    total, others = sum(counts), len(counts) - 1
    lowest = max(1, total - (least - 1) * others)
    highest = min(least - 1, total - others)
    return lowest < highest and total >= least
