"""Write the record of who did what to which."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction

from fairlead.audit.chain import link
from fairlead.audit.models import ChainHead, Entry
from fairlead.kernel.actors import Actor


@transaction.atomic
def record(
    verb: str,
    thing: models.Model,
    *,
    by: Actor,
    at: datetime,
    label: str = "",
    details: Mapping[str, Any] | None = None,
) -> Entry:
    """Add one entry, in the transaction of the act itself; call it last, for it locks the chain's head.

    `details` holds numbers, states and ids, never what a person wrote.
    """
    head, _made = ChainHead.objects.select_for_update().get_or_create(id=1)
    entry = Entry(
        at=at,
        actor_id=by.person_id,
        actor_label=by.name,
        verb=verb,
        thing=thing._meta.label_lower,
        thing_id=str(thing.pk),
        thing_label=(label or str(thing))[:300],
        details=dict(details or {}),
        previous_hash=head.hash,
    )
    entry.hash = link(entry)
    entry.save(force_insert=True)
    ChainHead.objects.filter(id=1).update(hash=entry.hash)
    return entry
