"""How far a weight may change, in sentences."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.matching.queries.pruned import WHY_NOT
from fairlead.matching.queries.weighing import WEIGHTS


def name(one: Mapping[str, Any]) -> str:
    """What the weight is of."""
    return one["label"] or str(WEIGHTS[one["key"]][0])


def hindered(why: str) -> str:
    """Why a run's ranges cannot be worked out; empty where they can."""
    return {
        "": "",
        "erased": str(WHY_NOT),
        "unproven": _("These pairs are not proven to be the best, so nobody knows how far they hold."),
        "floor": _("With a floor under the points, which pairs are possible changes with every weight."),
        "changed": _("You changed pairs of this run by hand, so they are not what the weights gave."),
        "many": _("This run has too many pairs of a mentee and a mentor to try other weights."),
    }[why]


def span(one: Mapping[str, Any], pairs: int) -> str:
    """The range in which the same pairs stay the best."""
    low, high, figures = one["low"], one["high"], {"low": one["low"], "high": one["high"], "n": pairs}
    if not one["proven"]:
        return (
            _("At least from %(low)d to %(high)d the pairs are the same; the search ended there.") % figures
        )
    if (low, high) == (0, 100):
        return _("It does not matter: any weight from 0 to 100 gives the same pairs.")
    if low == high:
        return _("Only %(low)d gives exactly these pairs.") % figures
    text = ngettext(
        "Any weight between %(low)d and %(high)d gives the same %(n)d pair.",
        "Any weight between %(low)d and %(high)d gives the same %(n)d pairs.",
        pairs,
    )
    return text % figures


def beyond(one: Mapping[str, Any]) -> list[str]:
    """What changes just outside the range."""
    told = []
    for side, text in (("below", _("At %(weight)d, %(what)s.")), ("above", _("At %(weight)d, %(what)s."))):
        found = one[side]
        if found:
            what = ngettext(
                "%(n)d mentee has another mentor", "%(n)d mentees have other mentors", found["changed"]
            )
            told.append(text % {"weight": found["weight"], "what": what % {"n": found["changed"]}})
    return told
