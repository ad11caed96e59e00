"""Lists of pairs become one list, each pair once."""

import numpy as np
import pytest

from fairlead.engine.given import Found
from fairlead.engine.model import Cancelled
from fairlead.engine.solvers.merging import in_rows, merged, once
from fairlead.engine.watching import Watch


def lists(seed: int, size: int, width: int) -> list[Found]:
    draw = np.random.default_rng(seed)
    return [
        (
            draw.integers(0, size, many).astype(np.int32),
            draw.integers(0, width, many).astype(np.int32),
            draw.integers(-9, 9, many),
        )
        for many in draw.integers(0, 40, 3).tolist()
    ]


@pytest.mark.parametrize("seed", range(20))
def test_each_pair_is_listed_once_with_the_score_it_first_had(seed: int) -> None:
    found = lists(seed, 7, 5)
    expected: dict[tuple[int, int], int] = {}
    for rows, columns, scores in found:
        for row, column, score in zip(rows.tolist(), columns.tolist(), scores.tolist(), strict=True):
            expected.setdefault((row, column), score)
    indptr, columns, scores = merged(7, found)
    rows = np.repeat(np.arange(7), np.diff(indptr))
    told = list(zip(zip(rows.tolist(), columns.tolist(), strict=True), scores.tolist(), strict=True))
    assert told == sorted(expected.items())
    assert (columns.dtype, scores.dtype) == (np.int32, np.int64)


def test_nobody_has_no_pairs() -> None:
    nothing = np.zeros(0, dtype=np.int32)
    indptr, columns, _ = merged(3, [(nothing, nothing, nothing.astype(np.int64))])
    assert (indptr.tolist(), columns.tolist()) == ([0, 0, 0, 0], [])


def test_merging_stops_when_it_is_called_off() -> None:
    called_off = np.ones(1, dtype=np.int8)
    rows, columns = np.array([1, 1], dtype=np.int32), np.array([2, 0], dtype=np.int32)
    indptr, keys = np.zeros(3, dtype=np.int64), np.zeros(2, dtype=np.int64)
    in_rows(rows, columns, indptr, keys, called_off)
    assert (keys >> 31).tolist() == [2, 0]
    once(indptr, keys, called_off)
    assert indptr.tolist() == [0, 0, 2]
    with pytest.raises(Cancelled):
        merged(2, [(rows, columns, np.zeros(2, dtype=np.int64))], Watch(is_cancelled=lambda: True))
