"""What a simulation assumes: who arrives, how many places there are, when is matched, how long pairs last.

All times are in weeks. Nothing here is drawn from anybody's answers; rates are given or counted.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from fairlead.engine.policy import Policy
from fairlead.engine.policy_reading import read_policy
from fairlead.engine.refusals import Refusal

RHYTHMS = ("at_once", "daily", "weekly", "fortnightly", "monthly", "enough", "long")
A_DAY = 1 / 7
WEEKS_BETWEEN = {
    "daily": A_DAY,
    "weekly": 1.0,
    "fortnightly": 2.0,
    "monthly": 365.25 / 12 / 7,
    "long": A_DAY,
}
LENGTHS = ("fixed", "exponential")
USUAL_POLICY = {
    "rules": [
        {"kind": "overlap", "key": "language", "field": "languages"},
        {"kind": "overlap", "key": "area", "mentee": "wants", "mentor": "offers"},
    ],
    "criteria": [
        {"kind": "overlap", "key": "areas", "mentee": "wants", "mentor": "offers", "points": [60, 30, 10]},
    ],
    "mentors": {"most": "places"},
    "tiers": ["mentees", "score"],
}


class BadAssumptions(Refusal):
    """The assumptions cannot be played through. Facts: path, expected, and what it depends on."""

    code = "bad_assumptions"


@dataclass(frozen=True)
class Stream:
    """People of one kind who arrive by chance (a Poisson process) at `per_week` on average.

    Mentees want the `areas`, the most important first; mentors offer them and have so many `places`.
    """

    areas: tuple[str, ...]
    languages: tuple[str, ...]
    per_week: float
    places: int = 1

    @property
    def first_area(self) -> str:
        """The most important area; empty where none is named."""
        return self.areas[0] if self.areas else ""


@dataclass(frozen=True)
class Stock:
    """So many mentors of one kind who are there from the first day."""

    areas: tuple[str, ...]
    languages: tuple[str, ...]
    number: int
    places: int = 1


@dataclass(frozen=True)
class Rhythm:
    """When a matching is made: at once when anything changes, every so often, when `enough` wait, or when
    somebody has waited so many `days` (looked at every day).
    """

    kind: str = "weekly"
    enough: int = 1
    days: int = 14

    def __post_init__(self) -> None:
        if self.kind not in RHYTHMS:
            raise BadAssumptions(path="rhythm", expected=RHYTHMS, found=self.kind)
        if self.enough < 1:
            raise BadAssumptions(path="enough", expected=1, found=self.enough)
        if self.days < 1:
            raise BadAssumptions(path="long", expected=1, found=self.days)


@dataclass(frozen=True)
class Hours:
    """What a coordinator spends: for each matching made, each proposal decided, each application read."""

    per_matching: float = 0.5
    per_proposal: float = 0.25
    per_application: float = 0.5


@dataclass(frozen=True)
class Assumptions:
    """One year (or any number of weeks) of a programme's rolling intake.

    `warm_up` weeks are played before the `weeks` that count, so that places are filled as in a running
    programme. A pair lasts `length` weeks (fixed, or exponential with this mean); a share `ends_early` of
    the pairs ends at a moment drawn evenly over its length. An offer takes `answer` weeks, and both say yes
    with the chance `accepts`; if not, both wait again and are not proposed to each other any more.
    """

    mentees: tuple[Stream, ...]
    mentors: tuple[Stock, ...]
    new_mentors: tuple[Stream, ...] = ()
    rhythm: Rhythm = field(default_factory=Rhythm)
    weeks: float = 52.0
    warm_up: float = 26.0
    length: float = 26.0
    length_kind: str = "fixed"
    ends_early: float = 0.0
    accepts: float = 1.0
    answer: float = 1.0
    hours: Hours = field(default_factory=Hours)
    policy: Policy = field(default_factory=lambda: read_policy(USUAL_POLICY))

    def __post_init__(self) -> None:
        for path, expected, fits in (
            ("weeks", ">0", self.weeks > 0),
            ("length", ">0", self.length > 0),
            ("warm_up", ">=0", self.warm_up >= 0),
            ("answer", ">=0", self.answer >= 0),
            ("ends_early", "0..1", 0 <= self.ends_early <= 1),
            ("accepts", "0..1", 0 <= self.accepts <= 1),
            ("length_kind", LENGTHS, self.length_kind in LENGTHS),
        ):
            if not fits:
                raise BadAssumptions(path=path, expected=expected, found=getattr(self, path))
        for side in ("mentees", "new_mentors"):
            for place, stream in enumerate(getattr(self, side)):
                if not 0 <= stream.per_week <= 1000:
                    where = f"{side}[{place}].per_week"
                    raise BadAssumptions(path=where, expected="0..1000", found=stream.per_week)

    def with_rhythm(self, rhythm: Rhythm) -> Assumptions:
        """The same with another rhythm of matching."""
        return replace(self, rhythm=rhythm)

    def with_mentors(self, mentors: tuple[Stock, ...]) -> Assumptions:
        """The same with other mentors at the start."""
        return replace(self, mentors=mentors)

    @property
    def places(self) -> int:
        """The places of the mentors who are there from the start."""
        return sum(stock.number * stock.places for stock in self.mentors)
