"""The smallest changes with which somebody without a partner gets one, each told only after solving again.

Unlike `remedies`, the changed problem is solved as it stands, the person not forced in: a change is told if
the best pairs then include the person, also where somebody else has none in exchange, who is named. The
pairing compared with is, among the best, the one that keeps most of the present pairs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from fairlead.engine.again import moves_between
from fairlead.engine.check import tier_values
from fairlead.engine.compile import PairPlaces, compile_problem
from fairlead.engine.model import Ints, Objective, Problem, Solution, Status
from fairlead.engine.moves import Explainer, Move
from fairlead.engine.remedies import MOST_MORE, OTHER, Asked, Remedy
from fairlead.engine.screening import Pairs, gaining, places_for, with_pairs
from fairlead.engine.solvers import solve
from fairlead.engine.values import Candidate, token, words

KINDS = ("value", "rule", "place", "quota", "own_place")
TOLD_OF_A_KIND = 2
Saying = Callable[[Candidate, str, str], Candidate]
Tried = Iterator[tuple[Remedy, Problem] | None]


@dataclass(frozen=True)
class Helping:
    """A change with which the person has `partner`, and what it brings and takes.

    `sure`: every best pairing of the changed problem includes the person, not only this one. `lost`: for each
    tier what it loses (negative: gains). `moves`: who moves, the person first where they are a mentee.
    `left_out`: mentees, and `idle`: mentors, who had a partner and have none then.
    """

    remedy: Remedy
    partner: str
    sure: bool
    lost: tuple[tuple[str, int], ...]
    score_lost: int
    moves: tuple[Move, ...]
    left_out: tuple[str, ...] = ()
    idle: tuple[str, ...] = ()


@dataclass(frozen=True)
class Smallest:
    """What helps, the smallest first; `complete`: no single change of these kinds was left untried."""

    found: tuple[Helping, ...]
    complete: bool


def said_more(own: Candidate, field: str, word: str) -> Candidate:
    """The person saying one value more in a field."""
    return replace(own, values={**own.values, field: (*words(own.values.get(field)), word)})


def smallest(
    explainer: Explainer,
    person: str,
    side: str = "mentee",
    *,
    tries: int = 24,
    kinds: tuple[str, ...] = KINDS,
    saying: Saying = said_more,
) -> Smallest:
    """The single changes that give a mentee a mentor or a mentor a mentee, the smallest first.

    Small is what takes nobody's partner away, then what the person says, then a rule lifted for two people,
    a place, a limit; then by how many move. At most `tries` changes are solved, and one of each kind in any
    case. `saying` is the person with one value more. Nothing for who has a partner. Raises `UnknownPerson`.
    """
    place = getattr(explainer.compiled, f"{side}_at")(person)
    if place in (explainer.mentors_of if side == "mentee" else explainer.mentees_of):
        return Smallest((), complete=True)
    if not explainer.lists_all:
        return Smallest((), complete=False)
    asked = _Search(Asked(explainer, side, person, place), saying)
    found, complete = [], True
    for position, kind in enumerate(kinds):
        share = max(1, tries // (len(kinds) - position))
        told, used, whole = asked.of_kind(kind, share)
        tries -= used
        found += told
        complete &= whole
    return Smallest(tuple(sorted(found, key=_size)), complete)


def _size(one: Helping) -> tuple[Any, ...]:
    return (
        len(one.left_out) + len(one.idle),
        not one.sure,
        KINDS.index(one.remedy.kind),
        one.remedy.by,
        len({move.mentee for move in one.moves}),
        one.score_lost,
        one.remedy.partner,
        one.remedy.value,
    )


class _Search:
    """The changes of each kind that may help one person, and what solving with them gives."""

    def __init__(self, asked: Asked, saying: Saying) -> None:
        self.asked, self.saying, self.explainer = asked, saying, asked.explainer
        self.side, self.place, self.problem = asked.side, asked.place, asked.problem

    def of_kind(self, kind: str, tries: int) -> tuple[list[Helping], int, bool]:
        """What helps of a kind, how many were solved, and whether none that may help was left out."""
        has_no_place = getattr(self.problem, f"{self.side}_most")[self.place] == 0
        if has_no_place != (kind == "own_place"):
            return [], 0, True
        found: list[Helping] = []
        used = 0
        for change in getattr(self, f"_{kind}s")():
            if len(found) == TOLD_OF_A_KIND:
                break
            if change is None or used == tries:
                return found, used, bool(found)
            used += 1
            helps = self._solved(*change)
            if helps:
                found.append(helps)
        return found, used, True

    def _own_places(self) -> Tried:
        yield from self.asked.own_place()

    def _quotas(self) -> Tried:
        for one in self.asked.quotas():
            if one[0].by <= MOST_MORE:
                yield one

    def _places(self) -> Tried:
        full, names = self.asked.full(), getattr(self.problem, f"{OTHER[self.side]}s")
        if not self.explainer.by_chains:
            yield from self.asked.places()
            return
        for col in places_for(self.explainer, self.side, self.place):
            if full[col]:
                yield Remedy("place", partner=names[col]), self.asked.with_place(OTHER[self.side], col)

    @cached_property
    def _nearly(self) -> list[tuple[int, str, str, int]]:
        """The partners whom one rule alone forbids: position, id, rule, score."""
        at = getattr(self.explainer.compiled, f"{OTHER[self.side]}_at")
        return [(at(name), name, block.rule, score) for name, block, score in self.asked.nearly()]

    def _rules(self) -> Tried:
        """One rule lifted for a partner whom nothing else forbids, what gains most first."""
        near = {col: (name, rule, score) for col, name, rule, score in self._nearly}
        cols = np.array(list(near), dtype=np.int64)
        scores = np.array([near[one][2] for one in near], dtype=np.int64)
        for col in self._gaining([(cols, scores)])[0].tolist():
            name, rule, score = near[col]
            yield Remedy("rule", partner=name, rule=rule), self._also(col, score)

    def _also(self, col: int, score: int) -> Problem:
        own = self.explainer.allowed(self.place, self.side)
        others = np.append(getattr(self.problem, f"pair_{OTHER[self.side]}")[own], col)
        return with_pairs(
            self.problem, self.side, self.place, others, np.append(self.problem.score[own], score)
        )

    def _gaining(self, sets: list[Pairs]) -> list[Ints]:
        if not self.explainer.by_chains:
            return [others for others, _ in sets]
        return gaining(self.explainer, self.side, self.place, sets)

    def _values(self) -> Tried:
        """One value more where a list in common is missing, what opens most partners first."""
        rules = {rule.key: rule for rule in self.explainer.compiled.policy.rules if rule.kind == "overlap"}
        counts: Counter[tuple[str, str]] = Counter()
        spelt: dict[tuple[str, str], str] = {}
        for _, partner, rule, _ in self._nearly:
            if rule in rules:
                field = str(getattr(rules[rule], OTHER[self.side]))
                for word in sorted(words(self.asked.candidate(OTHER[self.side], partner).values.get(field))):
                    counts[rule, token(word)] += 1
                    spelt.setdefault((rule, token(word)), word)
        order = [one for one, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
        more = [(str(getattr(rules[key], self.side)), spelt[key, one]) for key, one in order]
        sets = self._saying(more)
        if sets is None:
            yield None
            return
        for (key, _), (field, word), pairs, gains in zip(order, more, sets, self._gaining(sets), strict=True):
            if len(gains):
                said = with_pairs(self.problem, self.side, self.place, *pairs)
                yield Remedy("value", rule=key, field=field, value=word), said

    def _saying(self, more: list[tuple[str, str]]) -> list[Pairs] | None:
        """For each value more with whom the person could be paired, and the scores.

        None where that would change the scale of all scores.
        """
        compiled = self.explainer.compiled
        people = {one: list(getattr(compiled.people, f"{one}s")) for one in OTHER}
        own = people[self.side][self.place]
        people[self.side] = [
            replace(self.saying(own, *one), id=f"{own.id} {place}") for place, one in enumerate(more)
        ]
        alone = replace(compiled.policy, quotas=(), together=None)
        found = compile_problem(people["mentee"], people["mentor"], alone).problem
        if found.scale != self.problem.scale or found.source is not None:
            return None
        mine, others = (
            getattr(found, f"pair_{one}").astype(np.int64) for one in (self.side, OTHER[self.side])
        )
        at, where = (0, 1) if self.side == "mentee" else (1, 0)
        never = [ends[where] for ends in compiled.forbidden if ends[at] == self.place]
        kept = ~np.isin(others, never)
        return [(others[kept & (mine == one)], found.score[kept & (mine == one)]) for one in range(len(more))]

    def _solved(self, remedy: Remedy, changed: Problem) -> Helping | None:
        """What the change does, None if the best pairs leave the person out all the same."""
        before = [self.problem.ends(pair) for pair in self.explainer.solution.pairs]
        found = _again(changed, self.explainer.objective, before)
        after = [changed.ends(pair) for pair in found.pairs]
        at, other = (0, 1) if self.side == "mentee" else (1, 0)
        partners = [ends[other] for ends in after if ends[at] == self.place]
        if not partners or found.status is not Status.OPTIMAL:
            return None
        names, objective = (changed.mentees, changed.mentors), self.explainer.objective
        values = [tier_values(changed, objective, _pairs(changed, some)) for some in (before, after)]
        lost = tuple(zip(objective.tiers, (old - new for old, new in zip(*values, strict=True)), strict=True))
        first = self.place if self.side == "mentee" else partners[0]
        gone = [sorted({one[end] for one in before} - {one[end] for one in after}) for end in (0, 1)]
        score_lost = self.explainer.solution.total_score - found.total_score
        remedy = replace(remedy, more=len({one[at] for one in after}) - len({one[at] for one in before}))
        return Helping(
            replace(remedy, score_more=-score_lost),
            names[other][partners[0]],
            self._is_sure(remedy.kind, changed, values),
            lost,
            score_lost,
            tuple(
                Move(names[0][who], *(None if one is None else names[1][one] for one in ends))
                for who, *ends in moves_between(before, after, first)
            ),
            *(tuple(names[end][one] for one in some) for end, some in enumerate(gone)),
        )

    def _is_sure(self, kind: str, changed: Problem, values: list[tuple[int, ...]]) -> bool:
        """Whether without the person the changed problem is worth less; `values`: before and after."""
        if kind not in ("place", "quota"):  # then without the person nothing is changed
            return values[0] != values[1]
        most, objective = getattr(changed, f"{self.side}_most").copy(), self.explainer.objective
        most[self.place] = 0
        limits: dict[str, Any] = {f"{self.side}_most": most}
        found = solve(replace(changed, **limits), objective)
        return tier_values(changed, objective, found.pairs) != values[1]


def _pairs(problem: Problem, ends: list[tuple[int, int]]) -> tuple[int, ...]:
    places = PairPlaces(problem)
    return tuple(sorted(places[one] for one in ends))


def _again(problem: Problem, objective: Objective, before: list[tuple[int, int]]) -> Solution:
    """The best pairs of a changed problem; among equally good ones those that keep most of `before`."""
    if "kept" not in objective.tiers:
        problem = replace(problem, base=tuple(before))
        objective = replace(objective, order=(*objective.tiers, "kept"))
    return solve(problem, objective)


__all__ = ["KINDS", "Helping", "Smallest", "said_more", "smallest"]
