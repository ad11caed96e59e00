"""The independent checker: shares nothing with the solvers, reads only the problem and the result.

`violations(problem, solution) == []` means: every limit is kept, every figure is what the pairs give,
and the certificate proves that no other pairing is better.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.model import Objective, Problem, Solution, Stage, Status

SPLIT = 30


def total_score(problem: Problem, pairs: tuple[int, ...]) -> int:
    """The sum of the pairs' scores on the problem's scale, exact."""
    return sum(problem.score[list(pairs)].tolist())


def tier_values(problem: Problem, objective: Objective, pairs: tuple[int, ...]) -> tuple[int, ...]:
    """What the pairs reach in each tier, counted afresh."""
    chosen = list(pairs)
    values = {
        "mentees": len(set(problem.pair_mentee[chosen].tolist())),
        "mentors": len(set(problem.pair_mentor[chosen].tolist())),
        "pairs": len(chosen),
        "score": total_score(problem, pairs),
        "kept": len(set(chosen) & set(problem.base_pairs)),
    }
    return tuple(values[tier] for tier in objective.tiers)


def weights(problem: Problem, objective: Objective) -> tuple[int, ...]:
    """Whole numbers so that one unit of a tier outweighs all that the tiers after it can ever differ by."""
    scores = problem.score
    most_pairs = min(len(scores), int(problem.mentee_most.sum()), int(problem.mentor_most.sum()))
    most_pairs = max(most_pairs, len(problem.locked_pairs))
    spread = max(0, int(scores.max(initial=0))) - min(0, int(scores.min(initial=0)))
    span = {
        "mentees": len(problem.mentees),
        "mentors": len(problem.mentors),
        "pairs": most_pairs,
        "score": most_pairs * spread,
        "kept": min(most_pairs, len(problem.base_pairs)),
    }
    below, found = 0, []
    for tier in reversed(objective.tiers):
        found.append(below + 1)
        below += found[-1] * span[tier]
    return tuple(reversed(found))


def violations(problem: Problem, solution: Solution) -> list[str]:
    """Everything that is wrong with a solution, one code and its particulars each; empty if nothing is."""
    if solution.status is not Status.OPTIMAL:
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
    if any(tier.value != tier.bound for tier in solution.tiers):
        found.append("tiers: a bound is not reached")
    if solution.total_score != total_score(problem, solution.pairs):
        found.append(f"total_score: {total_score(problem, solution.pairs)} counted")
    return found or _unproven(problem, solution, values)


def _broken_pairs(problem: Problem, pairs: tuple[int, ...]) -> list[str]:
    if any(not 0 <= pair < len(problem.score) for pair in pairs):
        return ["pairs: not a pair of the problem"]
    if list(pairs) != sorted(pairs):
        return ["pairs: not sorted"]
    twice = [pair for pair, times in Counter(pairs).items() if times > 1]
    return [f"pairs: {pair} more than once" for pair in twice]


def _broken_limits(problem: Problem, pairs: tuple[int, ...]) -> list[str]:
    chosen, found = list(pairs), []
    for side in ("mentee", "mentor"):
        names = getattr(problem, f"{side}s")
        load = Counter(getattr(problem, f"pair_{side}")[chosen].tolist())
        most, least = getattr(problem, f"{side}_most").tolist(), getattr(problem, f"{side}_least").tolist()
        for person, name in enumerate(names):
            if not least[person] <= load[person] <= most[person]:
                found.append(f"{side} {name}: {load[person]} of {least[person]} to {most[person]}")
    found += [f"locked pair {pair}: missing" for pair in sorted(set(problem.locked_pairs) - set(pairs))]
    return found


def _unproven(problem: Problem, solution: Solution, values: tuple[int, ...]) -> list[str]:
    certificate = solution.certificate
    if certificate is None or len(certificate.stages) != 1:
        return ["certificate: none"]
    (stage,) = certificate.stages
    needed = weights(problem, solution.objective)
    if stage.weights != needed:
        return ["certificate: the weights do not order the tiers"]
    reached = sum(weight * value for weight, value in zip(needed, values, strict=True))
    proven = bound(problem, solution.objective, stage)
    return [] if reached == proven else [f"certificate: reached {reached}, proven only {proven}"]


def bound(problem: Problem, objective: Objective, certificate: Stage) -> int:
    """An upper bound on the weighted objective of every pairing, valid for any prices (weak duality).

    With prices u_i and v_j, and d_i, e_j the numbers of pairs of mentee i and mentor j, no pairing can
    exceed: sum over i of max over d_i of (reward_i(d_i) - u_i d_i), the same over j, plus the sum over
    allowed pairs of max(0, w_ij + u_i + v_j); a locked pair counts w_ij + u_i + v_j whatever its sign,
    and nobody has fewer pairs than are locked.
    """
    weight = dict(zip(objective.tiers, certificate.weights, strict=True))
    mentee_price, mentor_price = certificate.mentee_price, certificate.mentor_price
    if _wide(problem, certificate):
        mentee_price, mentor_price = mentee_price.astype(object), mentor_price.astype(object)
    per_pair = problem.score.astype(mentee_price.dtype) * weight.get("score", 0) + weight.get("pairs", 0)
    per_pair[list(problem.base_pairs)] += weight.get("kept", 0)
    worth = per_pair + mentee_price[problem.pair_mentee] + mentor_price[problem.pair_mentor]
    counted = np.maximum(worth, 0)
    locked = list(problem.locked_pairs)
    counted[locked] = worth[locked]
    total = _sum(counted)
    for side, price in (("mentee", mentee_price), ("mentor", mentor_price)):
        most = getattr(problem, f"{side}_most").astype(price.dtype)
        held = np.bincount(getattr(problem, f"pair_{side}")[locked], minlength=len(most))
        least = np.maximum(getattr(problem, f"{side}_least"), held).astype(price.dtype)
        first = weight.get(f"{side}s", 0)
        options = [
            np.minimum(load, 1) * first - load * price
            for load in (least, np.minimum(np.maximum(least, 1), most), most)
        ]
        total += _sum(np.maximum(np.maximum(options[0], options[1]), options[2]))
    return total


def _wide(problem: Problem, certificate: Stage) -> bool:
    """Whether 64 bits might not do for these prices."""
    if certificate.mentee_price.dtype == object or certificate.mentor_price.dtype == object:
        return True
    prices = (certificate.mentee_price, certificate.mentor_price)
    largest = max((max(int(p.max()), -int(p.min())) for p in prices if p.size), default=0)
    loads = max((int(m.max()) for m in (problem.mentee_most, problem.mentor_most) if m.size), default=0)
    scores = int(np.abs(problem.score).max(initial=0))
    return (largest + max(certificate.weights) * max(1, scores)) * (2 + loads) >= 1 << 62


def _sum(numbers: NDArray[Any]) -> int:
    """An exact sum: 64-bit numbers are split so that millions of them cannot overflow."""
    if numbers.dtype == object:
        return int(sum(numbers.tolist()))
    return (int((numbers >> SPLIT).sum()) << SPLIT) + int((numbers & ((1 << SPLIT) - 1)).sum())
