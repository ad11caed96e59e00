"""What would help somebody without a partner, or a problem that nothing solves: each change solved again.

For each kind of change the smallest that helps is sought, the most promising first, with so many solves and
no more. A change helps if the person has a partner with it and more people of the side have one in all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.compile import compile_problem
from fairlead.engine.model import Impossible, Ints, Objective, Problem, Status
from fairlead.engine.moves import Explainer
from fairlead.engine.rules import Block
from fairlead.engine.solvers import solve
from fairlead.engine.unmatched import NEVER_LIFTED
from fairlead.engine.values import Candidate, token, words

TRIES_PER_KIND = 8
MOST_MORE = 3
OTHER = {"mentee": "mentor", "mentor": "mentee"}


@dataclass(frozen=True)
class Remedy:
    """One change with which the person has a partner.

    `kind`: "own_place" (one place of their own), "value" (`value` said in `field` by the person), "rule"
    (`rule` lifted for the person and `partner` alone), "place" (one place more at `partner`), or "quota" (the
    most of `quota` raised by `by`). `more`: how many people more of the side have a partner then, in all;
    `score_more`: what the total score gains.
    """

    kind: str
    partner: str = ""
    rule: str = ""
    field: str = ""
    value: str = ""
    quota: str = ""
    by: int = 1
    more: int = 0
    score_more: int = 0


@dataclass(frozen=True)
class Remedies:
    """What helps, at most one change of each kind; `complete`: no change of these kinds was left untried."""

    found: tuple[Remedy, ...]
    complete: bool


def remedies(explainer: Explainer, person: str, side: str = "mentee") -> Remedies:
    """The changes that would give a mentee a mentor, or a mentor a mentee; none for who has one.

    Raises `UnknownPerson`.
    """
    place = getattr(explainer.compiled, f"{side}_at")(person)
    if place in (explainer.mentors_of if side == "mentee" else explainer.mentees_of):
        return Remedies((), complete=True)
    asked = Asked(explainer, side, person, place)
    found, complete = [], True
    for changes in asked.kinds():
        for tried, (remedy, problem) in enumerate(changes):
            if tried == TRIES_PER_KIND:
                complete = False
                break
            verified = asked.verified(remedy, problem)
            if verified:
                found.append(verified)
                break
    return Remedies(tuple(found), complete)


def with_changes(problem: Problem, reasons: Iterable[Impossible]) -> Problem:
    """The problem with every limit set to what the reasons say it needs to be."""
    limits: dict[str, Any] = {}
    quotas, apart = {quota.key: quota for quota in problem.quotas}, set[tuple[int, ...]]()
    for one in reasons:
        if one.limit == "together":
            people = {problem.mentees.index(name) for name in (one.person, *one.together_with)}
            apart |= {some for some in problem.together if people <= set(some)}
        elif one.side == "quota":
            own = quotas[one.person]
            change: dict[str, Any] = {one.limit.removeprefix("quota_"): one.needed}
            quotas[one.person] = replace(own, **change)
        else:
            limit = limits.setdefault(one.limit, getattr(problem, one.limit).copy())
            limit[getattr(problem, f"{one.side}s").index(one.person)] = one.needed
    together = tuple(some for some in problem.together if some not in apart)
    return replace(problem, **limits, quotas=tuple(quotas.values()), together=together)


def help_together(problem: Problem, objective: Objective, reasons: Sequence[Impossible]) -> bool:
    """Whether the changes that the reasons name make some pairing possible, found by solving with them."""
    return solve(with_changes(problem, reasons), objective).status is not Status.INFEASIBLE


@dataclass(frozen=True, eq=False)
class Asked:
    """The person asked about; each method yields changes of one kind, the most promising first."""

    explainer: Explainer
    side: str
    person: str
    place: int

    @property
    def problem(self) -> Problem:
        return self.explainer.problem

    def verified(self, remedy: Remedy, changed: Problem) -> Remedy | None:
        """The remedy with what it brings, None if it does not help."""
        least = getattr(changed, f"{self.side}_least").copy()
        least[self.place] = max(1, least[self.place])
        limits: dict[str, Any] = {f"{self.side}_least": least}
        found, before = solve(replace(changed, **limits), self.explainer.objective), self.explainer.solution
        if found.status is Status.INFEASIBLE:
            return None
        ends: Ints = getattr(changed, f"pair_{self.side}")
        had: Ints = getattr(self.problem, f"pair_{self.side}")
        more = len(np.unique(ends[list(found.pairs)])) - len(np.unique(had[list(before.pairs)]))
        gained = found.total_score - before.total_score
        return replace(remedy, more=more, score_more=gained) if more > 0 else None

    def kinds(self) -> tuple[Iterator[tuple[Remedy, Problem]], ...]:
        """The changes of each kind; for whoever has no place of their own nothing else comes first."""
        if getattr(self.problem, f"{self.side}_most")[self.place] == 0:
            return (self.own_place(),)
        return self.values(), self.rules(), self.places(), self.quotas()

    def own_place(self) -> Iterator[tuple[Remedy, Problem]]:
        yield Remedy("own_place"), self.with_place(self.side, self.place)

    def places(self) -> Iterator[tuple[Remedy, Problem]]:
        """One place more at each full partner within reach, allowed ones first, then by name."""
        names = getattr(self.problem, f"{OTHER[self.side]}s")
        own, full = set(self._partners().tolist()), self.full()
        reached = [one for one in self._within_reach() if full[one]]
        for col in sorted(reached, key=lambda one: (one not in own, names[one])):
            yield Remedy("place", partner=names[col]), self.with_place(OTHER[self.side], col)

    def quotas(self) -> Iterator[tuple[Remedy, Problem]]:
        """Each quota that has a most, raised by one, then by two, ..."""
        quotas = self.problem.quotas
        for by in range(1, MOST_MORE + 1):
            for place, quota in enumerate(quotas):
                if quota.most is not None:
                    raised = replace(quota, most=quota.most + by)
                    changed = (*quotas[:place], raised, *quotas[place + 1 :])
                    yield Remedy("quota", quota=quota.key, by=by), replace(self.problem, quotas=changed)

    def rules(self) -> Iterator[tuple[Remedy, Problem]]:
        """One rule lifted for a partner whom nothing else forbids, the best score first."""
        for partner, block, score in self.nearly():
            col = getattr(self.explainer.compiled, f"{OTHER[self.side]}_at")(partner)
            row, col = (self.place, col) if self.side == "mentee" else (col, self.place)
            changed = replace(
                self.problem,
                pair_mentee=np.append(self.problem.pair_mentee, row),
                pair_mentor=np.append(self.problem.pair_mentor, col),
                score=np.append(self.problem.score, score),
            )
            yield Remedy("rule", partner=partner, rule=block.rule), changed

    def values(self) -> Iterator[tuple[Remedy, Problem]]:
        """One value more said by the person where a list in common is missing, the most offered first."""
        compiled = self.explainer.compiled
        overlaps = {rule.key: rule for rule in compiled.policy.rules if rule.kind == "overlap"}
        counts: Counter[tuple[str, str]] = Counter()
        spelt: dict[tuple[str, str], str] = {}
        for partner, block, _ in self.nearly():
            if block.rule in overlaps:
                field = str(getattr(overlaps[block.rule], OTHER[self.side]))
                for word in sorted(words(self.candidate(OTHER[self.side], partner).values.get(field))):
                    counts[block.rule, token(word)] += 1
                    spelt.setdefault((block.rule, token(word)), word)
        for (key, one), _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            field, word = str(getattr(overlaps[key], self.side)), spelt[key, one]
            yield Remedy("value", rule=key, field=field, value=word), self._saying(field, word)

    def candidate(self, side: str, person: str) -> Candidate:
        people: Sequence[Candidate] = getattr(self.explainer.compiled.people, f"{side}s")
        place: int = getattr(self.explainer.compiled, f"{side}_at")(person)
        return people[place]

    def _saying(self, field: str, word: str) -> Problem:
        """The problem compiled again with one value more said by the person."""
        compiled, problem = self.explainer.compiled, self.problem
        own = self.candidate(self.side, self.person)
        said = replace(own, values={**own.values, field: (*words(own.values.get(field)), word)})
        people: dict[str, list[Candidate]] = {
            "mentee": list(compiled.people.mentees),
            "mentor": list(compiled.people.mentors),
        }
        people[self.side][self.place] = said
        named = [
            [(problem.mentees[row], problem.mentors[col]) for row, col in some]
            for some in (problem.locked, sorted(compiled.forbidden), problem.base)
        ]
        return compile_problem(
            people["mentee"],
            people["mentor"],
            compiled.policy,
            locked=named[0],
            forbidden=named[1],
            base=named[2],
        ).problem

    def nearly(self) -> list[tuple[str, Block, int]]:
        """The partners whom a single rule that may be lifted forbids, with the score, the best first."""
        compiled, names = self.explainer.compiled, getattr(self.problem, f"{OTHER[self.side]}s")
        found = []
        here, others = np.array([self.place]), np.arange(len(names))
        rows, cols = (here, others) if self.side == "mentee" else (others, here)
        scores = sum((points(rows, cols).ravel() for points in compiled.points_by), np.zeros_like(others))
        broken = sum((~allowed(rows, cols)).ravel().astype(int) for allowed in compiled.allowed_by)
        for col in np.flatnonzero(np.broadcast_to(broken, others.shape) == 1).tolist():
            ends = (self.person, names[col]) if self.side == "mentee" else (names[col], self.person)
            blocks = compiled.blocks(*ends)
            if len(blocks) == 1 and blocks[0].kind not in NEVER_LIFTED:
                found.append((names[col], blocks[0], int(scores[col])))
        return sorted(found, key=lambda one: (-one[2], one[0]))

    def _partners(self) -> Ints:
        ends: Ints = getattr(self.problem, f"pair_{OTHER[self.side]}")
        return ends[self.explainer.allowed(self.place, self.side)]

    def full(self) -> NDArray[np.bool_]:
        most: Ints = getattr(self.problem, f"{OTHER[self.side]}_most")
        ends: Ints = getattr(self.problem, f"pair_{OTHER[self.side]}")
        return np.bincount(ends[self.explainer.chosen], minlength=len(most)) >= most

    def _within_reach(self) -> list[int]:
        """The partners to whom one place more could make a way, whatever it costs."""
        chains = self.explainer.chains
        moves = chains.residual if self.side == "mentee" else chains.backwards
        nodes = {"mentee": chains.network.mentee_node, "mentor": chains.network.mentor_node}
        seen = moves.reach(nodes[self.side][[self.place]])
        return np.flatnonzero(seen[nodes[OTHER[self.side]]]).tolist()

    def with_place(self, side: str, place: int) -> Problem:
        most = getattr(self.problem, f"{side}_most").copy()
        most[place] += 1
        limits: dict[str, Any] = {f"{side}_most": most}
        return replace(self.problem, **limits)
