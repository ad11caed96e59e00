"""The years of a programme: each begins in the month the programme reckons from."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, order=True)
class Year:
    """One year of a programme: the calendar year in which it begins, and its first month."""

    begins: int
    month: int = 1

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.begins, self.month, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.later(1).first - timedelta(days=1)

    @property
    def name(self) -> str:
        """How it is called: 2026, or 2026/27 where it does not begin in January."""
        return str(self.begins) if self.month == 1 else f"{self.begins}/{(self.begins + 1) % 100:02d}"

    def holds(self, day: date) -> bool:
        """Whether the day lies in it."""
        return day.year - (day.month < self.month) == self.begins

    def later(self, years: int) -> "Year":
        """The year so many years later."""
        return Year(self.begins + years, self.month)


def year_of(day: date, month: int = 1) -> Year:
    """The year in which a day lies, when years begin in this month."""
    return Year(day.year - (day.month < month), month)
