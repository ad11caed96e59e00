"""Who sees when data go, and who shortens or holds."""

from collections.abc import Callable
from uuid import UUID

from fairlead.kernel.actors import Actor
from fairlead.programmes import policies as programmes
from fairlead.programmes.models import Programme, Round


def can_see(actor: Actor, programme: Programme) -> bool:
    """Whether the actor may see what goes when: the central team."""
    return programmes.leads(actor, programme.pk)


def can_rule(actor: Actor, round: Round) -> bool:
    """Whether the actor may shorten or hold the data of a round: the coordinators."""
    return programmes.coordinates(actor, round.programme_id)


def fetch_programme(actor: Actor, pk: UUID, *, to: Callable[[Actor, Programme], bool] = can_see) -> Programme:
    """The programme if the actor may do `to`; else not found."""
    return programmes.fetch(actor, pk, to=to)


def fetch_round(actor: Actor, pk: UUID) -> Round:
    """The round if the actor may settle how long its data are kept; else not found."""
    return programmes.fetch_round(actor, pk, to=can_rule)
