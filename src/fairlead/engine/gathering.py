"""Who could sit in mentoring circles, and the circles that came out: plain values for solver and checker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fairlead.engine.refusals import BrokenProblem, DuplicatePerson


@dataclass(frozen=True)
class Mentor:
    """Somebody who would lead so many circles, on one of these topics, at one of these times each."""

    id: str
    circles: int
    topics: frozenset[str]
    times: frozenset[str]


@dataclass(frozen=True)
class Mentee:
    """Somebody who wishes for one of these topics (what each counts), at one of these times."""

    id: str
    wishes: Mapping[str, int]
    times: frozenset[str]


@dataclass(frozen=True)
class Sizes:
    """How many mentees and how many mentors a circle has, at least and at most."""

    least: int = 4
    most: int = 8
    mentors_least: int = 1
    mentors_most: int = 2


@dataclass(frozen=True, eq=False)
class Gathering:
    """Everybody who could be in a circle.

    `points`: by ids of mentee and mentor what it counts that the two sit together; a pair that a hard rule
    forbids is absent.
    """

    mentors: tuple[Mentor, ...]
    mentees: tuple[Mentee, ...]
    points: Mapping[tuple[str, str], int]
    sizes: Sizes = field(default_factory=Sizes)


@dataclass(frozen=True)
class Circle:
    """A topic, a time, the mentors and the mentees, by id and in order."""

    topic: str
    time: str
    mentors: tuple[str, ...]
    mentees: tuple[str, ...]


@dataclass(frozen=True)
class Reached:
    """What a tier has come to, and what nothing exceeds (for squares: goes below); None if not known.

    The squares, the sum of the squares of the circles' sizes, are the least with these circles and points."""

    name: str
    value: int
    bound: int | None

    @property
    def exact(self) -> bool:
        """Whether nothing is better, the tiers before it being as they are."""
        return self.value == self.bound


@dataclass(frozen=True)
class Formed:
    """The circles, and what they come to: seated, points, squares."""

    circles: tuple[Circle, ...]
    tiers: tuple[Reached, ...]

    @property
    def exact(self) -> bool:
        """Whether every tier is."""
        return all(one.exact for one in self.tiers)


def broken(given: Gathering) -> None:
    """Raises `DuplicatePerson` for an id given twice, also on both sides, and `BrokenProblem` for sizes."""
    for side, people in (("mentee", given.mentees), ("mentor", given.mentors)):
        ids = [one.id for one in people]
        if len(set(ids)) < len(ids):
            twice = next(one for one in sorted(ids) if ids.count(one) > 1)
            raise DuplicatePerson(side=side, person=twice)
    both = {one.id for one in given.mentees} & {one.id for one in given.mentors}
    if both:
        raise DuplicatePerson(side="both", person=min(both))
    sizes = given.sizes
    if not (1 <= sizes.least <= sizes.most and 1 <= sizes.mentors_least <= sizes.mentors_most <= 2):
        raise BrokenProblem(what="sizes", found=str(sizes))
