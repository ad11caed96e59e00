"""Questions to HiGHS (Huangfu and Hall 2018) by way of scipy. Its answers are floating point: only hints.

Nothing that it says is believed: pairs are counted again and prices are rounded and added up in whole
numbers elsewhere. Large questions are asked in a process of their own if somebody may call the work off.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from fairlead.engine.watching import Watch

Floats = NDArray[np.float64]
APART_FROM = {"relaxed": 8_000, "whole": 1_000}
WIDEST = 1e6
WORK, MOST_NODES = 2_000_000, 20_000
COARSE_FROM, COARSE = 10_000, 1e-4
INTERIOR_FROM = 10_000
OPTIMAL, INFEASIBLE = 0, 2


@dataclass(frozen=True, eq=False)
class Question:
    """Maximise `rewards` over `low` <= x <= `high` where `equations` x = `right` and `rows` x >= `least`."""

    rewards: Floats
    low: Floats
    high: Floats
    equations: Any
    right: Floats
    rows: Any
    least: Floats


@dataclass(frozen=True, eq=False)
class Relaxed:
    """An optimum without whole numbers: x, the prices of the equations and of the rows (none below 0)."""

    x: Floats
    prices: Floats
    weights: Floats


def relaxed(question: Question, watch: Watch) -> Relaxed | None:
    """The optimum without whole numbers; None if HiGHS finds none."""
    found: Relaxed | None = _asked(_relaxed, question, watch)
    return found


def whole(question: Question, whole_numbers: int, watch: Watch) -> tuple[str, Floats | None]:
    """The best x whose first variables are whole numbers: "found", "none" or "unknown", and x."""
    answer: tuple[str, Floats | None] = _asked(_whole, question, watch, whole_numbers)
    return answer


def _asked(function: Any, question: Question, watch: Watch, *more: Any) -> Any:
    watch.check()
    still_open = int((question.low < question.high).sum())
    if watch.can_cancel and still_open >= APART_FROM[function.__name__.strip("_")]:
        return watch.apart(function, question, *more)
    return function(question, *more)


def _scale(numbers: Floats) -> float:
    """What the numbers are divided by so that they suit floating point."""
    return max(1.0, float(np.abs(numbers).max(initial=0.0)) / WIDEST)


def _relaxed(question: Question) -> Relaxed | None:
    unit = _scale(question.rewards)
    units = np.array([_scale(row) for row in question.rows])
    scaled = sparse.csr_array(-question.rows / units[:, None]) if len(units) else None
    found = linprog(
        -question.rewards / unit,
        A_eq=question.equations,
        b_eq=question.right,
        A_ub=scaled,
        b_ub=-question.least / units if len(units) else None,
        bounds=np.stack([question.low, question.high], axis=1),
        method="highs-ds" if int((question.low < question.high).sum()) < INTERIOR_FROM else "highs-ipm",
    )
    if found.status != OPTIMAL:
        return None
    weights = np.maximum(-found.ineqlin.marginals, 0) * unit / units if len(units) else np.zeros(0)
    return Relaxed(found.x, found.eqlin.marginals * unit, weights)


def _whole(question: Question, whole_numbers: int) -> tuple[str, Floats | None]:
    unit = _scale(question.rewards)
    constraints = [LinearConstraint(question.equations, question.right, question.right)]
    if len(question.rows):
        units = np.array([_scale(row) for row in question.rows])
        rows = sparse.csr_array(question.rows / units[:, None])
        constraints.append(LinearConstraint(rows, question.least / units, np.inf))
    still_open = int((question.low < question.high).sum())
    found = milp(
        -question.rewards / unit,
        integrality=(np.arange(len(question.rewards)) < whole_numbers).astype(np.int64),
        bounds=Bounds(question.low, question.high),
        constraints=constraints,
        options={
            "mip_rel_gap": COARSE if still_open >= COARSE_FROM else 0.0,
            "node_limit": min(MOST_NODES, WORK // (1 + still_open) + 1),
        },
    )
    if found.x is not None:
        return "found", found.x
    return ("none" if found.status == INFEASIBLE else "unknown"), None
