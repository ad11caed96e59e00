"""Choose how often to be reminded."""

from datetime import datetime

from django.db import transaction

from fairlead.kernel.actors import Actor
from fairlead.support.models import Choice, Rhythm


@transaction.atomic
def choose(rhythm: Rhythm, *, by: Actor, at: datetime) -> None:
    """From now on remind the actor this often of what can wait."""
    assert by.person_id is not None
    Choice.objects.update_or_create(
        person_id=by.person_id, defaults={"rhythm": rhythm.value, "changed_at": at}
    )
