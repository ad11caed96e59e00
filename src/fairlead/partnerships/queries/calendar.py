"""The calendar that the whole team of a programme shares, and its feed for each of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from fairlead.kernel import invitations
from fairlead.kernel.actors import Actor
from fairlead.kernel.dates import TeamDate
from fairlead.kernel.invitations import AllDay, Appointment
from fairlead.kernel.times import day_of, start_of_day
from fairlead.kernel.tokens import derived, fingerprint
from fairlead.partnerships.models import TeamFeed
from fairlead.programmes import policies as programmes
from fairlead.programmes.models import Programme
from fairlead.programmes.queries import months_later

FEED = "team-calendar"
FEED_SHOWS = timedelta(days=60)
MONTHS = 12
PRODUCT = "-//Fairlead//Team//EN"


@dataclass(frozen=True)
class Month:
    """What begins in a month, by day; in the first also what has begun before and lasts."""

    first: date
    dates: list[TeamDate]


def dates(actor: Actor, programme: Programme, *, since: date) -> list[TeamDate]:
    """All that happens in the programme and is not over by then, by day; each context says its own."""
    told = [import_string(path) for path in settings.PROGRAMME_DATES]
    found = [one for tell in told for one in tell(actor, programme, since=since)]
    return sorted(found, key=_when)


def months(found: Iterable[TeamDate], *, first: date) -> list[Month]:
    """Twelve months from the first on, without those in which nothing begins."""
    until = months_later(first, MONTHS)
    shown = [one for one in found if one.until >= first and one.on < until]
    by_month = groupby(shown, key=lambda one: max(one.on, first).replace(day=1))
    return [Month(month, list(listed)) for month, listed in by_month]


def feed_of(actor: Actor, programme: Programme) -> TeamFeed | None:
    """The actor's own feed of the programme; one query."""
    return TeamFeed.objects.filter(person=actor.person_id, programme=programme).first()


def feed_address(feed: TeamFeed) -> str:
    """The whole address of a feed, with its secret."""
    return settings.BASE_URL + reverse("partnerships:team_feed", args=[derived(FEED, feed.pk)])


def feed_text(secret: str, *, at: datetime) -> str | None:
    """The programme's calendar for whoever made this feed, while they are on its team; else None."""
    found = TeamFeed.objects.filter(fingerprint=fingerprint(secret), person__is_active=True)
    feed = found.select_related("programme__lead").first()
    if feed is None:
        return None
    reader = Actor(person_id=feed.person_id)
    if not programmes.can_see(reader, feed.programme):
        return None
    listed = dates(reader, feed.programme, since=day_of(at - FEED_SHOWS))
    return invitations.feed(
        [_appointment(one, feed.programme) for one in listed if one.starts_at],
        [_day(one, feed.programme) for one in listed if not one.starts_at],
        name=_("Team of %(programme)s") % {"programme": feed.programme.name},
        product=PRODUCT,
        at=at,
    )


def _when(one: TeamDate) -> tuple[date, datetime, date, str, str]:
    return one.on, one.starts_at or start_of_day(one.on), one.until, one.title, one.key


def _appointment(one: TeamDate, programme: Programme) -> Appointment:
    assert one.starts_at is not None
    url = _page(one, programme)
    return Appointment(
        uid=f"team.{one.key}@fairlead",
        sequence=one.sequence,
        starts_at=one.starts_at,
        minutes=one.minutes,
        summary=f"{one.title} ({programme.name})",
        description=url,
        url=url,
        location=one.place,
    )


def _day(one: TeamDate, programme: Programme) -> AllDay:
    return AllDay(
        uid=f"team.{one.key}@fairlead",
        on=one.on,
        until=one.until,
        summary=f"{one.title} ({programme.name})",
        description=one.note,
        url=_page(one, programme),
    )


def _page(one: TeamDate, programme: Programme) -> str:
    path = one.path or reverse("partnerships:team_calendar", args=[programme.pk])
    return settings.BASE_URL + path
