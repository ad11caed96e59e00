"""Who arrives when, and what chance has in store for each of them: drawn once, the same for every rhythm.

Common random numbers: two alternatives compared meet the same people with the same luck, so their difference
is not the difference of two draws (Law, Simulation Modeling and Analysis, ch. 11).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from fairlead.engine.simulation.assumptions import Assumptions, Stream

FOR_ANSWERS, FOR_LENGTH = 9, 3


@dataclass(frozen=True)
class Arrival:
    """Somebody of a kind who joins at `at` (weeks; 0 is when counting starts), with `luck` in 0..1."""

    at: float
    name: str
    kind: int
    places: int
    luck: tuple[float, ...]


def mentors_at_start(assumptions: Assumptions) -> list[Arrival]:
    """The mentors who are there from the first day; their kinds are those of `assumptions.mentors`."""
    return [
        Arrival(-assumptions.warm_up, f"o{kind}.{number}", kind, stock.places, ())
        for kind, stock in enumerate(assumptions.mentors)
        for number in range(stock.number)
    ]


def mentees(assumptions: Assumptions, seed: int, run: int, until: float) -> tuple[Arrival, ...]:
    """Every mentee who arrives, from the warm-up until `until`, in order."""
    return _arriving(assumptions.mentees, "e", 0, -assumptions.warm_up, (seed, run, until))


def new_mentors(assumptions: Assumptions, seed: int, run: int, until: float) -> tuple[Arrival, ...]:
    """Every mentor who arrives later; their kinds follow those of the mentors at the start."""
    first = len(assumptions.mentors)
    return _arriving(assumptions.new_mentors, "n", first, -assumptions.warm_up, (seed, run, until))


@lru_cache(maxsize=64)  # every alternative meets the same people
def _arriving(
    streams: tuple[Stream, ...],
    letter: str,
    first: int,
    start: float,
    chance: tuple[int, int, float],
) -> tuple[Arrival, ...]:
    seed, run, until = chance
    found: list[Arrival] = []
    for place, stream in enumerate(streams):
        key = [seed, run, ord(letter), place]
        moments = _moments(stream, start, until, np.random.default_rng([*key, 0]))
        luck = np.random.default_rng([*key, 1]).random((len(moments), FOR_ANSWERS + FOR_LENGTH)).tolist()
        found += [
            Arrival(at, f"{letter}{place}.{number}", first + place, stream.places, tuple(luck[number]))
            for number, at in enumerate(moments)
        ]
    return tuple(sorted(found, key=lambda one: (one.at, one.name)))


def _moments(stream: Stream, start: float, end: float, draw: np.random.Generator) -> list[float]:
    """The moments of a Poisson process, step after step, so that a later end only adds some."""
    moments: list[float] = []
    at = start
    while stream.per_week > 0:
        at += float(draw.exponential(1 / stream.per_week))
        if at >= end:
            break
        moments.append(at)
    return moments
