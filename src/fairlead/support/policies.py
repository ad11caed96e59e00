"""Who may see how pairs fare."""

from fairlead.kernel.actors import Actor
from fairlead.programmes import policies as programmes
from fairlead.programmes.models import Programme


def can_look(actor: Actor, programme: Programme) -> bool:
    """Whether the actor sees how the programme's pairs fare: the central team."""
    return programmes.leads(actor, programme.pk)


def can_settle(actor: Actor, programme: Programme) -> bool:
    """Whether the actor sets the programme's reminders: its coordinators."""
    return programmes.coordinates(actor, programme.pk)
