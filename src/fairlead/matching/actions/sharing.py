"""Decide whether the two of a pair read why they were proposed."""

from datetime import datetime

from django.db import transaction

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.matching.models import ReasonsShown
from fairlead.programmes.models import Programme


@transaction.atomic
def show_reasons(programme: Programme, *, shown: bool, by: Actor, at: datetime) -> None:
    """From now on offers, letters and introductions tell the two of a pair why the two of them, or do not."""
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    ReasonsShown.objects.update_or_create(programme=programme, defaults={"shown": shown})
    record(
        "set whether pairs read why", programme, by=by, at=at, label=programme.name, details={"shown": shown}
    )
