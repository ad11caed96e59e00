"""Every pairing tried: the oracle of the tests. For a handful of people only.

Mentee after mentee, every set of mentors; of the states with the same loads of the mentors only the best
is kept, so 5 x 5 stays within a blink.
"""

from __future__ import annotations

from itertools import combinations

from fairlead.engine.model import Objective, Problem

Loads = tuple[int, ...]
Best = tuple[int, ...]


def best_values(problem: Problem, objective: Objective) -> tuple[int, ...] | None:
    """The value of each tier at the lexicographic optimum, or None if nothing keeps all limits."""
    within = [tier for tier in objective.tiers if tier != "mentors"]
    states: dict[Loads, Best] = {(0,) * len(problem.mentors): (0,) * len(within)}
    for mentee in range(len(problem.mentees)):
        reached: dict[Loads, Best] = {}
        for chosen in _choices(problem, mentee):
            gain = _gain(problem, within, chosen)
            for loads, best in states.items():
                more = _loaded(problem, loads, chosen)
                if any(load > most for load, most in zip(more, problem.mentor_most.tolist(), strict=True)):
                    continue
                value = tuple(a + b for a, b in zip(best, gain, strict=True))
                reached[more] = max(reached.get(more, value), value)
        states = reached
    finals = [
        _with_mentors(objective, within, loads, best)
        for loads, best in states.items()
        if all(load >= least for load, least in zip(loads, problem.mentor_least.tolist(), strict=True))
    ]
    return max(finals, default=None)


def _choices(problem: Problem, mentee: int) -> list[tuple[int, ...]]:
    own = [pair for pair in range(len(problem.score)) if problem.pair_mentee[pair] == mentee]
    locked = set(problem.locked_pairs) & set(own)
    sizes = range(int(problem.mentee_least[mentee]), int(problem.mentee_most[mentee]) + 1)
    return [some for size in sizes for some in combinations(own, size) if locked <= set(some)]


def _gain(problem: Problem, within: list[str], chosen: tuple[int, ...]) -> Best:
    values = {
        "mentees": int(bool(chosen)),
        "pairs": len(chosen),
        "score": sum(int(problem.score[pair]) for pair in chosen),
        "kept": len(set(chosen) & set(problem.base_pairs)),
    }
    return tuple(values[tier] for tier in within)


def _loaded(problem: Problem, loads: Loads, chosen: tuple[int, ...]) -> Loads:
    more = list(loads)
    for pair in chosen:
        more[int(problem.pair_mentor[pair])] += 1
    return tuple(more)


def _with_mentors(objective: Objective, within: list[str], loads: Loads, best: Best) -> tuple[int, ...]:
    values = dict(zip(within, best, strict=True)) | {"mentors": sum(load > 0 for load in loads)}
    return tuple(values[tier] for tier in objective.tiers)
