"""Goal after goal: find the best pairs, prove how good they are, keep what was reached, go on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from fairlead.engine import case_bounds
from fairlead.engine.case_bounds import Case, Terms, narrowed, priced
from fairlead.engine.model import NotProven, Objective, Problem
from fairlead.engine.proof_tree import Goal, Tree
from fairlead.engine.solvers.side.branching import Asked, Node, Proof, looked_at, prove
from fairlead.engine.solvers.side.highs import whole
from fairlead.engine.solvers.side.programme import ENOUGH, Programme
from fairlead.engine.watching import Watch

NEAR, LEAST_NEAR = 2, 1500


class NothingPossible(Exception):
    """No pairing keeps all limits; `tree` proves it."""

    def __init__(self, tree: Tree) -> None:
        super().__init__()
        self.tree = tree


@dataclass(eq=False)
class Search:
    """The best pairs so far, the goals known so far with what they reached, and their proofs."""

    programme: Programme
    watch: Watch
    pairs: tuple[int, ...] = ()
    known: list[tuple[Terms, int]] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)

    @property
    def problem(self) -> Problem:
        """The problem searched."""
        return self.programme.frame.problem

    def run(self, objective: Objective) -> None:
        """All goals of the objective. Raises `NothingPossible` and `NotProven`."""
        self.begin()
        every = case_bounds.goals(self.problem, objective)
        while len(self.goals) < len(every):
            tier, level = every[len(self.goals)]
            self.watch.progress(f"tier_{tier}", len(self.goals) / len(every))
            self._settle(tier, level)
            if len(self.goals) == len(every):
                self.tidy()
            self._back_to_better()

    def _settle(self, tier: str, level: int) -> None:
        """Reach as much of a goal as can be, and note what it reached and the proof."""
        if tier == "worst":
            return self._worst()
        terms = case_bounds.terms(self.problem, tier, level)
        value, proof = self.best(terms)
        bound = value if proof.bound is None else max(value, proof.bound)
        self.known.append((terms, value))
        self.goals.append(Goal(tier, level, value, bound, proof.tree))
        return None

    def _back_to_better(self) -> None:
        """Where a gap was left and pairs found since reach more of that goal, settle it and the next anew."""
        for place, (goal, (terms, _)) in enumerate(zip(self.goals, self.known, strict=True)):
            reached = self._lowest() if goal.tier == "worst" else self._value(terms)
            if reached > goal.value:
                del self.goals[place:], self.known[place:]
                return

    def begin(self) -> None:
        """Find any pairs that keep all limits; the locked ones alone may do."""
        if self.programme.keeps(self.problem.locked_pairs, ()):
            self.pairs = self.problem.locked_pairs
            return
        asked = self._asked(case_bounds.terms(self.problem, ""))
        root = looked_at(asked, self.programme.frame.root, None, 0)
        if root.bound is None:
            raise NothingPossible(root.leaf)
        if self._take(asked, root, root.case):
            return
        proof = prove(asked, None, root)
        if proof.bound is None:
            raise NothingPossible(proof.tree)
        if proof.pairs is None:
            raise NotProven(findings=("neither pairs nor a proof that there are none",))
        self.pairs = proof.pairs

    def best(self, terms: Terms) -> tuple[int, Proof]:
        """The most that a goal can be among equals in the goals known, and the proof; pairs are replaced."""
        asked = self._asked(terms)
        target = self._value(terms)
        root = looked_at(asked, self.programme.frame.root, target, 0)
        if root.bound is None or root.bound <= target:
            return target, Proof(root.leaf, root.bound, None)
        self._take(asked, root, near(asked, root))
        proof = prove(asked, self._value(terms), root)
        self.pairs = proof.pairs or self.pairs
        value = self._value(terms)
        if proof.bound is not None and proof.bound > value:
            rest = narrowed(self.programme.frame, root.case, root.leaf, value, asked.known, terms)
            if self._take(asked, replace(root, x=None), rest) and self._value(terms) > value:
                proof = prove(asked, self._value(terms), root)
                self.pairs = proof.pairs or self.pairs
        return self._value(terms), proof

    def tidy(self) -> None:
        """Leave out pairs that add nothing: the fewest pairs among all that is equally good."""
        terms = case_bounds.terms(self.problem, "pairs")
        terms = replace(terms, pair=-terms.pair)
        asked, target = self._asked(terms), self._value(terms)
        root = looked_at(asked, self.programme.frame.root, target, 0)
        if root.bound is not None and root.bound > target:
            self._take(asked, root, near(asked, root))

    def _asked(self, terms: Terms) -> Asked:
        return Asked(self.programme, tuple(self.known), terms, self.watch)

    def _value(self, terms: Terms) -> int:
        return terms.value(self.problem, self.pairs)

    def _take(self, asked: Asked, root: Node, case: Case) -> bool:
        """Take over the pairs of a relaxation that is whole, or of a whole-number search of the case."""
        columns = self.programme.columns
        pairs = None if root.x is None else self.programme.pairs(root.x[:columns])
        if pairs is not None and self._replace(asked, pairs):
            return True
        x = whole(asked.question(case), columns, self.watch)[1]
        pairs = None if x is None else self.programme.pairs(x[:columns])
        return pairs is not None and self._replace(asked, pairs)

    def _replace(self, asked: Asked, pairs: tuple[int, ...]) -> bool:
        """Take pairs over if they keep all limits and are no worse; whether they keep them."""
        if not self.programme.keeps(pairs, asked.known):
            return False
        is_first = not self.programme.keeps(self.pairs, asked.known)
        if is_first or self._value(asked.goal) <= asked.goal.value(self.problem, pairs):
            self.pairs = pairs
        return True

    def _lowest(self) -> int:
        """The lowest score made; the highest of all if no pair is made."""
        scores = self.problem.score
        lowest = min(scores[list(self.pairs)].tolist(), default=max(scores.tolist(), default=0))
        return int(lowest)

    def _worst(self) -> None:
        """The lowest score made, as high as possible: halve the range of scores until it is settled."""
        levels = sorted(set(self.problem.score.tolist())) or [0]
        low, high = levels.index(self._lowest()), len(levels) - 1
        bound: int = levels[-1]
        tree: Tree | None = None
        while low < high:
            middle, before = (low + high) // 2, self.pairs
            value, proof = self.best(case_bounds.terms(self.problem, "worst", levels[middle]))
            if value == 0:
                low = middle + 1
                continue
            self.pairs, high = before, middle
            if proof.bound is None or proof.bound < 0:
                bound, tree = levels[middle], proof.tree
        lowest = self._lowest()
        self.known.append((case_bounds.terms(self.problem, "worst", lowest - 1), 0))
        self.goals.append(Goal("worst", 0, lowest, bound, tree))


def near(asked: Asked, root: Node) -> Case:
    """The case with only the columns that the relaxation uses, and those whose worth comes next."""
    frame = asked.programme.frame
    most = max(LEAST_NEAR, NEAR * (len(frame.problem.mentees) + len(frame.problem.mentors)))
    if root.x is None or asked.programme.columns <= most:
        return root.case
    worth = priced(frame, root.case, root.leaf, asked.known, asked.goal)[1]
    used = (root.x[: asked.programme.columns] > ENOUGH) | (root.case.low["pair"] > 0)
    best = np.lexsort((-worth, ~used))[:most]
    high = np.zeros_like(root.case.high["pair"])
    high[best] = root.case.high["pair"][best]
    return replace(root.case, high=root.case.high | {"pair": high})
