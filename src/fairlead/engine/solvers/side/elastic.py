"""Why nothing keeps all limits: the smallest total change that helps, found in one elastic solve.

Every minimum, quota and set of people kept together may give way, a maximum only where locked pairs exceed
it; the sum of what gives way is the least, a percentage counted in pairs that it is short of (Chinneck 2008,
elastic programming). Whoever calls verifies
the change by solving again with it made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from math import gcd
from typing import Any

import numpy as np
from scipy import sparse

from fairlead.engine.case_bounds import quota_members, share_of
from fairlead.engine.model import Impossible, Ints, NotProven, Problem
from fairlead.engine.solvers.side.highs import Floats, Question, whole
from fairlead.engine.watching import Watch

Row = tuple[list[int], list[float], float]


@dataclass(frozen=True)
class Change:
    """A limit that gives way ("mentee_least", "quota_most", ..., or "together"), and by how much."""

    limit: str
    index: int
    by: int


def smallest_change(problem: Problem, watch: Watch) -> tuple[Change, ...]:
    """The changes of least sum that make a pairing possible. Raises `NotProven` if none is found."""
    elastic = _Elastic(problem)
    x = whole(elastic.question(), len(elastic.slack) + len(problem.score), watch)[1]
    if x is None:
        raise NotProven(findings=("no change found that makes it possible",))
    given_way = np.rint(x[len(problem.score) :][: len(elastic.slack)]).astype(np.int64)
    made = np.flatnonzero(np.rint(x[: len(problem.score)]) > 0)
    return tuple(
        Change(limit, index, _lowered(problem, index, made) if limit == "quota_percent" else int(by))
        for (limit, index), by in zip(elastic.slack, given_way.tolist(), strict=True)
        if by > 0
    )


def _lowered(problem: Problem, place: int, made: Ints) -> int:
    """By how much a percentage has to be lower so that these pairs keep it."""
    of_them = int(np.isin(quota_members(problem, place), made).sum())
    return problem.quotas[place].percent - 100 * of_them // len(made)


def changed(problem: Problem, changes: tuple[Change, ...]) -> Problem:
    """The problem with the changes made."""
    quotas, together = list(problem.quotas), set(range(len(problem.together)))
    limits: dict[str, Any] = {}
    for one in changes:
        if one.limit == "together":
            together.discard(one.index)
        elif one.limit == "quota_least":
            quotas[one.index] = replace(quotas[one.index], least=quotas[one.index].least - one.by)
        elif one.limit == "quota_most":
            quotas[one.index] = replace(quotas[one.index], most=(quotas[one.index].most or 0) + one.by)
        elif one.limit == "quota_percent":
            quotas[one.index] = replace(quotas[one.index], percent=quotas[one.index].percent - one.by)
        else:
            array = limits.setdefault(one.limit, getattr(problem, one.limit).copy())
            array[one.index] += one.by if one.limit.endswith("most") else -one.by
    kept = tuple(problem.together[place] for place in sorted(together))
    return replace(
        problem,
        quotas=tuple(quotas),
        together=kept,
        locked=tuple(map(problem.ends, problem.locked_pairs)),
        **limits,
    )


def reasons(problem: Problem, changes: tuple[Change, ...]) -> tuple[Impossible, ...]:
    """The changes in the words of the model: who or what, which limit, what it is and what would do."""
    found = [_reason(problem, one) for one in changes]
    return tuple(sorted(found, key=lambda one: (one.side, one.person, one.kind)))


def _reason(problem: Problem, change: Change) -> Impossible:
    if change.limit == "together":
        first, *others = sorted(problem.mentees[one] for one in problem.together[change.index])
        return Impossible("shortfall", "mentee", first, "together", 1, 0, tuple(others))
    side, end = change.limit.split("_")
    if end == "percent":
        quota = problem.quotas[change.index]
        needed = quota.percent - change.by
        return Impossible("shortfall", side, quota.key, change.limit, quota.percent, needed)
    if side == "quota":
        quota = problem.quotas[change.index]
        name, given, other = quota.key, (quota.least if end == "least" else quota.most or 0), quota.most
        partners = len(quota_members(problem, change.index))
    else:
        name = getattr(problem, f"{side}s")[change.index]
        given = int(getattr(problem, change.limit)[change.index])
        other = int(getattr(problem, f"{side}_most")[change.index])
        partners = int((getattr(problem, f"pair_{side}") == change.index).sum())
    if end == "most":
        return Impossible(_over(problem, change), side, name, change.limit, given, given + change.by)
    kind = "shortfall"
    if other is not None and given > other:
        kind = "least_over_most"
    elif given > partners:
        kind = "too_few_partners"
    return Impossible(kind, side, name, change.limit, given, given - change.by)


def _over(problem: Problem, change: Change) -> str:
    if not change.limit.startswith("quota"):
        return "locked_over_most"
    locked = np.isin(quota_members(problem, change.index), problem.locked_pairs).sum()
    return "locked_over_most" if locked > (problem.quotas[change.index].most or 0) else "shortfall"


class _Elastic:
    """Variables: pairs, then one slack for each limit that may give way."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.slack: list[tuple[str, int]] = []
        self.most: list[float] = []
        self.rows: list[Row] = []
        self._people()
        self._quotas()
        self._together()

    def _way_out(self, limit: str, index: int, most: float) -> int:
        self.slack.append((limit, index))
        self.most.append(most)
        return len(self.problem.score) + len(self.slack) - 1

    def _at_least(self, pairs: list[int], least: int, limit: str, index: int) -> None:
        if least > 0:
            out = self._way_out(limit, index, least)
            self.rows.append(([*pairs, out], [1.0] * (len(pairs) + 1), float(least)))

    def _at_most(self, pairs: list[int], most: int, limit: str, index: int, *, may_give: bool) -> None:
        if most < len(pairs):
            out = [self._way_out(limit, index, len(pairs) - most)] if may_give else []
            self.rows.append(([*pairs, *out], [-1.0] * len(pairs) + [1.0] * len(out), float(-most)))

    def _people(self) -> None:
        problem, locked = self.problem, set(self.problem.locked_pairs)
        for side in ("mentee", "mentor"):
            most, least = (
                getattr(problem, f"{side}_most").tolist(),
                getattr(problem, f"{side}_least").tolist(),
            )
            for person, pairs in enumerate(_pairs_of(problem, side)):
                self._at_least(pairs, least[person], f"{side}_least", person)
                over = len(locked.intersection(pairs)) > most[person]
                self._at_most(pairs, most[person], f"{side}_most", person, may_give=over)

    def _quotas(self) -> None:
        for place, quota in enumerate(self.problem.quotas):
            pairs = quota_members(self.problem, place).tolist()
            self._at_least(pairs, quota.least, "quota_least", place)
            if quota.most is not None:
                self._at_most(pairs, quota.most, "quota_most", place, may_give=True)
            if quota.percent:
                self._percentage(place)

    def _percentage(self, place: int) -> None:
        """A percentage may be short of so many pairs that the quota counts."""
        of_pair = share_of(self.problem, place).astype(np.float64)
        out = self._way_out("quota_percent", place, len(of_pair))
        unit = 100 // gcd(self.problem.quotas[place].percent, 100)
        self.rows.append(([*range(len(of_pair)), out], [*of_pair.tolist(), float(unit)], 0.0))

    def _together(self) -> None:
        problem = self.problem
        own = [
            {int(problem.pair_mentor[pair]): pair for pair in pairs} for pairs in _pairs_of(problem, "mentee")
        ]
        for place, group in enumerate(problem.together):
            if len(group) < 2:
                continue
            out = self._way_out("together", place, 1)
            for one, other in pairwise(group):
                for mentor in sorted(own[one].keys() | own[other].keys()):
                    self._same(own[one].get(mentor), own[other].get(mentor), out)

    def _same(self, one: int | None, other: int | None, out: int) -> None:
        for more, less in ((one, other), (other, one)):
            if more is not None:
                ends, signs = ([more], [-1.0]) if less is None else ([more, less], [-1.0, 1.0])
                self.rows.append(([*ends, out], [*signs, 1.0], 0.0))

    def question(self) -> Question:
        """As little giving way as possible."""
        size, pairs = len(self.problem.score) + len(self.slack), len(self.problem.score)
        low = np.zeros(size)
        low[list(self.problem.locked_pairs)] = 1.0
        high = np.concatenate([np.ones(pairs), np.array(self.most, dtype=np.float64)])
        surplus = len(self.rows)
        return Question(
            rewards=np.concatenate([np.zeros(pairs), -np.ones(len(self.slack)), np.zeros(surplus)]),
            low=np.concatenate([low, np.zeros(surplus)]),
            high=np.concatenate([high, np.full(surplus, np.inf)]),
            equations=self._equations(size),
            right=np.array([row[2] for row in self.rows], dtype=np.float64),
            rows=np.zeros((0, size + surplus)),
            least=np.zeros(0, dtype=np.float64),
        )

    def _equations(self, size: int) -> Any:
        ends = [end for row in self.rows for end in row[0]]
        signs = [sign for row in self.rows for sign in row[1]]
        number = np.repeat(np.arange(len(self.rows)), [len(row[0]) for row in self.rows])
        left = sparse.csr_array((signs, (number, ends)), shape=(len(self.rows), size))
        return sparse.hstack([left, -sparse.eye_array(len(self.rows))], format="csc")


def _pairs_of(problem: Problem, side: str) -> Iterator[list[int]]:
    """The pairs of each person of a side, in order."""
    ends = getattr(problem, f"pair_{side}")
    order = np.argsort(ends, kind="stable")
    cuts = np.searchsorted(ends[order], np.arange(1, len(getattr(problem, f"{side}s"))))
    for some in np.split(order, cuts)[: len(getattr(problem, f"{side}s"))]:
        yield some.tolist()


__all__ = ["Change", "Floats", "changed", "reasons", "smallest_change"]
