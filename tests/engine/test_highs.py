"""The network against HiGHS: every tier of random problems up to 60 x 60, as integer programmes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import milp

from fairlead.engine.model import Objective, Problem, Quota, Status
from fairlead.engine.solvers import solve

Floats = NDArray[np.float64]
ORDERS = (
    ("mentees", "score"),
    ("priority", "mentees", "mentors", "score", "kept"),
    ("mentees", "worst", "score", "even"),
    ("pairs", "leximin", "mentors"),
    ("mentors", "even", "kept", "score"),
    ("score", "pairs", "even"),
)


def drawn(people: int, seed: int, *, least: int) -> Problem:
    """Random pairs, places, minimums, a base, two locks, classes, and quotas of one side that nest."""
    draw = np.random.default_rng(seed)
    mentees, mentors = people, max(2, people * int(draw.integers(5, 11)) // 10)
    allowed = np.flatnonzero(draw.random(mentees * mentors) < 8 / mentors)
    rows, cols = np.divmod(allowed, mentors)
    at = draw.integers(0, 3, mentors)
    house = [tuple(np.flatnonzero(at == one).tolist()) for one in range(3)]
    unit = tuple(np.flatnonzero(draw.integers(0, 3, mentees) == 0).tolist())
    chosen = draw.choice(len(allowed), 12, replace=False)
    base = [(int(rows[one]), int(cols[one])) for one in chosen]
    return Problem(
        mentees=tuple(f"e{i}" for i in range(mentees)),
        mentors=tuple(f"o{j}" for j in range(mentors)),
        pair_mentee=rows.astype(np.int32),
        pair_mentor=cols.astype(np.int32),
        score=draw.integers(0, 12, len(allowed)),
        mentee_most=draw.integers(1, 3, mentees),
        mentor_most=draw.integers(1, 5, mentors),
        mentee_least=0,
        mentor_least=(draw.random(mentors) < 0.3) * least,
        locked=tuple(base[:2]),
        base=tuple(base),
        mentee_class=draw.integers(0, 3, mentees),
        quotas=(
            Quota("house 0", None, house[0], least, max(1, mentors // 3)),
            Quota("house 0 and 1", None, tuple(sorted(house[0] + house[1])), 2 * least, mentors // 2 + 1),
            Quota("unit", unit, None, least, max(1, len(unit) - 1)),
        ),
    )


class Programme:
    """Variables: pairs, whether each mentee and each mentor has one, and the places of each mentor."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.pairs, self.mentees, self.mentors = (
            len(problem.score),
            len(problem.mentees),
            len(problem.mentors),
        )
        self.deep = int(problem.mentor_most.max())
        self.size = self.pairs + self.mentees + self.mentors + self.mentors * self.deep
        self.rows: list[tuple[Floats, float, float]] = []
        self._limits()

    def _row(self, *parts: tuple[Any, float]) -> Floats:
        row = np.zeros(self.size)
        for where, value in parts:
            row[where] = value
        return row

    def _limits(self) -> None:
        problem, after = self.problem, self.pairs
        for side in ("mentee", "mentor"):
            for one in range(len(getattr(problem, f"{side}s"))):
                own = np.flatnonzero(getattr(problem, f"pair_{side}") == one)
                least, most = getattr(problem, f"{side}_least")[one], getattr(problem, f"{side}_most")[one]
                self.rows.append((self._row((own, 1)), float(least), float(most)))
                self.rows.append((self._row((own, 1), (after + one, -1)), 0, np.inf))
                if side == "mentor":
                    self.rows.append((self._row((own, 1), (self._places(one), -1)), 0, 0))
            after += len(getattr(problem, f"{side}s"))
        for quota in problem.quotas:
            inside = np.ones(self.pairs, dtype=bool)
            for people, ends in ((quota.mentees, problem.pair_mentee), (quota.mentors, problem.pair_mentor)):
                inside &= True if people is None else np.isin(ends, people)
            most = np.inf if quota.most is None else quota.most
            self.rows.append((self._row((np.flatnonzero(inside), 1)), quota.least, most))

    def _places(self, mentor: int) -> slice:
        start = self.pairs + self.mentees + self.mentors + mentor * self.deep
        return slice(start, start + self.deep)

    def best(self, reward: Floats) -> int | None:
        """The most that a reward can be; it is kept for what follows. None if nothing is possible."""
        low, high = np.zeros(self.size), np.ones(self.size)
        low[list(self.problem.locked_pairs)] = 1
        matrix = np.array([row for row, _, _ in self.rows])
        ends = [np.array([row[end] for row in self.rows]) for end in (1, 2)]
        found = milp(
            -reward,
            constraints=(matrix, *ends),
            bounds=(low, high),
            integrality=np.ones(self.size),
            options={"mip_rel_gap": 0},
        )
        if not found.success:
            return None
        value = round(float(reward @ np.rint(found.x)))
        self.rows.append((reward, value, np.inf))
        return value

    def reward(self, tier: str, level: int = 0) -> Floats:
        """What each variable earns in a tier."""
        problem, reward = self.problem, np.zeros(self.size)
        mentees = slice(self.pairs, self.pairs + self.mentees)
        if tier == "mentees":
            reward[mentees] = 1
        elif tier == "priority":
            reward[mentees] = problem.mentee_class == level
        elif tier == "mentors":
            reward[self.pairs + self.mentees :][: self.mentors] = 1
        elif tier == "even":
            reward[self.pairs + self.mentees + self.mentors :] = -np.tile(np.arange(self.deep), self.mentors)
        elif tier in ("below", "leximin"):
            costs = problem.score < level if tier == "below" else problem.score == level
            reward[: self.pairs] = -costs.astype(float)
        elif tier == "kept":
            reward[list(problem.base_pairs)] = 1
        else:
            reward[: self.pairs] = problem.score if tier == "score" else 1
        return reward

    def worst(self) -> int:
        """The lowest score made, raised as long as no pair below need be made."""
        levels = sorted(set(self.problem.score.tolist()))
        for level in levels[1:]:
            value = self.best(self.reward("below", level))
            if value != 0:
                self.rows.pop()
                return int(levels[levels.index(level) - 1])
        return int(levels[-1])

    def tier(self, name: str) -> int | tuple[int | None, ...] | None:
        """The best value of a tier among equals; of a tier of several levels one for each."""
        if name == "worst":
            return self.worst()
        if name == "priority":
            return tuple(self.best(self.reward(name, one)) for one in (1, 2))
        if name == "leximin":
            levels = sorted(set(self.problem.score.tolist()))
            return tuple(-(self.best(self.reward(name, one)) or 0) for one in levels)
        return self.best(self.reward(name))


@pytest.mark.parametrize(("people", "seed"), [(10, 1), (20, 2), (40, 3), (60, 4)])
@pytest.mark.parametrize("order", ORDERS)
def test_every_tier_agrees_with_integer_programmes(order: tuple[str, ...], people: int, seed: int) -> None:
    problem = drawn(people, seed + ORDERS.index(order), least=1 if order[0] == "mentees" else 0)
    solution = solve(problem, Objective(order=order))
    assert solution.status is Status.OPTIMAL
    other = Programme(problem)
    told = [tuple(count for _, count in tier.levels) or tier.value for tier in solution.tiers]
    assert told == [other.tier(name) for name in order]


@pytest.mark.parametrize("seed", range(8))
def test_what_is_impossible_is_so_for_both(seed: int) -> None:
    problem = drawn(20, seed, least=2 + seed % 2)
    is_possible = Programme(problem).best(np.zeros(Programme(problem).size)) is not None
    assert (solve(problem).status is Status.OPTIMAL) == is_possible
