"""Sentences, key and tables of the network; places and numbers, never a person."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.evaluation.reach.drawing import Rest
from fairlead.evaluation.suppression import SMALLEST, hidden

if TYPE_CHECKING:
    from fairlead.evaluation.queries.reach import Reach
    from fairlead.evaluation.reach.drawing import Line, Node

MANY = 5


def enough(reach: "Reach") -> bool:
    """Whether there are five pairs or more, so that figures may be told."""
    return reach.figures.pairs >= SMALLEST


def sentence(reach: "Reach") -> str:
    """What the pairs amount to, in a sentence."""
    if not reach.figures.pairs:
        return _("No pair has been agreed in what you chose.")
    if not enough(reach):
        return _("Fewer than five pairs: figures are told from five on, so that nobody can be made out.")
    said = ngettext(
        "%(pairs)s pair of %(people)s people who took part: %(across)s join different units, %(abroad)s "
        "different institutions.",
        "%(pairs)s pairs among %(people)s people who took part: %(across)s join different units, %(abroad)s "
        "different institutions.",
        reach.figures.pairs,
    )
    numbers = {"pairs": reach.figures.pairs, "people": reach.people}
    return said % {**numbers, "across": reach.across, "abroad": reach.abroad}


def described(reach: "Reach", *, by_units: bool) -> str:
    """What the picture shows, for who does not see it."""
    drawn = reach.picture
    new = sum(line.new for line in drawn.lines)
    before = sum(line.before for line in drawn.lines)
    words = (
        _(
            "%(places)s units as circles on a ring, larger with more people. Of %(lines)s lines, %(new)s are "
            "ties that the programme made, %(before)s were known before. The table below says the same."
        )
        if by_units
        else _(
            "%(places)s institutions as circles on a ring, larger with more people. Of %(lines)s lines, "
            "%(new)s are ties that the programme made, %(before)s were known before. The table below says "
            "the same."
        )
    )
    counted = {"places": len(drawn.nodes), "lines": len(drawn.lines), "new": new, "before": before}
    return words % counted


def name(reach: "Reach", node: "Node") -> str:
    """The words for a circle."""
    place = node.place
    if not isinstance(place, Rest):
        return reach.places[place].name
    if place.group not in reach.groups:
        return _("Other places, together")
    return _("Other units, together")


def nodes(reach: "Reach") -> list[dict[str, Any]]:
    """Circles with the words that a pointer brings up."""
    told = []
    for node in reach.picture.nodes:
        people = ngettext("%(count)s person", "%(count)s people", node.people) % {"count": node.people}
        told.append({"node": node, "title": f"{node.name} · {name(reach, node)}: {people}"})
    return told


def key(reach: "Reach") -> list[dict[str, Any]]:
    """Group by group, each circle's short name, words and number of people."""
    groups: dict[Any, dict[str, Any]] = {}
    for node in reach.picture.nodes:
        words = reach.groups.get(node.group, "")
        entry = groups.setdefault(node.group, {"name": words, "places": []})
        entry["places"].append({"name": node.name, "words": name(reach, node), "people": node.people})
    return list(groups.values())


def lines(reach: "Reach") -> list[dict[str, Any]]:
    """Lines with their style and the words of the table; numbers under five are not told."""
    unsaid = hidden({place: line.pairs for place, line in enumerate(reach.picture.lines)})
    return [
        {
            "line": line,
            "style": _style(line, many=place not in unsaid and line.pairs >= MANY),
            "first": name(reach, line.first),
            "second": name(reach, line.second),
            "pairs": _("few") if place in unsaid else line.pairs,
            "kind": _kind(line),
        }
        for place, line in enumerate(reach.picture.lines)
    ]


def _style(line: "Line", *, many: bool) -> str:
    kind = "new" if line.new else ("kept" if line.pairs else "before")
    return f"{kind} tie--many" if many else kind


def _kind(line: "Line") -> str:
    if line.new:
        return _("new")
    return _("known before, and made again") if line.pairs else _("known before")


def closeness(reach: "Reach", *, by_units: bool) -> list[dict[str, Any]]:
    """What changed from before to after: label, both values, and what it means."""
    before, after = reach.figures.before, reach.figures.after
    path = {"before": reach.figures.path_before, "after": reach.figures.path_after}
    rows = [
        _row(_ties(by_units=by_units), before.links, after.links, ""),
        _row(
            _("Separate parts of the network"),
            before.parts,
            after.parts,
            _("groups that no tie joins to the others; one alone counts as a part"),
        ),
        _row(
            _("Others within two steps, on average"),
            _decimal(before.within_two),
            _decimal(after.within_two),
            _("reached by a tie, or by a tie of a tie"),
        ),
        _row(
            _("Connected at all"),
            _percent(before.linked),
            _percent(after.linked),
            _("of all possible couples of places, those with any way between them"),
        ),
    ]
    return [*rows, _way(path)]


def _ties(*, by_units: bool) -> str:
    return _("Units with a tie between them") if by_units else _("Institutions with a tie between them")


def _way(path: Mapping[str, float | None]) -> dict[str, Any]:
    meaning = _("steps from one to another, over those that were connected before")
    label = _("Mean shortest way")
    if path["before"] is None or path["after"] is None:
        return _row(label, "–", "–", _("nothing was connected before, so there is no way to compare"))
    return _row(label, _decimal(path["before"], 2), _decimal(path["after"], 2), meaning)


def _row(label: str, before: object, after: object, meaning: str) -> dict[str, Any]:
    return {"label": label, "before": before, "after": after, "meaning": meaning}


def _decimal(value: float, places: int = 1) -> str:
    return number_format(round(value, places), places)


def _percent(share: float) -> str:
    return _("%(share)s %%") % {"share": round(100 * share)}
