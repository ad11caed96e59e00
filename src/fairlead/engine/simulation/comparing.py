"""Runs repeated and put side by side: figures with intervals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import stdtrit

from fairlead.engine.simulation.assumptions import Assumptions, BadAssumptions, Rhythm
from fairlead.engine.simulation.kinds import Kinds
from fairlead.engine.simulation.playing import Year, play
from fairlead.engine.watching import NOBODY, Watch

FEWEST_RUNS, MOST_RUNS = 2, 1000
LEVEL = 0.95
QUANTILES = ("wait_median", "wait_90")


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
    """The wait within which this share of the arrived had a pair.

    None where it is not known, because fewer had one or it is longer than everybody was followed: then it is
    `year.followed` at least.
    """
    place = int(np.ceil(share * year.arrived)) - 1
    waits = sorted(year.waits)
    if not 0 <= place < len(waits):
        return None
    return waits[place] if waits[place] <= year.followed or not year.never else None


@dataclass(frozen=True)
class Scenario:
    """One alternative: its name, what it assumes, figures with intervals, mean waits by area and kind.

    `hours`: the coordinator's hours in the counted weeks. `runs_without`: for a figure that some runs do not
    have (nobody arrived, or too few ever had a pair), how many those were. The waits within which a share has
    a pair count there with the weeks that everybody was followed: their mean is then a lower bound. `each`:
    those waits run by run; run by run two alternatives meet the same people, so their differences are the
    measure of a difference.
    """

    name: str
    assumptions: Assumptions
    runs: int
    figures: Mapping[str, Estimate | None]
    hours: Estimate
    by_area: Mapping[str, float]
    by_kind: Mapping[int, float]
    each: Mapping[str, tuple[float, ...]]
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
            watch.check()
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
    without = {key: sum(one is None for one in some) for key, some in told.items()}
    for key in QUANTILES:
        if without[key] < len(years):
            told[key] = [
                year.followed if one is None else one for one, year in zip(told[key], years, strict=True)
            ]
    estimate = Estimate.of([_hours(assumptions, year) for year in years])
    assert estimate is not None
    by_kind, by_area = _waits(assumptions, years)
    return Scenario(
        name=name,
        assumptions=assumptions,
        runs=len(years),
        figures={key: Estimate.of([one for one in some if one is not None]) for key, some in told.items()},
        hours=estimate,
        by_area=by_area,
        by_kind=by_kind,
        each={key: tuple(one for one in told[key] if one is not None) for key in QUANTILES},
        runs_without=without,
    )


def _hours(assumptions: Assumptions, year: Year) -> float:
    rates = assumptions.hours
    return (
        year.matchings * rates.per_matching
        + year.proposals * rates.per_proposal
        + year.applications * rates.per_application
    )


def _waits(assumptions: Assumptions, years: list[Year]) -> tuple[dict[int, float], dict[str, float]]:
    """Mean waits of each kind of mentees, and of all whose most important area it is."""
    kinds: dict[int, list[float]] = defaultdict(list)
    areas: dict[str, list[float]] = defaultdict(list)
    for year in years:
        for kind, waits in year.by_kind.items():
            kinds[kind] += waits
            areas[assumptions.mentees[kind].first_area] += waits
    return (
        {kind: float(np.mean(kinds[kind])) for kind in sorted(kinds)},
        {area: float(np.mean(areas[area])) for area in sorted(areas)},
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
