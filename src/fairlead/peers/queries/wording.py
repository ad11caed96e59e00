"""What two peers give each other, in words that suit equals."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.matching.queries.wording import parts

Part = Mapping[str, Any]


def legend(given: Sequence[Part]) -> list[dict[str, Any]]:
    """The parts as the score bar takes them."""
    told = parts.legend(given)
    return [
        shown | {"note": capfirst(grade(part["facts"]))} if part["key"] == "grade" else shown
        for shown, part in zip(told, given, strict=True)
    ]


def one_sentence(given: Sequence[Part]) -> str:
    """What speaks for it, in one line, for the team."""
    others = parts.one_sentence([one for one in given if one["key"] != "grade"]) if given else ""
    steps = [grade(one["facts"]) for one in given if one["key"] == "grade" and one["points"] > 0]
    return "; ".join([others, *steps]) if others else parts.one_sentence(given)


def grade(facts: Mapping[str, Any]) -> str:
    """How the other stands, without speaking of a mentor."""
    steps = facts.get("steps")
    if steps is None:
        return _("a grade is not known")
    if steps == 0:
        return _("both in the same grade")
    if steps > 0:
        return ngettext("the other is %(n)d grade above", "the other is %(n)d grades above", steps) % {
            "n": steps
        }
    return ngettext("the other is %(n)d grade below", "the other is %(n)d grades below", -steps) % {
        "n": -steps
    }
