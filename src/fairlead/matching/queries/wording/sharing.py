"""Why the two of you, as the two may read it: what they share and what the mentor brings.

No points, nobody else, no comparison, no grade, and no answer to the programme's own questions.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from fairlead.kernel.languages import language_name
from fairlead.matching.queries.wording.parts import sentences

Facts = Mapping[str, Any]


def for_participant(parts: Sequence[Mapping[str, Any]], side: str) -> list[str]:
    """What one side reads, one sentence for each part that earned points; never none."""
    told = [TOLD[one["key"]](one["facts"], side) for one in parts if one["points"] > 0 and one["key"] in TOLD]
    return [one for one in told if one] or [_looked_at()]


def for_both(parts: Sequence[Mapping[str, Any]]) -> list[str]:
    """The same in words that suit both alike; never none."""
    some = [one for one in parts if one["points"] > 0 and one["key"] in TOLD]
    return sentences(some) if some else [_looked_at()]


def _looked_at() -> str:
    return _("The coordinators have read what you both wrote and propose the two of you.")


def _areas(facts: Facts, side: str) -> str:
    if not facts["covered"]:
        return ""
    areas = {"areas": "; ".join(facts["covered"])}
    if side == "mentor":
        return _("Your mentee wants to develop what you offer experience in: %(areas)s.") % areas
    return _("Your mentor brings experience in what you want to develop: %(areas)s.") % areas


def _languages(facts: Facts, side: str) -> str:
    names = [language_name(code) for code in facts["covered"]]
    return _("You both also meet in %(languages)s.") % {"languages": ", ".join(names)}


def _meeting(facts: Facts, side: str) -> str:
    covered = set(facts["covered"])
    if covered == {"in_person"}:
        return _("You both like to meet in person.")
    if covered == {"online"}:
        return _("You both like to meet online.")
    return _("You can meet in person or online, as suits you both.")


def _reach(facts: Facts, side: str) -> str:
    return _("You work at different institutions, so each of you opens a new network to the other.")


def _campus(facts: Facts, side: str) -> str:
    return _("You both work on the same campus.")


TOLD: dict[str, Callable[[Facts, str], str]] = {
    "areas": _areas,
    "languages": _languages,
    "meeting": _meeting,
    "reach": _reach,
    "campus": _campus,
}
