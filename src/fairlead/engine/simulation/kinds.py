"""What two people of given kinds are worth to each other: compiled once by the policy, as in a real run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.compile import compile_problem
from fairlead.engine.model import Ints, Objective, Problem
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
        mentees: list[tuple[str, int]],
        mentors: list[tuple[str, int, int]],
        refused: set[Pair],
    ) -> list[Pair]:
        """The engine's best pairs of mentees (name, kind) and mentors (name, kind, free places)."""
        rows = np.array([kind for _, kind in mentees], dtype=np.int64)
        cols = np.array([kind for _, kind, _ in mentors], dtype=np.int64)
        open_to = self.allowed[rows[:, None], cols[None, :]]
        if refused:
            row_of = {name: row for row, (name, _) in enumerate(mentees)}
            col_of = {name: col for col, (name, _, _) in enumerate(mentors)}
            for mentee, mentor in refused:
                if mentee in row_of and mentor in col_of:
                    open_to[row_of[mentee], col_of[mentor]] = False
        row, col = np.nonzero(open_to)
        if not row.size:
            return []
        problem = Problem(
            mentees=tuple(name for name, _ in mentees),
            mentors=tuple(name for name, _, _ in mentors),
            pair_mentee=row.astype(np.int32),
            pair_mentor=col.astype(np.int32),
            score=self.score[rows[row], cols[col]],
            mentee_most=np.ones(len(mentees), dtype=np.int64),
            mentor_most=np.array([free for _, _, free in mentors], dtype=np.int64),
            mentee_least=np.zeros(len(mentees), dtype=np.int64),
            mentor_least=np.zeros(len(mentors), dtype=np.int64),
            scale=self.scale,
        )
        named = [problem.named(pair) for pair in solve(problem, self.objective).pairs]
        return [(one["mentee"], one["mentor"]) for one in named]
