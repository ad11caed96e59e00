"""Libraries for dense assignment. They get the finished matrix of costs: to make it is not counted.

Most mentees matched, then the greatest total: a forbidden pair costs more than all scores together.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np


class Dense:
    """A dense instance: `scores` (n, m) with -1 where forbidden, `places` (m,)."""

    def __init__(self, folder: Path) -> None:
        self.scores = np.load(folder / "scores.npy", mmap_mode="r")
        self.places = np.load(folder / "places.npy")
        self.column = np.repeat(np.arange(len(self.places)), self.places)
        self.top = max(int(self.scores.max(initial=0)), 0)
        pairs = min(len(self.scores), len(self.column))
        self.forbidden = (self.top + 1) * (pairs + 1)

    def costs(self, dtype: Any = np.float64, *, square: bool = False) -> Any:
        """Costs (n, places) of each mentee and place; square by nobodies and non-places that cost nothing."""
        n, m = len(self.scores), len(self.column)
        shape = (max(n, m), max(n, m)) if square else (n, m)
        costs = np.zeros(shape, dtype=dtype)
        for begin in range(0, n, 1000):
            some = np.asarray(self.scores[begin : begin + 1000])
            one = np.where(some < 0, self.forbidden, self.top - some.astype(np.int64)).astype(dtype)
            costs[begin : begin + len(some), :m] = one[:, self.column]
        return costs

    def judged(self, rows: Any, places: Any) -> dict[str, Any]:
        """How many are matched and with how many points, of the places chosen for these rows."""
        rows, places = np.asarray(rows), np.asarray(places)
        real = (rows < len(self.scores)) & (places >= 0) & (places < len(self.column))
        points = self.scores[rows[real], self.column[places[real]]].astype(np.int64)
        return {"matched": int((points >= 0).sum()), "score": int(points[points >= 0].sum())}


Ready = tuple[Callable[[], Any], Callable[[Any], dict[str, Any]]]


def scipy(folder: Path) -> Ready:
    """scipy's linear_sum_assignment, rectangular."""
    from scipy.optimize import linear_sum_assignment

    one = Dense(folder)
    costs = one.costs()
    return lambda: linear_sum_assignment(costs), lambda found: one.judged(*found)


def lapx(variant: str, dtype: Any, *, padded: bool = False) -> Callable[[Path], Ready]:
    """One of lapx's solvers in this precision, on a rectangular matrix or one padded to a square."""

    def ready(folder: Path) -> Ready:
        import lap

        one = Dense(folder)
        costs = one.costs(dtype, square=padded)
        call = getattr(lap, variant)
        extra = {"prefer_float32": dtype is np.float32} if variant == "lapjvs" else {"extend_cost": True}
        return lambda: call(costs, return_cost=False, **extra), lambda found: one.judged(*found)

    return ready


def ortools_assignment(folder: Path) -> Ready:
    """OR-Tools' SimpleLinearSumAssignment on the squared matrix; loading the arcs is told apart."""
    from ortools.graph.python import linear_sum_assignment

    one = Dense(folder)
    costs = one.costs(np.int64, square=True)
    size = len(costs)
    rows, cols = np.repeat(np.arange(size), size), np.tile(np.arange(size), size)
    costs = costs.ravel()

    def run() -> Any:
        began = time.perf_counter()
        solver = linear_sum_assignment.SimpleLinearSumAssignment()
        solver.add_arcs_with_cost(rows, cols, costs)
        loading = time.perf_counter() - began
        if solver.solve() != solver.OPTIMAL:
            raise RuntimeError("not solved")
        return solver, loading

    def judge(found: Any) -> dict[str, Any]:
        solver, loading = found
        chosen = np.array([solver.right_mate(row) for row in range(size)])
        return {**one.judged(np.arange(size), chosen), "loading": loading}

    return run, judge


def pot(folder: Path) -> Ready:
    """POT's network simplex `emd`, mentors' places as masses."""
    import ot

    one = Dense(folder)
    n, total = len(one.scores), int(one.places.sum())
    size = len(one.places)
    costs = np.zeros((n + (total > n), size + (total < n)))
    costs[:n, :size] = np.where(one.scores < 0, one.forbidden, one.top - one.scores.astype(np.int64))
    mentees, mentors = np.ones(len(costs)), np.zeros(costs.shape[1])
    mentors[:size] = one.places
    if total > n:
        mentees[n] = total - n
    elif total < n:
        mentors[size] = n - total

    def run() -> Any:
        return ot.emd(mentees, mentors, costs, numItermax=10**9, center_dual=False, check_marginals=False)

    def judge(flow: Any) -> dict[str, Any]:
        rows, cols = np.nonzero(flow[:n, :size] > 0.5)
        points = one.scores[rows, cols].astype(np.int64)
        return {"matched": int((points >= 0).sum()), "score": int(points[points >= 0].sum())}

    return run, judge


CONTENDERS: dict[str, Callable[[Path], Ready]] = {
    "scipy": scipy,
    "lapx lapjvr float64": lapx("lapjvr", np.float64),
    "lapx lapjvx float64": lapx("lapjvx", np.float64),
    "lapx lapjvr float32": lapx("lapjvr", np.float32),
    "lapx lapjvs float32": lapx("lapjvs", np.float32),
    "lapx lapjvs float32, padded": lapx("lapjvs", np.float32, padded=True),
    "OR-Tools assignment": ortools_assignment,
    "POT": pot,
}
