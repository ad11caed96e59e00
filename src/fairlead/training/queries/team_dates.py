"""Sessions of a programme, for the calendar of its team."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from fairlead.kernel.actors import Actor
from fairlead.kernel.dates import TeamDate, at_time
from fairlead.kernel.times import start_of_day
from fairlead.programmes.models import Programme
from fairlead.training.enums import SessionState
from fairlead.training.models import Session


def dates(actor: Actor, programme: Programme, *, since: date) -> list[TeamDate]:
    """Sessions that take place; one query."""
    found = Session.objects.filter(
        module__programme=programme, state=SessionState.PLANNED, starts_at__gte=start_of_day(since)
    )
    return [
        at_time(
            one.starts_at,
            one.minutes,
            key=f"session.{one.pk}",
            title=_("Training: %(title)s") % {"title": one.module.title},
            place=one.place,
            path=reverse("training:session", args=[one.pk]),
            sequence=one.revision,
        )
        for one in found.select_related("module").order_by("starts_at", "pk")
    ]
