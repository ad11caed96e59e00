"""Let people connect their calendars: busy weeks as they were read a while ago, and no server to ask."""

from datetime import UTC, datetime, time, timedelta

from django.utils import timezone

from fairlead.calendars import actions
from fairlead.calendars.addresses import Place
from fairlead.calendars.queries import KNOWN_AHEAD
from fairlead.calendars.times import Span, within
from fairlead.portal.demo.founding import Scene, fixed

# The hours of a week by weekday (Monday is 0), as (from, until), that are taken week after week.
WEEKS: dict[str, dict[int, tuple[tuple[int, int], ...]]] = {
    "thandeka.mokoena": {
        0: ((9, 11), (13, 15)),
        1: ((10, 12),),
        2: ((9, 12), (14, 16)),
        4: ((9, 10), (14, 17)),
    },
    "jurg.aebischer": {0: ((8, 10),), 1: ((8, 9), (13, 16)), 2: ((9, 11),), 3: ((8, 12), (13, 14))},
    "silvia.bartosova": {0: ((9, 10),), 1: ((9, 12),), 3: ((13, 17),)},
}
HOURS = {
    "thandeka.mokoena": (range(5), time(9), time(17)),
    "jurg.aebischer": (range(4), time(8), time(16, 30)),
    "silvia.bartosova": (range(5), time(8), time(16)),
}
SERVER = "calendar.nuas.example"


def connect(scene: Scene) -> None:
    """Connect both calendars of one pair and one of another; nobody ever asks a server for them."""
    for key, week in WEEKS.items():
        person, actor = scene.people[key], scene.actor(key)
        days, begins, ends = HOURS[key]
        zone, at = timezone.get_default_timezone_name(), scene.calendar.moment(6, 70)
        actions.set_hours(zone=zone, days=days, begins=begins, ends=ends, by=actor, at=at)
        made = actions.keep(person, Place(SERVER, 443, f"/{fixed('calendar', key).hex}.ics", True), at=at)
        made.due_at = None
        made.save(force_insert=True)
        read_at = scene.calendar.at - timedelta(minutes=25)
        actions.store(made, within(_busy(week, read_at), actions.frame(read_at)), at=read_at)


def _busy(week: dict[int, tuple[tuple[int, int], ...]], at: datetime) -> list[Span]:
    """The same hours in each week to come, by the clock on the wall."""
    home, day, found = timezone.get_default_timezone(), timezone.localdate(at), []
    for number in range(KNOWN_AHEAD.days):
        one = day + timedelta(days=number)
        for both in week.get(one.weekday(), ()):
            moments = (datetime.combine(one, time(hour), tzinfo=home).astimezone(UTC) for hour in both)
            found.append(Span(*moments))
    return found
