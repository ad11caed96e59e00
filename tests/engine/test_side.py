"""Quotas of pairs of institutions, crossing quotas and people kept together."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead.engine import check
from fairlead.engine.model import Objective, Problem, Status
from fairlead.engine.solvers import side, solve
from tests.engine.side_oracle import best, every_set, missing, objectives, sided, values

SOME = settings(max_examples=60, deadline=None, derandomize=True)


@given(sided(), objectives)
@SOME
def test_the_result_is_that_of_trying_every_set_of_pairs_and_of_the_network(
    problem: Problem, objective: Objective
) -> None:
    solution = side.solve(problem, objective)
    expected = best(problem, objective)
    assert check.violations(problem, solution) == []
    assert solution.status is (Status.INFEASIBLE if expected is None else Status.OPTIMAL)
    assert solve(problem, objective).tiers == solution.tiers
    if expected is not None:
        made = np.zeros((1, len(problem.score)), dtype=np.int64)
        made[0, list(solution.pairs)] = 1
        assert missing(problem, made).tolist() == [0]
        assert values(problem, objective, made) == [expected]


@given(sided())
@SOME
def test_what_stands_in_the_way_is_the_smallest_change_that_helps(problem: Problem) -> None:
    solution = side.solve(problem)
    change = sum(abs(one.given - one.needed) for one in solution.reasons)
    needed = missing(problem, every_set(problem))
    assert change == min(one for one in needed.tolist() if one >= 0)


@given(sided(), objectives, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_the_order_of_the_rows_makes_no_difference(problem: Problem, objective: Objective, random) -> None:  # type: ignore[no-untyped-def]
    solution = side.solve(problem, objective)
    mentees = random.sample(range(len(problem.mentees)), len(problem.mentees))
    mentors = random.sample(range(len(problem.mentors)), len(problem.mentors))
    pairs = random.sample(range(len(problem.score)), len(problem.score))
    other = _shuffled(problem, mentees, mentors, pairs)
    again = side.solve(other, objective)
    assert {tuple(problem.named(one).values()) for one in solution.pairs} == {
        tuple(other.named(one).values()) for one in again.pairs
    }
    assert (solution.status, solution.tiers, solution.reasons) == (again.status, again.tiers, again.reasons)


def _shuffled(problem: Problem, mentees: list[int], mentors: list[int], pairs: list[int]) -> Problem:
    new_mentee = {old: new for new, old in enumerate(mentees)}
    new_mentor = {old: new for new, old in enumerate(mentors)}

    def moved(some: tuple[int, ...] | None, places: dict[int, int]) -> tuple[int, ...] | None:
        return None if some is None else tuple(places[one] for one in some)

    def ends(some: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
        return tuple((new_mentee[i], new_mentor[j]) for i, j in map(problem.ends, some))

    return replace(
        problem,
        mentees=tuple(problem.mentees[one] for one in mentees),
        mentors=tuple(problem.mentors[one] for one in mentors),
        pair_mentee=np.array([new_mentee[i] for i in problem.pair_mentee[pairs].tolist()], dtype=np.int32),
        pair_mentor=np.array([new_mentor[j] for j in problem.pair_mentor[pairs].tolist()], dtype=np.int32),
        score=problem.score[pairs],
        mentee_most=problem.mentee_most[mentees],
        mentee_least=problem.mentee_least[mentees],
        mentor_most=problem.mentor_most[mentors],
        mentor_least=problem.mentor_least[mentors],
        mentee_class=problem.mentee_class[mentees],
        locked=ends(problem.locked_pairs),
        base=ends(problem.base_pairs),
        quotas=tuple(
            replace(one, mentees=moved(one.mentees, new_mentee), mentors=moved(one.mentors, new_mentor))
            for one in problem.quotas[::-1]
        ),
        together=tuple(tuple(new_mentee[one] for one in some) for some in problem.together[::-1]),
    )


def test_nothing_is_wrong_with_a_sound_result() -> None:
    problem = Problem.of(["a", "b"], ["A"], [(0, 0, 3), (1, 0, 5)], together=[(0, 1)], mentor_most=2)
    solution = side.solve(problem)
    assert check.violations(problem, solution) == []
    assert solution.pairs == (0, 1)
