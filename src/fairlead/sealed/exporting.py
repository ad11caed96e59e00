"""Sealed words that a person can open."""

from uuid import UUID

from django.utils.translation import gettext as _

from fairlead.kernel.actors import Actor
from fairlead.kernel.exporting import Section
from fairlead.sealed.models import Opening
from fairlead.sealed.queries import opened


def export(actor: Actor) -> list[Section]:
    """What they can open, oldest first, in their own words or those of their pair; three queries.

    Nobody else can ask for it: only the reader's own key opens it.
    """
    rows = Opening.objects.filter(person=actor.person_id).order_by("text__written_at", "text")
    texts = list(rows.values_list("text", "text__kind", "text__written_at"))
    words: dict[UUID, str] = opened(actor, [text for text, _kind, _at in texts])
    told = [
        {"kind": kind, "written_at": at.isoformat(), "words": words[text]}
        for text, kind, at in texts
        if text in words
    ]
    return [Section("sealed", _("Sealed words that you can open"), told)]
