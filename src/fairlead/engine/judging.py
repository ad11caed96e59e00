"""Anybody's pairs judged: what they break, what they reach in each tier, and how far the best is from them.

The best that is compared with is the one nearest to the pairs: among all optimal pairings the one that
keeps most of them, so the moves told are the fewest that lead to an optimum.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import zip_longest
from typing import Any

import numpy as np

from fairlead.engine import check
from fairlead.engine.compile import Compiled
from fairlead.engine.metrics import blocking
from fairlead.engine.model import Objective, Problem, Quota, Solution, Status, Tier
from fairlead.engine.moves import Move
from fairlead.engine.rules import Block
from fairlead.engine.solvers import solve
from fairlead.engine.watching import Watch

Named = tuple[str, str]
Ends = tuple[int, int]


class Judgement(StrEnum):
    """What is said of somebody's pairs; `optimal` only if the best they equal has a checked certificate.

    `within`: no better pairing is known, and none can be better than the tiers' bounds say.
    """

    OPTIMAL = "optimal"
    WITHIN = "within"
    NOT_BEST = "not_best"
    INVALID = "invalid"


FAR = (Judgement.NOT_BEST, Judgement.INVALID)


@dataclass(frozen=True)
class Breach:
    """One thing that somebody's pairs break.

    `kind`: "unknown_person" (`side`, `person`), "duplicate" (`first` is the place of the same pair before
    it), "not_allowed" (`blocks`), "over_most" and "under_least" (`side` and `person` have `found` pairs,
    `limit` is the limit), "over_quota" and "under_quota" (`quota` is the key of one that counts `found`
    pairs), "not_together" (the mentees of `people` have other mentors than one another), or "locked_missing"
    (`pair`). `place` is the place in the pairs given, None where something is missing there or where it
    is not one pair that breaks it.
    """

    kind: str
    place: int | None = None
    pair: Named | None = None
    side: str = ""
    person: str = ""
    found: int = 0
    limit: int = 0
    first: int = 0
    blocks: tuple[Block, ...] = ()
    quota: str = ""
    people: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Verdict:
    """What a judgement rests on.

    `tiers`: what the pairs reach, counted from those that are allowed, and what is proven to be the best
    (empty where no pairing keeps all limits; `best.reasons` says why). `kept` of the pairs are in the `best`
    pairing nearest to them, and `moves` lead from them to it. `blocking`: allowed pairs of the problem who
    would both rather have each other, best score first; told only where nothing is broken and the problem
    lists its pairs.
    """

    judgement: Judgement
    breaches: tuple[Breach, ...]
    tiers: tuple[Tier, ...]
    best: Solution
    kept: int
    moves: tuple[Move, ...]
    blocking: tuple[int, ...]

    @property
    def nearest(self) -> bool:
        """Whether `best` is the nearest to the pairs; not where the objective keeps a base of its own."""
        return len(self.best.tiers) > len(self.tiers)


def judge(
    compiled: Compiled, objective: Objective, pairs: Sequence[Named], *, watch: Watch | None = None
) -> Verdict:
    """Judge pairs of (mentee id, mentor id) against a problem and what is best in it.

    Raises what `solve` raises.
    """
    compiled = _listing(compiled, pairs)
    problem = compiled.problem
    broken, known = breaches(compiled, pairs)
    allowed = {one: compiled.pair_at[one] for one in known if one in compiled.pair_at}
    chosen = tuple(sorted(allowed.values()))
    best = _nearest(problem, objective, tuple(allowed), watch)
    reached = check.tier_values(problem, objective, chosen)
    tiers = tuple(Tier(one.name, value, one.bound) for one, value in zip(best.tiers, reached, strict=False))
    judgement = Judgement.INVALID if broken else _judged(tiers, best)
    return Verdict(
        judgement=judgement,
        breaches=broken,
        tiers=tiers,
        best=best,
        kept=len({best.problem.ends(pair) for pair in best.pairs} & set(allowed)),
        moves=_moves(problem, known, best) if judgement in FAR else (),
        blocking=() if broken or problem.source else _by_score(problem, blocking(problem, chosen).tolist()),
    )


def _listing(compiled: Compiled, pairs: Sequence[Named]) -> Compiled:
    """The same with the allowed ones of these pairs listed, where the problem leaves pairs to a source."""
    problem, source = compiled.problem, compiled.problem.source
    if source is None:
        return compiled
    places = compiled.places
    ends = {
        (places["mentee"][mentee], places["mentor"][mentor])
        for mentee, mentor in pairs
        if mentee in places["mentee"] and mentor in places["mentor"]
    }
    rows, cols = np.array(sorted(ends), dtype=np.int64).reshape(-1, 2).T
    kept = source.allowed(rows, cols)
    rows, cols = rows[kept], cols[kept]
    listed: dict[str, Any] = {"pair_mentee": rows.astype(np.int32), "pair_mentor": cols.astype(np.int32)}
    return replace(compiled, problem=replace(problem, score=source.scores(rows, cols), **listed))


def _judged(tiers: tuple[Tier, ...], best: Solution) -> Judgement:
    """What is said of pairs that break nothing: they reach every bound, or else what is known to be best."""
    if all(tier.value == tier.bound for tier in tiers):
        return Judgement.OPTIMAL
    known = tuple(tier.value for tier in best.tiers[: len(tiers)])
    if best.status is Status.WITHIN and tuple(tier.value for tier in tiers) >= known:
        return Judgement.WITHIN
    return Judgement.NOT_BEST


def breaches(
    compiled: Compiled, pairs: Sequence[Named]
) -> tuple[tuple[Breach, ...], tuple[tuple[int, int], ...]]:
    """What the pairs break, and the positions of those whose people are known, each once.

    Over places is the pair with which the limit is passed, in the order given; a pair that is not allowed
    takes a place too.
    """
    found: list[Breach] = []
    seen: dict[tuple[int, int], int] = {}
    loads: Counter[tuple[str, int]] = Counter()
    for place, pair in enumerate(pairs):
        unknown = [
            Breach("unknown_person", place, pair, side, person)
            for side, person in zip(("mentee", "mentor"), pair, strict=True)
            if person not in compiled.places[side]
        ]
        if unknown:
            found += unknown
            continue
        ends = compiled.mentee_at(pair[0]), compiled.mentor_at(pair[1])
        if ends in seen:
            found.append(Breach("duplicate", place, pair, first=seen[ends]))
            continue
        seen[ends] = place
        if ends not in compiled.pair_at:
            found.append(Breach("not_allowed", place, pair, blocks=compiled.blocks(*pair)))
        found += _over(compiled.problem, loads, place, pair, ends)
    problem, known = compiled.problem, tuple(seen)
    found += [*_missing(problem, loads, set(seen)), *_quotas(problem, known), *_apart(problem, known)]
    return tuple(found), known


def _over(
    problem: Problem, loads: Counter[tuple[str, int]], place: int, pair: Named, ends: tuple[int, int]
) -> list[Breach]:
    found = []
    for side, person, position in zip(("mentee", "mentor"), pair, ends, strict=True):
        loads[side, position] += 1
        most = int(getattr(problem, f"{side}_most")[position])
        if loads[side, position] > most:
            found.append(Breach("over_most", place, pair, side, person, loads[side, position], most))
    return found


def _missing(problem: Problem, loads: Counter[tuple[str, int]], made: set[tuple[int, int]]) -> list[Breach]:
    """Locked pairs that are not there, and people with fewer pairs than their minimum."""
    held = [problem.ends(pair) for pair in problem.locked_pairs]
    found = [
        Breach("locked_missing", pair=(problem.mentees[mentee], problem.mentors[mentor]))
        for mentee, mentor in held
        if (mentee, mentor) not in made
    ]
    for side in ("mentee", "mentor"):
        least = getattr(problem, f"{side}_least").tolist()
        for position, person in enumerate(getattr(problem, f"{side}s")):
            if loads[side, position] < least[position]:
                load = loads[side, position]
                found.append(
                    Breach("under_least", side=side, person=person, found=load, limit=least[position])
                )
    return found


def _quotas(problem: Problem, known: tuple[Ends, ...]) -> list[Breach]:
    """Quotas that count more or fewer pairs than they allow."""
    found = []
    for quota in problem.quotas:
        mentees, mentors = (
            None if some is None else frozenset(some) for some in (quota.mentees, quota.mentors)
        )
        count = sum(
            (mentees is None or mentee in mentees)
            and (mentors is None or mentor in mentors)
            and _across(quota, mentee, mentor)
            for mentee, mentor in known
        )
        least = max(quota.least, -(-quota.percent * len(known) // 100))
        if quota.most is not None and count > quota.most:
            found.append(Breach("over_quota", found=count, limit=quota.most, quota=quota.key))
        elif count < least:
            found.append(Breach("under_quota", found=count, limit=least, quota=quota.key))
    return found


def _across(quota: Quota, mentee: int, mentor: int) -> bool:
    """Whether a pair is across groups, where the quota asks for it."""
    if quota.across is None:
        return True
    own, other = quota.across.mentees[mentee], quota.across.mentors[mentor]
    return min(own, other) >= 0 and own != other


def _apart(problem: Problem, known: tuple[Ends, ...]) -> list[Breach]:
    """Mentees who are to be kept together and have other mentors than one another."""
    mentors_of: dict[int, set[int]] = {}
    for mentee, mentor in known:
        mentors_of.setdefault(mentee, set()).add(mentor)
    return [
        Breach("not_together", people=tuple(problem.mentees[one] for one in some))
        for some in problem.together
        if len({frozenset(mentors_of.get(one, ())) for one in some}) > 1
    ]


def _nearest(
    problem: Problem, objective: Objective, pairs: tuple[Ends, ...], watch: Watch | None
) -> Solution:
    """A proven optimum, and where the objective asks for no base of its own, the one nearest to the pairs."""
    if "kept" in objective.tiers or problem.source is not None:
        return solve(problem, objective, watch=watch)
    nearest = replace(objective, order=(*objective.tiers, "kept"))
    return solve(replace(problem, base=pairs), nearest, watch=watch)


def _moves(problem: Problem, known: Sequence[tuple[int, int]], best: Solution) -> tuple[Move, ...]:
    """Who leaves whom and joins whom on the way to the best pairing, by the mentee's id."""
    if best.status is Status.INFEASIBLE:
        return ()
    before, after = set(known), {best.problem.ends(pair) for pair in best.pairs}
    leaves, joins = before - after, after - before
    found = []
    for mentee in sorted({one for one, _ in leaves | joins}, key=problem.mentees.__getitem__):
        left = sorted(problem.mentors[mentor] for one, mentor in leaves if one == mentee)
        joined = sorted(problem.mentors[mentor] for one, mentor in joins if one == mentee)
        found += [Move(problem.mentees[mentee], *ends) for ends in zip_longest(left, joined)]
    return tuple(found)


def _by_score(problem: Problem, pairs: Sequence[int]) -> tuple[int, ...]:
    return tuple(sorted(pairs, key=lambda pair: (-int(problem.score[pair]), *problem.named(pair).values())))
