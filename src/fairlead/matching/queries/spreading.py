"""How a run's mentors and points lie over mentors, institutions, campuses and units, and who is looked at.

Years of this work are no part of any score; their groups are told only where nobody follows from them.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from fairlead.engine.fairness import by_group
from fairlead.engine.model import Problem
from fairlead.institutions.models import Institution, Unit
from fairlead.matching.models import Run
from fairlead.matching.queries.board import current
from fairlead.ui.drawing import length, percent

KINDS = ("institution", "campus", "unit")
BANDS = ((0, 2), (2, 5), (5, 10), (10, None))
ENOUGH = 5


@dataclass(frozen=True, kw_only=True)
class Load:
    """So many mentors have so many mentees."""

    mentees: int
    mentors: int
    width: str


@dataclass(frozen=True, kw_only=True)
class GroupRow:
    """What a group of people has; `mean` are the points of a mentee's pair, None where there is none."""

    name: str
    mentees: int
    matched: int
    mean: float | None
    mentors: int
    mentoring: int
    width: str


@dataclass(frozen=True, kw_only=True)
class BandRow:
    """Mentees with so many years of this work, less than the second; only the years where it is `hidden`."""

    years: tuple[int, int | None]
    hidden: bool
    mentees: int
    matched: int
    mean: float | None
    width: str


def loads(run: Run) -> list[Load]:
    """How many mentors have no mentee, one, two; the least first; one query."""
    held = Counter(current(run).values_list("mentor", flat=True))
    mentors = [UUID(one["id"]) for one in run.frozen["mentors"]]
    counts = Counter(held[one] for one in mentors)
    most = max(counts.values(), default=0)
    return [
        Load(mentees=number, mentors=counts[number], width=length(percent(counts[number], most)))
        for number in range(max(counts, default=-1) + 1)
    ]


def groups(run: Run) -> dict[str, list[GroupRow]]:
    """The figures by institution, campus and unit, the most mentees first; three queries."""
    made = list(current(run).values_list("mentee", "mentor", "score"))
    points: dict[str, list[int]] = {}
    for mentee, _mentor, score in made:
        points.setdefault(str(mentee), []).append(score)
    busy = {str(mentor) for _mentee, mentor, _score in made}
    found = {}
    for kind in KINDS:
        mentees, mentors = (_by(run.frozen[side], kind) for side in ("mentees", "mentors"))
        names = _names(kind, {*mentees, *mentors})
        rows = [
            _row(names(key), mentees.get(key, []), mentors.get(key, []), points, busy) for key in names.keys
        ]
        found[kind] = sorted(rows, key=lambda row: (-row.mentees, -row.mentors, row.name))
    return found


class _Named:
    """The groups that have a name, and the name of each."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.keys = list(names)
        self._names = names

    def __call__(self, key: str) -> str:
        return self._names[key]


def _names(kind: str, keys: set[str]) -> _Named:
    if kind == "campus":
        return _Named({key: key.title() for key in sorted(keys)})
    model: Any = Institution if kind == "institution" else Unit
    return _Named({str(pk): name for pk, name in model.objects.filter(pk__in=keys).values_list("pk", "name")})


def _by(people: list[dict[str, Any]], key: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in people:
        if value := one["values"].get(key):
            found.setdefault(value, []).append(one["id"])
    return found


def _row(
    name: str, mentees: list[str], mentors: list[str], points: Mapping[str, list[int]], busy: set[str]
) -> GroupRow:
    matched = [one for one in mentees if one in points]
    theirs = [score for one in matched for score in points[one]]
    return GroupRow(
        name=name,
        mentees=len(mentees),
        matched=len(matched),
        mean=sum(theirs) / len(theirs) if theirs else None,
        mentors=len(mentors),
        mentoring=sum(one in busy for one in mentors),
        width=length(percent(len(matched), len(mentees))),
    )


def by_years(run: Run, problem: Problem, pairs: tuple[int, ...]) -> list[BandRow]:
    """Mentees by years of this work; none at all where no group may be told."""
    years = [one["values"].get("years") for one in run.frozen["mentees"]]
    said = {place: Decimal(one) for place, one in enumerate(years) if one is not None}
    members = {
        str(band): [place for place, number in said.items() if _within(number, band)] for band in BANDS
    }
    told = {one.group: one for one in by_group(problem, pairs, "mentee", members)}
    rows = []
    for band in BANDS:
        one = told[str(band)]
        mean = int(problem.points(one.total_score)) / one.pairs if one.pairs else None
        rows.append(
            BandRow(
                years=band,
                hidden=one.hidden,
                mentees=one.people,
                matched=one.with_partner,
                mean=mean,
                width=length(percent(one.with_partner, one.people)),
            )
        )
    return rows if any(not row.hidden for row in rows) else []


def _within(number: Decimal, band: tuple[int, int | None]) -> bool:
    low, high = band
    return low <= number and (high is None or number < high)


def ends(rows: list[Any], figure: Callable[[Any], float | None]) -> tuple[Any, Any] | None:
    """Of the groups with enough mentees the one with the least and the one with the most; None if no two."""
    enough = [one for one in rows if one.mentees >= ENOUGH and figure(one) is not None]
    if len(enough) < 2:
        return None
    ordered = sorted(enough, key=lambda one: figure(one) or 0)
    return ordered[0], ordered[-1]
