"""The ladders by which an answer becomes coarser, from as exact as may be to nothing at all.

Level 0 is the finest that is ever written: months, never days; bands, never a number of years.
"""

from collections.abc import Callable
from dataclasses import dataclass

ANY = "any"
YEARS = ((0, "under 2"), (2, "2 to 4"), (5, "5 to 9"), (10, "10 to 19"), (20, "20 or more"))
WIDER_YEARS = ((0, "under 5"), (5, "5 to 9"), (10, "10 or more"))
GRADES = ((1, "1 to 3"), (4, "4 to 6"), (7, "7 to 9"), (10, "10 to 12"), (13, "13 or more"))
WIDER_GRADES = ((1, "1 to 6"), (7, "7 or more"))
UNKNOWN = "not stated"
Bands = tuple[tuple[int, str], ...]
Step = Callable[["Subject"], str]


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What others may know of a person, and so may find them by: the quasi-identifiers of one row.

    `month` is (year, month) of sending; `years` and `grade` are None where not stated.
    """

    side: str
    month: tuple[int, int]
    unit: str
    institution: str
    years: float | None
    grade: int | None
    languages: int


@dataclass(frozen=True)
class Ladder:
    """A column of the data set that people could be found by, and its steps with what each means."""

    column: str
    meaning: str
    steps: tuple[tuple[str, Step], ...]

    @property
    def top(self) -> int:
        """The coarsest level."""
        return len(self.steps) - 1


def band(value: float | None, bands: Bands) -> str:
    """The name of the band that a number lies in; below the first band it is the first."""
    if value is None:
        return UNKNOWN
    name = bands[0][1]
    for start, words in bands:
        if value >= start:
            name = words
    return name


def _unit(one: Subject) -> str:
    return f"{one.institution}: {one.unit}" if one.unit else f"{one.institution}: {UNKNOWN}"


def _any(_one: Subject) -> str:
    return ANY


def _quarter(one: Subject) -> str:
    year, month = one.month
    return f"{year}-Q{(month - 1) // 3 + 1}"


def _half(one: Subject) -> str:
    year, month = one.month
    return f"{year}-H{(month - 1) // 6 + 1}"


LADDERS: tuple[Ladder, ...] = (
    Ladder("side", "mentor or mentee, as applied for", (("as it is", lambda one: one.side),)),
    Ladder(
        "sent",
        "when the application was sent",
        (
            ("month", lambda one: f"{one.month[0]}-{one.month[1]:02}"),
            ("quarter", _quarter),
            ("half-year", _half),
            ("year", lambda one: f"{one.month[0]}"),
            ("not told", _any),
        ),
    ),
    Ladder(
        "workplace",
        "where the applicant works",
        (
            ("unit (office, department or faculty)", _unit),
            ("institution", lambda one: one.institution),
            ("not told", _any),
        ),
    ),
    Ladder(
        "years",
        "years of supporting international academics",
        (
            ("five bands", lambda one: band(one.years, YEARS)),
            ("three bands", lambda one: band(one.years, WIDER_YEARS)),
            ("not told", _any),
        ),
    ),
    Ladder(
        "grade",
        "grade of the post",
        (
            ("bands of three", lambda one: band(one.grade, GRADES)),
            ("two bands", lambda one: band(one.grade, WIDER_GRADES)),
            ("not told", _any),
        ),
    ),
    Ladder(
        "languages",
        "how many languages the applicant can meet in",
        (
            ("1, 2, 3 or more", lambda one: "3 or more" if one.languages > 2 else str(one.languages)),
            ("1, or more", lambda one: "2 or more" if one.languages > 1 else str(one.languages)),
            ("not told", _any),
        ),
    ),
)
