"""What one unit on each arc is worth in each tier, and the tiers that split into several numbers."""

from __future__ import annotations

import numpy as np

from fairlead.engine.evenness import EVENED
from fairlead.engine.model import Ints, Problem
from fairlead.engine.places import Places

MINIMUMS = "minimums"
TIE = "tie"


def subtiers(problem: Problem, tiers: tuple[str, ...]) -> tuple[str, ...]:
    """The tiers as single numbers, most important first: "priority:1", "leximin:40", others as they are."""
    found: list[str] = []
    for tier in tiers:
        if tier == "priority":
            classes = sorted(set(problem.mentee_class.tolist()) - {0})
            found += [f"{tier}:{one}" for one in classes]
        elif tier == "leximin":
            found += [f"{tier}:{one}" for one in sorted(set(problem.score.tolist()))]
        else:
            found.append(tier)
    return tuple(found)


class Rewards(dict[str, Ints]):
    """For each tier the reward of a unit on each arc, worked out when it is asked for.

    "below:s" counts pairs that score less than s as minus one; "leximin:s" pairs that score exactly s.
    """

    def __init__(
        self, problem: Problem, pair: Ints, tie: Ints, places: list[Places], even: frozenset[str]
    ) -> None:
        super().__init__()
        self.problem, self.pair, self.tie, self.places, self.even = problem, pair, tie, places, even

    def __missing__(self, tier: str) -> Ints:
        kind, _, level = tier.partition(":")
        found = np.concatenate([self._of_pairs(kind, level), *self._of_places(kind, level)])
        if not level:
            self[tier] = found
        return found

    def _of_pairs(self, kind: str, level: str) -> Ints:
        score: Ints = self.problem.score[self.pair]
        if kind == "score":
            return score
        if kind == "pairs":
            return np.ones(len(self.pair), dtype=np.int64)
        if kind == TIE:
            return self.tie
        if kind == "kept":
            again = np.zeros(len(self.problem.score), dtype=np.int64)
            again[list(self.problem.base_pairs)] = 1
            kept: Ints = again[self.pair]
            return kept
        if kind == "leximin":
            return np.where(score == int(level), -1, 0)
        if kind == "below":
            return np.where(score < int(level), -1, 0)
        return np.zeros(len(self.pair), dtype=np.int64)

    def _of_places(self, kind: str, level: str) -> list[Ints]:
        mentees, mentors, _ = self.places
        found = [np.zeros(len(one.person), dtype=np.int64) for one in self.places]
        if kind == MINIMUMS:
            return [one.demanded.astype(np.int64) - one.over for one in self.places]
        if kind == "mentees":
            found[0] = mentees.first.astype(np.int64)
        elif kind == "priority":
            of_class = self.problem.mentee_class[mentees.person] == int(level)
            found[0] = (mentees.first & of_class).astype(np.int64)
        elif kind == "mentors":
            found[1] = mentors.first.astype(np.int64)
        elif kind == "new_mentors":
            found[1] = mentors.first * self.problem.mentor_new[mentors.person]
        elif kind in EVENED:
            if EVENED[kind] not in self.even:
                raise KeyError(kind)
            side = 0 if EVENED[kind] == "mentee" else 1
            found[side] = -self.places[side].start
        return found
