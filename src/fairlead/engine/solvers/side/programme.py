"""The problem as a linear programme over counts: columns of pairs, and the places that they fill.

Every person and every quota is one equation: the pairs counted equal the places filled. A person's first
place is a variable of its own where it earns something, and each place of a mentor is where loads should
be even; rewards never grow from one place to the next, so filling them in this order is always best and
only the columns need to be whole numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from fairlead.engine.case_bounds import Case, Frame, Terms
from fairlead.engine.model import Ints, Problem

Floats = NDArray[np.float64]
KINDS = ("mentee", "mentor", "quota")
ENOUGH = 1e-6


@dataclass(frozen=True, eq=False)
class Programme:
    """Variables: columns, then places. Equations: mentees, mentors, quotas (counted minus filled is 0).

    Of each place `owner` is the equation, `start` how many places of the owner come before it, `width` how
    many units it takes.
    """

    frame: Frame
    counts: Any
    equations: Any
    owner: Ints
    start: Ints
    width: Ints

    @staticmethod
    def of(problem: Problem, *, even: frozenset[str]) -> Programme:
        """Lay a problem out; each place of the sides `even` is a variable of its own."""
        frame = Frame.of(problem)
        counts = _counts(frame)
        owner, start, width = _places(frame, even)
        filled = sparse.csr_array(
            (np.ones(len(owner)), (owner, np.arange(len(owner)))), shape=(counts.shape[0], len(owner))
        )
        equations = sparse.hstack([counts, -filled], format="csc")
        return Programme(frame, counts, equations, owner, start, width)

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self.frame.root.low["pair"])

    def limits(self, case: Case) -> tuple[Floats, Floats]:
        """The least and most of each variable in a case."""
        ends = []
        for end in (case.low, case.high):
            of_owner = np.concatenate([end[kind] for kind in KINDS])
            ends.append(
                np.concatenate([end["pair"], np.clip(of_owner[self.owner] - self.start, 0, self.width)])
            )
        return ends[0].astype(np.float64), ends[1].astype(np.float64)

    def rewards(self, terms: Terms) -> Floats:
        """The reward of a unit of each variable."""
        frame, people = self.frame, len(terms.mentee) + len(terms.mentor)
        of_column = np.bincount(frame.column, weights=terms.pair.astype(np.float64), minlength=self.columns)
        first = np.concatenate([terms.mentee, terms.mentor, np.zeros(len(frame.members), dtype=np.int64)])
        of_place = np.where(self.start == 0, first[self.owner], 0)
        if terms.even:
            mentees = self.owner < len(terms.mentee)
            theirs = mentees if terms.even == "mentee" else ~mentees & (self.owner < people)
            of_place = of_place - np.where(theirs, self.start, 0)
        return np.concatenate([of_column, of_place.astype(np.float64)])

    def pairs(self, columns: Floats) -> tuple[int, ...] | None:
        """The pairs of columns that are whole numbers; None if some are not."""
        rounded = np.rint(columns)
        if np.abs(columns - rounded).max(initial=0.0) > ENOUGH:
            return None
        return tuple(np.flatnonzero(rounded[self.frame.column] > 0).tolist())

    def keeps(self, pairs: Sequence[int], known: Sequence[tuple[Terms, int]]) -> bool:
        """Whether pairs keep every limit and reach the goals known so far, in whole numbers."""
        frame, chosen = self.frame, list(pairs)
        made = np.zeros(self.columns, dtype=np.int64)
        made[frame.column[chosen]] = 1
        size = np.bincount(frame.column[chosen], minlength=self.columns)
        full = np.bincount(frame.column, minlength=self.columns)
        counted = np.rint(self.counts @ made.astype(np.float64)).astype(np.int64)
        low, high = (
            np.concatenate([end[kind] for kind in KINDS]) for end in (frame.root.low, frame.root.high)
        )
        return bool(
            (size[made > 0] == full[made > 0]).all()
            and (frame.root.low["pair"] <= made).all()
            and (made <= frame.root.high["pair"]).all()
            and (low <= counted).all()
            and (counted <= high).all()
            and all(terms.value(frame.problem, chosen) >= value for terms, value in known)
        )


def _counts(frame: Frame) -> Any:
    """For each mentee, mentor and quota how many of its pairs each column holds."""
    problem = frame.problem
    mentees, mentors = len(problem.mentees), len(problem.mentors)
    every = np.arange(len(frame.column))
    pairs = [every, every, *frame.members]
    rows = [problem.pair_mentee.astype(np.int64), problem.pair_mentor.astype(np.int64) + mentees]
    rows += [np.full(len(some), mentees + mentors + place) for place, some in enumerate(frame.members)]
    row, pair = np.concatenate(rows), np.concatenate(pairs)
    shape = (mentees + mentors + len(frame.members), len(frame.root.low["pair"]))
    units = np.concatenate([np.ones(2 * len(every)), *frame.units])
    return sparse.csr_array((units, (row, frame.column[pair])), shape=shape)


def _places(frame: Frame, even: frozenset[str]) -> tuple[Ints, Ints, Ints]:
    """Owner, start and width of each place: a person's first and the rest, or every single one."""
    high = frame.root.high
    offset, owners, starts, widths = 0, [], [], []
    for kind in KINDS:
        most, who = high[kind], np.arange(len(high[kind]))
        if kind in even:
            owners.append(np.repeat(who, most) + offset)
            starts.append(np.concatenate([np.arange(one) for one in most.tolist()] or [who]))
            widths.append(np.ones(len(starts[-1]), dtype=np.int64))
        else:
            first = most if kind == "quota" else np.minimum(most, 1)
            rest = np.flatnonzero(most > first)
            owners += [who + offset, rest + offset]
            starts += [np.zeros_like(most), np.ones_like(rest)]
            widths += [first, most[rest] - 1]
        offset += len(most)
    owner, start, width = (np.concatenate(part).astype(np.int64) for part in (owners, starts, widths))
    order = np.lexsort((start, owner))
    return owner[order], start[order], width[order]
