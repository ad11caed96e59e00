"""Mentoring circles as an integer programme for HiGHS by way of scipy (Huangfu and Hall 2018)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, linprog, milp

from fairlead.engine.gathering import Circle, Gathering, Mentee

MOST_SEATS = 8_000
# Up to so many possible seats a gap of so much between points and bound is left to rest.
GAPS = ((1_600, 0.0), (5_000, 0.05), (MOST_SEATS, 0.1))
WORK, MOST_NODES, LAST_RESORT = 1_000_000, 5_000, 300
HALF = 0.5
FOUND = 0
Floats = NDArray[np.float64]
Positions = NDArray[np.intp]


@dataclass(frozen=True)
class Possible:
    """A circle that there could be, and the mentees (positions) who could sit in it with their points."""

    topic: str
    time: str
    mentors: tuple[str, ...]
    seats: tuple[tuple[int, int], ...]


class Model:
    """The programme: for each possible circle whether there is one, for each seat whether it is taken."""

    def __init__(self, given: Gathering, mentees: Sequence[Mentee], possible: Sequence[Possible]) -> None:
        self.given, self.mentees, self.possible = given, mentees, possible
        self.circles = len(possible)
        self.seat_of = [
            (place, one) for place, circle in enumerate(possible) for one, _points in circle.seats
        ]
        self.points = np.array([points for circle in possible for _one, points in circle.seats], dtype=float)
        self.size = self.circles + len(self.seat_of)
        self.rows: list[tuple[list[int], list[float], float, float]] = []
        self._gather()

    def _gather(self) -> None:
        sizes = self.given.sizes
        of_circle, of_mentee = defaultdict(list), defaultdict(list)
        for place, (circle, mentee) in enumerate(self.seat_of):
            of_circle[circle].append(self.circles + place)
            of_mentee[mentee].append(self.circles + place)
        for circle, held in of_circle.items():
            ones = [1.0] * len(held)
            self.rows.append(([*held, circle], [*ones, -float(sizes.most)], -np.inf, 0))
            self.rows.append(([*held, circle], [*ones, -float(sizes.least)], 0, np.inf))
        self.rows += [(held, [1.0] * len(held), -np.inf, 1) for held in of_mentee.values()]
        of_mentor, at_once = defaultdict(list), defaultdict(list)
        for place, one in enumerate(self.possible):
            for mentor in one.mentors:
                of_mentor[mentor].append(place)
                at_once[mentor, one.time].append(place)
        most = {one.id: one.circles for one in self.given.mentors}
        self.rows += [(held, [1.0] * len(held), -np.inf, most[one]) for one, held in of_mentor.items()]
        self.rows += [(held, [1.0] * len(held), -np.inf, 1) for held in at_once.values() if len(held) > 1]
        self.rows += [
            ([self.circles + place, circle], [1.0, -1.0], -np.inf, 0)
            for place, (circle, _mentee) in enumerate(self.seat_of)
        ]

    @property
    def by_points(self) -> Floats:
        """For each seat its points."""
        return np.concatenate([np.zeros(self.circles), self.points])

    @property
    def reachable(self) -> int:
        """How many have a possible seat at all."""
        return len({mentee for _circle, mentee in self.seat_of})

    @property
    def most_points(self) -> int:
        """The points if everybody had their best seat."""
        best: dict[int, float] = {}
        for (_circle, mentee), points in zip(self.seat_of, self.points, strict=True):
            best[mentee] = max(best.get(mentee, 0), float(points))
        return round(sum(best.values()))

    @property
    def seated(self) -> Floats:
        """One for each seat."""
        return np.concatenate([np.zeros(self.circles), np.ones(len(self.seat_of))])

    def asked(self, rewards: Floats, seated: int | None) -> OptimizeResult:
        """HiGHS's best for these rewards, with so many seated; work is limited by nodes.

        Seconds are a last resort: with them, a slower machine could find less.
        """
        matrix, low, high = self._matrix(seated)
        whole = np.concatenate([np.ones(self.circles), np.zeros(len(self.seat_of))])
        gap = next(gap for most, gap in GAPS if len(self.seat_of) <= most)
        return milp(
            -rewards,
            integrality=whole,
            bounds=Bounds(0, 1),
            constraints=[LinearConstraint(matrix, low, high)],
            options={
                "mip_rel_gap": gap if seated is not None else 0.0,
                "node_limit": max(1, min(MOST_NODES, WORK // (1 + self.size))),
                "time_limit": LAST_RESORT,
            },
        )

    def seats_for(self, there: Floats, seated: int | None) -> Floats | None:
        """With these circles (1 where there is one), who sits where: a flow, whose corners are whole numbers.

        Most points (or most seated, where `seated` is None), then the least sum of the squares of the sizes:
        each further mentee of a circle costs two more than the one before, and no cost outweighs a point.
        """
        most = self.given.sizes.most
        chosen = np.flatnonzero(there > HALF)
        matrix, low, high = self._matrix(seated)
        same = low == high
        under, over = np.isfinite(high) & ~same, np.isfinite(low) & ~same
        at_most, width = sparse.vstack([matrix[under], -matrix[over]]), len(chosen) * most
        equal = sparse.hstack([*self._counted(chosen)])
        if same.any():
            exactly = sparse.hstack([matrix[same], sparse.csr_array((int(same.sum()), width))])
            equal = sparse.vstack([equal, exactly])
        bounds = np.stack([np.zeros(self.size + width), np.ones(self.size + width)], axis=1)
        bounds[: self.circles] = (there > HALF)[:, None]
        rewards = (self.seated if seated is None else self.by_points) * (len(self.mentees) * most + 1)
        found = linprog(
            np.concatenate([-rewards, np.tile(2.0 * np.arange(most) + 1, len(chosen))]),
            A_ub=sparse.hstack([at_most, sparse.csr_array((at_most.shape[0], width))]),
            b_ub=np.concatenate([high[under], -low[over]]),
            A_eq=equal,
            b_eq=np.concatenate([np.zeros(len(chosen)), low[same]]),
            bounds=bounds,
            method="highs-ds",
        )
        return np.round(found.x[: self.size]) if found.status == FOUND else None

    def _counted(self, chosen: Positions) -> tuple[sparse.csr_array, sparse.csr_array, sparse.csr_array]:
        """Rows by which so many steps are taken in a circle as mentees sit there."""
        most = self.given.sizes.most
        circle = np.array([one for one, _mentee in self.seat_of])
        held = sparse.csr_array((chosen[:, None] == circle[None, :]).astype(float))
        places = np.repeat(np.arange(len(chosen)), most), np.arange(len(chosen) * most)
        steps = sparse.csr_array(
            (np.ones(len(chosen) * most), places), shape=(len(chosen), len(chosen) * most)
        )
        return sparse.csr_array((len(chosen), self.circles)), -held, steps

    def _matrix(self, seated: int | None) -> tuple[sparse.csr_array, Floats, Floats]:
        rows = list(self.rows)
        if seated is not None:
            places = list(range(self.circles, self.size))
            rows.append((places, [1.0] * len(places), seated, seated))
        ends = np.cumsum([0, *(len(held) for held, _values, _low, _high in rows)])
        matrix = sparse.csr_array(
            (
                np.concatenate([values for _held, values, _low, _high in rows]),
                np.concatenate([held for held, _values, _low, _high in rows]),
                ends,
            ),
            shape=(len(rows), self.size),
        )
        low = np.array([one for _held, _values, one, _high in rows], dtype=float)
        high = np.array([one for _held, _values, _low, one in rows], dtype=float)
        return matrix, low, high

    def read(self, x: Floats) -> tuple[Circle, ...]:
        """The circles of a solution."""
        there: dict[int, list[str]] = defaultdict(list)
        for place, (circle, mentee) in enumerate(self.seat_of):
            if x[self.circles + place] > 0.5:
                there[circle].append(self.mentees[mentee].id)
        return tuple(
            Circle(one.topic, one.time, one.mentors, tuple(sorted(there[place])))
            for place, one in enumerate(self.possible)
            if there[place]
        )
