"""The frontier of the worst-off is what trying every floor gives; small groups stay hidden."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead.engine.fairness import GroupFigures, by_group, frontier, profile, with_floor
from fairlead.engine.model import BrokenProblem, Cancelled, NotSolvable, Objective, Problem
from fairlead.engine.solvers import solve
from fairlead.engine.solvers.bruteforce import best_values
from fairlead.engine.sources.blocks import BlockSource
from fairlead.engine.watching import Watch
from tests.engine.problems import full_problems, problems

SOME = settings(max_examples=60, deadline=None, derandomize=True)
ORDER = Objective(order=("mentees", "score"))
PROBLEM = Problem.of(
    ["a", "b", "c"],
    ["A", "B", "C"],
    [(0, 0, 9), (0, 1, 7), (1, 0, 8), (1, 1, 1), (2, 2, 2), (2, 1, 6)],
)


def test_each_step_of_the_frontier_says_what_it_costs() -> None:
    found = frontier(PROBLEM)
    told = [
        (one.floor, one.worst, one.mentees, one.score, one.mentees_less, one.score_less)
        for one in found.points
    ]
    assert told == [(2, 2, 3, 17, 0, 0), (7, 7, 2, 15, 1, 2), (9, 9, 1, 9, 1, 6)]
    assert found.complete


@given(problems())
@SOME
def test_the_frontier_is_what_trying_every_floor_gives(problem: Problem) -> None:
    found = frontier(problem, most_solves=10_000)
    assert found.complete
    free = [one for one in range(len(problem.score)) if one not in problem.locked_pairs]
    for floor in sorted({int(problem.score[one]) for one in free}):
        best = best_values(with_floor(problem, floor), ORDER)
        above = [one for one in found.points if one.worst is None or one.worst >= floor]
        assert best == ((above[0].mentees, above[0].score) if above else None)


ORDERS = (("mentees", "priority", "score"), ("mentees", "score", "kept"), ("mentees", "mentors", "score"))


@given(full_problems, st.sampled_from(ORDERS))
@SOME
def test_with_quotas_classes_and_locks_each_floor_is_at_the_best_of_any_objective(
    problem: Problem, order: tuple[str, ...]
) -> None:
    objective = Objective(order=order)
    found = frontier(problem, objective, most_solves=10_000)
    assert found.complete
    assert found.proven
    free = [one for one in range(len(problem.score)) if one not in problem.locked_pairs]
    for floor in sorted({int(problem.score[one]) for one in free}):
        best = best_values(with_floor(problem, floor), objective)
        above = [one for one in found.points if one.worst is None or one.worst >= floor]
        assert best == (above[0].values if above else None)


@given(full_problems)
@SOME
def test_a_point_that_is_taken_gives_its_figures_again_whatever_settles_the_ties(problem: Problem) -> None:
    kept = Objective(order=("mentees", "score", "kept"), seed=5)
    for one in frontier(problem).points:
        taken = solve(with_floor(problem, one.floor), kept)
        locked = set(taken.problem.locked_pairs)
        free = [int(taken.problem.score[pair]) for pair in taken.pairs if pair not in locked]
        assert (min(free, default=None), taken.tiers[0].value) == (one.worst, one.mentees)
        assert taken.total_score == one.score


def test_whoever_watches_hears_how_far_it_is_and_can_end_it() -> None:
    heard: list[tuple[str, float]] = []
    size = range(12)
    names = [str(number) for number in size]
    problem = Problem.of(names, names, [(i, j, (7 * i + 11 * j) % 97) for i in size for j in size])
    frontier(problem, watch=Watch(lambda step, done: heard.append((step, done)), lambda: False))
    assert [step for step, _done in heard] == ["frontier"] * len(heard) != []
    assert [done for _step, done in heard] == sorted(done for _step, done in heard)
    with pytest.raises(Cancelled):
        frontier(problem, watch=Watch(lambda step, done: None, lambda: True))


@given(problems())
@SOME
def test_every_point_of_the_frontier_is_there_and_none_is_as_good_as_another(problem: Problem) -> None:
    points = frontier(problem).points
    for one in points:
        again = solve(with_floor(problem, one.floor), ORDER)
        assert tuple(tier.value for tier in again.tiers) == (one.mentees, one.score)
        assert sum(int(problem.score[pair]) for pair in one.pairs) == one.score
        assert len({int(problem.pair_mentee[pair]) for pair in one.pairs}) == one.mentees
        free = [int(problem.score[pair]) for pair in one.pairs if pair not in problem.locked_pairs]
        assert min(free, default=None) == one.worst
    for before, after in pairwise(points):
        assert after.worst is None or (before.worst is not None and before.worst < after.worst)
        assert after.mentees < before.mentees or after.score < before.score
        assert (after.mentees_less, after.score_less) == (
            before.mentees - after.mentees,
            before.score - after.score,
        )


def test_bounded_work_leaves_points_out_but_tells_only_the_best_above_a_floor() -> None:
    size = 40
    names = [str(number) for number in range(size)]
    problem = Problem.of(
        names, names, [(i, j, (7 * i + 11 * j) % 97) for i in range(size) for j in range(size)]
    )
    all_points, some = frontier(problem, most_solves=1000), frontier(problem, most_solves=6)
    assert (all_points.complete, some.complete, some.solves) == (True, False, 6)
    for point in some.points:
        best = next(one for one in all_points.points if one.worst >= point.worst)
        assert (best.mentees, best.score) == (point.mentees, point.score)


def test_locked_pairs_stay_below_any_floor_and_limits_that_cannot_be_kept_end_the_frontier() -> None:
    (one, two) = frontier(replace(PROBLEM, locked=((2, 2),))).points[:2]
    assert (one.worst, one.mentees, two.worst) == (7, 3, 9)
    demanding = replace(PROBLEM, mentee_least=[0, 1, 0], mentor_least=[0, 1, 0])
    assert [point.worst for point in frontier(demanding).points] == [2, 7]
    impossible = replace(PROBLEM, mentee_least=2)
    assert frontier(impossible).points == ()
    assert frontier(Problem.of([], [], [])).points[0].worst is None


def test_the_frontier_of_pairs_that_are_not_listed_is_refused() -> None:
    with pytest.raises(NotSolvable):
        frontier(replace(PROBLEM, source=BlockSource((3, 3), [], [])))


def test_the_profile_counts_the_pairs_at_each_score() -> None:
    assert profile(PROBLEM, (0, 1, 4)) == ((2, 1), (7, 1), (9, 1))
    assert profile(PROBLEM, ()) == ()


GROUPED = Problem.of(
    [f"e{number}" for number in range(20)],
    ["o"],
    [(number, 0, number) for number in range(18)],
    mentor_most=20,
)


def test_a_group_has_the_figures_of_its_people() -> None:
    groups = {"early": range(10), "late": range(10, 20)}
    assert by_group(GROUPED, (0, 1, 12), "mentee", groups) == (
        GroupFigures("early", False, 10, 2, 10, 2, 1),
        GroupFigures("late", False, 10, 1, 8, 1, 12),
    )
    (mentors,) = by_group(GROUPED, (0, 1, 12), "mentor", {"all": [0]}, smallest=1)
    assert (mentors.people, mentors.with_partner, mentors.pairs) == (1, 1, 3)


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        ((4, 16), (True, True)),
        ((4, 6, 10), (True, True, False)),
        ((4, 3, 13), (True, True, True)),
        ((2, 3, 15), (True, True, False)),
        ((1, 1, 1, 1, 1, 15), (True,) * 6),
        ((4, 10), (True, False)),
        ((5, 15), (False, False)),
        ((6, 11), (True, False)),
        ((0, 20), (True, False)),
        ((20,), (False,)),
    ],
)
def test_small_groups_are_hidden_and_cannot_be_got_by_subtraction(
    sizes: tuple[int, ...], hidden: tuple[bool, ...]
) -> None:
    ends = [sum(sizes[: place + 1]) for place in range(len(sizes))]
    groups = {
        str(place): range(end - size, end) for place, (size, end) in enumerate(zip(sizes, ends, strict=True))
    }
    assert tuple(one.hidden for one in by_group(GROUPED, (0,), "mentee", groups)) == hidden


@given(st.lists(st.integers(0, 9), max_size=6), st.integers(0, 12))
@SOME
def test_what_is_hidden_is_nobody_or_at_least_five(sizes: list[int], rest: int) -> None:
    people = sum(sizes) + rest
    problem = Problem.of([str(number) for number in range(people)], [], [])
    starts = [sum(sizes[:place]) for place in range(len(sizes))]
    groups = {
        str(start) + "/" + str(place): range(start, start + sizes[place])
        for place, start in enumerate(starts)
    }
    found = by_group(problem, (), "mentee", groups)
    assert all(one.hidden or one.people >= 5 for one in found)
    unseen = people - sum(one.people for one in found)
    assert unseen == 0 or unseen >= 5 or all(one.hidden for one in found)


def test_somebody_in_two_groups_or_nowhere_is_refused() -> None:
    for groups in ({"a": [0, 1], "b": [1]}, {"a": [20]}, {"a": [-1]}):
        with pytest.raises(BrokenProblem):
            by_group(GROUPED, (), "mentee", groups)
