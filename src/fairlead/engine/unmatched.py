"""Why a mentee has no mentor, and the smallest change that would help, proven by solving again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.case_bounds import quota_members
from fairlead.engine.compile import Compiled
from fairlead.engine.model import Objective, Problem, Solution, Status
from fairlead.engine.moves import Alternative, Explainer
from fairlead.engine.residual import Residual, pair_moves
from fairlead.engine.rules import Block
from fairlead.engine.solvers import solve
from fairlead.engine.values import token, tokens, words

NEVER_LIFTED = frozenset({"present", "not_listed", "forbidden_pair", "pair_not_given", "under_floor"})


@dataclass(frozen=True)
class Nearly:
    """A mentor whom only one rule forbids to the mentee."""

    mentor: str
    block: Block
    score: int


@dataclass(frozen=True)
class Relaxation:
    """A change with which this mentee has a mentor too; found true by solving again with her paired.

    `kind` "place": one place more at `mentor`; "rule": `rule` lifted for this mentee and `mentor` alone.
    `mentees_more`: how many mentees more have a mentor then, in all; `score_more`: what the total gains.
    """

    kind: str
    mentor: str
    rule: str | None
    mentees_more: int
    score_more: int


@dataclass(frozen=True)
class Area:
    """A value that the mentee wants: how many mentors offer it, are allowed, and have a place free."""

    criterion: str
    label: str
    area: str
    important: bool
    offered: int
    allowed: int
    free: int


@dataclass(frozen=True)
class Unmatched:
    """Why a mentee has no mentor.

    `kind`: "no_place_of_own" (the mentee's most is 0), "no_allowed_mentor" (see `rules`: for each rule how
    many mentors it forbids; `nearly`: mentors whom a single rule forbids), "mentors_full" (`witness_mentees`
    need a mentor and all depend on `witness_mentors`, who have only `places`), "limits" (there are places,
    but `quotas`, those that are full, minimums, or people kept together stand in the way), or "others_first"
    (a place could be made, but the objective is better served so; `next_best` says what it would cost).
    `holders`: who has the places of each allowed mentor.
    """

    mentee: str
    kind: str
    mentors: int
    allowed: int
    rules: tuple[tuple[str, int], ...] = ()
    nearly: tuple[Nearly, ...] = ()
    holders: tuple[tuple[str, tuple[str, ...]], ...] = ()
    witness_mentees: tuple[str, ...] = ()
    witness_mentors: tuple[str, ...] = ()
    places: int = 0
    next_best: Alternative | None = None
    areas: tuple[Area, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()
    quotas: tuple[str, ...] = ()


def unmatched_mentees(problem: Problem, solution: Solution) -> tuple[str, ...]:
    """The mentees without a mentor, in the problem's order."""
    matched = set(problem.pair_mentee[list(solution.pairs)].tolist())
    return tuple(name for row, name in enumerate(problem.mentees) if row not in matched)


def explain_unmatched(explainer: Explainer, mentee: str, *, relax: bool = True) -> Unmatched:
    """The reason for one mentee; with `relax` also the changes that would help (each solved anew)."""
    compiled, problem = explainer.compiled, explainer.problem
    row = compiled.mentee_at(mentee)
    pairs = explainer.allowed(row)
    found = Unmatched(mentee, "no_place_of_own", len(problem.mentors), len(pairs))
    if problem.mentee_most[row] == 0:
        return found
    nearly, counts = _nearly(compiled, mentee)
    found = replace(found, rules=counts, nearly=nearly, areas=_areas(explainer, row))
    found = replace(found, next_best=explainer.runner_up(mentee))
    if not len(pairs):
        found = replace(found, kind="no_allowed_mentor")
    else:
        found = _with_places(explainer, row, found)
    if not relax:
        return found
    options = [_one_place_more(explainer, row, found), _one_rule_less(explainer, row, found)]
    return replace(found, relaxations=tuple(one for one in options if one))


def _nearly(compiled: Compiled, mentee: str) -> tuple[tuple[Nearly, ...], tuple[tuple[str, int], ...]]:
    broken = compiled.broken_rules(mentee)
    if not broken:
        return (), ()
    table = np.array(list(broken.values()))
    names, blocks, scores = compiled.problem.mentors, compiled.all_blocks(mentee), compiled.all_scores(mentee)
    nearly = [
        Nearly(names[col], blocks[col][0], scores[col])
        for col in np.flatnonzero(table.sum(axis=0) == 1).tolist()
    ]
    counts = tuple((key, int(row.sum())) for key, row in broken.items() if row.any())
    return tuple(sorted(nearly, key=lambda one: (-one.score, one.mentor))), counts


