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
    return [
        shown | {"note": capfirst(OWN[part["key"]](part["facts"]))} if part["key"] in OWN else shown
        for shown, part in zip(parts.legend(given), given, strict=True)
    ]


def one_sentence(given: Sequence[Part]) -> str:
    """What speaks for it, in one line, for the team; or that it was erased."""
    told = [OWN[one["key"]](one["facts"]) for one in given if one["points"] > 0 and one["key"] in OWN]
    left = [one for one in given if one["key"] not in OWN]
    if not told or any(one["points"] > 0 for one in left):
        told.append(parts.one_sentence(left if told else given))
    return "; ".join([capfirst(told[0]), *(one[:1].lower() + one[1:] for one in told[1:])])


def areas(facts: Mapping[str, Any]) -> str:
    """How many of somebody's areas the other has chosen as well."""
    count = {"n": len(facts["covered"]), "all": len(facts["wanted"])}
    if not facts["covered"]:
        return _("no area in common")
    text = (
        ngettext("%(n)d of %(all)d area in common", "%(n)d of %(all)d areas in common", count["all"]) % count
    )
    return _("%(count)s: %(areas)s") % {"count": text, "areas": "; ".join(facts["covered"])}


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


def effect(pairs_fewer: int, points_fewer: int) -> str:
    """What a choice by hand costs once all others are fitted around it."""
    if pairs_fewer:
        text = ngettext("in all %(n)d pair fewer", "in all %(n)d pairs fewer", pairs_fewer)
        return text % {"n": pairs_fewer}
    if points_fewer:
        text = ngettext("in all %(n)d point fewer", "in all %(n)d points fewer", points_fewer)
        return text % {"n": points_fewer}
    return _("in all as good as it can be")


OWN = {"areas": areas, "grade": grade}
