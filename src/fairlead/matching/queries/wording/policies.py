"""A policy in plain language: its weights, rules and order as sentences, and where two of them differ."""

from collections.abc import Mapping
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fairlead.matching.queries import own, tiers
from fairlead.matching.queries.presets import PRESETS
from fairlead.matching.queries.priority import CLASSES, NOBODY_YET, USUAL_DAYS
from fairlead.matching.queries.weighing import RULES, WEIGHTS, Institutions, Standing, floor_of, standing_of

# Before and after the number, which stands where "%(n)s" is; a choice stands where "%(standing)s" is.
WEIGHED: dict[str, Promise] = {
    "areas": gettext_lazy("Covering all wanted areas counts %(n)s points; covering some, a share of them."),
    "grade": gettext_lazy("A mentor one or two grades %(standing)s counts %(n)s points; other gaps, fewer."),
    "reach": gettext_lazy("Working at different institutions counts %(n)s points."),
    "languages": gettext_lazy("Sharing a language besides English counts %(n)s points."),
    "meeting": gettext_lazy("Liking to meet in the same way counts %(n)s points."),
    "campus": gettext_lazy("A shared campus counts %(n)s points."),
    "wishes": gettext_lazy(
        "A pair that is wished for counts up to %(n)s points, as much as it is wished for."
    ),
}
RULED: dict[str, Promise] = {
    "other_unit": gettext_lazy("Mentor and mentee must not be in the same unit."),
    "needs_area": gettext_lazy("The mentor must cover at least one area that the mentee wants."),
    "ways_to_meet": gettext_lazy("The two must be able to meet in the same way."),
    "same_campus": gettext_lazy("Mentor and mentee must work on the same campus."),
}


def weighed(key: str) -> tuple[str, str]:
    """What stands before and after the points of a weight; of grades, from after the choice of a side."""
    before, _n, after = str(WEIGHED[key]).partition("%(n)s")
    return before.rpartition("%(standing)s")[2], after


def before_standing() -> str:
    """What stands before the choice of a side in the sentence on grades."""
    return str(WEIGHED["grade"]).partition("%(standing)s")[0]


def standing_told(policy: Mapping[str, Any]) -> str:
    """Where the mentor stands if the policy turns the grades round; empty where it does not."""
    return _("the mentor stands below the mentee") if standing_of(policy) == Standing.BELOW else ""


def own_weighed(one: own.Shared) -> tuple[str, str]:
    """The same for a question of the programme's own form."""
    if one.kind in own.NUMBERS:
        text = _("“%(question)s”: the same number counts %(n)s points; the further apart, the fewer.")
    elif one.kind in own.LISTS:
        text = _("“%(question)s”: having all answers in common counts %(n)s points; some, a share of them.")
    else:
        text = _("“%(question)s”: the same answer counts %(n)s points.")
    before, _n, after = text.partition("%(n)s")
    return before.replace("%(question)s", one.label), after.replace("%(question)s", one.label)


def order_told(policy: Mapping[str, Any]) -> str:
    """The tiers in words, most important first."""
    told = list(tiers.chosen(policy))
    if not _puts_first(policy):
        told = [one for one in told if one != tiers.PRIORITY]
    if policy.get("least_change") or policy.get("each", 1) > 1:
        told = list(tiers.as_order(policy, somebody_first=tiers.PRIORITY in told))
    names = {one: str(label) for one, (label, _help) in tiers.TIERS.items()}
    names[tiers.PAIRS] = str(_("As many mentees as possible get another mentor"))
    names[tiers.SECONDS] = str(_("Nobody a third one where somebody could have a second"))
    return "; ".join(names[one] for one in told)


def _puts_first(policy: Mapping[str, Any]) -> bool:
    first = policy.get("first", {})
    return any(value for key, value in first.items() if key not in ("days", NOBODY_YET))


