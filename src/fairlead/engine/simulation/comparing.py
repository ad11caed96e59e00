"""Runs repeated and put side by side: figures with intervals, and how many mentors a goal takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from scipy.special import stdtrit

from fairlead.engine.simulation.assumptions import Assumptions, BadAssumptions, Rhythm, Stock
from fairlead.engine.simulation.kinds import Kinds
from fairlead.engine.simulation.playing import Year, play
from fairlead.engine.watching import NOBODY, Watch

FEWEST_RUNS, MOST_RUNS = 2, 1000
LEVEL = 0.95


@dataclass(frozen=True)
class Estimate:
    """A mean over the runs with its 95 % interval (Student's t over independent runs)."""

    mean: float
    low: float
    high: float

    @staticmethod
    def of(values: Sequence[float]) -> Estimate | None:
        """The estimate from one value a run; None where no run has one."""
        if not values:
            return None
        mean = float(np.mean(values))
        if len(values) < FEWEST_RUNS:
            return Estimate(mean, mean, mean)
        half = float(stdtrit(len(values) - 1, (1 + LEVEL) / 2)) * float(np.std(values, ddof=1))
        half /= float(np.sqrt(len(values)))
        return Estimate(mean, mean - half, mean + half)


FIGURES: Mapping[str, Callable[[Year], float | None]] = {
    "wait_mean": lambda year: float(np.mean(year.waits)) if year.waits else None,
    "wait_median": lambda year: quantile(year, 0.5),
    "wait_90": lambda year: quantile(year, 0.9),
    "wait_longest": lambda year: max(year.waits, default=None),
    "unmatched": lambda year: year.still_waiting / year.arrived if year.arrived else None,
    "fit": lambda year: float(np.mean(year.fits)) if year.fits else None,
    "worst_fit": lambda year: min(year.fits, default=None),
    "waiting": lambda year: year.waiting,
    "busy": lambda year: year.busy,
    "matchings": lambda year: float(year.matchings),
    "arrived": lambda year: float(year.arrived),
}


def quantile(year: Year, share: float) -> float | None:
    """The wait within which this share of the arrived had a pair; None where fewer ever had one."""
    place = int(np.ceil(share * year.arrived)) - 1
    waits = sorted(year.waits)
    return waits[place] if 0 <= place < len(waits) else None


@dataclass(frozen=True)
class Scenario:
    """One alternative: its name, what it assumes, every figure with its interval, and waits by area.

    `hours`: the coordinator's hours in the counted weeks. `runs_without`: for a figure that some runs do not
    have (nobody arrived, or too few ever had a pair), how many those were.
    """

    name: str
    assumptions: Assumptions
    runs: int
    figures: Mapping[str, Estimate | None]
    hours: Estimate
    by_area: Mapping[str, float]
    runs_without: Mapping[str, int]


def simulate(
    assumptions: Assumptions,
    *,
    name: str = "",
    runs: int = 20,
    seed: int = 0,
    watch: Watch = NOBODY,
    executor: Executor | None = None,
) -> Scenario:
    """Play the assumptions so many times and sum up; the same seed gives the same result.

    Raises `BadAssumptions`, and `Cancelled` by the watch.
    """
    if not FEWEST_RUNS <= runs <= MOST_RUNS:
        raise BadAssumptions(path="runs", expected=(FEWEST_RUNS, MOST_RUNS), found=runs)
    years: list[Year] = []
    if executor is not None:
        tasks = [executor.submit(_one, assumptions, seed, run) for run in range(runs)]
        for task in tasks:
            years.append(task.result())
            watch.progress("simulating", len(years) / runs)
    else:
        kinds = Kinds.of(assumptions)
        for run in range(runs):
            years.append(play(assumptions, kinds, seed=seed, run=run, watch=watch))
            watch.progress("simulating", len(years) / runs)
    return _summed(name, assumptions, years)


def _one(assumptions: Assumptions, seed: int, run: int) -> Year:
    return play(assumptions, Kinds.of(assumptions), seed=seed, run=run)


def _summed(name: str, assumptions: Assumptions, years: list[Year]) -> Scenario:
    told = {key: [figure(year) for year in years] for key, figure in FIGURES.items()}
    rates = assumptions.hours
    hours = [
        year.matchings * rates.per_matching
        + year.proposals * rates.per_proposal
        + year.applications * rates.per_application
        for year in years
    ]
    areas = sorted({area for year in years for area in year.by_area})
    waits = {area: list(chain.from_iterable(year.by_area.get(area, ()) for year in years)) for area in areas}
    estimate = Estimate.of(hours)
    assert estimate is not None
    return Scenario(
        name=name,
        assumptions=assumptions,
        runs=len(years),
        figures={key: Estimate.of([one for one in some if one is not None]) for key, some in told.items()},
        hours=estimate,
        by_area={area: float(np.mean(some)) for area, some in waits.items()},
        runs_without={key: sum(one is None for one in some) for key, some in told.items()},
    )


def compare(
    assumptions: Assumptions,
    rhythms: Sequence[Rhythm],
    shares_of_mentors: Sequence[float] = (1.0,),
    *,
    runs: int = 20,
    seed: int = 0,
    watch: Watch = NOBODY,
    executor: Executor | None = None,
) -> list[Scenario]:
    """Every rhythm with every number of mentors, all with the same people and the same luck."""
    alternatives = [(rhythm, share) for share in shares_of_mentors for rhythm in rhythms]
    found = []
    for place, (rhythm, share) in enumerate(alternatives):
        changed = with_share(assumptions, share).with_rhythm(rhythm)
        part = _part(watch, place, len(alternatives))
        name = f"{rhythm.kind}:{share:g}"
        found.append(simulate(changed, name=name, runs=runs, seed=seed, watch=part, executor=executor))
    return found


def _part(watch: Watch, place: int, of: int) -> Watch:
    """A watch over one of several parts of the same size."""
    return Watch(lambda step, done: watch.progress(step, (place + done) / of), watch.cancelled)


def with_share(assumptions: Assumptions, share: float) -> Assumptions:
    """The same with this share of the mentors of each kind at the start, rounded so that the sum is right."""
    numbers = [stock.number * share for stock in assumptions.mentors]
    whole = [int(number) for number in numbers]
    lacking = round(sum(numbers)) - sum(whole)
    order = sorted(range(len(numbers)), key=lambda place: (whole[place] - numbers[place], place))
    for place in order[:lacking]:
        whole[place] += 1
    changed = [replace(stock, number=n) for stock, n in zip(assumptions.mentors, whole, strict=True)]
    return assumptions.with_mentors(tuple(changed))


@dataclass(frozen=True)
class Goal:
    """What is to be kept, on average over the runs: the wait of nine in ten (weeks), the unmatched share."""

    wait_90: float
    unmatched: float


@dataclass(frozen=True)
class Needed:
    """Mentors to add so that the goal is kept: by first area, and what then comes out.

    `reached` is False where even `most` more mentors do not do.
    """

    reached: bool
    added: Mapping[str, int]
    scenario: Scenario


def mentors_needed(
    assumptions: Assumptions,
    goal: Goal,
    *,
    most: int = 50,
    runs: int = 10,
    seed: int = 0,
    watch: Watch = NOBODY,
) -> Needed:
    """Add mentors one at a time, each for the area whose mentees wait longest in sum, until the goal is kept.

    A greedy search on common random numbers: it finds a number that does, not always the smallest.
    """
    added: Counter[str] = Counter()
    now = assumptions
    scenario = simulate(now, runs=runs, seed=seed, watch=Watch(None, watch.cancelled))
    while not _kept(scenario, goal) and added.total() < most and assumptions.mentees:
        area = _longest(scenario, now)
        added[area] += 1
        now = now.with_mentors((*now.mentors, _mentor_for(area, assumptions)))
        watch.progress("adding_mentors", added.total() / most)
        scenario = simulate(now, runs=runs, seed=seed, watch=Watch(None, watch.cancelled))
    return Needed(_kept(scenario, goal), dict(sorted(added.items())), scenario)


def _kept(scenario: Scenario, goal: Goal) -> bool:
    wait, unmatched = scenario.figures["wait_90"], scenario.figures["unmatched"]
    waited = wait is not None and not scenario.runs_without["wait_90"] and wait.mean <= goal.wait_90
    return waited and (unmatched is None or unmatched.mean <= goal.unmatched)


def _longest(scenario: Scenario, assumptions: Assumptions) -> str:
    """The area whose mentees wait longest, weighted by how many arrive."""
    arriving: Counter[str] = Counter()
    for stream in assumptions.mentees:
        arriving[(*stream.areas, "")[0]] += round(1e6 * stream.per_week)
    return max(arriving, key=lambda area: (scenario.by_area.get(area, 0.0) * arriving[area], area))


def _mentor_for(area: str, assumptions: Assumptions) -> Stock:
    """A mentor for the mentees of an area: their areas and languages, places as the others have."""
    asked = [stream for stream in assumptions.mentees if (*stream.areas, "")[0] == area]
    areas = tuple(dict.fromkeys(chain.from_iterable(stream.areas for stream in asked)))
    languages = tuple(dict.fromkeys(chain.from_iterable(stream.languages for stream in asked)))
    places = Counter(stock.places for stock in assumptions.mentors).most_common(1)
    return Stock(areas, languages, 1, places[0][0] if places else 1)
