"""What came of an application, in bands: the columns that nobody can be found by."""

from dataclasses import dataclass

from fairlead.evaluation.research.steps import band

NONE = "none"
DAYS = ((0, "within 3 days"), (4, "4 to 10 days"), (11, "11 days or more"))
WEEKS = ((0, "under 2 weeks"), (2, "2 to 4 weeks"), (5, "5 to 8 weeks"), (9, "9 weeks or more"))
MEETINGS = ((0, "0"), (1, "1 or 2"), (3, "3 to 5"), (6, "6 or more"))
SEVERAL = ((0, "0"), (1, "1"), (2, "2 or more"))
AREAS = ((0, "0"), (1, "1"), (2, "2"), (3, "3 or more"))
YES, NO = "yes", "no"


@dataclass(frozen=True)
class Column:
    """A column of facts: its name, what it means, and every value it can have with its meaning."""

    name: str
    meaning: str
    values: tuple[tuple[str, str], ...]


def _bands(*given: tuple[tuple[int, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((words, "") for bands in given for _start, words in bands)


COLUMNS: tuple[Column, ...] = (
    Column(
        "decision",
        "what became of the application",
        (
            ("accepted", "in the pool for matching"),
            ("declined", "declined by the team"),
            ("waitlisted", "on the waiting list"),
            ("withdrawn", "withdrawn by the applicant"),
            ("undecided", "not decided when the data set was made"),
        ),
    ),
    Column(
        "approval",
        "how the supervisor answered, counted from the day they were asked",
        (*_bands(DAYS), ("declined", ""), ("no answer yet", ""), (NONE, "nobody had to be asked")),
    ),
    Column("areas", "areas of expertise named in the application", _bands(AREAS)),
    Column("pairs", "mentorships that came of it", _bands(SEVERAL)),
    Column(
        "wait",
        "from the sending of the application to the first pair",
        (*_bands(WEEKS), (NONE, "no pair")),
    ),
    Column(
        "distance",
        "where the first partner works",
        (
            ("same unit", ""),
            ("other unit", "of the same institution"),
            ("other institution", ""),
            (NONE, "no pair, or not known"),
        ),
    ),
    Column(
        "ending",
        "what became of the pairs",
        (
            ("completed", "one of them was completed"),
            ("running", "none was completed, one still runs"),
            ("ended early", "all ended early"),
            (NONE, "no pair"),
        ),
    ),
    Column("meetings", "meetings held, over all pairs", _bands(MEETINGS)),
    Column("agreement", "an agreement was in force", ((YES, ""), (NO, ""))),
    Column("plan", "a plan was agreed", ((YES, ""), (NO, ""))),
)


@dataclass(frozen=True, kw_only=True)
class Came:
    """What came of one application, in plain numbers; `weeks` is None without a pair.

    `approval_days` is None where the supervisor has not approved; `approval` then says what is the case.
    """

    decision: str
    approval: str
    approval_days: int | None
    areas: int
    pairs: int
    weeks: int | None
    distance: str
    ending: str
    meetings: int
    agreement: bool
    plan: bool


def told(came: Came) -> tuple[str, ...]:
    """The facts as the columns tell them."""
    return (
        came.decision,
        came.approval if came.approval_days is None else band(came.approval_days, DAYS),
        band(came.areas, AREAS),
        band(came.pairs, SEVERAL),
        NONE if came.weeks is None else band(came.weeks, WEEKS),
        came.distance,
        came.ending,
        band(came.meetings, MEETINGS),
        YES if came.agreement else NO,
        YES if came.plan else NO,
    )
