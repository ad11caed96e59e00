"""Why mentees have no mentor where too many wait to answer one by one: the kind of reason alone."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import numpy as np

from fairlead.engine.explain import Explainer, kinds_of_unmatched, unmatched_mentees
from fairlead.engine.watching import Watch
from fairlead.programmes.enums import Side

AT_ONCE = 200
# What only answers one by one tell; the sentences leave out what is empty.
UNTOLD: dict[str, Any] = {
    "kind_alone": True,
    "nearly": [],
    "only_nearly": 0,
    "full": [],
    "witness": {"mentees": 0, "mentors": 0, "places": 0},
    "next_best": None,
    "areas": [],
    "relaxations": [],
    "limits": [],
    "people": [],
}


def of_everybody(explainer: Explainer, watch: Watch) -> Iterator[dict[str, Any]]:
    """For each mentee without a mentor the fields of an `Unmatched`, some hundred people at a time."""
    ids = unmatched_mentees(explainer.problem, explainer.solution)
    for begins in range(0, len(ids), AT_ONCE):
        watch.progress("explaining", 0.6 + 0.4 * begins / len(ids))
        for one in kinds_of_unmatched(explainer, ids[begins : begins + AT_ONCE]):
            reason = {
                "kind": one.kind,
                "mentors": one.mentors,
                "allowed": one.allowed,
                "rules": dict(one.rules),
            }
            yield {
                "participation_id": UUID(one.mentee),
                "side": Side.MENTEE,
                "reason": UNTOLD | _seen_whole(explainer, one.mentee, reason),
            }


def _seen_whole(explainer: Explainer, mentee: str, reason: dict[str, Any]) -> dict[str, Any]:
    """The same over all pairs, where the engine has listed some of them only."""
    if explainer.problem.source is None or reason["kind"] == "no_place_of_own":
        return reason
    broken = list(explainer.compiled.broken_rules(mentee).values())
    allowed = int((~np.any(broken, axis=0)).sum()) if broken else reason["mentors"]
    first = explainer.objective.tiers[0] == "mentees"
    served = "mentors_full" if first else "others_first"
    return reason | {"allowed": allowed, "kind": served if allowed else "no_allowed_mentor"}
