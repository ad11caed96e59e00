"""Days and moments: a deadline ends with its day, in the institution's own time."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def day_of(at: datetime) -> date:
    """The day of a moment where the installation is at home."""
    return timezone.localdate(at)


def start_of_day(day: date) -> datetime:
    """The first moment of a day where the installation is at home, whatever the clocks do that night."""
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())


def end_of_day(day: date) -> datetime:
    """The first moment after a day."""
    return start_of_day(day + timedelta(days=1))
