"""On which days something comes again."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from fairlead.evaluation.enums import Rhythm

MONTHS = 12


def days(starts_on: date, until: date, rhythm: str) -> Iterator[date]:
    """The days from the first to the last, each a week or a month after the one before.

    Monthly keeps the day of the month; in a month that has no such day it is the month's last.
    """
    count = 0
    while (day := _nth(starts_on, count, rhythm)) <= until:
        yield day
        count += 1


def _nth(first: date, count: int, rhythm: str) -> date:
    if rhythm == Rhythm.WEEKLY:
        return first + timedelta(weeks=count)
    months = first.month - 1 + count
    year, month = first.year + months // MONTHS, months % MONTHS + 1
    return date(year, month, min(first.day, monthrange(year, month)[1]))
