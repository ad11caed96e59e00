"""What both sides said, in codes: for each field and person a list of whole numbers that stand for words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.given import Indices, Ints
from fairlead.engine.model import Value
from fairlead.engine.values import Candidate, People, tokens


@dataclass(frozen=True, eq=False)
class Lists:
    """What everybody on a side said in a field: person p said `word[start[p]:start[p + 1]]`, in that order.

    `words` are sorted, so that the codes do not depend on the order of the people.
    """

    start: Ints
    word: Indices
    words: tuple[str, ...]

    @cached_property
    def sizes(self) -> Ints:
        """How many words each person said."""
        return np.diff(self.start)

    @cached_property
    def classes(self) -> tuple[Ints, Indices]:
        """People who said the same, in any order: each person's class, and the first person of each class.

        Classes are numbered by what was said, not by the order of the people.
        """
        if self.sizes.max(initial=0) <= 1:
            said = np.full(len(self.sizes), -1, dtype=np.int64)
            said[self.sizes > 0] = self.word
            _, first, of = np.unique(said, return_index=True, return_inverse=True)
            return of.astype(np.int64), first.astype(np.int32)
        owner = np.repeat(np.arange(len(self.sizes)), self.sizes)
        ordered = self.word[np.lexsort((self.word, owner))].astype(">u4")
        return _classes(ordered, self.start)

    @cached_property
    def exact_classes(self) -> tuple[Ints, Indices]:
        """The same for people who said the same in the same order."""
        if self.sizes.max(initial=0) <= 1:
            return self.classes
        return _classes(self.word.astype(">u4"), self.start)

    @cached_property
    def members(self) -> tuple[Indices, Ints]:
        """People sorted by word, and where each word's people begin and end in them."""
        order = np.argsort(self.word, kind="stable")
        owner = np.repeat(np.arange(len(self.sizes), dtype=np.int32), self.sizes)[order]
        return owner, np.searchsorted(self.word[order], np.arange(len(self.words) + 1)).astype(np.int64)

    def of(self, person: int) -> tuple[int, ...]:
        """The codes of what a person said."""
        return tuple(self.word[self.start[person] : self.start[person + 1]].tolist())


def _classes(ordered: NDArray[Any], start: Ints) -> tuple[Ints, Indices]:
    whole, ends = ordered.tobytes(), (4 * start).tolist()
    number: dict[bytes, int] = {}
    first: list[int] = []
    of = np.empty(len(ends) - 1, dtype=np.int64)
    for person in range(len(of)):
        said = whole[ends[person] : ends[person + 1]]
        found = number.setdefault(said, len(first))
        if found == len(first):
            first.append(person)
        of[person] = found
    canonical = np.empty(len(first), dtype=np.int64)
    order = sorted(range(len(first)), key=list(number).__getitem__)
    canonical[order] = np.arange(len(first))
    return canonical[of], np.array(first, dtype=np.int32)[order]


class Told(Protocol):
    """What everybody said, by side ("mentee" or "mentor") and field."""

    def size(self, side: str) -> int:
        """How many people a side has."""

    def lists(self, side: str, name: str | None) -> Lists:
        """What everybody on a side said in a field; their ids if no field is named."""

    def candidate(self, side: str, place: int) -> Candidate:
        """One person with all they said."""

    def weighted(self, name: str) -> bool:
        """Whether some mentee says how many times values of this field count."""


class Said:
    """What people said, coded once for each field asked for."""

    def __init__(self, people: People) -> None:
        self.people = people
        self._lists: dict[tuple[str, str | None], Lists] = {}

    def size(self, side: str) -> int:
        """How many people a side has."""
        return len(self.people.side(side))

    def lists(self, side: str, name: str | None) -> Lists:
        """What everybody on a side said in a field; their ids if no field is named."""
        if (side, name) not in self._lists:
            self._lists[side, name] = _coded([tokens(value) for value in self.people.values(side, name)])
        return self._lists[side, name]

    def candidate(self, side: str, place: int) -> Candidate:
        """One person with all they said."""
        return self.people.side(side)[place]

    def weighted(self, name: str) -> bool:
        """Whether some mentee says how many times values of this field count."""
        return any(person.importance.get(name) for person in self.people.mentees)


def _coded(column: Sequence[tuple[str, ...]]) -> Lists:
    words = tuple(sorted({word for some in column for word in some}))
    code = {word: place for place, word in enumerate(words)}
    start = np.zeros(len(column) + 1, dtype=np.int64)
    np.cumsum([len(some) for some in column], out=start[1:])
    return Lists(start, np.array([code[word] for some in column for word in some], dtype=np.int32), words)


class Coded:
    """What people said, given in codes: for a side and field an array.

    (people,): one code each, (people, width): a list each, most important first; a code below 0 stands for
    nothing. The policy knows code 7 as the word "7".
    """

    def __init__(self, mentees: Mapping[str, NDArray[Any]], mentors: Mapping[str, NDArray[Any]]) -> None:
        self._given = {"mentee": mentees, "mentor": mentors}
        self._lists: dict[tuple[str, str | None], Lists] = {}

    def size(self, side: str) -> int:
        """How many people a side has."""
        return len(next(iter(self._given[side].values())))

    def lists(self, side: str, name: str | None) -> Lists:
        """What everybody on a side said in a field, a person's number if no field is named."""
        if (side, name) not in self._lists:
            self._lists[side, name] = self._coded(side, name)
        return self._lists[side, name]

    def _coded(self, side: str, name: str | None) -> Lists:
        codes = np.arange(self.size(side)) if name is None else np.asarray(self._given[side][name])
        table = codes.reshape(len(codes), -1)
        said = table >= 0
        start = np.zeros(len(codes) + 1, dtype=np.int64)
        np.cumsum(said.sum(axis=1), out=start[1:])
        width = int(table.max(initial=-1)) + 1
        return Lists(start, table[said].astype(np.int32), tuple(str(code) for code in range(width)))

    def candidate(self, side: str, place: int) -> Candidate:
        """One person with all they said."""
        values: dict[str, Value] = {}
        for name, codes in self._given[side].items():
            said = codes[place].tolist()
            if isinstance(said, list):
                values[name] = tuple(str(code) for code in said if code >= 0)
            else:
                values[name] = str(said) if said >= 0 else None
        return Candidate(str(place), values)

    def weighted(self, name: str) -> bool:
        """Nobody says so in codes."""
        return False
