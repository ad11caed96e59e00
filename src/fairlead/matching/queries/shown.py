"""The effect of a policy as the page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fairlead.matching.models import Reckoning
from fairlead.matching.queries.effects import Effect
from fairlead.matching.queries.presets import Offered
from fairlead.matching.queries.reckoning import UNDER_WAY
from fairlead.matching.queries.weighing import WEIGHTS
from fairlead.matching.queries.wording import effects as wording
from fairlead.matching.queries.wording import figures
from fairlead.matching.queries.wording.policies import differences


@dataclass(frozen=True)
class Shown:
    """Sentences: why there is nothing to tell, the form as it stands, each rule, each choice of institutions.

    `most`: the most points that a pair can have. `preset` and `differs`: what the policy came from, and what
    it says otherwise. Of a large pool: `asked` of a worker, at which step it is, why it failed, and whether
    it can be asked.
    """

    problem: str
    standing: list[str]
    switches: Mapping[str, str]
    institutions: list[str]
    most: int
    preset: str
    differs: list[str]
    asked: Reckoning | None = None
    step: str = ""
    failure: str = ""
    can_ask: bool = False


def of(
    found: Effect, weights: Mapping[str, Any], came_from: Offered | None, *, asked: Reckoning | None = None
) -> Shown:
    """An effect in words."""
    under_way = asked is not None and asked.state in UNDER_WAY
    return Shown(
        problem="" if under_way else wording.problem(found),
        standing=wording.standing(found.standing) if found.standing else [],
        switches={key: wording.switch(one) for key, one in found.switches.items()},
        institutions=wording.institutions(found.institutions),
        most=most_of(weights),
        preset=came_from.name if came_from else "",
        differs=differences(weights, came_from.policy) if came_from else [],
        asked=asked,
        step=figures.step(asked.step) if asked and under_way else "",
        failure=figures.failure(asked.problem) if asked and asked.problem else "",
        can_ask=found.problem == "many" and not under_way,
    )


def most_of(weights: Mapping[str, Any]) -> int:
    """The most points that a pair can have by these weights."""
    own = sum(one["weight"] for one in weights.get("own", {}).values())
    return int(sum(weights["weights"].get(key, 0) for key in WEIGHTS) + own)


__all__ = ["Shown", "differences", "most_of", "of"]
