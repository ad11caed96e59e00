"""Sealed words that a person can open."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fairlead.kernel.actors import Actor
from fairlead.kernel.exporting import Section
from fairlead.sealed.models import Opening
from fairlead.sealed.queries import opened

# Words about somebody who asked for help: most readers hold them for that person. Who keeps them tells
# each writer their own.
ENTRUSTED = ("case", "concern", "sharing")
# Sealed as ids; who keeps them tells them in words.
CODED = ("wishes",)


def export(actor: Actor) -> list[Section]:
    """What they can open, oldest first, in their own words or those of their pair; three queries.

    Nobody else can ask for it: only the reader's own key opens it. What was entrusted to them is left out,
    and what others tell in words.
    """
    mine = Opening.objects.filter(person=actor.person_id).exclude(text__kind__in=(*ENTRUSTED, *CODED))
    return [Section("sealed", _("Sealed words that you can open"), told(actor, mine))]


def told(actor: Actor, openings: QuerySet[Opening]) -> list[dict[str, Any]]:
    """Kind, moment and words of texts, oldest first, as far as the actor can open them; three queries."""
    rows = openings.order_by("text__written_at", "text")
    texts = list(rows.values_list("text", "text__kind", "text__written_at"))
    words: dict[UUID, str] = opened(actor, [text for text, _kind, _at in texts])
    return [
        {"kind": kind, "written_at": at.isoformat(), "words": words[text]}
        for text, kind, at in texts
        if text in words
    ]
