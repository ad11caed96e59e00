"""Why no pairing keeps all limits: who, which limit, and the smallest change that helps.

The flow first meets as many of the demanded places as it can; what is still missing is, in sum, the
least by which minimums have to be lowered.
"""

from __future__ import annotations

import numpy as np

from fairlead.engine.model import Impossible, Ints, Problem
from fairlead.engine.network import Network, locked_loads
from fairlead.engine.residual import pair_moves

EXPLAINED_AT_MOST = 100


def reasons_of(problem: Problem, network: Network, pairs: Ints) -> tuple[Impossible, ...]:
    """All broken limits of the pairing that breaks the fewest; empty when every limit is kept."""
    found: list[Impossible] = []
    for side, locked in zip(("mentee", "mentor"), locked_loads(problem), strict=True):
        names: tuple[str, ...] = getattr(problem, f"{side}s")
        most = getattr(problem, f"{side}_most")
        found += [
            Impossible("locked_over_most", side, names[one], f"{side}_most", int(most[one]), int(locked[one]))
            for one in np.flatnonzero(locked > most).tolist()
        ]
        found += _shortfalls(problem, network, pairs, side)
    return tuple(sorted(found, key=lambda one: (one.side, one.person, one.kind)))


def _shortfalls(problem: Problem, network: Network, pairs: Ints, side: str) -> list[Impossible]:
    """Everybody on a side who has fewer partners than the minimum, and why."""
    names: tuple[str, ...] = getattr(problem, f"{side}s")
    most, least = getattr(problem, f"{side}_most"), getattr(problem, f"{side}_least")
    load = np.bincount(getattr(problem, f"pair_{side}")[pairs], minlength=len(names))
    short = np.flatnonzero(load < least)
    if not short.size:
        return []
    partners = _partners(problem, side)
    kinds = np.where(
        least > most, "least_over_most", np.where(least > partners, "too_few_partners", "shortfall")
    )
    together = _together(
        problem, network, pairs, side, short[kinds[short] == "shortfall"][:EXPLAINED_AT_MOST]
    )
    return [
        Impossible(
            str(kinds[one]),
            side,
            names[one],
            f"{side}_least",
            int(least[one]),
            int(load[one]),
            together.get(one, ()),
        )
        for one in short.tolist()
    ]


def _partners(problem: Problem, side: str) -> Ints:
    """How many allowed partners with at least one place each person of a side has."""
    other = "mentor" if side == "mentee" else "mentee"
    open_ended = getattr(problem, f"{other}_most")[getattr(problem, f"pair_{other}")] > 0
    size = len(getattr(problem, f"{side}s"))
    return np.bincount(getattr(problem, f"pair_{side}")[open_ended], minlength=size).astype(np.int64)


def _together(
    problem: Problem, network: Network, pairs: Ints, side: str, short: Ints
) -> dict[int, tuple[str, ...]]:
    """For each of these people the others of the side who need the same partners."""
    moves = pair_moves(network, network.flow_of(problem, pairs))
    if side == "mentor":
        moves = moves.backwards()
    nodes: Ints = getattr(network, f"{side}_node")
    names: tuple[str, ...] = getattr(problem, f"{side}s")
    least = getattr(problem, f"{side}_least")
    found = {}
    for person in short.tolist():
        others = np.flatnonzero(moves.reach(nodes[[person]])[nodes] & (least > 0)).tolist()
        found[person] = tuple(sorted(names[other] for other in others if other != person))
    return found
