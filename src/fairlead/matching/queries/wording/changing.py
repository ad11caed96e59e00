"""What would have to change: for two whom a rule keeps apart, and for somebody without a partner."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.engine.explain import Helping
from fairlead.kernel.languages import language_name
from fairlead.matching.queries.wording import limits
from fairlead.matching.queries.wording.costs import People

Facts = Mapping[str, Any]


def would_have_to(found: Mapping[str, Any]) -> str:
    """What would have to change for a broken rule not to be broken, with what the two have said."""
    return CHANGES.get(found["rule"], _other)(found["facts"])


def _listed(values: Sequence[str], named: Callable[[str], str] = str) -> str:
    return ", ".join(named(one) for one in values) or _("nothing")


def _language(facts: Facts) -> str:
    said = {side: _listed(facts[side], language_name) for side in ("mentee", "mentor")}
    return _("One more language: the mentee meets in %(mentee)s, the mentor in %(mentor)s.") % said


def _areas(facts: Facts) -> str:
    said = {side: _listed(facts[side]) for side in ("mentee", "mentor")}
    return _("An area in common: the mentee wants %(mentee)s; the mentor offers %(mentor)s.") % said


def _ways(facts: Facts) -> str:
    if "online" in facts["mentor"]:
        return _("The mentee would also meet online, or the mentor also in person.")
    return _("The mentee would also meet in person, or the mentor also online.")


def _unit(facts: Facts) -> str:
    return _("The rule against pairs within a unit would have to be off; you set it under “Matching”.")


def _institutions(facts: Facts) -> str:
    return _("The rule on institutions would have to be another; you set it under “Matching”.")


def _forbidden(facts: Facts) -> str:
    return _(
        "If you have forbidden it yourself, lift that under “Matching” and run again. Otherwise it cannot "
        "be changed: an earlier pair, a no to an offer and what people say in confidence are not told apart."
    )


def _floor(facts: Facts) -> str:
    return _("The two would have to share more, or so few points be allowed; you set that under “Matching”.")


def _consent(facts: Facts) -> str:
    return _("Both would have to agree in their application; nobody else can.")


def _never(facts: Facts) -> str:
    return _("Nothing: this rule is never lifted.")


def _other(facts: Facts) -> str:
    return _("The rule would have to be another.")


CHANGES: dict[str, Callable[[Facts], str]] = {
    "common_language": _language,
    "needs_area": _areas,
    "ways_to_meet": _ways,
    "other_unit": _unit,
    "institutions": _institutions,
    "forbidden_pair": _forbidden,
    "under_floor": _floor,
    "consent": _consent,
    "line_manager": _never,
    "avoid": _never,
    "same_person": _never,
}


def change(one: Helping, side: str, people: People, quotas: Sequence[Mapping[str, str]]) -> str:
    """A change that helps, in a few words; `quotas`: the limit it raises, named."""
    remedy = one.remedy
    if remedy.kind == "place":
        return _("One more place with %(name)s") % {"name": people[UUID(remedy.partner)].name}
    if remedy.kind == "quota":
        names = "; ".join(limits.name(each["side"], each["name"]) for each in quotas)
        text = ngettext("A limit raised by %(n)d: %(names)s", "A limit raised by %(n)d: %(names)s", remedy.by)
        return text % {"n": remedy.by, "names": names}
    if remedy.kind == "rule":
        return LIFTED.get(remedy.rule, LIFTED["other"])() % {"name": people[UUID(remedy.partner)].name}
    return SAID[remedy.field](remedy.value, side)


LIFTED: dict[str, Callable[[], str]] = {
    "common_language": lambda: _("A language to meet in with %(name)s"),
    "other_unit": lambda: _("A pair within the unit allowed, for %(name)s alone"),
    "needs_area": lambda: _("%(name)s accepted though no wanted area is covered"),
    "ways_to_meet": lambda: _("A way to meet agreed with %(name)s"),
    "institutions": lambda: _("The rule on institutions lifted, for %(name)s alone"),
    "other": lambda: _("One rule lifted, for %(name)s alone"),
}
SAID: dict[str, Callable[[str, str], str]] = {
    "languages": lambda value, side: (
        _("Also meeting in %(language)s") % {"language": capfirst(language_name(value))}
    ),
    "areas": lambda value, side: (
        (
            _("Also offering experience in %(area)s")
            if side == "mentor"
            else _("Also wanting to develop %(area)s")
        )
        % {"area": value}
    ),
    "modes": lambda value, side: (
        _("Also meeting online") if value == "online" else _("Also meeting in person")
    ),
}


def consequence(one: Helping, side: str, people: People, points: int) -> str:
    """Whom the person then has, who moves, who has nobody, and what the whole gains, in one line."""
    told = [_("Then paired with %(name)s") % {"name": people[UUID(one.partner)].name}]
    own = one.moves[0].mentee if one.moves else ""
    others = len({move.mentee for move in one.moves} - {own})
    if others:
        text = ngettext("%(n)d other mentee changes mentor", "%(n)d other mentees change mentor", others)
        told.append(text % {"n": others})
    told += [
        _("%(name)s then has no mentor") % {"name": people[UUID(name)].name} for name in one.left_out
    ] + [_("%(name)s then has no mentee") % {"name": people[UUID(name)].name} for name in one.idle]
    told.append(_points(points))
    if not one.sure:
        told.append(_("somebody else could be given this place just as well, so lock the pair to be sure"))
    return "; ".join(told) + "."


def _points(points: int) -> str:
    if points == 0:
        return _("the points of all together stay the same")
    if points > 0:
        return ngettext("all together gain %(n)d point", "all together gain %(n)d points", points) % {
            "n": points
        }
    return ngettext("all together lose %(n)d point", "all together lose %(n)d points", -points) % {
        "n": -points
    }


def nothing_helps(side: str, *, complete: bool) -> str:
    """That no single change helps, and which were looked at."""
    if not complete:
        return _("None of the changes that were tried helps; not all could be tried in this pool.")
    if side == "mentor":
        return _(
            "No single change helps: no further language, area or way to meet that opens a mentee, no rule "
            "lifted for one pair, no limit raised. The mentees are better placed as they are."
        )
    return _(
        "No single change helps: no further language, area or way to meet that opens a mentor, no rule "
        "lifted for one pair, no place more at one mentor, no limit raised. "
        "Such a place would go to somebody else."
    )
