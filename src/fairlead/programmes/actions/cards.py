"""Write a programme's practice card, and found a programme from somebody else's."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from fairlead.audit.actions import record
from fairlead.institutions.models import Institution
from fairlead.kernel.actors import Actor
from fairlead.programmes.actions.designing import edit, found, write_practice
from fairlead.programmes.models import Area, PracticeCard, Programme
from fairlead.programmes.queries.cards import Design


@transaction.atomic
def write_card(programme: Programme, fields: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """Say what the head of the card says; `fields` are names of `queries.cards.HEAD`."""
    Programme.objects.select_for_update().get(pk=programme.pk)
    PracticeCard.objects.update_or_create(programme=programme, defaults=dict(fields))
    record("practice card changed", programme, by=by, at=at, details={"fields": sorted(fields)})


@transaction.atomic
def found_from_card(card: Design, *, name: str, lead: Institution, by: Actor, at: datetime) -> Programme:
    """Found a programme with the design of a card; whoever founds it is its first coordinator.

    Staff do not see it. What the card does not say stays as most schemes have it.
    """
    programme = found(name=name, lead=lead, by=by, at=at)
    edit(programme, card.design, by=by, at=at)
    if card.areas:
        Area.objects.filter(programme=programme).delete()
        Area.objects.bulk_create(
            Area(programme=programme, name=area, position=place) for place, area in enumerate(card.areas)
        )
    for phase, fields in card.practice.items():
        write_practice(programme, phase, fields, by=by, at=at)
    write_card(programme, card.head, by=by, at=at)
    return programme
