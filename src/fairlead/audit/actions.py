"""Write the record of who did what to which."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import models, transaction

from fairlead.audit.chain import link
from fairlead.audit.models import ChainHead, Entry
from fairlead.kernel.actors import Actor

_waiting: ContextVar[list[Entry] | None] = ContextVar("entries that wait for the end of an act", default=None)


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

    `details` holds numbers, states and ids, never what a person wrote. Inside `gathered` the entry is
    written at the end of that block.
    """
    entry = Entry(
        at=at,
        actor_id=by.person_id,
        actor_label=by.name,
        verb=verb,
        thing=thing._meta.label_lower,
        thing_id=str(thing.pk),
        thing_label=(label or str(thing))[:300],
        details=dict(details or {}),
    )
    waiting = _waiting.get()
    if waiting is None:
        _write([entry])
    else:
        waiting.append(entry)
    return entry


@contextmanager
def gathered() -> Iterator[None]:
    """Write the entries of an act that consists of many at its end, in their order; inside one transaction.

    So that the chain's head is locked last: an act that held it while it goes on locking rows could wait for
    somebody who holds such a row and waits for the head. Nothing is written when the block fails.
    """
    if _waiting.get() is not None:
        yield
        return
    entries: list[Entry] = []
    token = _waiting.set(entries)
    try:
        yield
    finally:
        _waiting.reset(token)
    if entries:
        _write(entries)


def _write(entries: list[Entry]) -> None:
    head, _made = ChainHead.objects.select_for_update().get_or_create(id=1)
    for entry in entries:
        entry.previous_hash = head.hash
        entry.hash = head.hash = link(entry)
        entry.save(force_insert=True)
    head.save(update_fields=["hash"])
