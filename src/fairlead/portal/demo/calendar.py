"""When things happened in the demo: everything hangs on the day it is made."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone


@dataclass(frozen=True)
class Dates:
    """The dates of a round and the name of its season."""

    name: str
    opens_on: date
    closes_on: date
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Calendar:
    """The demo's calendar; `at` is the moment it is made, and nothing in it happens later."""

    at: datetime

    @property
    def today(self) -> date:
        """The day the demo is made."""
        return timezone.localdate(self.at)

    def day(self, ago: int) -> date:
        """The day so many days ago; a negative number is a day to come."""
        return self.today - timedelta(days=ago)

    def moment(self, ago: int, minute: int = 0) -> datetime:
        """A moment in working hours so many days ago, spread by `minute`, never later than now."""
        hour, rest = divmod(minute % 480, 60)
        clock = datetime.combine(self.day(ago), time(8 + hour, rest), tzinfo=ZoneInfo(settings.TIME_ZONE))
        return min(clock, self.at - timedelta(minutes=20))

    def season(self, halves_ago: int) -> str:
        """The season's name so many half-years ago: spring from February, autumn from August."""
        month = self.today.year * 12 + self.today.month - 2 - 6 * halves_ago
        year, half = month // 12, month % 12 // 6
        return f"{'Autumn' if half else 'Spring'} {year}"

    def open_round(self) -> Dates:
        """The round that takes applications now."""
        return Dates(self.season(0), self.day(35), self.day(-12), self.day(-40), self.day(-222))

    def exchange(self) -> Dates:
        """The short rounds beside the rolling intake."""
        return Dates(self.season(0), self.day(21), self.day(-5), self.day(-30), self.day(-120))

    def running_round(self) -> Dates:
        """The round whose pairs are on their way."""
        return Dates(self.season(1), self.day(190), self.day(155), self.day(116), self.day(-66))

    def finished_round(self) -> Dates:
        """The round of last year."""
        return Dates(self.season(2), self.day(415), self.day(380), self.day(345), self.day(162))
