"""One run: people arrive, matchings are made, offers answered, pairs end, week after week.

A discrete-event simulation: what happens next is taken from a queue ordered by time. Every matching is the
engine's; nothing else decides who is paired. Small ones are settled by the quick way to the same pairs, and
the engine proves every hundredth, beginning with another one in each run.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from dataclasses import dataclass, field
from math import log

from fairlead.engine.simulation.assumptions import A_DAY, WEEKS_BETWEEN, Assumptions
from fairlead.engine.simulation.kinds import Kinds, Pair
from fairlead.engine.simulation.people import FOR_ANSWERS, Arrival, mentees, mentors_at_start, new_mentors
from fairlead.engine.watching import NOBODY, Watch

ARRIVES, JOINS, ANSWERS, ENDS, MATCHING = range(5)
WEEKS_BETWEEN_LOOKS = 4.0
PROVEN_EVERY = 100


@dataclass(frozen=True)
class Year:
    """What happened to the mentees who arrived in the counted weeks, and what it took.

    `waits`: weeks from arrival to the start of a pair, of those who got one (also after the counted weeks);
    `still_waiting` had none when counting ended, `never` none as long again. `fits`: each pair's score as
    a share of the best this mentee could have. `by_kind`: the waits of each kind of mentees, so far as they
    were followed; everybody was for `followed` weeks at least.
    `waiting` and `busy` are averages over time: mentees who wait, and places taken of all places.
    """

    arrived: int
    waits: tuple[float, ...]
    still_waiting: int
    never: int
    fits: tuple[float, ...]
    by_kind: dict[int, tuple[float, ...]]
    followed: float
    matchings: int
    proposals: int
    applications: int
    waiting: float
    busy: float


def play(assumptions: Assumptions, kinds: Kinds, *, seed: int, run: int, watch: Watch = NOBODY) -> Year:
    """Play one run; the same seed and run bring the same people and the same luck whatever is compared."""
    return _Play(assumptions, kinds, seed, run, watch).to_the_end()


@dataclass
class _Play:
    assumptions: Assumptions
    kinds: Kinds
    seed: int
    run: int
    watch: Watch
    queue: list[tuple[float, int, int, object]] = field(default_factory=list)
    waiting: dict[str, Arrival] = field(default_factory=dict)
    mentors: dict[str, Arrival] = field(default_factory=dict)
    free: dict[str, int] = field(default_factory=dict)
    used: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    refused: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    offers: dict[str, Arrival] = field(default_factory=dict)
    waits: dict[str, float] = field(default_factory=dict)
    fits: list[float] = field(default_factory=list)
    counted: dict[str, Arrival] = field(default_factory=dict)
    changed: bool = False
    matchings: int = 0
    proposals: int = 0
    applications: int = 0
    areas_under: list[float] = field(default_factory=lambda: [0.0, 0.0, 0.0])
    last: float = 0.0
    orders: int = 0
    asked: int = 0
    places: int = 0
    taken: int = 0

    def to_the_end(self) -> Year:
        """Play until everybody counted has a pair, at the longest for twice the weeks."""
        plan, until = self.assumptions, 2 * self.assumptions.weeks
        for one in mentees(plan, self.seed, self.run, until):
            self._at(one.at, ARRIVES, one)
        for one in (*mentors_at_start(plan), *new_mentors(plan, self.seed, self.run, until)):
            self._at(one.at, JOINS, one)
        if plan.rhythm.kind in WEEKS_BETWEEN:
            self._at(-plan.warm_up + WEEKS_BETWEEN[plan.rhythm.kind], MATCHING, None)
        still, looked = None, -plan.warm_up
        while self.queue:
            at, _, kind, what = heapq.heappop(self.queue)
            if at >= plan.weeks and still is None:
                self._measure(plan.weeks)
                still = sum(name not in self.waits for name in self.counted)
            if at >= until or (still is not None and len(self.waits) == len(self.counted)):
                break
            if at - looked > WEEKS_BETWEEN_LOOKS:
                looked = at
                self.watch.check()
            self._measure(min(at, plan.weeks))
            self._happen(at, kind, what)
        if still is None:
            self._measure(plan.weeks)
            still = sum(name not in self.waits for name in self.counted)
        return self._year(still)

    def _at(self, at: float, kind: int, what: object) -> None:
        self.orders += 1
        heapq.heappush(self.queue, (at, self.orders, kind, what))

    def _measure(self, at: float) -> None:
        """Add up who waits and which places are taken since the last event of the counted weeks."""
        since, self.last = max(self.last, 0.0), max(self.last, at)
        if at <= since:
            return
        span = at - since
        self.areas_under[0] += span * (len(self.waiting) + len(self.offers))
        self.areas_under[1] += span * self.taken
        self.areas_under[2] += span * self.places

    def _happen(self, at: float, kind: int, what: object) -> None:
        if kind == MATCHING:
            self._at(at + WEEKS_BETWEEN[self.assumptions.rhythm.kind], MATCHING, None)
            if self._long_enough(at):
                self._match(at)
            return
        if kind == ARRIVES:
            assert isinstance(what, Arrival)
            self.waiting[what.name] = what
            if 0 <= at < self.assumptions.weeks:
                self.counted[what.name] = what
                self.applications += 1
        elif kind == JOINS:
            assert isinstance(what, Arrival)
            self.mentors[what.name], self.free[what.name] = what, what.places
            self.places += what.places
            self.applications += int(0 <= at < self.assumptions.weeks)
        elif kind == ENDS:
            assert isinstance(what, str)
            self._give_back(what)
        else:
            assert isinstance(what, tuple)
            self._answer(at, what)
        self.changed = True
        if self._due():
            self._match(at)

    def _due(self) -> bool:
        rhythm = self.assumptions.rhythm
        return rhythm.kind == "at_once" or (rhythm.kind == "enough" and len(self.waiting) >= rhythm.enough)

    def _long_enough(self, at: float) -> bool:
        """Whether somebody has waited as long as the rhythm asks; by the clock it asks nothing."""
        rhythm = self.assumptions.rhythm
        return rhythm.kind != "long" or any(
            at - one.at >= rhythm.days * A_DAY for one in self.waiting.values()
        )

    def _match(self, at: float) -> None:
        """Let the engine pair those who wait with free places; each pair gets an offer."""
        open_mentors = [
            (name, one.kind, self.free[name]) for name, one in self.mentors.items() if self.free[name]
        ]
        if not self.changed or not self.waiting or not open_mentors:
            return
        self.changed = False
        counts = 0 <= at < self.assumptions.weeks
        waiting = [(name, one.kind) for name, one in self.waiting.items()]
        made = self.kinds.pairs(waiting, open_mentors, self.refused, proven=self._is_proven())
        self.asked += 1
        self.matchings += counts
        self.proposals += len(made) if counts else 0
        for mentee, mentor in made:
            self.offers[mentee] = self.waiting.pop(mentee)
            self.free[mentor] -= 1
            self.taken += 1
            if self.assumptions.answer > 0:
                self._at(at + self.assumptions.answer, ANSWERS, (mentee, mentor))
            else:
                self._answer(at, (mentee, mentor))

    def _answer(self, at: float, pair: Pair) -> None:
        mentee, mentor = pair
        one = self.offers.pop(mentee)
        if self._luck(one) >= self.assumptions.accepts:
            self.refused[mentee].add(mentor)
            self.waiting[mentee] = one
            self._give_back(mentor)
            self.changed = True
            return
        if mentee in self.counted:
            self.waits[mentee] = at - one.at
            self.fits.append(self.kinds.share(one.kind, self.mentors[mentor].kind))
        self._at(at + self._lasts(one), ENDS, mentor)

    def _is_proven(self) -> bool:
        return (self.asked + self.run) % PROVEN_EVERY == 0

    def _give_back(self, mentor: str) -> None:
        self.free[mentor] += 1
        self.taken -= 1

    def _luck(self, one: Arrival) -> float:
        drawn = one.luck[self.used[one.name] % FOR_ANSWERS]
        self.used[one.name] += 1
        return drawn

    def _lasts(self, one: Arrival) -> float:
        """How many weeks the pair of this mentee lasts."""
        plan, (when, early, length) = self.assumptions, one.luck[FOR_ANSWERS:]
        whole = -plan.length * log(1 - length) if plan.length_kind == "exponential" else plan.length
        return whole * when if early < plan.ends_early else whole

    def _year(self, still: int) -> Year:
        kinds: dict[int, list[float]] = defaultdict(list)
        for name, one in self.counted.items():
            waited = self.waits[name] if name in self.waits else 2 * self.assumptions.weeks - one.at
            kinds[one.kind].append(waited)
        weeks, under = self.assumptions.weeks, self.areas_under
        return Year(
            arrived=len(self.counted),
            waits=tuple(self.waits.values()),
            still_waiting=still,
            never=len(self.counted) - len(self.waits),
            fits=tuple(self.fits),
            by_kind={kind: tuple(some) for kind, some in sorted(kinds.items())},
            followed=weeks,
            matchings=self.matchings,
            proposals=self.proposals,
            applications=self.applications,
            waiting=under[0] / weeks,
            busy=under[1] / under[2] if under[2] else 0.0,
        )
