"""Changes of a board in plain words."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.matching.enums import BoardKind
from fairlead.matching.models import BoardChange
from fairlead.matching.queries.seats import id_of
from fairlead.matching.queries.wording.costs import Named, People

if TYPE_CHECKING:
    from fairlead.matching.queries.ways import Effect


def sentence(change: BoardChange, people: People) -> str:
    """Who did what, in a sentence."""
    by = change.made_by.name if change.made_by else _("Somebody who has left")
    if change.of is not None and change.of_id is not None:
        turned = deed(BoardKind(change.of.kind), change.told, people)
        text = (
            _("%(by)s undid: %(deed)s.")
            if change.kind == BoardKind.UNDO
            else _("%(by)s did again: %(deed)s.")
        )
        return text % {"by": by, "deed": turned}
    return _("%(by)s: %(deed)s.") % {"by": by, "deed": deed(BoardKind(change.kind), change.told, people)}


def deed(kind: BoardKind, told: Mapping[str, Any], people: People) -> str:
    """What a change does, without who does it."""
    names: dict[str, Any] = {
        "mentee": _name(told["mentee"], people),
        "mentor": _name(told["mentor"], people),
        "n": told.get("places") or 0,
    }
    if kind in (BoardKind.PAIR, BoardKind.FIT):
        others = [moved(one, people) for one in told["moves"] if one["mentee"] != told["mentee"]]
        text = _("gave %(mentee)s to %(mentor)s")
        if kind == BoardKind.FIT:
            text = _("took the next best: %(mentee)s with %(mentor)s")
        return "; ".join([text % names, *others])
    if kind == BoardKind.APART:
        return _("took %(mentee)s and %(mentor)s apart") % names
    if kind == BoardKind.PLACES:
        text = ngettext("gave %(mentor)s %(n)d place", "gave %(mentor)s %(n)d places", names["n"])
        return text % names
    who = {"name": names["mentee"] or names["mentor"]}
    return DEEDS[kind]() % {**names, **who}


def moved(one: Mapping[str, Any], people: People) -> str:
    """Where a mentee goes because of a change."""
    names = {"mentee": _name(one["mentee"], people), "mentor": _name(one["after"], people)}
    text = _("%(mentee)s went to %(mentor)s") if one["after"] else _("%(mentee)s has no mentor")
    if one.get("keeps") and not one["after"]:
        text = _("%(mentee)s has one mentor fewer")
    return text % names


def _name(pk: str | None, people: Mapping[UUID, Named]) -> str:
    return people[id_of(pk)].name if pk else ""


DEEDS = {
    BoardKind.LOCK: lambda: _("locked %(mentee)s with %(mentor)s"),
    BoardKind.FORBID: lambda: _("forbade %(mentee)s with %(mentor)s"),
    BoardKind.LIFT: lambda: _("lifted the word on %(mentee)s with %(mentor)s"),
    BoardKind.LEAVE_OUT: lambda: _("left %(name)s out of this round’s runs"),
    BoardKind.LET_IN: lambda: _("let %(name)s in again as they said"),
}


def figures(told: Mapping[str, Any]) -> str:
    """Points and mentees before and after, in one line; empty where nobody moved."""
    if "total" not in told:
        return ""
    values = {
        "before": told["total"][0],
        "after": told["total"][1],
        "matched": told["matched"][1],
        "was": told["matched"][0],
    }
    points = _("%(before)d to %(after)d points in all") % values
    if values["matched"] == values["was"]:
        return points
    return "; ".join([points, _("%(was)d to %(matched)d mentees with a mentor") % values])


WAYS = {
    "free": lambda: _("Into a free place"),
    "swap": lambda: _("Swap with %(name)s"),
    "instead": lambda: _("In place of %(name)s"),
    "chain": lambda: _("The best rearrangement around it"),
    "apart": lambda: _("Take this pair apart"),
}


def way(kind: str, other: str, people: People) -> str:
    """The name of a way of pairing."""
    return WAYS[kind]() % {"name": _name(other, people)}


def compared(effect: "Effect") -> list[tuple[str, int | None, int | None]]:
    """The figures of an effect: name, before, after."""
    before, after = effect.before, effect.after
    return [
        (_("mentees with a mentor"), before.matched, after.matched),
        (_("points in all"), before.total, after.total),
        (_("points of the weakest pair"), before.worst, after.worst),
    ]
