"""Who sees the evaluation of a programme, and of whose people."""

from collections.abc import Callable
from uuid import UUID

from fairlead.kernel.actors import Actor
from fairlead.programmes import policies as programmes
from fairlead.programmes.models import Programme


def own_institutions(actor: Actor, programme: Programme) -> frozenset[UUID] | None:
    """The institutions whose figures the actor may see: None for all, to the central team.

    A partner coordinator sees those of the institutions they coordinate, and no others.
    """
    if programmes.leads(actor, programme.pk):
        return None
    return programmes.partner_institutions(actor).get(programme.pk, frozenset())


def can_see(actor: Actor, programme: Programme) -> bool:
    """Whether the actor sees the evaluation, or the part of it that is about their own people."""
    return own_institutions(actor, programme) != frozenset()


def can_see_all(actor: Actor, programme: Programme) -> bool:
    """Whether the actor sees the evaluation of the whole programme: coordinator, HR and IRO lead."""
    return programmes.leads(actor, programme.pk)


def fetch(actor: Actor, pk: UUID, *, to: Callable[[Actor, Programme], bool] = can_see) -> Programme:
    """The programme if the actor may do `to` in its evaluation; else not found."""
    return programmes.fetch(actor, pk, to=to)
