"""Why no pairing keeps all limits: who, which limit, and the smallest change that helps.

The flow first meets as many of the demanded places as it can; what is still missing is, in sum, the
least by which minimums have to be lowered.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.model import Impossible, Ints, Problem
from fairlead.engine.network import Network, locked_loads
from fairlead.engine.residual import Residual


def reasons_of(problem: Problem, network: Network, pairs: Ints) -> tuple[Impossible, ...]:
    """All broken limits of the pairing that breaks the fewest; empty when every limit is kept."""
    found: list[Impossible] = []
    for side, locked in zip(("mentee", "mentor"), locked_loads(problem), strict=True):
        names = problem.mentees if side == "mentee" else problem.mentors
        most, least = getattr(problem, f"{side}_most"), getattr(problem, f"{side}_least")
        ends: NDArray[np.int32] = getattr(problem, f"pair_{side}")
        load = np.bincount(ends[pairs], minlength=len(names))
        found += [
            Impossible(
                "locked_over_most",
                side,
                names[person],
                f"{side}_most",
                int(most[person]),
                int(locked[person]),
            )
            for person in np.flatnonzero(locked > most).tolist()
        ]
        partners = _partners(problem, side)
        found += [
            _shortfall(problem, network, pairs, side, person, int(load[person]), int(partners[person]))
            for person in np.flatnonzero(load < least).tolist()
        ]
    return tuple(sorted(found, key=lambda one: (one.side, one.person, one.kind)))


def _partners(problem: Problem, side: str) -> Ints:
    """How many allowed partners with at least one place each person of a side has."""
    other = "mentor" if side == "mentee" else "mentee"
    open_ended = getattr(problem, f"{other}_most")[getattr(problem, f"pair_{other}")] > 0
    size = len(getattr(problem, f"{side}s"))
    return np.bincount(getattr(problem, f"pair_{side}")[open_ended], minlength=size).astype(np.int64)


def _shortfall(
    problem: Problem, network: Network, pairs: Ints, side: str, person: int, load: int, partners: int
) -> Impossible:
    names: tuple[str, ...] = getattr(problem, f"{side}s")
    least = int(getattr(problem, f"{side}_least")[person])
    others: tuple[str, ...] = ()
    if least > int(getattr(problem, f"{side}_most")[person]):
        kind = "least_over_most"
    elif least > partners:
        kind = "too_few_partners"
    else:
        kind, others = "shortfall", _together(problem, network, pairs, side, person)
    return Impossible(kind, side, names[person], f"{side}_least", least, load, others)


def _together(problem: Problem, network: Network, pairs: Ints, side: str, person: int) -> tuple[str, ...]:
    """The people of the same side who need the same partners, so that not all can have their minimum."""
    flow = network.flow_of(problem, pairs)
    only_pairs = np.arange(len(flow)) < len(network.pair)
    moves = Residual.of(
        network.size,
        network.tail,
        network.head,
        np.zeros_like(flow),
        only_pairs & (flow < network.upper),
        only_pairs & (flow > 0),
    )
    nodes = network.mentee_node if side == "mentee" else network.mentor_node
    seen = (moves if side == "mentee" else moves.backwards()).reach(nodes[[person]])
    names: tuple[str, ...] = getattr(problem, f"{side}s")
    least = getattr(problem, f"{side}_least")
    found = (names[other] for other in np.flatnonzero(seen[nodes] & (least > 0)).tolist() if other != person)
    return tuple(sorted(found))
