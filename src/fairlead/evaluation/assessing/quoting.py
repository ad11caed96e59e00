"""Comments of participants in an assessment, by reference: who takes one back takes it back everywhere.

The document of an assessment holds the id of each comment, a mark of its words, and the side; the words are
read when it is shown. So a signed year keeps its fingerprint when somebody takes a comment back.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from fairlead.mentorships.queries.comments import Quoted, standing


def referred(comments: Iterable[Quoted]) -> list[dict[str, str]]:
    """The comments as a document holds them."""
    return [{"key": str(one.pk), "mark": _mark(one), "side": one.side} for one in comments]


def told(content: Mapping[str, Any]) -> dict[str, Any]:
    """The document with the words of the comments that may still be quoted; `gone` counts the others.

    One query.
    """
    held = content["gathered"].get("comments", [])
    kept = standing(UUID(one["key"]) for one in held)
    quoted = [kept.get(UUID(one["key"])) for one in held]
    same = [
        one
        for one, kept_one in zip(quoted, held, strict=True)
        if one is not None and _mark(one) == kept_one["mark"]
    ]
    sides = {True: _("A mentor"), False: _("A mentee")}
    words = [{"text": one.words, "name": one.name or sides[one.as_mentor]} for one in same]
    gathered = {**content["gathered"], "comments": words, "gone": len(held) - len(words)}
    return {**content, "gathered": gathered}


def _mark(one: Quoted) -> str:
    return sha256(f"{one.name}\0{one.words}".encode()).hexdigest()