def _areas(explainer: Explainer, row: int) -> tuple[Area, ...]:
    compiled, problem = explainer.compiled, explainer.problem
    allowed = set(problem.pair_mentor[explainer.allowed(row)].tolist())
    loads = {col: len(held) for col, held in explainer.mentees_of.items()}
    found = []
    for criterion in compiled.policy.criteria:
        if criterion.kind != "overlap":
            continue
        person = compiled.people.mentees[row]
        important = words(person.values.get(criterion.important)) if criterion.important else ()
        first = {token(word) for word in important}
        offers = [set(tokens(value)) for value in compiled.people.values("mentor", criterion.mentor)]
        for word in words((*words(person.values.get(criterion.mentee)), *important)):
            who = {col for col, some in enumerate(offers) if token(word) in some}
            free = sum(loads.get(col, 0) < problem.mentor_most[col] for col in who & allowed)
            found.append(
                Area(
                    criterion.key,
                    criterion.label,
                    word,
                    token(word) in first,
                    len(who),
                    len(who & allowed),
                    int(free),
                )
            )
    return tuple(found)


def _with_places(explainer: Explainer, row: int, found: Unmatched) -> Unmatched:
    """Who holds the places, and whether the allowed mentors are full for good (Hall's condition)."""
    problem, network = explainer.problem, explainer.chains.network
    moves = pair_moves(explainer.chains.network, explainer.chains.flow)
    seen = moves.reach(network.mentee_node[[row]])
    mentees = np.flatnonzero(seen[network.mentee_node]).tolist()
    mentors = np.flatnonzero(seen[network.mentor_node]).tolist()
    free = any(len(explainer.mentees_of.get(col, ())) < problem.mentor_most[col] for col in mentors)
    spare = any(len(explainer.mentors_of.get(one, ())) > max(1, problem.mentee_least[one]) for one in mentees)
    holders = tuple(
        (
            problem.mentors[col],
            tuple(sorted(problem.mentees[one] for one in explainer.mentees_of.get(col, ()))),
        )
        for col in problem.pair_mentor[explainer.allowed(row)].tolist()
    )
    found = replace(found, holders=tuple(sorted(holders)))
    if free or spare:
        if _served_otherwise(explainer, row):
            return replace(found, kind="others_first")
        return replace(found, kind="limits", quotas=_full_quotas(explainer, row))
    return replace(
        found,
        kind="mentors_full",
        witness_mentees=tuple(sorted(problem.mentees[one] for one in mentees)),
        witness_mentors=tuple(sorted(problem.mentors[col] for col in mentors)),
        places=int(problem.mentor_most[mentors].sum()),
    )


def _served_otherwise(explainer: Explainer, row: int) -> bool:
    """Whether more mentees could have a mentor with this one among them, were nothing else aimed at."""
    problem = explainer.problem
    if explainer.objective.tiers[0] == "mentees":
        return False
    if not problem.quotas and not problem.together:
        return True
    least = problem.mentee_least.copy()
    least[row] = max(1, least[row])
    found = solve(replace(problem, mentee_least=least), Objective(order=("mentees",)))
    return found.status is not Status.INFEASIBLE and found.tiers[0].value > len(explainer.mentors_of)


def _full_quotas(explainer: Explainer, row: int) -> tuple[str, ...]:
    """The keys of the quotas that leave no place for a pair of this mentee."""
    problem, found = explainer.problem, []
    for place, quota in enumerate(problem.quotas):
        inside = np.zeros(len(problem.score), dtype=bool)
        inside[quota_members(problem, place)] = True
        used, own = int(inside[explainer.chosen].sum()), inside[explainer.allowed(row)]
        full = quota.most is not None and used >= quota.most and own.any()
        no_other_left = 100 * used < quota.percent * (len(explainer.chosen) + 1) and not own.all()
        if full or no_other_left:
            found.append(quota.key)
    return tuple(sorted(found))


