"""Every set of pairs tried, all at once in arrays: the oracle for quotas and people kept together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from fairlead.engine.model import Objective, Problem, Quota
from tests.engine.problems import problems

MOST_PAIRS = 12
ORDERS = (
    ("mentees", "score"),
    ("mentees", "mentors", "score"),
    ("priority", "mentees", "score", "kept"),
    ("mentees", "worst", "score"),
    ("pairs", "leximin", "score"),
    ("mentees", "leximin"),
    ("worst", "mentees", "priority"),
    ("pairs", "even", "score"),
    ("pairs", "even_mentees", "score"),
    ("mentors", "even", "kept", "score"),
    ("score", "pairs", "even"),
    ("kept", "mentees", "score"),
    ("mentees", "new_mentors", "score"),
)

objectives = st.builds(Objective, seed=st.integers(0, 3), order=st.sampled_from(ORDERS))


@st.composite
def sided(draw: st.DrawFn, *, people: int = 4) -> Problem:
    """A small problem with up to four quotas of any shape, people kept together, and priority classes."""
    strict = draw(st.booleans())
    problem = draw(problems(people=people, minimums=strict, locks=strict))
    problem = replace(problem, score=np.clip(problem.score, -200, 200).astype(np.int64))
    if len(problem.score) > MOST_PAIRS:
        problem = _shorter(problem)
    mentees, mentors = len(problem.mentees), len(problem.mentors)

    def some(size: int) -> tuple[int, ...] | None:
        if not size or draw(st.integers(0, 3)) == 0:
            return None
        return tuple(sorted(draw(st.sets(st.integers(0, size - 1), min_size=1))))

    quotas = []
    for place in range(draw(st.integers(0, 4))):
        least = draw(st.sampled_from((0, 0, 1, 2) if strict else (0,)))
        most = draw(st.sampled_from((None, least, least + 1, least + 2)))
        quotas.append(Quota(f"q{place}", some(mentees), some(mentors), least, most))
    kept = [draw(st.sets(st.integers(0, mentees - 1), max_size=3)) for _ in range(2)] if mentees else []
    together = tuple(tuple(sorted(one)) for one in kept if draw(st.booleans()))
    classes = draw(st.lists(st.integers(0, 2), min_size=mentees, max_size=mentees))
    new = draw(st.lists(st.integers(0, 1), min_size=mentors, max_size=mentors))
    return replace(
        problem,
        quotas=tuple(quotas),
        together=together,
        mentee_class=np.array(classes, dtype=np.int64),
        mentor_new=np.array(new, dtype=np.int64),
    )


def _shorter(problem: Problem) -> Problem:
    kept = slice(0, MOST_PAIRS)
    left = {problem.ends(pair) for pair in range(MOST_PAIRS)}
    return replace(
        problem,
        pair_mentee=problem.pair_mentee[kept],
        pair_mentor=problem.pair_mentor[kept],
        score=problem.score[kept],
        locked=tuple(pair for pair in problem.locked if pair in left),
    )


Made = NDArray[np.int64]


def every_set(problem: Problem) -> Made:
    """All sets of pairs that hold the locked ones, one a row."""
    size = len(problem.score)
    made = (np.arange(1 << size)[:, None] >> np.arange(size)[None, :]) & 1
    held = list(problem.locked_pairs)
    return np.asarray(made[made[:, held].all(axis=1)] if held else made, dtype=np.int64)


def loads(problem: Problem, made: Made, side: str) -> Made:
    """How many pairs each person of a side has in each set."""
    people = np.arange(len(getattr(problem, f"{side}s")))
    return np.asarray(made @ (getattr(problem, f"pair_{side}")[:, None] == people).astype(np.int64))


def counted(problem: Problem, made: Made, quota: Quota) -> Made:
    """How many pairs of each set a quota counts."""
    inside = np.array(
        [
            (quota.mentees is None or i in quota.mentees)
            and (quota.mentors is None or j in quota.mentors)
            and crosses(quota, i, j)
            for i, j in map(problem.ends, range(len(problem.score)))
        ],
        dtype=np.int64,
    )
    return np.asarray(made @ inside)


def crosses(quota: Quota, mentee: int, mentor: int) -> bool:
    """Whether a pair is across the groups of a quota that has some."""
    if quota.across is None:
        return True
    one, other = quota.across.mentees[mentee], quota.across.mentors[mentor]
    return one >= 0 and other >= 0 and one != other


def apart(problem: Problem, made: Made, group: tuple[int, ...]) -> NDArray[np.bool_]:
    """In which sets the people of a group do not have the same mentors."""
    broken = np.zeros(len(made), dtype=bool)
    for mentor in range(len(problem.mentors)):
        has = [
            made @ ((problem.pair_mentee == one) & (problem.pair_mentor == mentor)).astype(np.int64)
            for one in group
        ]
        broken |= np.any([one != has[0] for one in has], axis=0)
    return broken


def missing(problem: Problem, made: Made) -> Made:
    """By how much all limits together would have to change for each set; -1 where no change allows it."""
    total, never = np.zeros(len(made), dtype=np.int64), np.zeros(len(made), dtype=bool)
    locked = np.zeros((1, len(problem.score)), dtype=np.int64)
    locked[0, list(problem.locked_pairs)] = 1
    for side in ("mentee", "mentor"):
        load, least = loads(problem, made, side), getattr(problem, f"{side}_least")
        most = getattr(problem, f"{side}_most")
        over = np.maximum(load - most, 0)
        never |= (over[:, (loads(problem, locked, side) <= most)[0]] > 0).any(axis=1)
        total += np.maximum(least - load, 0).sum(axis=1) + over.sum(axis=1)
    for quota in problem.quotas:
        count = counted(problem, made, quota)
        total += np.maximum(quota.least - count, 0)
        total += 0 if quota.most is None else np.maximum(count - quota.most, 0)
        total += np.maximum(-(-quota.percent * made.sum(axis=1) // 100) - count, 0)
    for group in problem.together:
        if group:
            total += apart(problem, made, group)
    return np.where(never, -1, total)


def values(problem: Problem, objective: Objective, made: Made) -> list[tuple[Any, ...]]:
    """For each set what it reaches in each tier; a tier of several numbers is a tuple."""
    mentee, mentor = loads(problem, made, "mentee"), loads(problem, made, "mentor")
    levels = sorted(set(problem.score.tolist()))
    classes = [one for one in np.unique(problem.mentee_class).tolist() if one]
    base = np.zeros(len(problem.score), dtype=np.int64)
    base[list(problem.base_pairs)] = 1
    highest = max(problem.score.tolist(), default=0)
    lowest = np.where(made > 0, problem.score[None, :], highest).min(axis=1, initial=highest)
    figures: dict[str, Any] = {
        "mentees": (mentee > 0).sum(axis=1),
        "mentors": (mentor > 0).sum(axis=1),
        "new_mentors": ((mentor > 0) & (problem.mentor_new > 0)).sum(axis=1),
        "pairs": made.sum(axis=1),
        "score": made @ problem.score,
        "kept": made @ base,
        "worst": lowest,
        "even": -(mentor * (mentor - 1) // 2).sum(axis=1),
        "even_mentees": -(mentee * (mentee - 1) // 2).sum(axis=1),
        "priority": np.array([(mentee[:, problem.mentee_class == one] > 0).sum(axis=1) for one in classes]).T,
        "leximin": np.array([-(made[:, problem.score == one].sum(axis=1)) for one in levels]).T,
    }
    found = []
    for row in range(len(made)):
        found.append(
            tuple(
                tuple(figures[tier][row].tolist()) if figures[tier].ndim == 2 else int(figures[tier][row])
                for tier in objective.tiers
                if figures[tier].size
            )
        )
    return found


def best(problem: Problem, objective: Objective) -> tuple[Any, ...] | None:
    """The lexicographically best values, or None if no set keeps all limits."""
    made = every_set(problem)
    made = made[missing(problem, made) == 0]
    return max(values(problem, objective, made), default=None)
