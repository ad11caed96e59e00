"""What a policy would do to the pool of now, before anybody asks for a run: solved, not guessed.

Each rule that can be switched is tried with and without, all else as the form says.
"""

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.compile import Compiled, compile_problem
from fairlead.engine.model import Objective, Problem, Refusal, Solution, Status
from fairlead.engine.planning import PAIRS_FROM
from fairlead.engine.refusals import Cancelled
from fairlead.engine.rules import RULES
from fairlead.engine.solvers import solve
from fairlead.engine.watching import Watch
from fairlead.matching.models import Run
from fairlead.matching.queries.board import current
from fairlead.matching.queries.computing import excluded, told_apart
from fairlead.matching.queries.limits import as_group_quotas
from fairlead.matching.queries.pool import pool, size
from fairlead.matching.queries.priority import First, with_promised
from fairlead.matching.queries.several import having
from fairlead.matching.queries.weighing import (
    SWITCHED,
    Institutions,
    as_candidates,
    as_policy,
    institutions_rule,
)
from fairlead.programmes.models import Round

MOST_AT_ONCE = 250_000
# A worker lists so many pairs of a mentee and a mentor, in about two gigabytes at most.
MOST_WORKED_OUT = 25_000_000
TRIED = 2 * len(SWITCHED) + len(Institutions) + 1
SECONDS = 6.0
MOST_FIRST = Objective(order=("priority",))
Allowed = NDArray[np.bool_]


@dataclass(frozen=True)
class Switch:
    """How many mentees cannot be matched with a rule and without it; None: a lock or a limit breaks."""

    on: bool
    required: int | None
    free: int | None


@dataclass(frozen=True)
class Standing:
    """What the form as it stands gives, and how it differs from the last run.

    `before` has the last run's matched, mentees, total and worst; `moved` is how many mentees of now have
    another mentor than in it, or had none, or have none any more.
    """

    matched: int
    mentees: int
    total: int
    worst: int | None
    proven: bool
    before: Mapping[str, Any] | None = None
    moved: int = 0


@dataclass(frozen=True)
class Effect:
    """The effects of a policy. `problem`: why there are none: "nobody", "many", "long", "locked", "limits",
    or the engine's code."""

    standing: Standing | None = None
    switches: Mapping[str, Switch] = field(default_factory=dict)
    institutions: Mapping[str, int | None] = field(default_factory=dict)
    problem: str = ""


class Trial:
    """The pool compiled once without the rules that can be switched; each choice of them is a part of it."""

    def __init__(self, frozen: Mapping[str, Any], weights: Mapping[str, Any], on: date, watch: Watch) -> None:
        self.weights, self.watch, self.has = weights, watch, having(frozen)
        bare = {**weights, "rules": {}, "institutions": Institutions.ANY.value}
        policy, base = told_apart(
            as_policy(bare, seed=0, quotas=as_group_quotas(frozen.get("quotas", {}))),
            frozen,
            frozen.get("base", []),
        )
        self.compiled: Compiled = compile_problem(
            as_candidates(frozen["mentees"], First.of(weights, on=on)),
            as_candidates(frozen["mentors"]),
            policy,
            locked=[(mentee, mentor) for mentee, mentor in frozen["locked"]],
            base=base,
            forbidden=[(mentee, mentor) for mentee, mentor in excluded(frozen)],
            most_cells=MOST_WORKED_OUT,
        )
        self._known: dict[str, Allowed] = {}
        self._counted: dict[bytes, int | None] = {}
        self._tried = 0

    def solved(self, seed: int) -> Solution:
        """The best pairs by the policy as it stands. Raises the engine's refusals."""
        objective = replace(self.compiled.policy.objective, seed=seed)
        problem = self._with(self.weights["rules"], self.weights["institutions"])
        return solve(problem, objective, watch=self._counting())

    def unmatched(self, rules: Mapping[str, bool], institutions: str) -> int | None:
        """How many mentees have no mentor at best by these rules; None if a lock or limit breaks."""
        key = self._allowed(rules, institutions).tobytes()
        if key not in self._counted:
            self._counted[key] = self._most(rules, institutions)
        return self._counted[key]

    def _most(self, rules: Mapping[str, bool], institutions: str) -> int | None:
        try:
            problem, objective = self._who_has_nobody(rules, institutions), MOST_FIRST
            if not self.has and len(problem.score) >= PAIRS_FROM:
                # Without points the quick ways for very many pairs take it.
                problem = replace(problem, score=np.zeros_like(problem.score))
                objective = Objective(order=("mentees", "score"))
            found = solve(problem, objective, watch=self._counting())
        except Cancelled:
            raise
        except Refusal:
            return None
        if found.status is Status.INFEASIBLE:
            return None
        return len(found.problem.mentees) - len(self.matched(found))

    def _who_has_nobody(self, rules: Mapping[str, bool], institutions: str) -> Problem:
        """The problem in which only whoever has nobody yet is of a class."""
        problem = self._with(rules, institutions)
        nobody_yet = np.array([int(one not in self.has) for one in problem.mentees], dtype=np.int64)
        return replace(problem, mentee_class=nobody_yet)

    def matched(self, found: Solution) -> set[str]:
        """The mentees with a mentor, those who had one already among them."""
        problem = found.problem
        return {problem.mentees[problem.ends(pair)[0]] for pair in found.pairs} | self.has

    def _counting(self) -> Watch:
        """Another question is tried; nothing of its own steps is told."""
        self.watch.progress("trying", self._tried / TRIED)
        self._tried += 1
        return Watch(is_cancelled=self.watch.cancelled)

    def _with(self, rules: Mapping[str, bool], institutions: str) -> Problem:
        problem, kept = self.compiled.problem, self._allowed(rules, institutions)
        if kept.all():
            return problem
        return replace(
            problem,
            pair_mentee=problem.pair_mentee[kept],
            pair_mentor=problem.pair_mentor[kept],
            score=problem.score[kept],
        )

    def _allowed(self, rules: Mapping[str, bool], institutions: str) -> Allowed:
        """Which of the pairs these rules allow."""
        kept = np.ones(len(self.compiled.problem.score), dtype=bool)
        for key in SWITCHED:
            if rules.get(key):
                kept &= self._by(key)
        return kept & self._by(institutions)

    def _by(self, key: str) -> Allowed:
        if key not in self._known:
            problem, people = self.compiled.problem, self.compiled.people
            rows, cols = np.arange(len(problem.mentees)), np.arange(len(problem.mentors))
            kept = np.ones(len(problem.score), dtype=bool)
            for rule in [SWITCHED[key]] if key in SWITCHED else institutions_rule(key):
                allowed = RULES[rule.kind](rule, people)(rows, cols)
                kept &= allowed[problem.pair_mentee, problem.pair_mentor]
            self._known[key] = kept
        return self._known[key]


