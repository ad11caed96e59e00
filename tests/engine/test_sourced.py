"""Problems with a source are solved on short lists and proven over all pairs of the source."""

from dataclasses import replace

import numpy as np
import pytest

from fairlead.engine import check
from fairlead.engine.model import Method, NotSolvable, Objective, Problem, Quota, Status
from fairlead.engine.solvers import solve
from tests.engine.test_certificate import Everybody


@pytest.mark.parametrize(("mentees", "mentors", "places"), [(90, 60, 2), (80, 50, 1), (60, 90, 1)])
def test_the_best_of_all_pairs_is_found_though_few_are_listed(
    mentees: int, mentors: int, places: int
) -> None:
    table = np.random.default_rng(mentees).integers(0, 101, (mentees, mentors)).tolist()
    people = [f"e{i}" for i in range(mentees)], [f"o{j}" for j in range(mentors)]
    every = [(i, j, table[i][j]) for i in range(mentees) for j in range(mentors)]
    expected = solve(Problem.of(*people, every, mentor_most=places))
    problem = Problem.of(*people, every[:3], mentor_most=places, source=Everybody(table))
    found = solve(problem)
    assert (found.status, found.method, found.tiers) == (Status.OPTIMAL, Method.PRICED, expected.tiers)
    assert len(problem.score) < len(found.problem.score) < len(every)
    assert check.violations(found.problem, found) == []
    assert {found.problem.ends(pair)[0] for pair in found.pairs} <= set(range(mentees))


@pytest.mark.parametrize(
    "settings",
    [
        {"quotas": (Quota("all", most=1),)},
        {"together": ((0, 1),)},
        {"locked": ((0, 0),)},
        {"mentee_least": 1},
        {"mentee_most": 2},
    ],
)
def test_what_the_lists_cannot_take_is_refused(settings: dict[str, object]) -> None:
    problem = Problem.of("ab", "AB", [(0, 0, 1)], source=Everybody([[1, 2], [2, 1]]))
    with pytest.raises(NotSolvable) as refused:
        solve(replace(problem, **settings))
    assert refused.value.facts["what"] == "source"


def test_other_tiers_over_a_source_are_refused() -> None:
    problem = Problem.of("ab", "AB", [], source=Everybody([[1, 2], [2, 1]]))
    with pytest.raises(NotSolvable) as refused:
        solve(problem, Objective(order=("mentees", "kept")))
    assert refused.value.facts == {"what": "source", "tiers": ("mentees", "kept")}
