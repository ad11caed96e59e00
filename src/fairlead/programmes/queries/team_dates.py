"""What happens in the rounds of a programme, for the calendar of its team."""

from datetime import date
from hashlib import sha256

from django.urls import reverse

from fairlead.kernel.actors import Actor
from fairlead.kernel.dates import TeamDate
from fairlead.programmes.models import Milestone, Programme, Round
from fairlead.programmes.queries.planning import entries


def dates(actor: Actor, programme: Programme, *, since: date) -> list[TeamDate]:
    """Intakes, milestones and the time in which pairs meet, of each round; two queries."""
    rounds = list(Round.objects.filter(programme=programme).order_by("starts_on", "pk"))
    milestones: dict[object, list[Milestone]] = {one.pk: [] for one in rounds}
    for milestone in Milestone.objects.filter(round__in=rounds):
        milestones[milestone.round_id].append(milestone)
    return [
        TeamDate(
            key=f"{entry.milestone.pk if entry.milestone else _short(entry.title)}.{round.pk}",
            title=f"{entry.title} ({round.name})",
            on=entry.on,
            until=entry.until,
            note=entry.note,
            path=reverse("programmes:calendar", args=[round.pk]),
        )
        for round in rounds
        for entry in entries(round, milestones[round.pk])
        if entry.until >= since
    ]


def _short(title: str) -> str:
    return sha256(title.encode()).hexdigest()[:12]