def is_large(round: Round, *, at: datetime) -> bool:
    """Whether the pool of now is too large for an effect at once, found without reading what people said."""
    if size(round) ** 2 <= 4 * MOST_AT_ONCE:
        return False
    now = pool(round, at=at, answers=False)
    return len(now.mentees) * len(now.mentors) > MOST_AT_ONCE


def is_within_reach(round: Round, *, at: datetime) -> bool:
    """Whether a worker can work out an effect on the pool of now."""
    now = pool(round, at=at, answers=False)
    return 0 < len(now.mentees) * len(now.mentors) <= MOST_WORKED_OUT


def effect(
    frozen: Mapping[str, Any],
    weights: Mapping[str, Any],
    *,
    on: date,
    newest: Run | None = None,
    watch: Watch | None = None,
) -> Effect:
    """What these weights would do to a frozen pool on a day, compared with the newest run.

    With the watch of a worker it takes as long as it takes, for pools of up to `MOST_WORKED_OUT` pairs of
    people. Without one it is worked out at once, for up to `MOST_AT_ONCE` and no longer than `SECONDS`;
    beyond that the effect says so.
    """
    if not frozen["mentees"] or not frozen["mentors"]:
        return Effect(problem="nobody")
    pairs = len(frozen["mentees"]) * len(frozen["mentors"])
    if pairs > MOST_WORKED_OUT:
        return Effect(problem="beyond")
    if watch is None:
        if pairs > MOST_AT_ONCE:
            return Effect(problem="many")
        until = time.monotonic() + SECONDS
        watch = Watch(is_cancelled=lambda: time.monotonic() > until)
    standing, problem = None, ""
    try:
        trial = Trial(frozen, with_promised(weights, frozen), on, watch)
        try:
            standing, problem = _standing(trial, newest)
        except Cancelled:
            return Effect(problem="long")
        except Refusal as refusal:
            problem = "locked" if frozen["locked"] else refusal.code
        return Effect(standing, dict(_switches(trial, weights)), _institutions(trial, weights), problem)
    except Cancelled:
        return Effect(standing, problem=problem or "long")
    except Refusal as refusal:
        return Effect(problem=refusal.code)


def _standing(trial: Trial, newest: Run | None) -> tuple[Standing | None, str]:
    found = trial.solved(newest.seed if newest else 0)
    if found.status is Status.INFEASIBLE:
        return None, "limits"
    problem = found.problem
    scores = [int(problem.points(int(problem.score[pair]))) for pair in found.pairs]
    named = [problem.named(pair) for pair in found.pairs]
    pairs = _by_mentee((one["mentee"], one["mentor"]) for one in named)
    standing = Standing(
        matched=len(trial.matched(found)),
        mentees=len(problem.mentees),
        total=sum(scores),
        worst=min(scores, default=None),
        proven=found.status is Status.OPTIMAL,
    )
    if newest is None:
        return standing, ""
    rows = current(newest).values_list("mentee", "mentor")
    before = _by_mentee((str(mentee), str(mentor)) for mentee, mentor in rows)
    moved = sum(pairs.get(one) != before.get(one) for one in problem.mentees)
    keys = ("matched", "mentees", "total_score", "worst")
    return replace(standing, before={key: newest.result.get(key) for key in keys}, moved=moved), ""


def _by_mentee(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for mentee, mentor in pairs:
        found.setdefault(mentee, set()).add(mentor)
    return found


def _switches(trial: Trial, weights: Mapping[str, Any]) -> Iterator[tuple[str, Switch]]:
    rules = {key: bool(weights["rules"].get(key)) for key in SWITCHED}
    for key, on in rules.items():
        required, free = (
            trial.unmatched({**rules, key: value}, weights["institutions"]) for value in (True, False)
        )
        yield key, Switch(on, required, free)


def _institutions(trial: Trial, weights: Mapping[str, Any]) -> dict[str, int | None]:
    return {one: trial.unmatched(weights["rules"], one) for one in Institutions.values}
