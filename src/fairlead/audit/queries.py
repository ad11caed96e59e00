"""Read the record."""

from collections.abc import Iterable

from django.db import models
from django.db.models import QuerySet

from fairlead.audit.chain import link
from fairlead.audit.models import START, ChainHead, Entry


def entries_of(things: Iterable[models.Model]) -> QuerySet[Entry]:
    """The entries about these things, newest first."""
    wanted = list(things)
    label = wanted[0]._meta.label_lower if wanted else ""
    return Entry.objects.filter(thing=label, thing_id__in=[str(thing.pk) for thing in wanted]).order_by(
        "-number"
    )


def first_broken() -> Entry | None:
    """The first entry whose hash or link to the one before does not hold; None when the chain is whole.

    When entries are missing at the end, the newest that is left.
    """
    previous, newest = START, None
    for entry in Entry.objects.order_by("number").iterator():
        if entry.previous_hash != previous or entry.hash != link(entry):
            return entry
        previous, newest = entry.hash, entry
    cut_off = ChainHead.objects.exclude(hash=previous).exists()
    return newest if cut_off else None
