"""A partner that leaves: its people's data go, where the arrangement says so and nobody holds them."""

from collections import Counter
from datetime import datetime

from django.db import transaction

from fairlead.kernel.actors import Actor
from fairlead.kernel.times import day_of
from fairlead.privacy.queries.terms import Terms
from fairlead.programmes import keeping
from fairlead.programmes.parting import Effect, Parting, Running


def effects(parting: Parting) -> list[Effect]:
    """Nothing goes on the day of the leaving itself."""
    return []


def part(parting: Parting, *, by: Actor, at: datetime) -> None:
    """Nothing is done on that day."""


def running(parting: Parting) -> list[Running]:
    """Pairs are told by those who know them."""
    return []


@transaction.atomic
def erase(parting: Parting, *, at: datetime) -> int:
    """Let all go that is held of the institution's people, but for rounds that are held; how many records."""
    terms = Terms(parting.programme)
    keys = terms.parts_of(parting.institution.pk, today=day_of(at))
    done: Counter[str] = Counter()
    for keeper in keeping.keepers():
        done += keeper.prune(keys, at=at)
    return done.total()
