"""Take a step of fairness: run again with a floor under the points of every pair."""

from datetime import datetime
from decimal import Decimal

from fairlead.kernel.actors import Actor
from fairlead.matching.actions.running import ask
from fairlead.matching.models import Run


def take(run: Run, *, floor: Decimal, by: Actor, at: datetime) -> Run:
    """A new run with the weights and seed of `run` in which no pair that is not locked is under `floor`.

    With the people and rulings of `run` it reaches just what its step promises. Raises `RoundOver`,
    `RunUnderway`, `NobodyToMatch`.
    """
    weights = {**run.policy, "floor": f"{floor:f}" if floor > 0 else None}
    return ask(run.round, weights=weights, base=run, by=by, at=at)
