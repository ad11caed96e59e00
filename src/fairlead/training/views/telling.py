"""How modules and people's standing are put into words."""

from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fairlead.programmes.enums import Side
from fairlead.training import queries
from fairlead.training.enums import Kind, Need, Stage, Track

if TYPE_CHECKING:
    from fairlead.training.models import Module
    from fairlead.training.queries import Item, Learner

ICONS = {
    Kind.READING: "book-open",
    Kind.VIDEO: "play",
    Kind.FILE: "paperclip",
    Kind.QUIZ: "circle-help",
    Kind.LIVE: "users",
}


def track(one: "Learner") -> dict[str, Any]:
    """One programme and side with its modules: those asked first, the others after."""
    required = sorted(one.required, key=lambda item: item.need != Need.BEFORE_MATCHING)
    to_do = {item.to_open.pk: item.to_open for item in required if item.missing}
    return {
        "programme": one.participation.round.programme,
        "side": Side(one.participation.side).label,
        "required": [row(item) for item in required],
        "optional": [row(item) for item in one.items if not item.required],
        "done": one.done,
        "asked": len(required),
        "percent": 100 * one.done / len(required) if required else 100,
        "next": next(iter(to_do.values()), None),
        "minutes": sum(module.minutes for module in to_do.values()),
    }


def row(item: "Item") -> dict[str, Any]:
    """A module in a person's list."""
    return {
        "item": item,
        "module": item.to_open,
        "icon": ICONS.get(Kind(item.to_open.kind), "book-open"),
        "kind": Kind(item.to_open.kind).label,
        "word": standing(item),
        "tone": "good" if item.stage == Stage.DONE else "todo" if item.required else "quiet",
        "asked": Need(item.need).label,
    }


def standing(item: "Item") -> str:
    """How an item stands, in a few words."""
    if item.stage == Stage.MISSING:
        return _("To do") if item.required else _("If you like")
    if item.stage == Stage.RUN_OUT:
        return _("To refresh")
    if item.until is not None:
        return _("Completed, counts until %(day)s") % {"day": date_format(item.until, "j F Y")}
    return _("Completed on %(day)s") % {"day": date_format(item.on, "j F Y")} if item.on else ""


def sides(module: "Module", programme: Any) -> list[str]:
    """By when a module is asked of each side it is for, in words: “Mentors: required before matching”."""
    every = [(Side.MENTOR, Track.MENTOR), (Side.MENTEE, Track.MENTEE)]
    return [
        f"{of.label}: {Need(queries.needs(module, side, programme)).label}"
        for side, of in every
        if module.track in (of, Track.BOTH)
    ]
