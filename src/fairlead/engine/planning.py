"""What a problem will take, said before the work: method, memory, bits; what cannot be done is refused.

The figures are estimates from the sizes of the arrays that each method lays out, rounded up.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from fairlead.engine.counting import level_bits
from fairlead.engine.duality import single_tiers, spans
from fairlead.engine.machine_code import is_worth_it
from fairlead.engine.model import (
    Method,
    NotEnoughMemory,
    NotSolvable,
    Objective,
    Problem,
    ScoresTooWide,
)
from fairlead.engine.places import laminar

OPENING_TIERS = ("mentees", "score")
PAIRS_FROM = 50_000
FEW_SCORES = 2_000
CROWD = 128
CROWDED = "crowd"
BYTES_OF_A_PAIR = {
    Method.NOTHING: 0,
    Method.FLOW: 400,
    Method.LEVELS: 160,
    Method.SIMPLEX: 160,
    Method.PRICED: 0,
    Method.BRANCHING: 2_500,
}
BYTES_OF_A_PERSON = 1_500
WIDEST = 1 << 20
MOST_ARCS = (1 << 31) - 1
LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))
USED = (Path("/sys/fs/cgroup/memory.current"), Path("/sys/fs/cgroup/memory/memory.usage_in_bytes"))
MEMORY = Path("/proc/meminfo")


@dataclass(frozen=True)
class Plan:
    """How a problem will be solved: the method, `memory` in bytes, the `pairs` listed.

    `bits`: how wide the totals of the widest tier are; beyond 60 they are worked out in steps, still exact.
    """

    method: Method
    memory: int
    bits: int
    pairs: int


def plan(problem: Problem, objective: Objective | None = None, *, available: int | None = None) -> Plan:
    """The method, and what it needs; nothing is allocated yet.

    `available`: bytes of memory that may be used; what this machine or container has left without it. Raises
    `NotEnoughMemory`, `ScoresTooWide` (scores or levels of "leximin" beyond what is taken) and `NotSolvable`.
    """
    objective = objective or Objective()
    method, pairs = method_of(problem, objective), len(problem.score)
    if problem.source is not None and objective.tiers != OPENING_TIERS:
        raise NotSolvable(what="source", tiers=objective.tiers)
    if pairs + len(problem.mentees) + len(problem.mentors) > MOST_ARCS:
        raise NotSolvable(what="pairs", size=pairs)
    for tier in ("priority", "leximin"):
        if tier in objective.tiers:
            level_bits(problem, tier)
    bits = max(span.bit_length() for span in (0, *spans(problem, single_tiers(problem, objective))))
    if bits > WIDEST:
        raise ScoresTooWide(bits=bits, most=WIDEST)
    people = len(problem.mentees) + len(problem.mentors)
    needed = pairs * BYTES_OF_A_PAIR[method] + people * BYTES_OF_A_PERSON
    found = free_memory() if available is None else available
    if found is not None and needed > found:
        raise NotEnoughMemory(needed=needed, available=found)
    return Plan(method, needed, bits, pairs)


def method_of(problem: Problem, objective: Objective) -> Method:
    """Which method takes a problem, by its size and shape."""
    if problem.source is not None:
        return Method.PRICED
    if problem.together or not laminar(problem):
        return Method.BRANCHING
    if len(problem.score) == len(problem.locked_pairs):
        return Method.NOTHING
    if not opens(problem, objective):
        return Method.FLOW
    few = problem.listing.highest - problem.listing.lowest <= FEW_SCORES
    method = Method.LEVELS if few else Method.SIMPLEX
    return method if is_worth_it(kind_of(method, problem), len(problem.score)) else Method.FLOW


def kind_of(method: Method, problem: Problem) -> str:
    """The kind of machine code that a compiled method needs for a problem."""
    return CROWDED if method is Method.LEVELS and crowded(problem) else str(method)


def opens(problem: Problem, objective: Objective) -> bool:
    """Whether the compiled solvers take the first tiers of a problem."""
    return (
        len(problem.score) >= PAIRS_FROM
        and problem.score.dtype != object
        and objective.tiers[:2] == OPENING_TIERS
        and not problem.quotas
        and int(problem.mentee_most.max(initial=0)) <= 1
        and not problem.mentee_least.any()
        and not problem.mentor_least.any()
    )


def crowded(problem: Problem) -> bool:
    """Whether so many pairs are listed for each person that most can be left aside."""
    return len(problem.score) > CROWD * (len(problem.mentees) + len(problem.mentors))


def free_memory() -> int | None:
    """The bytes that this process may still take, by machine and container; None if that is not known."""
    known = [one for one in (_of_machine(), _of_container()) if one is not None]
    return min(known, default=None)


def _of_machine() -> int | None:
    for line in _text(MEMORY).splitlines():
        name, _, told = line.partition(":")
        if name == "MemAvailable":
            return int(told.split()[0]) * 1024
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError, AttributeError):
        return None


def _of_container() -> int | None:
    for limit, used in zip(LIMITS, USED, strict=True):
        told, taken = _text(limit).strip(), _text(used).strip()
        if told.isdigit() and taken.isdigit():
            return max(0, int(told) - int(taken))
    return None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except OSError:
        return ""
