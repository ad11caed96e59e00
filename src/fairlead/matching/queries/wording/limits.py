"""Limits of institutions, what came of them, and why they cannot be kept, in plain words."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.matching.enums import Crossing


class Swapped(Protocol):
    """What an institution gave to others and took from them, in pairs."""

    @property
    def given(self) -> int:
        """Pairs of its mentors with mentees of others."""

    @property
    def received(self) -> int:
        """Pairs of its mentees with mentors of others."""


def name(side: str, institution: str) -> str:
    """Which pairs a limit counts."""
    if side == "across":
        return _("pairs across institutions")
    text = _("pairs with mentors of %(name)s") if side == "mentors" else _("pairs with mentees of %(name)s")
    return text % {"name": institution}


def asked(quotas: Mapping[str, Any] | None) -> list[str]:
    """The limits of a run, one phrase each; none where it has none."""
    if not quotas:
        return []
    told = [
        f"{name(one['side'], quotas['names'][one['institution']])}: {_ends(one)}" for one in quotas["places"]
    ]
    return [*told, *_across_asked(quotas["across"])]


def _ends(one: Mapping[str, Any]) -> str:
    if one["most"] is None:
        return _("at least %(n)d") % {"n": one["least"]}
    if not one["least"]:
        return _("at most %(n)d") % {"n": one["most"]}
    return _("%(least)d to %(most)d") % {"least": one["least"], "most": one["most"]}


def broken(what: str, one: Mapping[str, Any]) -> str:
    """A limit that is not kept, with its count."""
    return _("%(what)s: %(count)d, and the round asks for %(ends)s") % {
        "what": _capital(what),
        "count": one["count"],
        "ends": _ends(one),
    }


def own(institution: str, places: Sequence[Mapping[str, Any]], balance: Swapped) -> list[str]:
    """What an institution gives and takes in a round, and how it stands from other rounds."""
    told = [
        _("%(what)s: %(count)d so far; the round asks for %(ends)s.")
        % {"what": _capital(name(one["side"], institution)), "count": one["standing"], "ends": _ends(one)}
        for one in places
    ]
    if not balance.given and not balance.received:
        return told
    text = _("In other rounds %(name)s gave %(given)d to other institutions and took %(taken)d from them.")
    return [*told, text % {"name": institution, "given": balance.given, "taken": balance.received}]


def _across_asked(across: Mapping[str, Any] | None) -> list[str]:
    if not across:
        return []
    parts = []
    if across["percent"]:
        parts.append(_("at least %(n)d %%") % {"n": across["percent"]})
    if across["pairs"]:
        text = ngettext("at least %(n)d pair", "at least %(n)d pairs", across["pairs"])
        parts.append(text % {"n": across["pairs"]})
    figures = {"what": name("across", ""), "ends": ", ".join(parts)}
    required = across["crossing"] == Crossing.REQUIRED
    text = _("%(what)s: %(ends)s required") if required else _("%(what)s: %(ends)s wanted")
    return [text % figures]


def sentences(limits: Mapping[str, Any] | None) -> list[str]:
    """What a run made of its limits: each with its count, the pairs across, and what the limits cost."""
    if not limits:
        return []
    told = [
        _("%(what)s: %(count)d (%(ends)s).")
        % {
            "what": _capital(name(one["side"], limits["names"][one["institution"]])),
            "count": one["count"],
            "ends": _ends(one),
        }
        for one in limits["places"]
    ]
    across = limits["across"]
    costs = limits["places"] or (across and across["crossing"] == Crossing.REQUIRED)
    return [*told, *_across(across), *([_cost(limits["without"])] if costs else [])]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _across(across: Mapping[str, Any] | None) -> list[str]:
    """How many pairs cross institutions, and how near that is to what was wanted."""
    if not across:
        return []
    count, of = across["count"], across["of"]
    figures = {"n": count, "of": of, "percent": 100 * count // max(1, of)}
    told = _("%(n)d of %(of)d pairs are across institutions (%(percent)d %%).") % figures
    (what,) = _across_asked(across)
    if across["standing"]:
        text = ngettext(
            "The round has %(n)d such pair already.",
            "The round has %(n)d such pairs already.",
            across["standing"],
        )
        told = f"{told} {text % {'n': across['standing']}}"
    if across["crossing"] == Crossing.REQUIRED:
        return [f"{told} {_capital(what)}."]
    return [f"{told} {_capital(what)}: {_how_near(across)}"]


def missed(limits: Mapping[str, Any] | None) -> list[str]:
    """The sentences that tell of something wanted which the run did not reach."""
    across: Mapping[str, Any] | None = limits["across"] if limits else None
    if not across or across["crossing"] == Crossing.REQUIRED:
        return []
    return _across(across) if _short(across) > 0 else []


def _short(across: Mapping[str, Any]) -> int:
    """How many pairs are missing for what was wanted, of as many pairs as there are."""
    count, of = across["count"], across["of"]
    share = -(-across["percent"] * of // 100) - count
    return int(max(share, across["pairs"] - across["standing"] - count))


def _how_near(across: Mapping[str, Any]) -> str:
    """Whether a wanted share was reached, else how many pairs are missing."""
    short = _short(across)
    if short <= 0:
        return _("that is reached.")
    text = ngettext(
        "that is missed by %(n)d pair. More weight for “New networks” brings it nearer; required, it is "
        "certain.",
        "that is missed by %(n)d pairs. More weight for “New networks” brings it nearer; required, it is "
        "certain.",
        short,
    )
    return text % {"n": short}


def _cost(without: Mapping[str, int]) -> str:
    """What the limits cost, by a second solution without them."""
    if without["mentees"]:
        text = ngettext(
            "Without these limits %(n)d mentee more would have a mentor.",
            "Without these limits %(n)d mentees more would have a mentor.",
            without["mentees"],
        )
        return text % {"n": without["mentees"]}
    if without["points"]:
        text = ngettext(
            "Without these limits the pairs would have %(n)d point more in all.",
            "Without these limits the pairs would have %(n)d points more in all.",
            without["points"],
        )
        return text % {"n": without["points"]}
    return _("These limits cost nothing: without them the result would be no better.")


def impossible(reasons: list[dict[str, Any]], names: Mapping[str, str]) -> list[str]:
    """Which limit cannot be kept, by how much, and what would do, a sentence or two for each."""
    return [_reason(one, names) for one in reasons]


def _reason(one: Mapping[str, Any], names: Mapping[str, str]) -> str:
    side, _colon, institution = one["key"].partition(":")
    what = name(side, names.get(institution, ""))
    by = abs(one["given"] - one["needed"])
    figures = {"what": what, "given": one["given"], "needed": one["needed"], "by": by}
    return SENTENCES[one["limit"], one["kind"] == "locked_over_most"]() % figures


SENTENCES: dict[tuple[str, bool], Callable[[], str]] = {
    ("least", False): lambda: _(
        "At least %(given)d %(what)s are asked for, %(by)d too many: set the least to %(needed)d."
    ),
    ("most", False): lambda: _(
        "At most %(given)d %(what)s are allowed, %(by)d too few: set the most to %(needed)d."
    ),
    ("most", True): lambda: _(
        "At most %(given)d %(what)s are allowed, but %(needed)d are locked: set the most to %(needed)d, or "
        "lift %(by)d locks."
    ),
    ("percent", False): lambda: _(
        "At least %(given)d %% %(what)s are required, which is %(by)d %% too many: require %(needed)d %%."
    ),
}
