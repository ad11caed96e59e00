"""Days and moments: a deadline ends with its day, in the institution's own time."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import lazy


def day_of(at: datetime) -> date:
    """The day of a moment where the installation is at home."""
    return timezone.localdate(at)


def start_of_day(day: date) -> datetime:
    """The first moment of a day where the installation is at home, whatever the clocks do that night."""
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())


def end_of_day(day: date) -> datetime:
    """The first moment after a day."""
    return start_of_day(day + timedelta(days=1))


def said(when: date | datetime, form: str) -> str:
    """A day or an hour for a letter, written out in the language it is rendered in, not in the sender's."""
    return _written(when, form)


_written: Callable[..., str] = lazy(date_format, str)
