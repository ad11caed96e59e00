"""Libraries for sparse assignment with places: most mentees matched, then the greatest total.

They get the lists as arrays. A graph that only exists inside the library is built within the measurement and
told apart as loading.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

Ready = tuple[Callable[[], Any], Callable[[Any], dict[str, Any]]]


class Sparse:
    """A sparse instance: lists of each mentee, the mentors' places; dense ones are listed."""

    def __init__(self, folder: Path) -> None:
        self.places = np.load(folder / "places.npy")
        if (folder / "scores.npy").exists():
            scores = np.load(folder / "scores.npy")
            self.row, self.mentor = np.nonzero(scores >= 0)
            self.score = scores[self.row, self.mentor].astype(np.int64)
            self.mentees = len(scores)
            self.indptr = np.searchsorted(self.row, np.arange(self.mentees + 1))
        else:
            self.indptr = np.load(folder / "indptr.npy")
            self.mentor, self.score = np.load(folder / "mentor.npy"), np.load(folder / "score.npy")
            self.mentees = len(self.indptr) - 1
            self.row = np.repeat(np.arange(self.mentees), np.diff(self.indptr))
        self.top = int(self.score.max(initial=0))

    def judged(self, pairs: Any) -> dict[str, Any]:
        """How many are matched and with how many points, of these positions in the lists."""
        return {"matched": len(pairs), "score": int(self.score[pairs].sum())}


def flow(folder: Path) -> Ready:
    """OR-Tools' SimpleMinCostFlow: the greatest flow of least cost."""
    from ortools.graph.python import min_cost_flow

    one = Sparse(folder)
    n, m, pairs = one.mentees, len(one.places), len(one.score)
    source, sink = n + m, n + m + 1
    tail = np.concatenate([np.full(n, source), one.row, n + np.arange(m)]).astype(np.int32)
    head = np.concatenate([np.arange(n), n + one.mentor, np.full(m, sink)]).astype(np.int32)
    width = np.concatenate([np.ones(n + pairs, dtype=np.int64), one.places])
    cost = np.concatenate([np.zeros(n, dtype=np.int64), one.top - one.score, np.zeros(m, dtype=np.int64)])

    def run() -> Any:
        began = time.perf_counter()
        solver = min_cost_flow.SimpleMinCostFlow()
        arcs = solver.add_arcs_with_capacity_and_unit_cost(tail, head, width, cost)
        solver.set_nodes_supplies(np.array([source, sink]), np.array([n, -n]))
        loading = time.perf_counter() - began
        if solver.solve_max_flow_with_min_cost() != solver.OPTIMAL:
            raise RuntimeError("not solved")
        return solver, arcs, loading

    def judge(found: Any) -> dict[str, Any]:
        solver, arcs, loading = found
        flows = solver.flows(arcs[n : n + pairs])
        return {**one.judged(np.flatnonzero(flows)), "loading": loading}

    return run, judge


def scipy_sparse(folder: Path) -> Ready:
    """scipy's min_weight_full_bipartite_matching: a column a place, a dear one for each mentee alone."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    one = Sparse(folder)
    starts = np.concatenate([[0], np.cumsum(one.places)])
    times = one.places[one.mentor]
    pair = np.repeat(np.arange(len(one.score)), times)
    nth = np.arange(len(pair)) - np.repeat(np.cumsum(times) - times, times)
    rows = np.concatenate([one.row[pair], np.arange(one.mentees)])
    cols = np.concatenate([starts[one.mentor[pair]] + nth, starts[-1] + np.arange(one.mentees)])
    alone = (one.top + 1) * (one.mentees + 1)
    costs = np.concatenate([one.top + 1 - one.score[pair], np.full(one.mentees, alone)])
    width = int(starts[-1]) + one.mentees
    graph = csr_array((costs.astype(np.float64), (rows, cols)), shape=(one.mentees, width))

    def judge(found: Any) -> dict[str, Any]:
        chosen = np.asarray(graph[found[0], found[1]]).ravel()
        real = chosen[chosen < alone]
        return {"matched": len(real), "score": int((one.top + 1 - real).sum())}

    return lambda: min_weight_full_bipartite_matching(graph), judge


def lapmod(folder: Path) -> Ready:
    """lapx's lapmod on the doubled graph: its square sparse form, with a nobody for everybody."""
    import lap
    from scipy.sparse import csr_array, eye_array, hstack, vstack

    one = Sparse(folder)
    starts = np.concatenate([[0], np.cumsum(one.places)])
    times = one.places[one.mentor]
    pair = np.repeat(np.arange(len(one.score)), times)
    nth = np.arange(len(pair)) - np.repeat(np.cumsum(times) - times, times)
    n, places = one.mentees, int(starts[-1])
    alone = 10**5
    at = (one.row[pair], starts[one.mentor[pair]] + nth)
    upper = csr_array((one.top + 1.0 - one.score[pair], at), shape=(n, places))
    lower = csr_array((np.full(len(pair), 1.0), (at[1], at[0])), shape=(places, n))
    graph = vstack([hstack([upper, alone * eye_array(n)]), hstack([eye_array(places), lower])], format="csr")
    graph.sort_indices()
    costs = graph.data.astype(np.float64)
    begins, columns = graph.indptr.astype(np.int32), graph.indices.astype(np.int32)

    def judge(found: Any) -> dict[str, Any]:
        chosen = np.asarray(found[0])[:n]
        real = np.flatnonzero(chosen < places)
        points = np.asarray(upper[real, chosen[real]]).ravel()
        return {"matched": len(real), "score": int((one.top + 1 - points).sum())}

    return lambda: lap.lapmod(n + places, costs, begins, columns, return_cost=False), judge


def highs(folder: Path) -> Ready:
    """HiGHS as scipy brings it: the linear programme, whose corners are whole numbers."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_array, vstack

    one = Sparse(folder)
    pairs = np.arange(len(one.score))
    everyone = np.ones(len(pairs))
    takes = csr_array((everyone, (one.row, pairs)), shape=(one.mentees, len(pairs)))
    gives = csr_array((everyone, (one.mentor, pairs)), shape=(len(one.places), len(pairs)))
    limits = np.concatenate([np.ones(one.mentees), one.places])
    bonus = (one.top + 1) * (one.mentees + 1)
    system = vstack([takes, gives], format="csr")

    def run() -> Any:
        return linprog(-(one.score + bonus), A_ub=system, b_ub=limits, bounds=(0, 1), method="highs")

    return run, lambda found: one.judged(np.flatnonzero(found.x > 0.5))


CONTENDERS: dict[str, Callable[[Path], Ready]] = {
    "OR-Tools flow": flow,
    "scipy sparse": scipy_sparse,
    "lapx lapmod": lapmod,
    "HiGHS": highs,
}
