"""Steering meetings, first and last days of arrangements, for the calendar of a programme's team."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from fairlead.kernel.actors import Actor
from fairlead.kernel.dates import TeamDate, at_time
from fairlead.kernel.times import start_of_day
from fairlead.partnerships import policies, queries
from fairlead.partnerships.enums import ArrangementState, SteeringState
from fairlead.partnerships.models import Arrangement, SteeringMeeting
from fairlead.programmes.models import Programme


def dates(actor: Actor, programme: Programme, *, since: date) -> list[TeamDate]:
    """Meetings that take place, first and last days of arrangements the actor may read.

    Two queries beside those of the policy.
    """
    mine = policies.visible(actor).filter(programme=programme)
    found = Arrangement.objects.filter(partnership__in=mine.values("pk"), state=ArrangementState.IN_FORCE)
    versions = list(found.select_related("partnership__institution").order_by("pk"))
    days = [*map(_begins, versions), *map(_ends, versions)]
    return [*_meetings(programme, since), *(one for one in days if one is not None and one.on >= since)]


def _meetings(programme: Programme, since: date) -> list[TeamDate]:
    found = SteeringMeeting.objects.filter(programme=programme, starts_at__gte=start_of_day(since))
    return [
        at_time(
            one.starts_at,
            one.minutes,
            key=f"steering.{one.pk}",
            title=_("Steering meeting"),
            place=one.place,
            path=reverse("partnerships:meeting", args=[one.pk]),
            sequence=one.sequence,
        )
        for one in found.exclude(state=SteeringState.CANCELLED).order_by("starts_at", "pk")
    ]


def _begins(version: Arrangement) -> TeamDate | None:
    day = version.partnership.waits_until
    title = _("First day of the arrangement with %(partner)s")
    return _day(version, "arrangement-begins", title, day) if day else None


def _ends(version: Arrangement) -> TeamDate | None:
    left = version.partnership.ends_on
    day = left or (queries.last_day(version) if version.document["words"]["ends_on"] else None)
    leaves = _("%(partner)s leaves the programme") if left else ""
    title = leaves or _("Last day of the arrangement with %(partner)s")
    return _day(version, "arrangement", title, day) if day else None


def _day(version: Arrangement, key: str, title: str, day: date) -> TeamDate:
    partnership = version.partnership
    return TeamDate(
        key=f"{key}.{partnership.pk}",
        title=title % {"partner": partnership.institution.name},
        on=day,
        until=day,
        path=reverse("partnerships:page", args=[partnership.pk]),
    )
