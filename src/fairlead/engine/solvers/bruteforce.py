"""Every pairing tried: the oracle of the tests. For a handful of people only.

Mentee after mentee (people kept together at once), every set of mentors; of the states with the same
loads, quotas and worst score only the best is kept, so 6 x 6 stays within a blink.
"""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

from fairlead.engine.model import Objective, Problem, Quota

Best = tuple[int, ...]
APART = frozenset({"mentors", "new_mentors", "even", "worst"})


class State(NamedTuple):
    """What matters of the pairs made so far: mentors' loads, quotas' counts, the lowest score."""

    loads: tuple[int, ...]
    quotas: tuple[int, ...]
    worst: int | None


def best_values(problem: Problem, objective: Objective) -> tuple[int, ...] | None:
    """The value of each tier at the lexicographic optimum, or None if nothing keeps all limits."""
    start = State((0,) * len(problem.mentors), (0,) * len(problem.quotas), None)
    states: dict[State, Best] = {start: (0,) * len(_added(problem, objective, ()))}
    for unit in _units(problem):
        reached: dict[State, Best] = {}
        for chosen in _choices(problem, unit):
            gain = _added(problem, objective, chosen)
            for state, best in states.items():
                more = _with(problem, state, chosen)
                if more is not None:
                    value = tuple(a + b for a, b in zip(best, gain, strict=True))
                    reached[more] = max(reached.get(more, value), value)
        states = reached
    finals = [
        _values(problem, objective, state, best) for state, best in states.items() if _enough(problem, state)
    ]
    return max(finals, default=None)


def _units(problem: Problem) -> list[tuple[int, ...]]:
    """The mentees, those kept together as one."""
    found = [{mentee} for mentee in range(len(problem.mentees))]
    for some in problem.together:
        touched = [unit for unit in found if unit & set(some)]
        found = [unit for unit in found if not unit & set(some)] + (
            [set().union(*touched)] if touched else []
        )
    return [tuple(sorted(unit)) for unit in found]


def _choices(problem: Problem, unit: tuple[int, ...]) -> list[tuple[int, ...]]:
    """All sets of pairs that a unit may have: the same mentors for each of its mentees."""
    ends = {problem.ends(pair): pair for pair in range(len(problem.score))}
    mentors = [j for j in range(len(problem.mentors)) if all((i, j) in ends for i in unit)]
    locked = {pair for pair in problem.locked_pairs if problem.ends(pair)[0] in unit}
    least = max(int(problem.mentee_least[i]) for i in unit)
    most = min(int(problem.mentee_most[i]) for i in unit)
    found = []
    for size in range(least, most + 1):
        for some in combinations(mentors, size):
            chosen = tuple(ends[i, j] for i in unit for j in some)
            if locked <= set(chosen):
                found.append(chosen)
    return found


def _added(problem: Problem, objective: Objective, chosen: tuple[int, ...]) -> Best:
    """What pairs add to the tiers that are plain sums, level by level."""
    found: list[int] = []
    mentees = {problem.ends(pair)[0] for pair in chosen}
    for tier in objective.tiers:
        if tier == "priority":
            classes = problem.mentee_class.tolist()
            found += [sum(classes[i] == one for i in mentees) for one in _classes(problem)]
        elif tier == "leximin":
            scores = [int(problem.score[pair]) for pair in chosen]
            found += [-scores.count(level) for level in sorted(set(problem.score.tolist()))]
        elif tier not in APART:
            found.append(
                {
                    "mentees": len(mentees),
                    "pairs": len(chosen),
                    "score": sum(int(problem.score[pair]) for pair in chosen),
                    "kept": len(set(chosen) & set(problem.base_pairs)),
                    "even_mentees": -_uneven([problem.ends(pair)[0] for pair in chosen]),
                }[tier]
            )
    return tuple(found)


def _uneven(people: list[int]) -> int:
    """How many twos of these are the same person."""
    return sum(one == other for place, one in enumerate(people) for other in people[:place])


def _classes(problem: Problem) -> list[int]:
    return sorted(set(problem.mentee_class.tolist()) - {0})


def _with(problem: Problem, state: State, chosen: tuple[int, ...]) -> State | None:
    """The state after these pairs too, None if somebody or a quota has too many."""
    loads, counts = list(state.loads), list(state.quotas)
    for pair in chosen:
        mentee, mentor = problem.ends(pair)
        loads[mentor] += 1
        for place, quota in enumerate(problem.quotas):
            of_mentee = quota.mentees is None or mentee in quota.mentees
            of_mentor = quota.mentors is None or mentor in quota.mentors
            counts[place] += of_mentee and of_mentor and _differ(quota, mentee, mentor)
    if any(load > most for load, most in zip(loads, problem.mentor_most.tolist(), strict=True)):
        return None
    if any(q.most is not None and count > q.most for count, q in zip(counts, problem.quotas, strict=True)):
        return None
    scores = [int(problem.score[pair]) for pair in chosen]
    worst = min([*scores, *([] if state.worst is None else [state.worst])], default=None)
    return State(tuple(loads), tuple(counts), worst)


def _differ(quota: Quota, mentee: int, mentor: int) -> bool:
    """Whether the two are of different groups, where that is asked for."""
    if quota.across is None:
        return True
    groups = {quota.across.mentees[mentee], quota.across.mentors[mentor]}
    return len(groups) == 2 and min(groups) >= 0


def _enough(problem: Problem, state: State) -> bool:
    """Whether every minimum is kept."""
    return all(
        load >= least for load, least in zip(state.loads, problem.mentor_least.tolist(), strict=True)
    ) and all(
        count >= quota.least and 100 * count >= quota.percent * sum(state.loads)
        for count, quota in zip(state.quotas, problem.quotas, strict=True)
    )


def _values(problem: Problem, objective: Objective, state: State, best: Best) -> tuple[int, ...]:
    """The tiers' values as the engine tells them: levels as the digits of one number."""
    sums = iter(best)
    highest = max(problem.score.tolist(), default=0)
    found = []
    for tier in objective.tiers:
        if tier == "priority":
            bits = len(problem.mentees).bit_length()
            found.append(_digits([next(sums) for _ in _classes(problem)], bits))
        elif tier == "leximin":
            levels = set(problem.score.tolist())
            found.append(_digits([next(sums) for _ in levels], len(problem.score).bit_length()))
        elif tier == "mentors":
            found.append(sum(load > 0 for load in state.loads))
        elif tier == "new_mentors":
            found.append(sum(load > 0 and new for load, new in zip(state.loads, _new(problem), strict=True)))
        elif tier == "even":
            found.append(-sum(load * (load - 1) // 2 for load in state.loads))
        elif tier == "worst":
            found.append(highest if state.worst is None else state.worst)
        else:
            found.append(next(sums))
    return tuple(found)


def _new(problem: Problem) -> list[bool]:
    return [one > 0 for one in problem.mentor_new.tolist()]


def _digits(counts: list[int], bits: int) -> int:
    return sum(count << (bits * place) for place, count in enumerate(reversed(counts)))
