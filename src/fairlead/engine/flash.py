"""Flash meetings: many short ones in a few time slots, and nobody meets the same person twice.

Who meets whom is the exact solver's choice, with its certificate; when they meet is an edge colouring.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from fairlead.engine.model import BrokenProblem, NotProven, NotSolvable, Objective, Problem, Solution, Status
from fairlead.engine.solvers import solve

TIERS = ("mentees", "mentors", "pairs", "score")
MOST_SLOTS = 12
MOST_PEOPLE = 200
NOBODY = -1
Pairs = list[tuple[int, int]]


@dataclass(frozen=True, eq=False)
class Timetable:
    """Who meets whom and when: for each of `solution.pairs` its slot, 0 to `slots` - 1."""

    solution: Solution
    slots: int
    slot: tuple[int, ...]

    @property
    def meetings(self) -> list[tuple[int, int, int]]:
        """(mentee position, mentor position, slot), by mentee and mentor."""
        problem = self.solution.problem
        ends = (problem.ends(pair) for pair in self.solution.pairs)
        return [(i, j, slot) for (i, j), slot in zip(ends, self.slot, strict=True)]


def timetable(problem: Problem, slots: int, *, seed: int = 0) -> Timetable:
    """The best meetings in so many slots; each person has as many as slots, or their own limit if less.

    Best, in this order: most mentees with a meeting, most mentors with one, most meetings, the greatest total
    score. A pair stands once in the problem, so nobody meets anybody twice. Nobody has more meetings than
    there are slots, hence all can be placed (see `placed`). The order of people and pairs changes nothing.

    Raises `NotSolvable` beyond 12 slots or 200 people on a side, or where pairs are not listed;
    `BrokenProblem` without a slot; `NotProven` should the optimum not be certified, or somebody be in two
    places at once.
    """
    if slots < 1:
        raise BrokenProblem(what="slots", expected="at least 1", found=slots)
    sides = max(len(problem.mentees), len(problem.mentors))
    if slots > MOST_SLOTS or sides > MOST_PEOPLE or problem.source is not None:
        raise NotSolvable(what="flash", slots=slots, people=sides)
    most = {name: np.minimum(getattr(problem, name), slots) for name in ("mentee_most", "mentor_most")}
    solution = solve(replace(problem, **most), Objective(seed=seed, order=TIERS))
    if solution.status is not Status.OPTIMAL:
        raise NotProven(findings=(str(solution.status),))
    found = solution.problem
    ends = [found.ends(pair) for pair in solution.pairs]
    named = sorted(
        range(len(ends)), key=lambda one: (found.mentees[ends[one][0]], found.mentors[ends[one][1]])
    )
    in_order = placed([ends[one] for one in named], (len(found.mentees), len(found.mentors)), slots)
    slot = [0] * len(ends)
    for one, when in zip(named, in_order, strict=True):
        slot[one] = when
    clashing = clashes(ends, slot, slots)
    if clashing:
        raise NotProven(findings=tuple(clashing))
    return Timetable(solution, slots, tuple(slot))


def clashes(ends: Pairs, slot: list[int], slots: int) -> list[str]:
    """What is wrong with a timetable: somebody at two places at once, a pair twice, a slot there is not."""
    wrong = [f"no slot {when}" for when in slot if not 0 <= when < slots]
    wrong += [f"pair {pair} twice" for pair, count in Counter(ends).items() if count > 1]
    for side in (0, 1):
        at_once = Counter((pair[side], when) for pair, when in zip(ends, slot, strict=True))
        name = ("mentee", "mentor")[side]
        wrong += [f"{name} {one} twice" for (one, _when), count in at_once.items() if count > 1]
    return wrong


def placed(ends: Pairs, sizes: tuple[int, int], slots: int) -> list[int]:
    """A slot for each pair: nobody is in two at once, and all slots hold equally many, give or take one.

    `ends`: pairs of (mentee, mentor) positions below `sizes`; nobody has more pairs than there are `slots`.
    A bipartite graph can be coloured with as many colours as its largest degree (D. König, Über Graphen und
    ihre Anwendung auf Determinantentheorie und Mengenlehre, Math. Ann. 77, 1916): where the two ends have no
    free slot in common, the alternating path from one of them changes sides, O(E (n + slots)). Then, as long
    as two slots differ by two or more, a path of theirs with one more pair of the fuller changes sides
    (C. McDiarmid, The solution of a timetabling problem, J. Inst. Math. Appl. 9, 1972), so that waiting is
    spread over the slots.
    """
    board = _Board(sizes, slots)
    for mentee, mentor in ends:
        board.add(mentee, mentor)
    board.level()
    when = {
        (mentee, mentor): slot
        for mentee, row in enumerate(board.rows[0])
        for slot, mentor in enumerate(row)
        if mentor != NOBODY
    }
    return [when[pair] for pair in ends]


class _Board:
    """For each side and person whom they meet in which slot."""

    def __init__(self, sizes: tuple[int, int], slots: int) -> None:
        self.slots = slots
        self.rows = tuple([[NOBODY] * slots for _one in range(size)] for size in sizes)
        self.held = [0] * slots

    def add(self, mentee: int, mentor: int) -> None:
        """Place a meeting; others may move to make room."""
        mine, theirs = self.rows[0][mentee], self.rows[1][mentor]
        order = sorted(range(self.slots), key=lambda slot: (self.held[slot], slot))
        both = [slot for slot in order if mine[slot] == theirs[slot] == NOBODY]
        if both:
            self._put(mentee, mentor, both[0])
            return
        free = next(slot for slot in order if mine[slot] == NOBODY)
        other = next(slot for slot in order if theirs[slot] == NOBODY)
        self._turn(self._path(1, mentor, free, other), free, other)
        self._put(mentee, mentor, free)

    def level(self) -> None:
        """Move meetings until no two slots differ by two."""
        while self.slots > 1:
            full = max(range(self.slots), key=lambda slot: (self.held[slot], -slot))
            least = min(range(self.slots), key=lambda slot: (self.held[slot], slot))
            if self.held[full] - self.held[least] < 2:
                return
            self._turn(self._longer(full, least), full, least)

    def _longer(self, full: int, least: int) -> Pairs:
        """A path of two slots that begins and ends in the fuller one; there is one, for it holds more."""
        for side, rows in enumerate(self.rows):
            for one, row in enumerate(rows):
                if row[full] != NOBODY and row[least] == NOBODY:
                    path = self._path(side, one, full, least)
                    if len(path) % 2:
                        return path
        raise AssertionError("the fuller of two slots has a path of its own")

    def _path(self, side: int, one: int, first: int, second: int) -> Pairs:
        """The meetings on the way from somebody, in the first slot, then the second, and so on."""
        path: Pairs = []
        slot, other = first, self.rows[side][one][first]
        while other != NOBODY:
            path.append((one, other) if side == 0 else (other, one))
            side, one, slot = 1 - side, other, second if slot == first else first
            other = self.rows[side][one][slot]
        return path

    def _turn(self, path: Pairs, first: int, second: int) -> None:
        """Each meeting of the path, which begins in the first slot, goes to the other of the two."""
        for place, (mentee, mentor) in enumerate(path):
            self._take(mentee, mentor, second if place % 2 else first)
        for place, (mentee, mentor) in enumerate(path):
            self._put(mentee, mentor, first if place % 2 else second)

    def _put(self, mentee: int, mentor: int, slot: int) -> None:
        self.rows[0][mentee][slot], self.rows[1][mentor][slot] = mentor, mentee
        self.held[slot] += 1

    def _take(self, mentee: int, mentor: int, slot: int) -> None:
        self.rows[0][mentee][slot], self.rows[1][mentor][slot] = NOBODY, NOBODY
        self.held[slot] -= 1
