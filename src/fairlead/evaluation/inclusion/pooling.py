"""Counts of several rounds put together so that no group, and no difference of two pages, is under five."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from fairlead.evaluation.suppression import SMALLEST

Cell = tuple[int, int]
Answers = Mapping[str, Cell]
Key = TypeVar("Key")


@dataclass(frozen=True)
class Group:
    """The people of one answer, or of several together (None): how many reached the outcome, how many not."""

    answer: str | None
    reached: int
    missed: int

    @property
    def all(self) -> int:
        """Everybody counted."""
        return self.reached + self.missed


def pooled(rounds: Iterable[Answers]) -> list[Group]:
    """The groups that may be told of these rounds, oldest first; none where nothing can be compared.

    Each round gives (reached, missed) by answer. Rounds are put together until two groups or more have five
    people in every cell; that settles which answers stand alone and which are joined. Later rounds are
    added in batches that have five people in every cell again, so that what a later page adds to an earlier
    one is no small group either.
    """
    told: dict[str | None, Cell] = {}
    alone: set[str] = set()
    batch: dict[str, Cell] = {}
    for given in rounds:
        batch = _added(batch, given)
        if not told:
            alone, joined = _split(batch)
            whole = len(alone) + bool(joined) > 1
        else:
            whole = _fits(_grouped(batch, alone), alone)
        if whole:
            told = _added(told, _grouped(batch, alone))
            batch = {}
    names = sorted((one for one in told if one is not None), key=lambda one: (-sum(told[one]), one))
    groups = [Group(name, *told[name]) for name in names]
    return [*groups, Group(None, *told[None])] if None in told else groups


def _grouped(given: Answers, alone: set[str]) -> dict[str | None, Cell]:
    """The counts of those that stand alone, and of all others together."""
    found: dict[str | None, Cell] = {}
    for answer, cell in given.items():
        if sum(cell):
            found = _added(found, {answer if answer in alone else None: cell})
    return found


def _fits(groups: Mapping[str | None, Cell], alone: set[str]) -> bool:
    return alone <= groups.keys() and all(min(cell) >= SMALLEST for cell in groups.values())


def _added(one: Mapping[Key, Cell], other: Mapping[Key, Cell]) -> dict[Key, Cell]:
    none = (0, 0)
    return {
        key: (
            one.get(key, none)[0] + other.get(key, none)[0],
            one.get(key, none)[1] + other.get(key, none)[1],
        )
        for key in {**one, **other}
    }


def _split(given: Answers) -> tuple[set[str], set[str]]:
    """Which answers stand alone and which are joined; both empty where the rest stays too small."""
    people = {answer: cell for answer, cell in given.items() if sum(cell)}
    ordered = sorted(people, key=lambda answer: (min(people[answer]), sum(people[answer]), answer))
    joined = [answer for answer in ordered if min(people[answer]) < SMALLEST]
    alone = [answer for answer in ordered if answer not in joined]
    while joined and _least(joined, people) < SMALLEST:
        if not alone:
            return set(), set()
        joined.append(alone.pop(0))
    return set(alone), set(joined)


def _least(answers: Iterable[str], people: Answers) -> int:
    cells = [people[answer] for answer in answers]
    return min(sum(cell[0] for cell in cells), sum(cell[1] for cell in cells))
