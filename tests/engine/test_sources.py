from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead.engine.given import Found
from fairlead.engine.policy import Policy
from fairlead.engine.refusals import Cancelled
from fairlead.engine.sources.blocks import BlockSource
from fairlead.engine.sources.listed import ListedSource
from fairlead.engine.sources.ties import chosen, starts
from fairlead.engine.values import People
from fairlead.engine.watching import Watch
from tests.engine.peopled import every_pair, naive, policies, sides


def told(found: Found) -> list[tuple[int, int, int]]:
    return list(zip(*(part.tolist() for part in found), strict=True))


def listed_of(source: BlockSource, people: People) -> ListedSource:
    rows, cols = every_pair(people)
    fine = source.allowed(rows, cols)
    size = len(people.mentees), len(people.mentors)
    return ListedSource(size, rows[fine], cols[fine], source.scores(rows, cols)[fine])


@given(sides(6), policies(), st.integers(0, 6), st.sampled_from((1, 5, 1000)), st.data())
@settings(max_examples=60, deadline=None)
def test_blocks_of_any_size_and_listed_pairs_answer_alike(
    people: People, policy: Policy, k: int, cells: int, data: st.DataObject
) -> None:
    source, small = naive(people, policy), naive(people, policy, cells=cells)
    listed = listed_of(source, people)
    need = np.array([data.draw(st.integers(-20, 60)) for _ in people.mentees], dtype=np.int64)
    price = np.array([data.draw(st.integers(0, 20)) for _ in people.mentors], dtype=np.int64)
    for side in ("mentee", "mentor"):
        assert told(source.best(side, k)) == told(small.best(side, k)) == told(listed.best(side, k))
    above = told(source.above(need, price, max(1, k)))
    assert above == told(small.above(need, price, max(1, k))) == told(listed.above(need, price, max(1, k)))
    rows, cols = every_pair(people)
    allowed = source.allowed(rows, cols)
    assert listed.allowed(rows, cols).tolist() == allowed.tolist()
    assert listed.scores(rows, cols).tolist() == np.where(allowed, source.scores(rows, cols), 0).tolist()
    assert source.most_score >= listed.most_score or not allowed.any()


def test_equals_at_the_end_are_taken_in_order_from_where_one_begins() -> None:
    score, order = np.array([5, 3, 3, 3, 1]), np.array([0, 4, 3, 2, 1])
    assert chosen(score, order, 0, 3).tolist() == [0, 3, 2]
    assert chosen(score, order, 1, 3).tolist() == [0, 2, 1]
    assert chosen(score, order, 2, 3).tolist() == [0, 3, 1]
    assert chosen(score, order, 2, 9).tolist() == [0, 3, 2, 1, 4]
    assert chosen(score, order, 2, 0).tolist() == []


def test_beginnings_are_spread() -> None:
    assert np.bincount(starts(np.arange(1000)) % 10, minlength=10).min() > 80


def test_the_highest_score_of_nobody_is_none() -> None:
    nothing: Any = np.zeros(0, dtype=np.int64)
    assert ListedSource((0, 0), nothing, nothing, nothing).most_score == 0
    assert BlockSource((0, 0), (), ()).most_score == 0


def test_work_called_off_stops_before_the_next_block() -> None:
    steps: list[float] = []
    watch = Watch(lambda _, done: steps.append(done), lambda: len(steps) > 2)
    people = np.zeros(100, dtype=np.int64)
    source = BlockSource((100, 1), (), (lambda rows, cols: people[rows][:, None] + cols[None, :],), cells=10)
    with pytest.raises(Cancelled):
        source.best("mentee", 1, watch)
    assert len(steps) == 3
    with pytest.raises(Cancelled):
        ListedSource((1, 1), [0], [0], [1]).best("mentee", 1, Watch(is_cancelled=lambda: True))
