"""How many mentors a goal takes, and for which area and language: found by playing, never by a formula.

A search on common random numbers. Mentors are added in growing numbers where most waiting is, the last step
is halved until one more or less decides, and then every mentor who can be left out again is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from math import ceil, log2

from fairlead.engine.simulation.assumptions import Assumptions, Stock
from fairlead.engine.simulation.comparing import Scenario, simulate
from fairlead.engine.watching import NOBODY, Watch

MOST = 100
Cell = tuple[str, str]


@dataclass(frozen=True)
class Goal:
    """What is to be kept, on average over the runs: the wait of nine in ten (weeks), the unmatched share.

    No more than `most` mentors are added for it.
    """

    wait_90: float
    unmatched: float
    most: int = MOST

    def is_kept(self, scenario: Scenario) -> bool:
        """Whether it is; a wait that could not be followed to its end keeps nothing."""
        wait, unmatched = scenario.figures["wait_90"], scenario.figures["unmatched"]
        waited = wait is not None and not scenario.runs_without["wait_90"] and wait.mean <= self.wait_90
        return waited and (unmatched is None or unmatched.mean <= self.unmatched)


@dataclass(frozen=True)
class Needed:
    """Mentors to add so that the goal is kept, by (area, language), and what then comes out.

    `reached` is False where even the goal's `most` do not do; then `added` is empty if plenty of mentors for
    everybody would not do either: what is missing is not mentors but a quicker rhythm or answer.
    """

    reached: bool
    added: Mapping[Cell, int]
    scenario: Scenario


def mentors_needed(
    assumptions: Assumptions,
    goal: Goal,
    *,
    runs: int = 10,
    seed: int = 0,
    watch: Watch = NOBODY,
    executor: Executor | None = None,
) -> Needed:
    """The mentors whom the goal takes, none of whom can be left out. Raises `Cancelled`.

    Each offers one area in one language, with as many places as the mentors there are mostly have.
    """
    return _Search(assumptions, goal, runs, seed, watch, executor).found()


def cells(assumptions: Assumptions) -> list[Cell]:
    """For each kind of mentees the area and the language in which a mentor would be sought for them.

    The most important area; the fewest languages that reach all who want it, the most spoken first.
    """
    found: dict[int, Cell] = {}
    everywhere = _spoken(assumptions, range(len(assumptions.mentees)))
    by_area: dict[str, list[int]] = defaultdict(list)
    for kind, stream in enumerate(assumptions.mentees):
        by_area[stream.first_area].append(kind)
    for area, kinds in by_area.items():
        left = kinds
        while left:
            spoken = _spoken(assumptions, left)
            language = max(spoken, key=lambda one: (spoken[one], everywhere[one], one))
            reached = [one for one in left if language in (assumptions.mentees[one].languages or ("",))]
            found |= dict.fromkeys(reached, (area, language))
            left = [one for one in left if one not in reached]
    return [found[kind] for kind in range(len(assumptions.mentees))]


def _spoken(assumptions: Assumptions, kinds: Iterable[int]) -> Counter[str]:
    """How many a week of these kinds speak each language, in millionths; "" where none is named."""
    spoken: Counter[str] = Counter()
    for kind in kinds:
        stream = assumptions.mentees[kind]
        for language in stream.languages or ("",):
            spoken[language] += round(1e6 * stream.per_week)
    return spoken


@dataclass
class _Search:
    assumptions: Assumptions
    goal: Goal
    runs: int
    seed: int
    watch: Watch
    executor: Executor | None
    tried: int = 0

    def found(self) -> Needed:
        scenario = self._play(())
        if self.goal.is_kept(scenario) or not self.assumptions.mentees:
            return Needed(self.goal.is_kept(scenario), {}, scenario)
        plenty = self._play(self._plenty().elements())
        if not self.goal.is_kept(plenty):
            return Needed(False, {}, plenty)
        order: list[Cell] = []
        before, step = 0, 1
        while not self.goal.is_kept(scenario):
            if len(order) >= self.goal.most:
                return Needed(False, dict(sorted(Counter(order).items())), scenario)
            before = len(order)
            order += self._where(scenario, min(step, self.goal.most - before))
            scenario, step = self._play(order), 2 * step
        enough = len(order)
        while enough - before > 1:
            middle = (before + enough) // 2
            tried = self._play(order[:middle])
            if self.goal.is_kept(tried):
                enough, scenario = middle, tried
            else:
                before = middle
        return self._without_spare(Counter(order[:enough]), scenario)

    def _without_spare(self, added: Counter[Cell], scenario: Scenario) -> Needed:
        """Leave out whoever can be, one after the other."""
        for cell in sorted(added):
            while added[cell] and added.total() > 1:
                fewer = added - Counter([cell])
                tried = self._play(fewer.elements())
                if not self.goal.is_kept(tried):
                    break
                added, scenario = fewer, tried
        return Needed(True, dict(sorted(added.items())), scenario)

    def _play(self, added: Iterable[Cell]) -> Scenario:
        places = Counter(stock.places for stock in self.assumptions.mentors).most_common(1)
        usual = places[0][0] if places else 1
        new = tuple(
            Stock((area,) if area else (), (language,) if language else (), number, usual)
            for (area, language), number in sorted(Counter(added).items())
        )
        plan = self.assumptions.with_mentors((*self.assumptions.mentors, *new))
        quiet = Watch(None, self.watch.cancelled)
        found = simulate(plan, runs=self.runs, seed=self.seed, watch=quiet, executor=self.executor)
        self.tried += 1
        of = 3 + 2 * ceil(log2(self.goal.most + 1)) + 2 * len(set(cells(self.assumptions)))
        self.watch.progress("adding_mentors", min(1.0, self.tried / of))
        return found

    def _plenty(self) -> Counter[Cell]:
        """So many mentors for every area and language that hardly anybody ever finds all places taken."""
        plan = self.assumptions
        load: Counter[Cell] = Counter()
        for cell, stream in zip(cells(plan), plan.mentees, strict=True):
            load[cell] += ceil(3 * stream.per_week * (plan.length + plan.answer)) + 3
        return load

    def _where(self, scenario: Scenario, number: int) -> list[Cell]:
        """For which area and language the next mentors are: by how much is waited, as seats go to votes.

        The highest quotients of waiting (weeks a week) by mentors given (V. D'Hondt 1882).
        """
        waiting: dict[Cell, float] = defaultdict(float)
        for kind, cell in enumerate(cells(self.assumptions)):
            waiting[cell] += self.assumptions.mentees[kind].per_week * scenario.by_kind.get(kind, 0.0)
        given: Counter[Cell] = Counter()
        order = []
        for _ in range(number):
            cell = max(waiting, key=lambda one: (waiting[one] / (given[one] + 1), one))
            given[cell] += 1
            order.append(cell)
        return order
