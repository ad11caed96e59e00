"""The instances of the measurements: the same every time, and what their description says."""

from pathlib import Path

import numpy as np
import pytest

from bench import instances
from bench.people import POLICY, coded, people_of
from fairlead.engine.compile import compile_problem
from fairlead.engine.policy import Policy
from fairlead.engine.sources.bits import source_of


def test_the_same_seed_gives_the_same_people_and_lists() -> None:
    first, second = (instances.lists(instances.realistic(60, 1.0)) for _ in range(2))
    assert first.indptr.tolist() == second.indptr.tolist()
    assert first.mentor.tolist() == second.mentor.tolist()
    assert first.score.tolist() == second.score.tolist()


def test_another_seed_gives_other_people() -> None:
    first, second = (instances.dense(instances.realistic(60, 1.0, seed)) for seed in (1, 2))
    assert first.tolist() != second.tolist()


def test_people_keep_to_their_description() -> None:
    pool = instances.realistic(400, 1.0)
    goals = (pool.mentees.areas >= 0).sum(axis=1)
    assert (goals.min(), goals.max()) == (3, 5)
    skills = pool.mentors.areas.sum(axis=1)
    assert (skills.min(), skills.max()) == (4, 8)
    spoken = pool.mentees.languages.sum(axis=1)
    assert (spoken.min(), spoken.max()) == (1, 3)
    assert (pool.places.min(), pool.places.max()) == (1, 3)
    assert instances.dense(pool, rules=False).max() <= instances.TOP_SCORE


@pytest.mark.parametrize("share", instances.PLACES.values())
def test_places_are_about_the_share_asked_for(share: float) -> None:
    total = instances.realistic(1000, share).places.sum()
    assert abs(total - 1000 * share) <= 3


def test_scores_and_rules_are_those_of_the_policy() -> None:
    pool = instances.realistic(40, 1.0)
    problem = compile_problem(*people_of(pool), Policy.from_mapping(POLICY)).problem
    scores = np.full((40, len(pool.places)), -1)
    scores[problem.pair_mentee, problem.pair_mentor] = problem.score
    assert instances.dense(pool).tolist() == scores.tolist()
    assert problem.mentor_most.tolist() == pool.places.tolist()


def test_people_in_codes_are_the_same_people() -> None:
    pool = instances.realistic(40, 1.0)
    source = source_of(coded(pool), Policy.from_mapping(POLICY))
    rows, cols = (one.ravel() for one in np.indices((40, len(pool.places))))
    scores = np.where(source.allowed(rows, cols), source.scores(rows, cols), -1)
    assert scores.reshape(40, -1).tolist() == instances.dense(pool).tolist()


def test_recall_counts_the_best_allowed_that_were_found() -> None:
    pool = instances.realistic(2, 10.0)
    best = [np.argsort(-row)[:4] for row in instances.dense(pool)]
    assert instances.recall(pool, best, 4) == 1
    assert instances.recall(pool, [best[0], best[1][:2]], 4) == 0.75
    assert instances.recall(pool, [best[0], np.full(4, best[1][0])], 4) == 0.625


def test_lists_hold_the_best_allowed_mentors() -> None:
    pool = instances.realistic(50, 2.0)
    scores, some = instances.dense(pool), instances.lists(pool, length=5)
    for row in range(50):
        best = sorted(scores[row][scores[row] >= 0].tolist(), reverse=True)[:5]
        own = slice(some.indptr[row], some.indptr[row + 1])
        assert sorted(some.score[own].tolist(), reverse=True) == best
        assert scores[row, some.mentor[own]].tolist() == some.score[own].tolist()


def test_machol_wien_costs_are_products() -> None:
    assert (9 - instances.machol_wien(3)).tolist() == [[1, 2, 3], [2, 4, 6], [3, 6, 9]]


def test_square_scores_are_the_same_every_time() -> None:
    for make in (instances.uniform, instances.low_rank):
        assert make(12).tolist() == make(12).tolist()
        assert make(12).min() >= 0


def test_people_are_read_as_they_were_written(tmp_path: Path) -> None:
    pool = instances.realistic(30, 0.66)
    instances.save_pool(tmp_path, pool)
    again = instances.load_pool(tmp_path)
    assert instances.dense(again).tolist() == instances.dense(pool).tolist()
    assert again.places.tolist() == pool.places.tolist()
