"""The independent checker: shares nothing with the solvers, reads only the problem and the result.

`violations(problem, solution) == []` means: every limit is kept, every figure is what the pairs give,
and the certificate proves that no other pairing is better.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from fairlead.engine import check_side
from fairlead.engine.counting import levels_of, reached, tier_values, total_score
from fairlead.engine.duality import bounds, in_order, single_tiers, weights
from fairlead.engine.model import Indices, Problem, Solution, Stage, Status, Tier
from fairlead.engine.proof_tree import TreeCertificate

PRICED = ("mentees", "score")


def violations(problem: Problem, solution: Solution) -> list[str]:
    """Everything that is wrong with a solution, one code and its particulars each; empty if nothing is."""
    if solution.status is Status.INFEASIBLE and isinstance(solution.certificate, TreeCertificate):
        return check_side.unproven(problem, solution)
    if solution.status not in (Status.OPTIMAL, Status.WITHIN):
        return []
    found = _broken_pairs(problem, solution.pairs)
    if found:
        return found
    found = _broken_limits(problem, solution.pairs)
    values = tier_values(problem, solution.objective, solution.pairs)
    if tuple(tier.value for tier in solution.tiers) != values:
        found.append(f"tiers: {values} counted")
    if tuple(tier.name for tier in solution.tiers) != solution.objective.tiers:
        found.append("tiers: other names than the objective's")
    if any(dict(tier.levels) != levels_of(problem, tier.name, solution.pairs) for tier in solution.tiers):
        found.append("tiers: other levels counted")
    is_met = all(tier.value == tier.bound for tier in solution.tiers)
    if is_met is not (solution.status is Status.OPTIMAL):
        found.append("tiers: a bound is not reached" if not is_met else "tiers: every bound is reached")
    if solution.total_score != total_score(problem, solution.pairs):
        found.append(f"total_score: {total_score(problem, solution.pairs)} counted")
    return found or _unproven(problem, solution)


def _broken_pairs(problem: Problem, pairs: tuple[int, ...]) -> list[str]:
    chosen = np.array(pairs, dtype=np.int64)
    if chosen.size and not 0 <= chosen.min() <= chosen.max() < len(problem.score):
        return ["pairs: not a pair of the problem"]
    steps = np.diff(chosen)
    if (steps < 0).any():
        return ["pairs: not sorted"]
    return [f"pairs: {pair} more than once" for pair in np.unique(chosen[1:][steps == 0]).tolist()]


def _broken_limits(problem: Problem, pairs: tuple[int, ...]) -> list[str]:
    chosen, found = np.array(pairs, dtype=np.int64), []
    for side in ("mentee", "mentor"):
        names = getattr(problem, f"{side}s")
        load = np.bincount(getattr(problem, f"pair_{side}")[chosen], minlength=len(names))
        most, least = getattr(problem, f"{side}_most"), getattr(problem, f"{side}_least")
        for person in np.flatnonzero((load < least) | (load > most)).tolist():
            limits = f"{load[person]} of {least[person]} to {most[person]}"
            found.append(f"{side} {names[person]}: {limits}")
    if problem.quotas or problem.together:
        found += _broken_quotas(problem, list(pairs))
    found += [f"locked pair {pair}: missing" for pair in sorted(set(problem.locked_pairs) - set(pairs))]
    return found


def _broken_quotas(problem: Problem, chosen: list[int]) -> list[str]:
    found = []
    mentees, mentors = problem.pair_mentee[chosen], problem.pair_mentor[chosen]
    for quota in problem.quotas:
        inside = np.ones(len(chosen), dtype=bool)
        for ends, people in ((mentees, quota.mentees), (mentors, quota.mentors)):
            if people is not None:
                inside &= np.isin(ends, people)
        if quota.across is not None:
            own, other = np.array(quota.across.mentees)[mentees], np.array(quota.across.mentors)[mentors]
            inside &= (own >= 0) & (other >= 0) & (own != other)
        count = int(inside.sum())
        if 100 * count < quota.percent * len(chosen):
            found.append(f"quota {quota.key}: {count} of {len(chosen)}, not {quota.percent} %")
        if count < quota.least or (quota.most is not None and count > quota.most):
            found.append(f"quota {quota.key}: {count} of {quota.least} to {quota.most}")
    of_mentee: dict[int, set[int]] = {}
    for mentee, mentor in zip(mentees.tolist(), mentors.tolist(), strict=True):
        of_mentee.setdefault(mentee, set()).add(mentor)
    found += [
        f"together {', '.join(problem.mentees[one] for one in some)}: other mentors"
        for some in problem.together
        if any(of_mentee.get(one) != of_mentee.get(some[0]) for one in some)
    ]
    return found


def _unproven(problem: Problem, solution: Solution) -> list[str]:
    certificate = solution.certificate
    if isinstance(certificate, TreeCertificate):
        return check_side.unproven(problem, solution)
    if certificate is None or any(quota.across or quota.percent for quota in problem.quotas):
        return ["certificate: none"]
    misfit = _misfit(problem, solution, certificate.stages)
    if misfit:
        return [f"certificate: {misfit}"]
    proven = bounds(problem, solution.objective, certificate.stages)
    for stage, most in zip(certificate.stages, proven, strict=True):
        if stage.worst is not None:
            if most >= 0:
                return ["certificate: the worst score may be higher"]
            continue
        told = _told(solution, stage)
        if most > told or (most != told and solution.status is Status.OPTIMAL):
            return [f"certificate: reached {told}, proven only {most}"]
        if most < told or not _met(solution, stage):
            break
    return _better_unlisted(problem, certificate.stages, solution.pairs) if problem.source else []


def _better_unlisted(problem: Problem, stages: tuple[Stage, ...], pairs: tuple[int, ...]) -> list[str]:
    """The pairs made against their source, and whether some pair it does not list would be worth more.

    One price question to the source covers every allowed pair: none may score more than its people's prices.
    """
    source = problem.source
    if source is None or len(stages) != 1 or stages[0].weights[-1] != 1 or stages[0].tiers != PRICED:
        return ["certificate: it does not price pairs that are not listed"]
    need, price = -stages[0].mentee_price, -stages[0].mentor_price
    most = min(len(problem.mentees), int(np.minimum(problem.mentor_most, len(problem.mentees)).sum()))
    if problem.score.min(initial=0) < 0 or stages[0].weights[0] <= most * source.most_score:
        return ["certificate: the weights do not order the tiers"]
    if stages[0].quota_price.any() or price.min(initial=0) < 0:
        return ["certificate: it does not price pairs that are not listed"]
    listed = int(np.bincount(problem.pair_mentee, minlength=1).max())
    rows, cols, _ = source.above(need, price, listed + 1)
    at = {ends: place for place, ends in _ends_among(problem, rows)}
    better = [at.get(ends, ends) for ends in zip(rows.tolist(), cols.tolist(), strict=True)]
    if not _as_told(problem, [*pairs, *(one for one in better if isinstance(one, int))]):
        return ["pairs: listed otherwise than their source has them"]
    return [
        f"certificate: {problem.mentees[one[0]]} with {problem.mentors[one[1]]} is worth more than the prices"
        for one in better
        if isinstance(one, tuple)
    ][:1]


def _ends_among(problem: Problem, mentees: Indices) -> Iterator[tuple[int, tuple[int, int]]]:
    """The listed pairs of these mentees: place, and mentee and mentor."""
    places = np.flatnonzero(np.isin(problem.pair_mentee, mentees)) if len(mentees) else mentees
    for place in places.tolist():
        yield place, problem.ends(place)


def _as_told(problem: Problem, pairs: Sequence[int]) -> bool:
    """Whether the source has these pairs as the problem lists them: allowed, and with that score.

    Only the pairs made and those worth more than their people's prices matter to the proof: of all others
    the source itself has just said that they are worth no more.
    """
    source, some = problem.source, np.array(pairs, dtype=np.int64)
    assert source is not None
    rows, cols = problem.pair_mentee[some], problem.pair_mentor[some]
    return bool(source.allowed(rows, cols).all() and (source.scores(rows, cols) == problem.score[some]).all())


def _misfit(problem: Problem, solution: Solution, stages: tuple[Stage, ...]) -> str:
    """Why these stages are no proof of this objective, whatever their prices; empty if they may be."""
    left, values = single_tiers(problem, solution.objective), {tier.name: tier for tier in solution.tiers}
    for stage in stages:
        while left and stage.tiers[:1] != (left[0],) and _needless(problem, values, left[0]):
            left.pop(0)
        if not stage.tiers or tuple(left[: len(stage.tiers)]) != stage.tiers:
            return "the stages are not the objective's tiers"
        del left[: len(stage.tiers)]
        if not in_order(problem, stage.tiers, stage.weights):
            return "the weights do not order the tiers"
        if ("worst" in stage.tiers) is (stage.worst is None) or (
            stage.worst is not None and len(stage.tiers) > 1
        ):
            return "the stages are not the objective's tiers"
        if stage.worst is not None and stage.worst != values["worst"].bound:
            return "another worst score is proven"
        sizes = len(problem.mentees), len(problem.mentors), len(problem.quotas)
        prices = (stage.mentee_price, stage.mentor_price, stage.quota_price)
        if tuple(len(price) for price in prices) != sizes or any(
            one.dtype.kind not in "iO" for one in prices
        ):
            return "prices are missing or no whole numbers"
    return "" if all(_needless(problem, values, tier) for tier in left) else "a tier is not proven"


def _needless(problem: Problem, values: dict[str, Tier], single: str) -> bool:
    """Whether a tier needs no proof: nothing is made at this level, or the worst score is the highest."""
    tier, _, level = single.partition(":")
    if tier == "worst":
        return values[tier].value == max(problem.score.tolist(), default=0)
    return tier == "leximin" and dict(values[tier].levels)[int(level)] == 0


def _told(solution: Solution, stage: Stage) -> int:
    """What a stage is said to be bounded by."""
    total = 0
    for single, weight in zip(stage.tiers, stage.weights, strict=True):
        total += weight * _single_value(solution, single, bound=True)
    return total


def _met(solution: Solution, stage: Stage) -> bool:
    return all(
        _single_value(solution, single, bound=True) == _single_value(solution, single, bound=False)
        for single in stage.tiers
    )


def _single_value(solution: Solution, single: str, *, bound: bool) -> int:
    name, _, level = single.partition(":")
    tier = next(one for one in solution.tiers if one.name == name)
    if level:
        count = dict(tier.levels)[int(level)]
        return count if name == "priority" else -count
    return tier.bound if bound else tier.value


__all__ = ["bounds", "reached", "tier_values", "total_score", "violations", "weights"]
