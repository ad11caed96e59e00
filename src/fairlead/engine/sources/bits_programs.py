"""Programs for the bit-sliced search: features of the people searched, and the steps of those who search."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from math import gcd
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.given import Indices, Ints
from fairlead.engine.refusals import Refusal
from fairlead.engine.sources.bits_adding import ADD, CAP, COUNT, NEED, PEOPLE, WORDS, Bits, Table
from fairlead.engine.sources.told import Lists, Told

DEMANDS = 1 << 60


class NotInBits(Refusal):
    """A policy cannot be scored by bits. Facts: key (of the rule or criterion) and why.

    `why`: "too_wide" (more than `most` points), "too_many_values" (neither side has few enough of them),
    "not_whole" (shares or caps with negative points or weights).
    """

    code = "not_in_bits"


class Step(NamedTuple):
    """One step of a program (see `bits_adding.Table`)."""

    kind: int
    features: tuple[int, ...] = ()
    flip: bool = False
    weight: int = 0
    more: int = 0
    at: int = 0
    times: tuple[int, ...] = ()


NOBODY = Step(NEED)


@dataclass(frozen=True, eq=False)
class Part:
    """What one rule or criterion asks of the searching side: programs, and whose is which.

    Program p has the steps `listed[start[p]:start[p + 1]]`, adds at most `limit[p]`, and its sum is the true
    points once `offset[p]` is added; `of` (n,) is each person's program. `seen` are the classes of the people
    searched (m,) that matter to it. `spread`: how far its points reach, or `DEMANDS` if it is a
    rule that keeps most people out.
    """

    start: Ints
    listed: Indices
    limit: Ints
    offset: Ints
    of: Ints
    seen: Ints
    spread: int

    @property
    def programs(self) -> int:
        """How many programs there are."""
        return len(self.limit)


@dataclass(eq=False)
class Shop:
    """Where the programs of one side are made: it knows features and steps, each once."""

    told: Told
    rows: str
    cols: str
    digits: int = 0
    members: list[Indices] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    _features: dict[Hashable, int] = field(default_factory=dict)
    _steps: dict[Step, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.feature("everybody", np.arange(self.told.size(self.cols), dtype=np.int32))

    def feature(self, name: Hashable, members: Indices) -> int:
        """The number of a feature that these people have."""
        if name not in self._features:
            self._features[name] = len(self.members)
            self.members.append(members)
        return self._features[name]

    def word(self, field_name: str, lists: Lists, code: int) -> int:
        """The feature of having said a word."""
        people, start = lists.members
        return self.feature((field_name, code), people[start[code] : start[code + 1]])

    def step(self, step: Step) -> int:
        """The number of a step."""
        if step not in self._steps:
            self._steps[step] = len(self.steps)
            self.steps.append(step)
        return self._steps[step]

    def part(
        self,
        programs: Sequence[tuple[Sequence[Step], int]],
        of: Ints,
        seen: Ints,
        *,
        demands: bool = False,
        limit: int | None = None,
    ) -> Part:
        """A part from programs given as steps and offset."""
        start = np.zeros(len(programs) + 1, dtype=np.int64)
        np.cumsum([len(steps) for steps, _ in programs], out=start[1:])
        listed = [self.step(step) for steps, _ in programs for step in steps]
        most = [sum(step.more for step in steps) for steps, _ in programs]
        most = most if limit is None else [min(limit, one) for one in most]
        return Part(
            start,
            np.array(listed, dtype=np.int32),
            np.array(most, dtype=np.int64),
            np.array([offset for _, offset in programs], dtype=np.int64),
            of,
            seen,
            DEMANDS if demands else max(most, default=0),
        )

    def unit(self, parts: Sequence[Part]) -> int:
        """The greatest number that divides all points."""
        used = {int(step) for part in parts for step in np.unique(part.listed)}
        found = [abs(int(one)) for part in parts for one in np.unique(part.offset)]
        for place in used:
            step = self.steps[place]
            found += (step.weight, *(step.times if step.kind == CAP else ()))
        return reduce(gcd, found, 0) or 1

    def table(self, parts: Sequence[Part], unit: int) -> tuple[Table, list[int]]:
        """All programs in one table, weights in units; and where each part's programs begin in it."""
        begin = np.cumsum([0, *(part.programs for part in parts)]).tolist()
        starts, total = [np.zeros(1, dtype=np.int64)], 0
        for part in parts:
            starts.append(part.start[1:] + total)
            total += len(part.listed)
        steps = self.steps if unit == 1 else [self._in_units(step, unit) for step in self.steps]
        sizes = [len(step.features) for step in steps]
        ends = np.cumsum([0, *sizes])
        code = [
            (step.kind, step.flip, step.weight, step.at, step.more, first, last)
            for step, first, last in zip(steps, ends[:-1].tolist(), ends[1:].tolist(), strict=True)
        ]
        terms = [
            (feature, times)
            for step in steps
            for feature, times in zip(step.features, step.times or (0,) * len(step.features), strict=True)
        ]
        return Table(
            np.concatenate(starts),
            np.concatenate([np.zeros(0, dtype=np.int32), *(part.listed for part in parts)]),
            np.array(code, dtype=np.int64).reshape(-1, 7),
            np.array(terms, dtype=np.int64).reshape(-1, 2),
            np.concatenate([np.zeros(0, dtype=np.int64), *(-(-part.limit // unit) for part in parts)]),
        ), begin

    @staticmethod
    def _in_units(step: Step, unit: int) -> Step:
        if step.kind == CAP:
            step = replace_times(step, unit)
        if step.kind in (NEED, COUNT):
            return step
        return step._replace(weight=step.weight // unit, more=-(-step.more // unit))

    def bits(self, position: Ints) -> Bits:
        """The features as bits (features, blocks, words); `position` (m,) says where each person stands."""
        blocks = max(1, -(-len(position) // PEOPLE))
        found = np.zeros((len(self.members), blocks * PEOPLE // 8), dtype=np.uint8)
        marked = np.zeros(blocks * PEOPLE, dtype=bool)
        for feature, people in enumerate(self.members):
            where = position[people]
            marked[where] = True
            found[feature] = np.packbits(marked, bitorder="little")
            marked[where] = False
        return found.view(np.dtype("<u8")).astype(np.uint64, copy=False).reshape(-1, blocks, WORDS)


def replace_times(step: Step, unit: int) -> Step:
    """A step that counts points, in units."""
    return step._replace(times=tuple(one // unit for one in step.times))


def plain(weight: int, *features: int, flip: bool = False) -> tuple[Step, int]:
    """The step that gives points of either sign to whoever has (or, flipped, has not) one of the features.

    And its offset: negative points are points for the others, taken off everybody.
    """
    if weight >= 0:
        return Step(ADD, features, flip, weight, weight), 0
    return Step(ADD, features, not flip, -weight, -weight), weight


def marked(codes: NDArray[np.bool_]) -> Indices:
    """Where it is true."""
    return np.flatnonzero(codes).astype(np.int32)


__all__ = ["DEMANDS", "NOBODY", "NotInBits", "Part", "Shop", "Step", "marked", "plain"]
