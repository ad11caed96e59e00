"""A policy: the hard rules, the criteria with their points, the limits, and what is best.

Built in Python from the dataclasses, or from a mapping as a TOML file gives it (`Policy.from_mapping`).
What each kind needs is a table (`RULE_KINDS`, `CRITERION_KINDS`); what it means is in `rules` and `scoring`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from fairlead.engine.model import TIERS, Objective, Refusal
from fairlead.engine.reader import Misread

ALLOW, FORBID = "allow", "forbid"
EACH, SHARE = "each", "share"


class PolicyRefused(Refusal):
    """The policy cannot be read. Facts: problems, each a `Misread` (path of the key, code, facts)."""

    code = "policy_refused"

    def __str__(self) -> str:
        return "\n".join(f"{one.path}: {one.code}" for one in self.facts["problems"])


@dataclass(frozen=True)
class Rule:
    """A hard rule: who may not be paired. `mentee` and `mentor` name the fields compared.

    `missing` says what happens when one of them says nothing: "allow" or "forbid"; without it the kind's
    own default (`RULE_KINDS`). Which of the other settings count depends on the kind.
    """

    kind: str
    key: str
    mentee: str | None = None
    mentor: str | None = None
    label: str = ""
    missing: str | None = None
    order: tuple[str, ...] = ()
    least: Decimal | None = None
    most: Decimal | None = None
    values: tuple[str, ...] = ()
    wild: tuple[str, ...] = ()
    mentee_is: str | None = None
    mentor_is: str | None = None

    @property
    def if_missing(self) -> str:
        """What happens when a value is missing."""
        return self.missing or RULE_KINDS[self.kind].missing


@dataclass(frozen=True)
class Criterion:
    """A soft criterion: what speaks for a pair, in points.

    `points`: for "overlap" one number for every value, or several for the first, second ... value of the
    mentee's list; else one number. `steps` (ordinal): points for each gap, mentor's place minus mentee's.
    """

    kind: str
    key: str
    mentee: str
    mentor: str
    label: str = ""
    points: tuple[Decimal, ...] = ()
    order: tuple[str, ...] = ()
    steps: tuple[tuple[int, Decimal], ...] = ()
    count: str = EACH
    most: Decimal | None = None
    important: str | None = None
    important_points: Decimal = Decimal(0)
    within: Decimal = Decimal(0)
    per_unit: Decimal | None = None
    wild: tuple[str, ...] = ()


@dataclass(frozen=True)
class Limits:
    """How many partners everybody on a side has: at most, at least; from a field where one is named.

    With a field, the number is used for people who left the field empty; `most` None means that they
    must fill it in.
    """

    most: int | None = 1
    least: int = 0
    most_field: str | None = None
    least_field: str | None = None


@dataclass(frozen=True)
class Priority:
    """Whose place counts first: mentees by what a field says, the first value of `order` first.

    Mentees whose value is not in the order are of no class and come last.
    """

    field: str
    order: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """The people of a side who have `value` in a field; without a value one group for each value there is."""

    field: str
    value: str | None = None


@dataclass(frozen=True)
class QuotaException:
    """Other limits for one of the groups, or one pair of groups, of a quota; None: the quota's own."""

    mentees: str | None = None
    mentors: str | None = None
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True)
class GroupQuota:
    """So many pairs, at least and at most, of a group of mentees, of a group of mentors, or between two.

    `mentees` or `mentors` None: everybody on that side. Where both have no value, the quota counts for each
    pair of two different values, and for a value with itself only if an exception names it. With `across`, a
    field of both sides, all pairs of people who say different things there are counted, and `percent` of a
    hundred pairs made are to be among them.
    """

    key: str
    label: str = ""
    mentees: Group | None = None
    mentors: Group | None = None
    least: int = 0
    most: int | None = None
    exceptions: tuple[QuotaException, ...] = ()
    across: str | None = None
    percent: int = 0


@dataclass(frozen=True)
class Policy:
    """Everything that decides who is paired with whom, apart from the people.

    `together` names the mentees' field by which they are kept together: who has the same value there gets
    the same mentors, or none of them has one. `new_mentors` says which mentors the tier of that name counts.
    `floor`: no pair is made with fewer points than this, unless it is locked.
    """

    rules: tuple[Rule, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    mentees: Limits = field(default_factory=Limits)
    mentors: Limits = field(default_factory=Limits)
    tiers: tuple[str, ...] = ("mentees", "score")
    seed: int = 0
    priority: Priority | None = None
    together: str | None = None
    quotas: tuple[GroupQuota, ...] = ()
    new_mentors: Group | None = None
    floor: Decimal | None = None

    def __post_init__(self) -> None:
        for name, some in (("rules", self.rules), ("criteria", self.criteria), ("quotas", self.quotas)):
            keys = [one.key for one in some]
            twice = [
                Misread(f"{name}[{place}].key", "twice", {"key": key})
                for place, key in enumerate(keys)
                if key in keys[:place]
            ]
            if twice:
                raise PolicyRefused(problems=tuple(twice))
        if not self.tiers or len(set(self.tiers)) != len(self.tiers) or not set(self.tiers) <= set(TIERS):
            raise PolicyRefused(problems=(Misread("tiers", "choice_of", {"choice": TIERS}),))

    @property
    def objective(self) -> Objective:
        """What the solver is to reach."""
        return Objective(seed=self.seed, order=self.tiers)

    @staticmethod
    def from_mapping(mapping: Mapping[str, Any]) -> Policy:
        """A policy from what a TOML or JSON file holds.

        Raises `PolicyRefused`, which lists every key that is wrong with what was expected there.
        """
        from fairlead.engine.policy_reading import read_policy

        return read_policy(mapping)


@dataclass(frozen=True)
class Kind:
    """What a kind of rule or criterion needs and allows besides kind, key and label."""

    needs: tuple[str, ...] = ()
    allows: tuple[str, ...] = ()
    missing: str = ALLOW


BOTH = ("mentee", "mentor")
RULE_KINDS: dict[str, Kind] = {
    "equal": Kind(BOTH, ("wild", "missing"), FORBID),
    "not_equal": Kind(BOTH, ("missing",), ALLOW),
    "overlap": Kind(BOTH, ("least", "wild", "missing"), FORBID),
    "no_overlap": Kind(BOTH, ("missing",), ALLOW),
    "not_listed": Kind((), ("mentee", "mentor", "mentee_is", "mentor_is"), ALLOW),
    "ordinal": Kind((*BOTH, "order"), ("least", "most", "missing"), FORBID),
    "numeric": Kind(BOTH, ("least", "most", "missing"), FORBID),
    "present": Kind((), ("mentee", "mentor", "values"), FORBID),
}
CRITERION_KINDS: dict[str, Kind] = {
    "equal": Kind((*BOTH, "points"), ("wild",)),
    "not_equal": Kind((*BOTH, "points")),
    "membership": Kind((*BOTH, "points"), ("wild",)),
    "ordinal": Kind((*BOTH, "order", "steps")),
    "overlap": Kind((*BOTH, "points"), ("count", "most", "important", "important_points")),
    "numeric": Kind((*BOTH, "points"), ("within", "per_unit")),
}
