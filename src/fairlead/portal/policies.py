"""Who may look after the installation."""

from fairlead.kernel.actors import Actor
from fairlead.people import policies as people


def can_see_health(actor: Actor) -> bool:
    """Whether the actor may see how letters, jobs and database fare, and start letters again."""
    return people.administers(actor)
