"""The checker's compiled look at every pair finds what a plain look finds."""

from __future__ import annotations

import numpy as np
import pytest

from fairlead.engine import pricing_pass


@pytest.mark.parametrize("pairs", [0, 1, 2, 501])
def test_every_pair_worth_nothing_or_more_is_found_and_no_other(pairs: int) -> None:
    rng = np.random.default_rng(pairs)
    ends = rng.integers(0, 20, pairs).astype(np.int32), rng.integers(0, 30, pairs).astype(np.int32)
    score = rng.integers(0, 101, pairs)
    prices = rng.integers(-60, 1, 20), rng.integers(-60, 1, 30)
    value = prices[0][ends[0]] + prices[1][ends[1]] + score - 3
    found = pricing_pass.by_threads(ends, score, prices, (1, -3))
    assert found.tolist() == np.flatnonzero(value >= 0).tolist()
