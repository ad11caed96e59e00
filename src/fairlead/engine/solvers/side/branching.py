"""Branch and bound of our own, whose leaves are whole-number prices: what it closes is proven.

Prices come from linear relaxations (floating point), are rounded over a common denominator and then give
an exact bound, whatever they are. Cases with the highest bound are split first, at a count that the
relaxation leaves fractional. The number of cases is limited, not the time: the same input, the same proof.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from fairlead.engine.case_bounds import BadProof, Case, Terms, leaf_bound, narrowed
from fairlead.engine.proof_tree import Leaf, Narrowing, Split, Tree
from fairlead.engine.solvers.side.highs import Floats, Question, Relaxed, relaxed
from fairlead.engine.solvers.side.programme import ENOUGH, KINDS, Programme
from fairlead.engine.watching import Watch

DENOMINATORS = (1, 12, 5040, 1 << 20, 1 << 34)
WORK = 2_000_000
FEWEST_CASES, MOST_CASES, DEEPEST = 6, 3000, 400

Known = Sequence[tuple[Terms, int]]


@dataclass(frozen=True, eq=False)
class Asked:
    """What is to be bounded: the goal, among pairings that reach the goals known before it."""

    programme: Programme
    known: Known
    goal: Terms
    watch: Watch

    def question(self, case: Case) -> Question:
        """The linear programme of a case."""
        programme = self.programme
        low, high = programme.limits(case)
        rows = [programme.rewards(terms) for terms, _ in self.known]
        return Question(
            rewards=programme.rewards(self.goal),
            low=low,
            high=high,
            equations=programme.equations,
            right=np.zeros(programme.equations.shape[0]),
            rows=np.array(rows).reshape(len(rows), len(low)),
            least=np.array([float(value) for _, value in self.known]),
        )

    def bound(self, case: Case, leaf: Leaf) -> int | None:
        """The exact bound of a leaf."""
        return leaf_bound(self.programme.frame, case, leaf, self.known, self.goal)

    def leaf(self, prices: Floats, weights: Floats, denominator: int, last: int) -> Leaf:
        """Prices and weights rounded to whole numbers over a denominator."""
        frame = self.programme.frame
        ends = np.cumsum([len(frame.root.low[kind]) for kind in KINDS])[:-1]
        mentee, mentor, quota = np.split(_rounded(prices, denominator), ends)
        rounded = tuple(int(one) for one in _rounded(weights, denominator).tolist())
        return Leaf((*rounded, last), mentee, mentor, quota)

    def plain(self, last: int) -> Leaf:
        """The leaf that prices nothing."""
        frame = self.programme.frame
        rows = sum(len(frame.root.low[kind]) for kind in KINDS)
        return self.leaf(np.zeros(rows), np.zeros(len(self.known)), 1, last)


def _rounded(numbers: Floats, denominator: int) -> NDArray[Any]:
    """Numbers times the denominator as whole numbers, unlimited where 64 bits do not do."""
    if np.abs(numbers).max(initial=0.0) * denominator < 1 << 52:
        return np.rint(numbers * denominator).astype(np.int64)
    return np.array([round(one * denominator) for one in numbers.tolist()], dtype=object)


@dataclass(eq=False)
class Node:
    """A case, its best leaf so far, and the two cases it was split into."""

    case: Case
    leaf: Leaf
    bound: int | None
    x: Floats | None
    depth: int
    narrowed_to: int | None = None
    split: tuple[str, int, int] | None = None
    parts: list[Node] = field(default_factory=list)

    def tree(self) -> Tree:
        """The proof so far."""
        if self.split is None:
            return self.leaf
        rest = Split(*self.split, *(part.tree() for part in self.parts))
        return rest if self.narrowed_to is None else Narrowing(self.leaf, self.narrowed_to, rest)

    def leaves(self) -> list[Node]:
        """The cases that were not split."""
        return [self] if self.split is None else [one for part in self.parts for one in part.leaves()]


@dataclass(frozen=True, eq=False)
class Proof:
    """The tree, the bound that it proves (None: nothing is possible), and better pairs if some came up."""

    tree: Tree
    bound: int | None
    pairs: tuple[int, ...] | None


def looked_at(asked: Asked, case: Case, target: int | None, depth: int) -> Node:
    """Relax a case and round its prices until the bound is at most the target, or as low as it gets.

    Without a target the case is to be shown impossible.
    """
    node = Node(case, asked.plain(1), None, None, depth)
    node.bound = asked.bound(case, node.leaf)
    if node.bound is None or (target is not None and node.bound <= target):
        return node
    found = relaxed(asked.question(case), asked.watch)
    if found is None:
        return _shut(asked, node)
    node.x = found.x
    if target is not None:
        _round_prices(asked, node, found, target)
    return node


def _round_prices(asked: Asked, node: Node, found: Relaxed, target: int) -> None:
    for denominator in DENOMINATORS:
        leaf = asked.leaf(found.prices, found.weights, denominator, denominator)
        bound = asked.bound(node.case, leaf)
        if bound is None or node.bound is None or bound < node.bound:
            node.leaf, node.bound = leaf, bound
        if node.bound is None or node.bound <= target:
            return


def _shut(asked: Asked, node: Node) -> Node:
    """Prices that show a case impossible: those of the least slack that would make it possible (Farkas)."""
    question = _with_slack(asked.question(node.case))
    found = relaxed(question, asked.watch)
    if found is None:
        return node
    for denominator in DENOMINATORS:
        leaf = asked.leaf(found.prices, found.weights, denominator, 0)
        try:
            asked.bound(node.case, leaf)
        except BadProof:
            continue
        node.leaf, node.bound = leaf, None
        return node
    return node


def _with_slack(question: Question) -> Question:
    """The same limits with a way out of every equation and row, as little of it as possible."""
    equations, rows = question.equations.shape[0], len(question.rows)
    size = len(question.rewards)
    ways = 2 * equations + rows
    units = np.array([max(1.0, float(np.abs(row).max(initial=0.0))) for row in question.rows])
    out = np.zeros((rows, ways))
    out[np.arange(rows), 2 * equations + np.arange(rows)] = units
    unit = sparse.eye_array(equations, format="csc")
    none = sparse.csc_array((equations, rows))
    return replace(
        question,
        rewards=np.concatenate([np.zeros(size), -np.ones(ways)]),
        low=np.concatenate([question.low, np.zeros(ways)]),
        high=np.concatenate([question.high, np.full(ways, np.inf)]),
        equations=sparse.hstack([question.equations, unit, -unit, none], format="csc"),
        rows=np.hstack([question.rows.reshape(rows, size), out]),
    )


def prove(asked: Asked, target: int | None, root: Node) -> Proof:
    """Prove that the goal is at most `target` (None: that nothing is possible), as far as the cases reach.

    `root` is the whole problem, looked at. If a relaxation comes out in whole numbers and better than the
    target, its pairs become the target.
    """
    root = replace(root, parts=[])
    search = _Cases(asked, target)
    search.put(root)
    search.split_all()
    bounds = [one.bound for one in root.leaves() if one.bound is not None]
    return Proof(root.tree(), max(bounds, default=None), search.better)


class _Cases:
    """The cases still open, those with the highest bound first."""

    def __init__(self, asked: Asked, target: int | None) -> None:
        self.asked, self.target = asked, target
        self.better: tuple[int, ...] | None = None
        self.waiting: list[tuple[int, int, Node]] = []
        self.seen = 0
        self.limit = MOST_CASES

    def closed(self, node: Node) -> bool:
        """Whether a case needs no more splitting."""
        return node.bound is None or (self.target is not None and node.bound <= self.target)

    def put(self, node: Node) -> None:
        """Keep a case for splitting unless it is closed, and take over pairs that it happens to hold."""
        self.seen += 1
        if node.bound is None or self.closed(node):
            return
        programme = self.asked.programme
        pairs = None if node.x is None else programme.pairs(node.x[: programme.columns])
        if pairs is not None and programme.keeps(pairs, self.asked.known):
            value = self.asked.goal.value(programme.frame.problem, pairs)
            if self.target is None or value > self.target:
                self.better, self.target = pairs, value
        heapq.heappush(self.waiting, (-node.bound, self.seen, node))

    def split_all(self) -> None:
        """Split until all is closed or the limit of cases is reached."""
        programme = self.asked.programme
        while self.waiting and self.seen < self.limit:
            self.asked.watch.progress("branching", self.seen / self.limit)
            node = heapq.heappop(self.waiting)[2]
            choice = None if self.closed(node) or node.depth >= DEEPEST else _fractional(programme, node)
            if choice is None:
                continue
            self._narrow(node)
            if node.depth == 0:
                still_open = int((node.case.low["pair"] < node.case.high["pair"]).sum())
                self.limit = int(np.clip(WORK // (1 + 4 * still_open), FEWEST_CASES, MOST_CASES))
            subject, index, at = node.split = choice
            place = int(programme.frame.column[index]) if subject == "pair" else index
            for part in (node.case.at_most(subject, place, at), node.case.more_than(subject, place, at)):
                node.parts.append(looked_at(self.asked, part, self.target, node.depth + 1))
                self.put(node.parts[-1])

    def _narrow(self, node: Node) -> None:
        """Settle the columns that no pairing better than the target can have otherwise."""
        if self.target is not None:
            asked, node.narrowed_to = self.asked, self.target
            node.case = narrowed(
                asked.programme.frame, node.case, node.leaf, self.target, asked.known, asked.goal
            )


def _fractional(programme: Programme, node: Node) -> tuple[str, int, int] | None:
    """Where to split: a quota's or a person's count that is not whole, else a column, the least decided."""
    if node.x is None:
        return _first_open(programme, node)
    columns = node.x[: programme.columns]
    counted = programme.counts @ columns
    start = len(counted)
    for kind in reversed(KINDS):
        start -= len(programme.frame.root.low[kind])
        some = counted[start : start + _countable(programme, kind)]
        index = _least_decided(some)
        if index is not None:
            return kind, index, int(np.floor(some[index]))
    column = _least_decided(columns)
    if column is None:
        return _first_open(programme, node)
    return "pair", int(np.argmax(programme.frame.column == column)), 0


def _countable(programme: Programme, kind: str) -> int:
    """How many counts of a kind are worth splitting at: what a percentage counts is whole if pairs are."""
    frame = programme.frame
    return len(frame.problem.quotas) if kind == "quota" else len(frame.root.low[kind])


def _least_decided(numbers: Floats) -> int | None:
    apart = np.abs(numbers - np.rint(numbers))
    if apart.max(initial=0.0) <= ENOUGH:
        return None
    return int(np.argmax(np.round(apart, 6)))


def _first_open(programme: Programme, node: Node) -> tuple[str, int, int] | None:
    """A column that the case leaves open."""
    is_open = node.case.low["pair"] < node.case.high["pair"]
    if not is_open.any():
        return None
    return "pair", int(np.argmax(is_open[programme.frame.column])), 0
