"""Waves of surveys, for the calendar of a programme's team."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from fairlead.kernel.actors import Actor
from fairlead.kernel.dates import TeamDate
from fairlead.programmes import policies as programmes
from fairlead.programmes.models import Programme
from fairlead.surveys.models import Wave


def dates(actor: Actor, programme: Programme, *, since: date) -> list[TeamDate]:
    """When each wave opens and closes; the page about it only for the central team; one query."""
    found = Wave.objects.filter(round__programme=programme, closes_on__gte=since).select_related("round")
    leads = programmes.leads(actor, programme.pk)
    return [
        TeamDate(
            key=f"wave.{one.pk}",
            title=_("Survey: %(moment)s (%(round)s)")
            % {"moment": one.get_moment_display(), "round": one.round.name},
            on=one.opens_on,
            until=one.closes_on,
            path=reverse("surveys:waves", args=[one.round_id]) if leads else "",
        )
        for one in found.order_by("opens_on", "pk")
    ]
