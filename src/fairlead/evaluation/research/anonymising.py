"""Make rows so coarse that each is like those of k people or more, at the least loss; say so when it fails.

Full-domain generalisation over the lattice of levels, with few rows left out (Samarati 2001; Sweeney 2002).
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import product

from fairlead.evaluation.research.steps import LADDERS, Ladder, Subject

Levels = tuple[int, ...]
Key = tuple[str, ...]


class CannotHide(Exception):
    """No level hides everybody among k people without leaving out more rows than allowed.

    `left_out` is the smallest share of rows (0..1) that would have to go.
    """

    def __init__(self, left_out: float) -> None:
        super().__init__(left_out)
        self.left_out = left_out


@dataclass(frozen=True, kw_only=True)
class Row:
    """One application: whose it is (never written), what they may be found by, and what came of it."""

    person: Hashable
    subject: Subject
    facts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Hidden:
    """The rows as they may be written: keys and facts, in an order that says nothing; and how it was done.

    `reached` is the number of different people in the smallest class; `fewest_outcomes` how many different
    combinations of facts the least varied class has.
    """

    levels: Levels
    rows: tuple[tuple[Key, tuple[str, ...]], ...]
    left_out: int
    reached: int
    classes: int
    fewest_outcomes: int

    @property
    def share_left_out(self) -> float:
        """Which part of all rows was left out."""
        return self.left_out / (self.left_out + len(self.rows))


def hide(
    rows: Sequence[Row], *, k: int, most_left_out: float, ladders: tuple[Ladder, ...] = LADDERS
) -> Hidden:
    """The rows at the levels that lose least, each like those of k people or more.

    Loss is the mean height on the ladders; among equals fewer rows left out, then the finer first columns.
    Raises `CannotHide`.
    """
    told = [[[step(row.subject) for row in rows] for _name, step in ladder.steps] for ladder in ladders]
    best: tuple[float, int, Levels] | None = None
    fewest = len(rows)
    for levels in product(*(range(ladder.top + 1) for ladder in ladders)):
        keys = _keys(told, levels)
        out = len(rows) - sum(len(members) for members in _classes(rows, keys, k).values())
        fewest = min(fewest, out)
        if out <= most_left_out * len(rows) and out < len(rows):
            found = (_loss(levels, ladders), out, levels)
            best = found if best is None else min(best, found)
    if best is None:
        raise CannotHide(fewest / len(rows) if rows else 1.0)
    return _hidden(rows, best[2], _classes(rows, _keys(told, best[2]), k))


def _keys(told: Sequence[Sequence[Sequence[str]]], levels: Levels) -> list[Key]:
    """What each row looks like at these levels, of all that is told on each ladder."""
    return list(zip(*(steps[level] for steps, level in zip(told, levels, strict=True)), strict=True))


def _classes(rows: Sequence[Row], keys: Sequence[Key], k: int) -> dict[Key, list[Row]]:
    """Rows that look alike, where they are those of k people or more."""
    alike: dict[Key, list[Row]] = {}
    for row, key in zip(rows, keys, strict=True):
        alike.setdefault(key, []).append(row)
    return {key: members for key, members in alike.items() if len({row.person for row in members}) >= k}


def _loss(levels: Levels, ladders: tuple[Ladder, ...]) -> float:
    heights = [level / ladder.top for level, ladder in zip(levels, ladders, strict=True) if ladder.top]
    return round(sum(heights) / len(heights), 9) if heights else 0.0


def _hidden(rows: Sequence[Row], levels: Levels, classes: dict[Key, list[Row]]) -> Hidden:
    kept = sorted((key, row.facts) for key, members in classes.items() for row in members)
    return Hidden(
        levels=levels,
        rows=tuple(kept),
        left_out=len(rows) - len(kept),
        reached=min(len({row.person for row in members}) for members in classes.values()),
        classes=len(classes),
        fewest_outcomes=min(len({row.facts for row in members}) for members in classes.values()),
    )
