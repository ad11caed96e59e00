"""A proof by cases: what it says, as data. Made by `solvers/side`, verified by `check_side`.

A goal is one number of the objective (a tier, or one class or level of it). That no pairing which is as
good in the goals before it exceeds a goal's bound is proven by splitting into two cases until prices
decide each of them: branch and bound (Land and Doig 1960) with Lagrangian prices (Geoffrion 1974).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Leaf:
    """Whole-number prices that decide one case.

    `weights`: one for each goal before this one, none below 0, then that of the goal itself; if the last is
    0, the prices prove that nothing is possible in this case. `mentee_price` (n,), `mentor_price` (m,) and
    `quota_price` (q,) are added to the worth of each pair of that person or quota, and taken off again for
    each unit of the person's or quota's count.
    """

    weights: tuple[int, ...]
    mentee_price: NDArray[Any]
    mentor_price: NDArray[Any]
    quota_price: NDArray[Any]


@dataclass(frozen=True, eq=False)
class Split:
    """Two cases that leave nothing out: the count of the subject is at most `at`, or more.

    `subject` is "pair" (its count is 1 if made), "mentee", "mentor" or "quota"; `index` its position.
    """

    subject: str
    index: int
    at: int
    low: Tree
    high: Tree


@dataclass(frozen=True, eq=False)
class Narrowing:
    """Prices by which all pairings of this case with a goal above `at_most` agree in many pairs; the rest."""

    leaf: Leaf
    at_most: int
    rest: Tree


Tree: TypeAlias = Leaf | Split | Narrowing


@dataclass(frozen=True, eq=False)
class Goal:
    """One number of the objective: reached, and proven to be at most `bound` among equals before it.

    `level` is the priority class for "priority", the score for "leximin" and "worst", else 0. For "worst"
    the tree proves that some pair scores `bound` or less; without a tree the bound is the highest score.
    """

    tier: str
    level: int
    value: int
    bound: int
    tree: Tree | None


@dataclass(frozen=True, eq=False)
class TreeCertificate:
    """The goals in order, each with its proof; or `impossible`: that no pairing keeps all limits."""

    goals: tuple[Goal, ...]
    impossible: Tree | None = None