def preset_told(policy: Mapping[str, Any]) -> str:
    """The preset a policy came from, and that it was changed where it was; empty where it came from none."""
    key, name = policy.get("preset", ""), str(policy.get("preset_name", ""))
    if key in PRESETS:
        changed, name = len(differences(policy, PRESETS[key].policy())), str(PRESETS[key].name)
    else:
        changed = policy.get("preset_changed", 0)
    if not name or not changed:
        return name
    text = ngettext("%(name)s, with %(n)d change", "%(name)s, with %(n)d changes", changed)
    return text % {"name": name, "n": changed}


def differences(policy: Mapping[str, Any], preset: Mapping[str, Any]) -> list[str]:
    """What a policy says otherwise than another one, a phrase each; none where they say the same."""
    return [
        *_weights_differ(policy, preset),
        *_rules_differ(policy, preset),
        *_first_differ(policy.get("first", {}), preset.get("first", {})),
        *_order_differs(policy, preset),
    ]


def _weights_differ(policy: Mapping[str, Any], preset: Mapping[str, Any]) -> list[str]:
    rows = [
        (str(label), policy["weights"].get(key, 0), preset["weights"].get(key, 0))
        for key, (label, _help, _usual) in WEIGHTS.items()
    ]
    given, standing = policy.get("own", {}), preset.get("own", {})
    for key in dict.fromkeys([*given, *standing]):
        label = (given.get(key) or standing[key])["label"]
        rows.append((label, given.get(key, {}).get("weight", 0), standing.get(key, {}).get("weight", 0)))
    text = _("%(what)s counts %(now)d instead of %(then)d")
    return [text % {"what": what, "now": now, "then": then} for what, now, then in rows if now != then]


def _rules_differ(policy: Mapping[str, Any], preset: Mapping[str, Any]) -> list[str]:
    told = []
    for key, (label, _help, _usual) in RULES.items():
        now, then = policy["rules"].get(key, False), preset["rules"].get(key, False)
        if now != then:
            told.append((_("%(rule)s: required") if now else _("%(rule)s: not required")) % {"rule": label})
    if standing_of(policy) != standing_of(preset):
        told.append(standing_told(policy) or _("the mentor stands above the mentee"))
    if policy["institutions"] != preset["institutions"]:
        told.append(str(Institutions(policy["institutions"]).label))
    if floor_of(policy) != floor_of(preset):
        now = floor_told(policy)
        told.append(_("no pair under %(n)s points") % {"n": now} if now else _("pairs of any points"))
    return told


def floor_told(policy: Mapping[str, Any]) -> str:
    """The points under which a policy makes no pair; empty where it makes any."""
    floor = floor_of(policy)
    return "" if floor is None else points_told(floor)


def points_told(points: Decimal) -> str:
    """Points with two decimals at most, the rest left out: a step of fairness may have many."""
    return f"{points.quantize(Decimal('0.01'), ROUND_FLOOR).normalize():f}"


def _first_differ(now: Mapping[str, Any], then: Mapping[str, Any]) -> list[str]:
    told = []
    for key, (label, _help) in CLASSES.items():
        if bool(now.get(key)) != bool(then.get(key)):
            told.append((_("%(class)s: yes") if now.get(key) else _("%(class)s: no")) % {"class": label})
    days, usual = now.get("days", USUAL_DAYS), then.get("days", USUAL_DAYS)
    if days != usual and now.get("waited"):
        told.append(_("%(now)d days of waiting are long, not %(then)d") % {"now": days, "then": usual})
    return told


def _order_differs(policy: Mapping[str, Any], preset: Mapping[str, Any]) -> list[str]:
    now, then = tiers.chosen(policy), tiers.chosen(preset)
    if not (_puts_first(policy) and _puts_first(preset)):
        now, then = ([one for one in order if one != tiers.PRIORITY] for order in (now, then))
    names = {key: str(label) for key, (label, _meaning) in tiers.TIERS.items()}
    told = [_("added: %(tier)s") % {"tier": names[one]} for one in now if one not in then]
    told += [_("left out: %(tier)s") % {"tier": names[one]} for one in then if one not in now]
    kept = [one for one in now if one in then]
    return [*told, _("another order of importance")] if kept != [one for one in then if one in now] else told
