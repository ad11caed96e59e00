"""What the engine answers: status, method, tiers, the reasons why not, and the certificate."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from numpy.typing import NDArray


class Status(StrEnum):
    """`optimal` is said only when the certificate of optimality has been checked.

    `within`: proven to be no further from the best than the tiers' bounds say.
    """

    OPTIMAL = "optimal"
    WITHIN = "within"
    INFEASIBLE = "infeasible"
    STABLE = "stable"


class Method(StrEnum):
    """How a result was found: a code, worded by whoever shows it."""

    NOTHING = "nothing_to_choose"
    FLOW = "network_flow"
    LEVELS = "levels"
    SIMPLEX = "network_simplex"
    PRICED = "priced_lists"
    BRANCHING = "branch_and_bound"
    STABLE = "deferred_acceptance"


@dataclass(frozen=True)
class Tier:
    """One tier of the objective: what was reached and what is proven to be the most possible.

    For the tiers "score" and "worst" both are on the problem's scale. Where a tier has `levels`, they are
    what it counts, most important first: for "priority" (class, mentees of it with a mentor), for "leximin"
    (score, pairs made at it); `value` and `bound` then are these counts as digits of one number (for
    "leximin" below 0), so that greater still means better.
    """

    name: str
    value: int
    bound: int
    levels: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Impossible:
    """One reason why no pairing keeps all limits, with the smallest change that helps.

    `kind`: "least_over_most" (more is demanded than the person's or quota's own places), "locked_over_most"
    (more pairs locked than places), "too_few_partners" (fewer allowed partners with places than demanded),
    "shortfall" (several demands collide). `side` is "mentee", "mentor" or "quota", `person` the id or the
    quota's key. `limit` is "mentee_least", "mentor_least", "mentee_most", "mentor_most", "quota_least",
    "quota_most" or "quota_percent"; `given` its value and `needed` the value that makes it possible.
    """

    kind: str
    side: str
    person: str
    limit: str
    given: int
    needed: int
    together_with: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Stage:
    """Some tiers as one number, and the whole-number prices that prove it among equals in the stages before.

    `tiers` name the tiers, a tier of several levels as "priority:1" or "leximin:40"; `weights` turn them
    into one number: a unit of a tier outweighs everything below it. `mentee_price` (n,) and `mentor_price`
    (m,): what one more pair of the person costs the others; `quota_price` (quotas,) the same for a quota.
    `worst`: in the stage of the tier "worst" the lowest score made; there the prices prove that among equals
    nobody avoids scores of at most this.
    """

    tiers: tuple[str, ...]
    weights: tuple[int, ...]
    mentee_price: NDArray[Any]
    mentor_price: NDArray[Any]
    quota_price: NDArray[Any]
    worst: int | None = None


@dataclass(frozen=True, eq=False)
class Certificate:
    """Whole-number prices, stage after stage, that prove the optimum (see `check.bounds`)."""

    stages: tuple[Stage, ...]
