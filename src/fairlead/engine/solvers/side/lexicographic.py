"""Goal after goal: find the best pairs, prove how good they are, keep what was reached, go on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from fairlead.engine import case_bounds
from fairlead.engine.case_bounds import Terms
from fairlead.engine.model import NotProven, Objective, Problem
from fairlead.engine.proof_tree import Goal, Tree
from fairlead.engine.solvers.side.branching import Asked, Node, Proof, looked_at, prove
from fairlead.engine.solvers.side.highs import whole
from fairlead.engine.solvers.side.programme import Programme
from fairlead.engine.watching import Watch


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
    pairs: tuple[int, ...] | None = None
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
        for place, (tier, level) in enumerate(every):
            self.watch.progress(f"tier_{tier}", place / len(every))
            if tier == "worst":
                self._worst()
                continue
            terms = case_bounds.terms(self.problem, tier, level)
            value, proof = self.best(terms)
            bound = value if proof.bound is None else max(value, proof.bound)
            self.known.append((terms, value))
            self.goals.append(Goal(tier, level, value, bound, proof.tree))

    def begin(self) -> None:
        """Find any pairs that keep all limits; the locked ones alone may do."""
        if self.programme.keeps(self.problem.locked_pairs, ()):
            self.pairs = self.problem.locked_pairs
            return
        asked = self._asked(case_bounds.terms(self.problem, ""))
        root = looked_at(asked, self.programme.frame.root, None, 0)
        if root.bound is None:
            raise NothingPossible(root.leaf)
        if not self._take(asked, root):
            proof = prove(asked, None, root)
            if proof.bound is None:
                raise NothingPossible(proof.tree)
            self.pairs = self.pairs or proof.pairs
        if self.pairs is None:
            raise NotProven(findings=("neither pairs nor a proof that there are none",))

    def best(self, terms: Terms) -> tuple[int, Proof]:
        """The most that a goal can be among equals in the goals known, and the proof; pairs are replaced."""
        asked = self._asked(terms)
        target = self._value(terms)
        root = looked_at(asked, self.programme.frame.root, target, 0)
        if root.bound is None or root.bound <= target:
            return target, Proof(root.leaf, root.bound, None)
        self._take(asked, root)
        proof = prove(asked, self._value(terms), root)
        if proof.pairs is not None:
            self.pairs = proof.pairs
        return self._value(terms), proof

    def tidy(self) -> None:
        """Leave out pairs that add nothing: the fewest pairs among all that is equally good."""
        terms = case_bounds.terms(self.problem, "pairs")
        terms = replace(terms, pair=-terms.pair)
        asked, target = self._asked(terms), self._value(terms)
        root = looked_at(asked, self.programme.frame.root, target, 0)
        if root.bound is not None and root.bound > target:
            self._take(asked, root)

    def _asked(self, terms: Terms) -> Asked:
        return Asked(self.programme, tuple(self.known), terms, self.watch)

    def _value(self, terms: Terms) -> int:
        return terms.value(self.problem, self.pairs or ())

    def _take(self, asked: Asked, root: Node) -> bool:
        """Take over the pairs of a relaxation that is whole, or those of a whole-number search, if better."""
        columns = self.programme.columns
        pairs = None if root.x is None else self.programme.pairs(root.x[:columns])
        if pairs is None or not self._replace(asked, pairs):
            x = whole(asked.question(root.case), columns, self.watch)[1]
            pairs = None if x is None else self.programme.pairs(x[:columns])
            return pairs is not None and self._replace(asked, pairs)
        return True

    def _replace(self, asked: Asked, pairs: tuple[int, ...]) -> bool:
        if not self.programme.keeps(pairs, asked.known):
            return False
        if self.pairs is None or self._value(asked.goal) <= asked.goal.value(self.problem, pairs):
            self.pairs = pairs
        return True

    def _worst(self) -> None:
        """The lowest score made, as high as possible: halve the range of scores until it is settled."""
        levels = sorted(set(self.problem.score.tolist()))
        made = self.problem.score[list(self.pairs or ())]
        low, high = (levels.index(min(made.tolist())) if len(made) else len(levels) - 1), len(levels) - 1
        proven: tuple[int, Tree] | None = None
        while low < high:
            middle = (low + high) // 2
            terms = case_bounds.terms(self.problem, "worst", levels[middle])
            before = self.pairs
            value, proof = self.best(terms)
            if value == 0:
                low = middle + 1
                continue
            self.pairs, high = before, middle
            if proof.bound is None or proof.bound < 0:
                proven = (middle, proof.tree)
        made = self.problem.score[list(self.pairs or ())]
        value = min(made.tolist(), default=levels[-1] if levels else 0)
        bound = levels[proven[0]] if proven else (levels[-1] if levels else 0)
        self.known.append((case_bounds.terms(self.problem, "worst", value - 1), 0))
        self.goals.append(Goal("worst", 0, value, bound, proven[1] if proven else None))
