"""The same problems given to two other solvers (scipy's assignment and its mixed-integer programming)."""

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp

from fairlead.engine.model import Problem, Status
from fairlead.engine.solvers import solve


@pytest.mark.parametrize(("mentees", "mentors"), [(200, 200), (150, 220), (220, 150)])
def test_one_to_one_totals_agree_with_the_assignment_of_scipy(mentees: int, mentors: int) -> None:
    scores = np.random.default_rng(mentees).integers(-50, 101, (mentees, mentors))
    rows, cols = np.divmod(np.arange(mentees * mentors), mentors)
    problem = Problem(
        mentees=tuple(f"e{i}" for i in range(mentees)),
        mentors=tuple(f"o{j}" for j in range(mentors)),
        pair_mentee=rows.astype(np.int32),
        pair_mentor=cols.astype(np.int32),
        score=scores.ravel(),
        mentee_most=1,
        mentor_most=1,
        mentee_least=0,
        mentor_least=0,
    )
    best = scores[linear_sum_assignment(scores, maximize=True)].sum()
    assert [tier.value for tier in solve(problem).tiers] == [min(mentees, mentors), best]


@pytest.mark.parametrize("seed", range(6))
def test_totals_under_minimums_agree_with_mixed_integer_programming(seed: int) -> None:
    draw = np.random.default_rng(seed)
    mentees, mentors = 30, 18
    allowed = np.flatnonzero(draw.random(mentees * mentors) < 0.4)
    rows, cols = np.divmod(allowed, mentors)
    scores = draw.integers(0, 101, len(allowed))
    least, most = draw.integers(0, 3, mentors), draw.integers(3, 5, mentors)
    problem = Problem(
        mentees=tuple(f"e{i}" for i in range(mentees)),
        mentors=tuple(f"o{j}" for j in range(mentors)),
        pair_mentee=rows.astype(np.int32),
        pair_mentor=cols.astype(np.int32),
        score=scores,
        mentee_most=2,
        mentor_most=most,
        mentee_least=1,
        mentor_least=least,
    )
    of_mentee = np.equal.outer(np.arange(mentees), rows).astype(float)
    of_mentor = np.equal.outer(np.arange(mentors), cols).astype(float)
    other = milp(
        -scores.astype(float),
        constraints=[LinearConstraint(of_mentee, 1, 2), LinearConstraint(of_mentor, least, most)],
        integrality=np.ones(len(scores)),
        bounds=Bounds(0, 1),
    )
    solution = solve(problem)
    assert (solution.status is Status.OPTIMAL) == other.success
    if other.success:
        assert solution.total_score == round(-other.fun)
