"""The first day of an arrangement: the partner takes part, and its coordinator is on the team."""

from datetime import datetime

from django.db import transaction

from fairlead.audit.actions import gathered, record
from fairlead.kernel.actors import NOBODY, Actor
from fairlead.kernel.times import day_of
from fairlead.partnerships import queries
from fairlead.partnerships.actions import inviting, letters
from fairlead.partnerships.enums import Party
from fairlead.partnerships.models import Partnership
from fairlead.programmes import actions as programmes


@transaction.atomic
def begin_due(partnership: Partnership, *, at: datetime) -> int:
    """The first day has come: the partner takes part; 1, or 0 when somebody was faster."""
    with gathered():
        held = inviting.lock(partnership)
        if held.pk not in {one.pk for one in queries.beginning(today=day_of(at))}:
            return 0
        begin_or_wait(held, by=NOBODY, at=at)
        for party in Party:
            letters.to_side(held, party, "begun", occasion=at.isoformat(), at=at)
        record("partnership begun to run", held, by=NOBODY, at=at, label=held.institution.name)
    return 1


def begin_or_wait(held: Partnership, *, by: Actor, at: datetime) -> None:
    """Take a locked partnership in if its day `waits_until` has come; else it goes on waiting for it."""
    if held.waits_until is not None and held.waits_until <= day_of(at):
        held.waits_until = None
        programmes.take_in(held.programme, held.institution, coordinator=held.coordinator, by=by, at=at)
    held.save(update_fields=["waits_until"])
