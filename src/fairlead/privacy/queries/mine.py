"""What is held of somebody, and until when, as they themselves read it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from fairlead.applications.models import Application
from fairlead.kernel.actors import Actor
from fairlead.kernel.exporting import Section
from fairlead.privacy.queries.terms import Terms
from fairlead.programmes.keeping import Part
from fairlead.programmes.models import Programme, Round

FORM, VERSION = "fairlead-personal-data", 1


@dataclass(frozen=True)
class Kept:
    """One's part in a round: the day from which what one wrote goes, None while it is still needed.

    `erased`: it has gone already. `held_until` is the last day of a hold that lasts.
    """

    round: Round
    goes: date | None
    erased: bool
    held_until: date | None


def sections(actor: Actor) -> list[Section]:
    """Everything that is held about the actor, context by context; what is empty is left out."""
    found = [one for path in settings.EXPORTS for one in import_string(path)(actor)]
    return [one for one in found if one.rows]


def document(actor: Actor, told: list[Section], *, on: date) -> dict[str, Any]:
    """The same as one value for machines."""
    parts = {one.key: {"title": one.title, "rows": one.rows} for one in told}
    return {"form": FORM, "version": VERSION, "on": on.isoformat(), "name": actor.name, "data": parts}


def kept(actor: Actor, *, today: date) -> list[Kept]:
    """One's parts in rounds, newest first; two queries, and seven for each programme one took part in."""
    rows = Application.objects.filter(person=actor.person_id).select_related("round__programme")
    whole: dict[Part, bool] = {}
    rounds: dict[Part, Round] = {}
    for one in rows.order_by("-created_at", "pk"):
        key = Part(one.round_id, one.person_id)
        rounds[key] = one.round
        whole[key] = whole.get(key, False) or one.erased_at is None
    programmes: dict[Any, Programme] = {one.programme_id: one.programme for one in rounds.values()}
    terms = {pk: Terms(programme) for pk, programme in programmes.items()}
    return [
        Kept(
            round=one,
            goes=terms[one.programme_id].goes(key),
            erased=not whole[key],
            held_until=terms[one.programme_id].held_until(one.pk, today=today),
        )
        for key, one in rounds.items()
    ]
