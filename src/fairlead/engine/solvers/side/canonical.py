"""The same problem in an order that comes from the seed and the ids alone, and the way back."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from fairlead.engine.case_bounds import shares
from fairlead.engine.given import Across
from fairlead.engine.model import Ints, Problem, Quota
from fairlead.engine.network import fingerprints
from fairlead.engine.proof_tree import Leaf, Narrowing, Split, Tree


@dataclass(frozen=True, eq=False)
class Canonical:
    """`inner` is the problem in canonical order; `mentee`, `mentor`, `quota` and `pair` give for each inner
    position the given one. After the quotas in `quota` come their percentages."""

    inner: Problem
    mentee: Ints
    mentor: Ints
    quota: Ints
    pair: Ints

    @staticmethod
    def of(problem: Problem, seed: int) -> Canonical:
        """Sort people by fingerprint, quotas by key, pairs by their people."""
        mentee, mentor = (_order(seed, side, getattr(problem, f"{side}s")) for side in ("mentee", "mentor"))
        to_mentee, to_mentor = _inverse(mentee), _inverse(mentor)
        rows, cols = to_mentee[problem.pair_mentee], to_mentor[problem.pair_mentor]
        pair = np.lexsort((cols, rows)).astype(np.int64)
        quota = np.array(
            sorted(range(len(problem.quotas)), key=lambda one: problem.quotas[one].key), dtype=np.int64
        )
        inner = replace(
            problem,
            mentees=tuple(problem.mentees[one] for one in mentee.tolist()),
            mentors=tuple(problem.mentors[one] for one in mentor.tolist()),
            pair_mentee=rows[pair].astype(np.int32),
            pair_mentor=cols[pair].astype(np.int32),
            score=problem.score[pair],
            mentee_most=problem.mentee_most[mentee],
            mentee_least=problem.mentee_least[mentee],
            mentor_most=problem.mentor_most[mentor],
            mentor_least=problem.mentor_least[mentor],
            mentee_class=problem.mentee_class[mentee],
            mentor_new=problem.mentor_new[mentor],
            locked=_moved(problem, problem.locked_pairs, to_mentee, to_mentor),
            base=_moved(problem, problem.base_pairs, to_mentee, to_mentor),
            quotas=tuple(
                _quota(problem.quotas[one], (mentee, to_mentee), (mentor, to_mentor))
                for one in quota.tolist()
            ),
            together=tuple(
                sorted(tuple(sorted(to_mentee[list(some)].tolist())) for some in problem.together)
            ),
        )
        rank = {place: len(quota) + number for number, place in enumerate(shares(problem))}
        ranked = [rank[one] for one in quota.tolist() if one in rank]
        return Canonical(inner, mentee, mentor, np.append(quota, np.array(ranked, dtype=np.int64)), pair)

    def pairs(self, inner: tuple[int, ...]) -> tuple[int, ...]:
        """Pairs as the given problem numbers them, sorted."""
        return tuple(sorted(self.pair[list(inner)].tolist()))

    def tree(self, tree: Tree) -> Tree:
        """A proof as the given problem numbers its people, quotas and pairs."""
        if isinstance(tree, Split):
            position = int(getattr(self, tree.subject)[tree.index])
            return replace(tree, index=position, low=self.tree(tree.low), high=self.tree(tree.high))
        if isinstance(tree, Narrowing):
            leaf = self.leaf(tree.leaf)
            return Narrowing(leaf, tree.at_most, self.tree(tree.rest))
        return self.leaf(tree)

    def leaf(self, leaf: Leaf) -> Leaf:
        """Prices in the given order."""
        return Leaf(
            leaf.weights,
            leaf.mentee_price[_inverse(self.mentee)],
            leaf.mentor_price[_inverse(self.mentor)],
            leaf.quota_price[_inverse(self.quota)],
        )


def _order(seed: int, side: str, ids: tuple[str, ...]) -> Ints:
    prints = fingerprints(seed, side, ids)
    return (
        np.lexsort((np.array(ids, dtype=object), prints)).astype(np.int64) if ids else np.zeros(0, np.int64)
    )


def _inverse(order: Ints) -> Ints:
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return place


def _moved(
    problem: Problem, pairs: tuple[int, ...], mentee: Ints, mentor: Ints
) -> tuple[tuple[int, int], ...]:
    return tuple(sorted((int(mentee[i]), int(mentor[j])) for i, j in map(problem.ends, pairs)))


def _quota(quota: Quota, mentee: tuple[Ints, Ints], mentor: tuple[Ints, Ints]) -> Quota:
    """A quota in canonical order, by the order of each side and its inverse."""
    across = quota.across
    if across is not None:
        groups = (
            tuple(np.array(given, dtype=np.int64)[order].tolist())
            for given, (order, _) in ((across.mentees, mentee), (across.mentors, mentor))
        )
        across = Across(*groups)
    return replace(
        quota,
        mentees=_positions(quota.mentees, mentee[1]),
        mentors=_positions(quota.mentors, mentor[1]),
        across=across,
    )


def _positions(people: tuple[int, ...] | None, place: Ints) -> tuple[int, ...] | None:
    return None if people is None else tuple(place[list(people)].tolist())
