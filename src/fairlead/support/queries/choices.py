"""How often somebody wants to be reminded."""

from fairlead.kernel.actors import Actor
from fairlead.support.models import Choice, Rhythm


def rhythm_of(actor: Actor) -> Rhythm:
    """What the actor has chosen; daily until they say else. One query."""
    chosen = Choice.objects.filter(person=actor.person_id).values_list("rhythm", flat=True).first()
    return Rhythm(chosen) if chosen else Rhythm.DAILY
