"""The fast exact solver: as many mentees matched as possible, then the greatest total score.

A maximum matching first; then the problem falls into two parts that no maximum matching connects (Dulmage &
Mendelsohn 1958). Where places are short every mentor fills all places, so the mentors choose; elsewhere every
mentee is matched, so the mentees choose. Each part is a one-sided problem with ample choice, solved by
shortest paths with whole-number prices; the parts' prices together prove the whole.
"""

from __future__ import annotations

import numpy as np

from fairlead.engine.solvers.levels.shapes import WIDEST, Assigned, Sparse
from fairlead.engine.solvers.levels.whole import best

__all__ = ["Assigned", "Sparse", "best", "suits"]


def suits(sparse: Sparse) -> bool:
    """Whether scores and sizes fit this solver: the spread of scores below 2^31, sums below 2^59."""
    if sparse.score.size == 0:
        return True
    least, most = int(sparse.score.min()), int(sparse.score.max())
    people = len(sparse.indptr) + len(sparse.places)
    widest = max(abs(least), abs(most), most - least)
    return most - least < WIDEST and widest * people < 1 << 59 and bool(np.all(sparse.places >= 0))
