"""Make machine code before anybody waits for it: `python -m fairlead.engine.prepare`.

It takes a minute or two, once for each version; where it has been done it ends at once.
"""

from __future__ import annotations

import sys

import numpy as np

from fairlead.engine.machine_code import SOONER_WITHOUT, kept_in
from fairlead.engine.model import Method, Problem
from fairlead.engine.solvers import solve

FINEST = {"crowd": 50, "thin": 50, "fine": 10**6}


def example(kind: str) -> Problem:
    """A problem so large that compiled code is used: everybody may have everybody, or ("thin") few."""
    degree = 100 if kind == "thin" else 600
    size = 1 + SOONER_WITHOUT // degree if kind == "thin" else degree
    rows = np.repeat(np.arange(size, dtype=np.int32), degree)
    columns = (rows + np.tile(np.arange(degree, dtype=np.int32), size)) % size
    return Problem(
        mentees=tuple(map(str, range(size))),
        mentors=tuple(map(str, range(size))),
        pair_mentee=rows,
        pair_mentor=columns.astype(np.int32),
        score=np.random.default_rng(1).integers(0, FINEST[kind], len(rows)),
        mentee_most=np.ones(size, dtype=np.int64),
        mentor_most=np.ones(size, dtype=np.int64),
        mentee_least=np.zeros(size, dtype=np.int64),
        mentor_least=np.zeros(size, dtype=np.int64),
    )


def prepare() -> dict[str, Method]:
    """Solve an example of each kind; by which method each was solved."""
    return {kind: solve(example(kind)).method for kind in FINEST}


if __name__ == "__main__":
    for kind, method in prepare().items():
        sys.stdout.write(f"{kind}: {method}\n")
    sys.stdout.write(f"kept in {kept_in()}\n")