def _one_place_more(explainer: Explainer, row: int, found: Unmatched) -> Relaxation | None:
    """The mentor at whom one place more helps most: the cheapest way from the mentee to a full mentor."""
    if found.kind != "mentors_full":
        return None
    problem = explainer.problem
    names = set(found.witness_mentors)
    cols = [col for col, name in enumerate(problem.mentors) if name in names]
    far = dict.fromkeys(cols, 0)
    if explainer.by_chains:
        network = explainer.chains.network
        distances, _ = explainer.chains.residual.distances(network.mentee_node[[row]])
        far = {col: distances[network.mentor_node[col]] for col in cols}
    best = min(cols, key=lambda col: (far[col], problem.mentors[col]))
    most = problem.mentor_most.copy()
    most[best] += 1
    changed = replace(problem, mentor_most=most)
    return _verified(explainer, row, changed, "place", problem.mentors[best], None)


def _one_rule_less(explainer: Explainer, row: int, found: Unmatched) -> Relaxation | None:
    """The best mentor whom a single rule forbids and who can still get a place."""
    problem, open_to = explainer.problem, _open_mentors(explainer)
    for near in found.nearly:
        col = explainer.compiled.mentor_at(near.mentor)
        if near.block.kind in NEVER_LIFTED or not open_to[col]:
            continue
        changed = replace(
            problem,
            pair_mentee=np.append(problem.pair_mentee, row),
            pair_mentor=np.append(problem.pair_mentor, col),
            score=np.append(problem.score, near.score),
        )
        helps = _verified(explainer, row, changed, "rule", near.mentor, near.block.rule)
        if helps:
            return helps
    return None


def _open_mentors(explainer: Explainer) -> NDArray[np.bool_]:
    """The mentors who have a place, or would if others moved, without anybody losing the only mentor."""
    network, moves = explainer.chains.network, explainer.chains.residual
    first = network.rewards["mentees"][moves.origin] > 0
    kept = np.flatnonzero(~(first & ~moves.forward))
    some = Residual.of(
        moves.size,
        moves.tail[kept],
        moves.head[kept],
        moves.cost[kept],
        np.ones(len(kept), dtype=bool),
        np.zeros(len(kept), dtype=bool),
    )
    return some.backwards().reach(np.array([network.hub]))[network.mentor_node]


def _verified(
    explainer: Explainer, row: int, changed: Problem, kind: str, mentor: str, rule: str | None
) -> Relaxation | None:
    least = changed.mentee_least.copy()
    least[row] = max(1, least[row])
    before, after = explainer.solution, solve(replace(changed, mentee_least=least), explainer.objective)
    if after.status is Status.INFEASIBLE:
        return None
    more = len(set(changed.pair_mentee[list(after.pairs)].tolist())) - len(explainer.mentors_of)
    return Relaxation(kind, mentor, rule, more, after.total_score - before.total_score)


def explain_all_unmatched(
    explainer: Explainer, mentees: Sequence[str], *, relax: bool = True
) -> tuple[Unmatched, ...]:
    """The reasons for several mentees."""
    return tuple(explain_unmatched(explainer, mentee, relax=relax) for mentee in mentees)


def kinds_of_unmatched(explainer: Explainer, mentees: Sequence[str]) -> tuple[Unmatched, ...]:
    """For very many mentees at once: kind, number of allowed mentors and what the rules forbid, no more.

    "others_first" here also stands for limits where the objective does not put mentees first.
    """
    problem, network = explainer.problem, explainer.chains.network
    loads = {
        side: np.zeros(len(getattr(problem, f"{side}s")), dtype=np.int64) for side in ("mentee", "mentor")
    }
    for side, load in loads.items():
        np.add.at(load, getattr(problem, f"pair_{side}")[explainer.chosen], 1)
    spare = network.mentee_node[loads["mentee"] > np.maximum(1, problem.mentee_least)]
    free = network.mentor_node[loads["mentor"] < problem.mentor_most]
    can_gain = (
        pair_moves(explainer.chains.network, explainer.chains.flow)
        .backwards()
        .reach(np.concatenate([spare, free]))
    )
    allowed = np.bincount(problem.pair_mentee, minlength=len(problem.mentees))
    rows = {name: row for row, name in enumerate(problem.mentees)}
    otherwise = "limits" if explainer.objective.tiers[0] == "mentees" else "others_first"
    found = []
    for mentee in mentees:
        row = rows[mentee]
        kind = otherwise if can_gain[network.mentee_node[row]] else "mentors_full"
        if problem.mentee_most[row] == 0:
            kind = "no_place_of_own"
        elif not allowed[row]:
            kind = "no_allowed_mentor"
        broken = explainer.compiled.broken_rules(mentee)
        counts = tuple((key, int(one.sum())) for key, one in broken.items() if one.any())
        found.append(Unmatched(mentee, kind, len(problem.mentors), int(allowed[row]), counts))
    return tuple(found)
