"""Steering meetings and ends of arrangements, for the calendar of a programme's team."""

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
    """Meetings that take place, and the last days of arrangements that the actor may read; two queries."""
    return [*_meetings(programme, since), *_ends(actor, programme, since)]


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


def _ends(actor: Actor, programme: Programme, since: date) -> list[TeamDate]:
    mine = policies.visible(actor).filter(programme=programme)
    found = Arrangement.objects.filter(partnership__in=mine.values("pk"), state=ArrangementState.IN_FORCE)
    ends = []
    for one in found.select_related("partnership__institution").order_by("pk"):
        partnership = one.partnership
        written = queries.last_day(one) if one.document["words"]["ends_on"] else None
        day = partnership.ends_on or written
        if day is not None and day >= since:
            named = {"partner": partnership.institution.name}
            leaves = _("%(partner)s leaves the programme") if partnership.ends_on else ""
            ends.append(
                TeamDate(
                    key=f"arrangement.{partnership.pk}",
                    title=(leaves or _("Last day of the arrangement with %(partner)s")) % named,
                    on=day,
                    until=day,
                    path=reverse("partnerships:page", args=[partnership.pk]),
                )
            )
    return ends
