"""A scenario in plain words: what it does otherwise, and what that gains and loses."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fairlead.matching.models import Run, Scenario
from fairlead.matching.queries.wording.policies import differences

NAMED = 5
LIMITED: dict[tuple[str, str], Promise] = {
    ("mentors", "least"): gettext_lazy("mentors of %(name)s, pairs at least: %(now)s instead of %(then)s"),
    ("mentors", "most"): gettext_lazy("mentors of %(name)s, pairs at most: %(now)s instead of %(then)s"),
    ("mentees", "least"): gettext_lazy("mentees of %(name)s, pairs at least: %(now)s instead of %(then)s"),
    ("mentees", "most"): gettext_lazy("mentees of %(name)s, pairs at most: %(now)s instead of %(then)s"),
}


def otherwise(scenario: Scenario, names: Mapping[str, str], policy: Mapping[str, Any] | None) -> list[str]:
    """What a scenario does otherwise than a run of this policy, a sentence or phrase each.

    `names`: by id, of the mentors whose places were set one by one.
    """
    told = policy_differs(scenario.policy, policy) if policy else []
    told += [_group(one) for one in scenario.places.get("groups", [])]
    single = sorted((names.get(pk, "–"), places) for pk, places in scenario.places.get("people", {}).items())
    told += [_single(name, places) for name, places in single[:NAMED]]
    if len(single) > NAMED:
        told.append(_("other places for %(n)d mentors more") % {"n": len(single) - NAMED})
    told += [limit(one) for one in scenario.places.get("limits", [])]
    if scenario.unlimited:
        told.append(_("no limits of institutions"))
    return told


def policy_differs(policy: Mapping[str, Any], before: Mapping[str, Any]) -> list[str]:
    """What a scenario's policy says otherwise than that of a run, a phrase each."""
    told = differences(policy, before)
    if before.get("least_change"):
        told.append(_("points come before keeping the pairs of an earlier run"))
    return told


def _group(one: Mapping[str, Any]) -> str:
    number = abs(one["by"])
    if one["by"] > 0:
        text = ngettext("%(n)d place more for %(who)s", "%(n)d places more for %(who)s", number)
    else:
        text = ngettext("%(n)d place fewer for %(who)s", "%(n)d places fewer for %(who)s", number)
    return text % {"n": number, "who": _who(one)}


def _who(one: Mapping[str, Any]) -> str:
    if one["kind"] == "all":
        return _("every mentor")
    if one["kind"] == "institution":
        return _("every mentor of %(institution)s") % {"institution": one["name"]}
    return _("every mentor who offers %(area)s") % {"area": one["name"]}


def _single(name: str, places: int) -> str:
    if not places:
        return _("%(name)s is left out") % {"name": name}
    text = ngettext("%(name)s has %(n)d place", "%(name)s has %(n)d places", places)
    return text % {"name": name, "n": places}


def limit(one: Mapping[str, Any]) -> str:
    """A limit of an institution that a scenario changes."""
    end = one["key"].split(":")[1]
    text = str(LIMITED[one["side"], end])
    none = _("no limit")
    return text % {"name": one["name"], "now": one["after"] or none, "then": one["before"] or none}


def title(way: Run | Scenario) -> str:
    """What a run or scenario is called."""
    return way.name if isinstance(way, Scenario) else _("Run %(n)d") % {"n": way.number}


def headline(result: Mapping[str, Any]) -> str:
    """How many mentees have a mentor."""
    text = ngettext(
        "%(matched)d of %(n)d mentee has a mentor.",
        "%(matched)d of %(n)d mentees have a mentor.",
        result["mentees"],
    )
    return text % {"matched": result["matched"], "n": result["mentees"]}


def gained(*, matched: int, total: int, worst: int | None, gets: int, loses: int, moves: int) -> list[str]:
    """What is gained and lost against the first: mentees with a mentor, points, weakest pair, who changes."""
    told = [_matched(matched)] if matched else []
    if total:
        told.append(_points(total))
    if worst:
        told.append(_weakest(worst))
    if not gets and not loses and not moves:
        return [*told, _("Nobody’s mentor differs.")]
    return [*told, *_changes(gets if loses else 0, loses, moves)]


def _matched(more: int) -> str:
    if more > 0:
        text = ngettext("%(n)d mentee more has a mentor.", "%(n)d mentees more have a mentor.", more)
    else:
        text = ngettext("%(n)d mentee fewer has a mentor.", "%(n)d mentees fewer have a mentor.", -more)
    return text % {"n": abs(more)}


def _points(more: int) -> str:
    if more > 0:
        text = ngettext("%(n)d point more in all.", "%(n)d points more in all.", more)
    else:
        text = ngettext("%(n)d point fewer in all.", "%(n)d points fewer in all.", -more)
    return text % {"n": abs(more)}


def _weakest(more: int) -> str:
    if more > 0:
        text = ngettext(
            "The weakest pair has %(n)d point more.", "The weakest pair has %(n)d points more.", more
        )
    else:
        text = ngettext(
            "The weakest pair has %(n)d point fewer.", "The weakest pair has %(n)d points fewer.", -more
        )
    return text % {"n": abs(more)}


def _changes(gets: int, loses: int, moves: int) -> list[str]:
    """Who gets one is told only beside who loses one; else they are those more who have one."""
    told = []
    if gets:
        told.append(
            ngettext("%(n)d mentee gets a mentor.", "%(n)d mentees get a mentor.", gets) % {"n": gets}
        )
    if loses:
        text = ngettext("%(n)d mentee loses theirs.", "%(n)d mentees lose theirs.", loses)
        told.append(text % {"n": loses})
    if moves:
        text = ngettext("%(n)d mentee has another mentor.", "%(n)d mentees have another mentor.", moves)
        told.append(text % {"n": moves})
    return told
