"""The parts of a score in plain words."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fairlead.kernel.languages import language_name

Part = Mapping[str, Any]
LABELS: dict[str, Promise] = {
    "areas": gettext_lazy("Areas of expertise"),
    "grade": gettext_lazy("Grade"),
    "reach": gettext_lazy("New networks"),
    "languages": gettext_lazy("A further language"),
    "meeting": gettext_lazy("Way of meeting"),
    "campus": gettext_lazy("Campus"),
    "wishes": gettext_lazy("Wishes"),
}
TONES = {key: tone for tone, key in enumerate(LABELS, start=1) if key != "wishes"}


def legend(parts: Sequence[Part]) -> list[dict[str, Any]]:
    """The parts as the score bar takes them: label, points, most, tone, note."""
    return [
        {
            "label": str(LABELS.get(part["key"]) or part.get("label") or part["key"]),
            "points": part["points"],
            "most": part["most"],
            "tone": TONES.get(part["key"], 6),
            "note": capfirst(phrase(part)),
        }
        for part in parts
    ]


def most(parts: Sequence[Part]) -> int:
    """The most points that a pair can get."""
    return sum(int(part["most"]) for part in parts)


def sentences(parts: Sequence[Part]) -> list[str]:
    """What speaks for a pair, one sentence a part that earned points; never none.

    The two of a pair read it, so the programme's own questions, whose answers may be private, are left out.
    """
    told = [f"{capfirst(phrase(part))}." for part in parts if part["points"] > 0 and part["key"] in PHRASES]
    return told or [_("No other pairs would serve everybody together better.")]


def one_sentence(parts: Sequence[Part]) -> str:
    """What speaks for a pair, in one line; or that it was erased."""
    if not parts:
        return _("What spoke for it was erased, for its time was over")
    return capfirst("; ".join(_labelled(part) for part in parts if part["points"] > 0)) or _(
        "Nothing in particular"
    )


def _labelled(part: Part) -> str:
    told = phrase(part)
    return (
        told if part["key"] in {**PHRASES, **TO_THE_TEAM} else f"{part.get('label') or part['key']}: {told}"
    )


def phrase(part: Part) -> str:
    """One part in words, whether it earned points or not."""
    return {**PHRASES, **TO_THE_TEAM}.get(part["key"], _own)(part["facts"], part["points"])


def _own(facts: Mapping[str, Any], points: int) -> str:
    """What the answers to a question of the programme's own have to do with each other; never the answers."""
    if "difference" in facts:
        return _("answers near each other") if points else _("answers far apart, or not given")
    if "covered" in facts:
        counts = {"n": len(facts["covered"]), "all": len(facts["wanted"])}
        return _("%(n)d of %(all)d answers in common") % counts
    return _("the same answer") if points else _("different answers, or not given")


def _areas(facts: Mapping[str, Any], points: int) -> str:
    wanted, covered = facts["wanted"], facts["covered"]
    if not covered:
        return _("covers none of the wanted areas")
    if len(wanted) == 1:
        return _("covers the wanted area, %(area)s") % {"area": wanted[0]}
    if len(covered) == len(wanted) == 2:
        return _("covers both wanted areas")
    if len(covered) == len(wanted):
        all_of_them = ngettext("covers all %(n)d wanted areas", "covers all %(n)d wanted areas", len(wanted))
        return all_of_them % {"n": len(wanted)}
    count = _("covers %(covered)d of the %(wanted)d wanted areas") % {
        "covered": len(covered),
        "wanted": len(wanted),
    }
    if not facts["important"]:
        return _("%(count)s: %(areas)s") % {"count": count, "areas": "; ".join(covered)}
    if facts["important_covered"]:
        text = _("%(count)s, among them the most important, %(area)s")
    else:
        text = _("%(count)s, but not the most important, %(area)s")
    return text % {"count": count, "area": ", ".join(facts["important"])}


def _grade(facts: Mapping[str, Any], points: int) -> str:
    steps = facts["steps"]
    if steps is None:
        return _("a grade is not known")
    if steps == 0:
        return _("both in the same grade")
    if steps > 0:
        return ngettext("the mentor is %(n)d grade above", "the mentor is %(n)d grades above", steps) % {
            "n": steps
        }
    return ngettext("the mentor is %(n)d grade below", "the mentor is %(n)d grades below", -steps) % {
        "n": -steps
    }


def _reach(facts: Mapping[str, Any], points: int) -> str:
    return _("they work at different institutions") if points else _("they work at the same institution")


def _languages(facts: Mapping[str, Any], points: int) -> str:
    if not facts["covered"]:
        return _("no common language besides English")
    names = [language_name(code) for code in facts["covered"]]
    return _("both also meet in %(languages)s") % {"languages": ", ".join(names)}


def _meeting(facts: Mapping[str, Any], points: int) -> str:
    covered = set(facts["covered"])
    if covered == {"in_person"}:
        return _("both like to meet in person")
    if covered == {"online"}:
        return _("both like to meet online")
    return (
        _("both can meet in person or online") if covered else _("one would meet in person, the other online")
    )


def _campus(facts: Mapping[str, Any], points: int) -> str:
    return _("both on the same campus") if points else _("not on the same campus")


def _wishes(facts: Mapping[str, Any], points: int) -> str:
    """That the pair is wished for; the facts hold nothing, so neither by whom nor at which place."""
    return _("wished for by one of them, or both") if points else _("not wished for, or nothing was said")


# What the two of a pair never read of each other.
TO_THE_TEAM = {"wishes": _wishes}
PHRASES = {
    "areas": _areas,
    "grade": _grade,
    "reach": _reach,
    "languages": _languages,
    "meeting": _meeting,
    "campus": _campus,
}
