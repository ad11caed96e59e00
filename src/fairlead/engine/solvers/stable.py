"""Stable pairs from preference lists: deferred acceptance (Gale and Shapley 1962), several places a mentor.

Mentees propose, so each gets the best mentor that she can have in any stable pairing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence


def stable_pairs(
    mentee_lists: Sequence[Sequence[int]], mentor_lists: Sequence[Sequence[int]], places: Sequence[int]
) -> tuple[tuple[int, int], ...]:
    """The stable pairing that is best for every mentee, as sorted (mentee, mentor) positions.

    Each list names acceptable partners, best first; a pair is possible only if both lists name it.
    """
    rank = [{mentee: place for place, mentee in enumerate(own)} for own in mentor_lists]
    held: list[list[int]] = [[] for _ in mentor_lists]
    asked = [0] * len(mentee_lists)
    waiting = deque(range(len(mentee_lists)))
    while waiting:
        mentee = waiting.popleft()
        if asked[mentee] == len(mentee_lists[mentee]):
            continue
        mentor = mentee_lists[mentee][asked[mentee]]
        asked[mentee] += 1
        if mentee not in rank[mentor]:
            waiting.append(mentee)
            continue
        held[mentor].append(mentee)
        if len(held[mentor]) > places[mentor]:
            last = max(held[mentor], key=rank[mentor].__getitem__)
            held[mentor].remove(last)
            waiting.append(last)
    return tuple(sorted((mentee, mentor) for mentor, some in enumerate(held) for mentee in some))


def unstable_pairs(
    mentee_lists: Sequence[Sequence[int]],
    mentor_lists: Sequence[Sequence[int]],
    places: Sequence[int],
    pairs: Sequence[tuple[int, int]],
) -> list[tuple[int, int]]:
    """The pairs who would both rather be together than stay as they are; empty if the pairing is stable."""
    of_mentee = dict(pairs)
    of_mentor = [[mentee for mentee, mentor in pairs if mentor == one] for one in range(len(mentor_lists))]
    found = []
    for mentee, own in enumerate(mentee_lists):
        better = own[: own.index(of_mentee[mentee])] if mentee in of_mentee else own
        for mentor in better:
            theirs = mentor_lists[mentor]
            if mentee not in theirs:
                continue
            worst = max((theirs.index(one) for one in of_mentor[mentor]), default=-1)
            if len(of_mentor[mentor]) < places[mentor] or worst > theirs.index(mentee):
                found.append((mentee, mentor))
    return found
