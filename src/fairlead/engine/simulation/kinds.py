"""What two people of given kinds are worth to each other: compiled once by the policy, as in a real run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.compile import compile_problem
from fairlead.engine.model import Ints, NotProven, Objective, Problem
from fairlead.engine.network import fingerprints, mixed
from fairlead.engine.simulation import quick
from fairlead.engine.simulation.assumptions import Assumptions, Stock, Stream
from fairlead.engine.solvers import solve
from fairlead.engine.values import Candidate

Pair = tuple[str, str]


@dataclass(frozen=True, eq=False)
class Kinds:
    """Scores (mentee kinds, mentor kinds) on the problem's scale, who may be paired, and what is best."""

    score: Ints
    allowed: NDArray[np.bool_]
    objective: Objective
    scale: int
    prints: dict[str, int] = field(default_factory=dict)

    @staticmethod
    def of(assumptions: Assumptions) -> Kinds:
        """Ask the policy once for each two kinds."""
        mentees = [
            Candidate(f"e{place}", {"wants": kind.areas, "languages": kind.languages})
            for place, kind in enumerate(assumptions.mentees)
        ]
        sides: list[Stock | Stream] = [*assumptions.mentors, *assumptions.new_mentors]
        mentors = [
            Candidate(f"o{place}", {"offers": kind.areas, "languages": kind.languages, "places": kind.places})
            for place, kind in enumerate(sides)
        ]
        compiled = compile_problem(mentees, mentors, assumptions.policy)
        problem = compiled.problem
        score = np.zeros((len(mentees), len(mentors)), dtype=np.int64)
        allowed = np.zeros(score.shape, dtype=bool)
        score[problem.pair_mentee, problem.pair_mentor] = problem.score
        allowed[problem.pair_mentee, problem.pair_mentor] = True
        return Kinds(score, allowed, assumptions.policy.objective, problem.scale)

    def share(self, mentee: int, mentor: int) -> float:
        """The score of two kinds as a share of the best that this mentee's kind could have, 0 to 1."""
        best = int(self.score[mentee][self.allowed[mentee]].max(initial=0))
        return 1.0 if best <= 0 else max(0.0, int(self.score[mentee, mentor]) / best)

    def pairs(
        self,
        mentees: Sequence[tuple[str, int]],
        mentors: Sequence[tuple[str, int, int]],
        refused: Mapping[str, Set[str]],
        *,
        proven: bool = True,
    ) -> list[Pair]:
        """The best pairs of mentees (name, kind) and mentors (name, kind, free places).

        `proven`: by the engine, with its certificate; else, where that is exact, the quick way to the same.
        Raises `NotProven` should the two ever differ in what is best.
        """
        rows = np.array([kind for _, kind in mentees], dtype=np.int64)
        cols = np.array([kind for _, kind, _ in mentors], dtype=np.int64)
        free = np.array([free for _, _, free in mentors], dtype=np.int64)
        open_to = self.allowed[rows[:, None], cols[None, :]]
        _close(open_to, mentees, mentors, refused)
        if not open_to.any():
            return []
        score = self.score[rows[:, None], cols[None, :]]
        worth = quick.weights(score, int(free.sum())) if self.objective.tiers == quick.TIERS else None
        found = None
        if worth is not None:
            of_mentees = self._prints("mentee", [name for name, _ in mentees])
            of_mentors = self._prints("mentor", [name for name, _, _ in mentors])
            ties = mixed(of_mentees[:, None], of_mentors[None, :])
            found = quick.assigned(score, open_to, free, ties, worth)
        if found is None or proven:
            found = self._by_engine(mentees, mentors, open_to, score, free, found)
        return [(mentees[row][0], mentors[col][0]) for row, col in found]

    def _prints(self, side: str, names: list[str]) -> NDArray[np.uint64]:
        try:
            return np.array([self.prints[name] for name in names], dtype=np.uint64)
        except KeyError:
            for name in names:
                if name not in self.prints:
                    self.prints[name] = int(fingerprints(self.objective.seed, side, (name,))[0])
            return self._prints(side, names)

    def _by_engine(
        self,
        mentees: Sequence[tuple[str, int]],
        mentors: Sequence[tuple[str, int, int]],
        open_to: NDArray[np.bool_],
        score: Ints,
        free: Ints,
        quickly: list[tuple[int, int]] | None,
    ) -> list[tuple[int, int]]:
        row, col = np.nonzero(open_to)
        problem = Problem(
            mentees=tuple(name for name, _ in mentees),
            mentors=tuple(name for name, _, _ in mentors),
            pair_mentee=row.astype(np.int32),
            pair_mentor=col.astype(np.int32),
            score=score[row, col],
            mentee_most=np.ones(len(mentees), dtype=np.int64),
            mentor_most=free,
            mentee_least=np.zeros(len(mentees), dtype=np.int64),
            mentor_least=np.zeros(len(mentors), dtype=np.int64),
            scale=self.scale,
        )
        solved = solve(problem, self.objective)
        if quickly is not None:
            reached = (len(quickly), sum(int(score[pair]) for pair in quickly))
            if reached != (len(solved.pairs), solved.total_score):
                raise NotProven(findings=(f"quick: {reached} reached",))
        chosen = list(solved.pairs)
        return list(zip(row[chosen].tolist(), col[chosen].tolist(), strict=True))


def _close(
    open_to: NDArray[np.bool_],
    mentees: Sequence[tuple[str, int]],
    mentors: Sequence[tuple[str, int, int]],
    refused: Mapping[str, Set[str]],
) -> None:
    """Shut the pairs that have been refused."""
    if not refused:
        return
    col_of = {name: col for col, (name, _, _) in enumerate(mentors)}
    for row, (name, _) in enumerate(mentees):
        for mentor in refused.get(name, ()):
            if mentor in col_of:
                open_to[row, col_of[mentor]] = False
