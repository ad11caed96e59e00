"""Why no pairing keeps all limits: who, which limit, and the smallest change that helps.

An elastic flow meets as many of the demanded places as it can, and may pass quotas at the same price;
what is still missing or passed is, in sum, the least by which limits have to be changed.
"""

from __future__ import annotations

import numpy as np

from fairlead.engine.model import Impossible, Ints, Problem
from fairlead.engine.network import Network
from fairlead.engine.places import counted, locked_load
from fairlead.engine.residual import Residual, pair_moves

EXPLAINED_AT_MOST = 100
SIDES = ("mentee", "mentor")


def hopeless(problem: Problem) -> bool:
    """Whether some limits are out of reach at first sight: more demanded or locked than there can be."""
    for side in SIDES:
        least, most = getattr(problem, f"{side}_least"), getattr(problem, f"{side}_most")
        within = np.minimum(most, problem.listing.degree[side])
        if (least > within).any() or (locked_load(problem, side) > most).any():
            return True
    for quota, members in zip(problem.quotas, counted(problem), strict=True):
        most_pairs = len(members) if quota.most is None else min(quota.most, len(members))
        if quota.least > most_pairs or np.isin(members, problem.locked_pairs).sum() > most_pairs:
            return True
    return False


def reasons_of(problem: Problem, network: Network, pairs: Ints) -> tuple[Impossible, ...]:
    """All broken limits of the pairing that breaks the fewest; empty when every limit is kept."""
    found: list[Impossible] = []
    for side in SIDES:
        names: tuple[str, ...] = getattr(problem, f"{side}s")
        most, locked = getattr(problem, f"{side}_most"), locked_load(problem, side)
        found += [
            Impossible("locked_over_most", side, names[one], f"{side}_most", int(most[one]), int(locked[one]))
            for one in np.flatnonzero(locked > most).tolist()
        ]
        found += _shortfalls(problem, network, pairs, side)
    found += _of_quotas(problem, pairs)
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
    colliding = short[kinds[short] == "shortfall"][:EXPLAINED_AT_MOST]
    together = _together(problem, network, pairs, side, colliding)
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


def _of_quotas(problem: Problem, pairs: Ints) -> list[Impossible]:
    """Every quota that is missed or passed, and why."""
    found = []
    for quota, members in zip(problem.quotas, counted(problem), strict=True):
        load = int(np.isin(members, pairs).sum())
        if quota.most is not None and load > quota.most:
            held = int(np.isin(members, problem.locked_pairs).sum()) > quota.most
            kind = "locked_over_most" if held else "shortfall"
            found.append(Impossible(kind, "quota", quota.key, "quota_most", quota.most, load))
        if load < quota.least:
            kind = "too_few_partners" if quota.least > len(members) else "shortfall"
            if quota.most is not None and quota.least > quota.most:
                kind = "least_over_most"
            found.append(Impossible(kind, "quota", quota.key, "quota_least", quota.least, load))
    return found


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
    moves: Residual = pair_moves(network, network.flow_of(problem, pairs))
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
