"""What a worker has worked out about very many people, and of what: whether it still answers the question."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from typing import Any

from fairlead.matching.enums import Reckoned, ReckoningState
from fairlead.matching.models import Reckoning, Ruling, Run
from fairlead.matching.queries import quotas
from fairlead.matching.queries.effects import MOST_WORKED_OUT, Effect, Standing, Switch, is_within_reach
from fairlead.matching.queries.pool import pool
from fairlead.programmes.models import Round

UNDER_WAY = (ReckoningState.QUEUED, ReckoningState.RUNNING)


def done(asked: Reckoning) -> bool:
    """Whether the worker has answered."""
    return asked.state == ReckoningState.DONE


def of_steps(run: Run) -> Reckoning | None:
    """What a worker was asked of the steps of this run's fairness; one query."""
    return Reckoning.objects.filter(round=run.round_id, kind=Reckoned.STEPS, run=run).first()


def of_effect(round: Round) -> Reckoning | None:
    """What a worker was asked last of a policy of this round; one query."""
    return Reckoning.objects.filter(round=round, kind=Reckoned.EFFECT).first()


def within_reach(mentees: int, mentors: int) -> bool:
    """Whether a worker can work it out: so many pairs can be listed."""
    return mentees * mentors <= MOST_WORKED_OUT


def mark_of(round: Round, weights: Mapping[str, Any], newest: Run | None, *, at: datetime) -> str:
    """Of what an effect is worked out: the policy, who can be paired with how many places, what stands.

    As many queries for one person as for many; what people said is not read.
    """
    now = pool(round, at=at, answers=False)
    rulings = Ruling.objects.filter(round=round).order_by("mentee", "mentor")
    told = {
        "weights": {key: weights[key] for key in sorted(weights) if not key.startswith("preset")},
        "mentees": sorted(str(one.participation_id) for one in now.mentees),
        "mentors": sorted([str(one.participation_id), free] for one, free in now.mentors),
        "rulings": [[str(one) for one in row] for row in rulings.values_list("mentee", "mentor", "kind")],
        "limits": quotas.frozen(round),
        "newest": str(newest.pk) if newest else "",
    }
    return sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


def of_large(
    round: Round, weights: Mapping[str, Any], newest: Run | None, *, at: datetime
) -> tuple[Effect, Reckoning | None]:
    """The effect on a large pool as far as a worker has worked it out for these weights, and its question."""
    if not is_within_reach(round, at=at):
        return Effect(problem="beyond"), None
    asked = of_effect(round)
    if asked is None or asked.mark != mark_of(round, weights, newest, at=at):
        return Effect(problem="many"), None
    return (as_effect(asked.result) if done(asked) else Effect(problem="many")), asked


def as_json(found: Effect) -> dict[str, Any]:
    """An effect as it is kept."""
    return asdict(found)


def as_effect(kept: Mapping[str, Any]) -> Effect:
    """An effect as it was kept."""
    standing = kept["standing"]
    return Effect(
        standing=Standing(**standing) if standing else None,
        switches={key: Switch(**one) for key, one in kept["switches"].items()},
        institutions=kept["institutions"],
        problem=kept["problem"],
    )
