"""What is best, in order of importance, as a coordinator sets it, and as the engine reads it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MENTEES, PRIORITY, NEW, SCORE, KEPT, EVEN, WORST = (
    "mentees",
    "priority",
    "new_mentors",
    "score",
    "kept",
    "even",
    "worst",
)
# Never chosen: parts of the order where a round gives a mentee several mentors.
PAIRS, SECONDS = "pairs", "even_mentees"
TIERS: dict[str, tuple[Promise, Promise]] = {
    MENTEES: (
        _("Everyone possible gets a mentor"),
        _("As many mentees as the rules and the places allow."),
    ),
    PRIORITY: (
        _("Who waits longest comes first"),
        _("Where not everybody can have a mentor: those you choose here, one group after the other."),
    ),
    NEW: (
        _("Mentors who never had a mentee"),
        _("As many of them as possible have a mentee now."),
    ),
    SCORE: (
        _("Total fit"),
        _("The points of all pairs together are as many as possible."),
    ),
    KEPT: (
        _("Least change from the last run"),
        _("As many of its pairs as possible are proposed again."),
    ),
    EVEN: (
        _("Spread of load"),
        _("As few mentors as possible have several mentees, while others have none or one."),
    ),
    WORST: (
        _("The worst-off pair"),
        _("The pair with the fewest points has as many as possible."),
    ),
}
USUAL = (MENTEES, PRIORITY, SCORE, KEPT)
MAKES_PAIRS = (MENTEES, SCORE)


def chosen(weights: Mapping[str, Any]) -> list[str]:
    """The tiers of these weights, most important first; earlier runs had the usual ones."""
    given = weights.get("tiers") or USUAL
    return [one for one in dict.fromkeys(given) if one in TIERS]


def laid_out(given: Iterable[str]) -> list[str]:
    """All tiers: these first, in their order, then the others."""
    first = [one for one in dict.fromkeys(given) if one in TIERS]
    return [*first, *(one for one in TIERS if one not in first)]


def as_order(weights: Mapping[str, Any], *, somebody_first: bool) -> tuple[str, ...]:
    """The engine's tiers. Who has been promised to come first does so even where that tier is left out.

    With `least_change` in the weights, keeping earlier pairs comes right before points. Where mentees have
    several mentors, the first mentor of everybody comes before any second.
    """
    order = [one for one in chosen(weights) if somebody_first or one != PRIORITY]
    if somebody_first and PRIORITY not in order:
        order.insert(order.index(MENTEES) + 1 if MENTEES in order else 0, PRIORITY)
    if weights.get("least_change"):
        order = [one for one in order if one != KEPT]
        order.insert(order.index(SCORE) if SCORE in order else len(order), KEPT)
    each = weights.get("each", 1)
    return tuple(_firsts_first(order, each) if each > 1 else order)


def _firsts_first(order: list[str], each: int) -> list[str]:
    """Whether mentees have a mentor, and who comes first, then how many pairs there are, then all else.

    Where there may be three, the pairs are shared out: no third mentor where a second one is possible.
    """
    head = [one for one in order if one in (MENTEES, PRIORITY)]
    if MENTEES not in head:
        head.insert(0, MENTEES)
    added = [PAIRS, SECONDS] if each > 2 else [PAIRS]
    return [*head, *added, *(one for one in order if one not in head)]


def is_usual(order: Iterable[str]) -> bool:
    """Whether mentees come first and points after them, as in every run without a word on the order."""
    known = [one for one in order if one not in (PRIORITY, KEPT)]
    return known == [MENTEES, SCORE]
