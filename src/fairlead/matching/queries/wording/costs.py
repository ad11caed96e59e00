"""What another choice would cost, and who would move."""

from collections.abc import Mapping
from typing import Any, Protocol
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.matching.queries.seats import id_of


class Named(Protocol):
    """Anybody with a name."""

    @property
    def name(self) -> str:
        """The name."""


People = Mapping[UUID, Named]


def cost(found: Mapping[str, Any]) -> str:
    """What choosing this mentor costs everybody together."""
    lost, points = found["mentees_lost"], found["cost"]
    if lost > 0:
        text = ngettext("%(n)d mentee fewer has a mentor", "%(n)d mentees fewer have a mentor", lost)
        return text % {"n": lost}
    if lost < 0:
        text = ngettext("%(n)d mentee more has a mentor", "%(n)d mentees more have a mentor", -lost)
        return text % {"n": -lost}
    if found.get("first_lost"):
        return _("somebody who comes first would have no mentor")
    if pairs := found.get("pairs_lost", 0):
        text = ngettext("%(n)d pair fewer in all", "%(n)d pairs fewer in all", pairs)
        return text % {"n": pairs}
    if points == 0:
        return _("costs nothing overall")
    return ngettext("costs %(n)d point overall", "costs %(n)d points overall", points) % {"n": points}


def runner_up(found: Mapping[str, Any] | None, people: People) -> str:
    """Who would be next for this mentee, what that costs overall, and who would move; empty if not tried."""
    if not found:
        return _("No other mentor is possible.")
    if found.get("not_tried"):
        return ""
    name = people[UUID(found["mentor"])].name
    return _("Next best: %(name)s; %(cost)s.") % {"name": name, "cost": cost(found)}


def chain(found: Mapping[str, Any], people: People, *, of: UUID) -> str:
    """Who else moves when the mentee `of` gets this mentor; empty when nobody does."""
    others = [move for move in found["moves"] if UUID(move["mentee"]) != of]
    return " ".join(moves_to(move, people) for move in others)


def moves_to(move: Mapping[str, Any], people: People) -> str:
    """Where somebody goes because of another choice."""
    mentee = people[id_of(move["mentee"])].name
    if move["joins"] is None and move.get("several") and move["leaves"]:
        names = {"mentee": mentee, "mentor": people[UUID(move["leaves"])].name}
        return _("%(mentee)s then no longer has %(mentor)s.") % names
    if move["joins"] is None:
        return _("%(mentee)s then has no mentor.") % {"mentee": mentee}
    names = {"mentee": mentee, "mentor": people[UUID(move["joins"])].name}
    if move["leaves"] is None:
        return _("%(mentee)s then gets %(mentor)s.") % names
    return _("%(mentee)s then moves to %(mentor)s.") % names
