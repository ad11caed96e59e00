"""What a pair costs at least, by the prices of the certificate alone: holds over pairs never listed too.

Whoever has the pair cannot do without its worth, and where that is below 0 the bound of weak duality falls
by as much (its reduced cost). So the loss is no less than this, whatever pairs there are.
"""

from __future__ import annotations

from fairlead.engine.model import Certificate, Problem, Solution

KNOWN_FOR = ("mentees", "score")


def least_loss(solution: Solution, problem: Problem, pair: int, most: tuple[int, ...]) -> tuple[int, ...]:
    """What forcing a pair loses at least, tier by tier, given that no more than `most` is lost in all.

    For the tiers mentees and score only, in this order. The second number is missing where the first is
    less than it may be at most (then nothing is known of it); both are for any other objective.
    """
    certificate = solution.certificate
    if solution.objective.tiers != KNOWN_FOR or not isinstance(certificate, Certificate) or problem.quotas:
        return ()
    row, col = problem.ends(pair)
    losses, weight = [], 1
    for stage in certificate.stages:
        weights = dict(zip(stage.tiers, stage.weights, strict=True))
        worth = int(stage.mentee_price[row]) + int(stage.mentor_price[col])
        losses.append(-worth - weights.get("score", 0) * int(problem.score[pair]))
        weight = weights.get("mentees", 1) if len(stage.tiers) > 1 else weight
    if len(losses) > 1:
        fewer, less = max(0, losses[0]), losses[1]
        if fewer < most[0]:
            return (fewer,)
        if most[0]:
            return fewer, less
        return 0, max(0, less) if losses[0] == 0 else 0
    fewer = max(0, -((weight - 1 - losses[0]) // weight))
    if fewer < most[0]:
        return (fewer,)
    return most[0], losses[0] - weight * most[0] if most[0] else max(0, losses[0])
