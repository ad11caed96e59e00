"""Why a pair is impossible, and why somebody has no partner."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.matching.queries.wording import limits
from fairlead.matching.queries.wording.costs import People, cost
from fairlead.matching.queries.wording.policies import points_told

Facts = Mapping[str, Any]


def block(found: Mapping[str, Any]) -> str:
    """A broken rule as a sentence about the two."""
    return BLOCKS.get(found["rule"], _other)(found["facts"])


def why_not(reason: str) -> str:
    """Why a pair that no rule forbids is still not possible."""
    if reason == "locked":
        return _("A locked pair stands in the way.")
    if reason == "limits":
        return _("A limit on how many pairs may be made stands in the way.")
    if reason == "not_tried":
        return _("Not worked out: with limits on pairs across institutions only some can be tried.")
    return _("No place can be made without breaking a lock.")


def _line_manager(facts: Facts) -> str:
    if facts["mentee_names_mentor"]:
        return _("This mentor is the mentee’s line manager.")
    return _("The mentee is this mentor’s line manager.")


def _avoid(facts: Facts) -> str:
    return _("The two should not be paired, as one of them has asked.")


def _language(facts: Facts) -> str:
    return _("They have no language in common to meet in.")


def _consent(facts: Facts) -> str:
    return _("One of them has not agreed that partner institutions see what a match needs.")


def _same_person(facts: Facts) -> str:
    return _("It is the same person.")


def _other_unit(facts: Facts) -> str:
    return _("Both work in the same unit.")


def _needs_area(facts: Facts) -> str:
    return _("Covers none of the wanted areas.")


def _ways_to_meet(facts: Facts) -> str:
    return _("One wants to meet in person only, the other online only.")


def _same_campus(facts: Facts) -> str:
    return _("They do not work on the same campus, or one of them has not said where.")


def _institutions(facts: Facts) -> str:
    return _("The rule on institutions of this run excludes the pair.")


def _forbidden(facts: Facts) -> str:
    return _("This pair is not possible, for a reason that is not shown.")


def _under_floor(facts: Facts) -> str:
    points = {key: points_told(Decimal(facts[key])) for key in ("points", "floor")}
    return _("It has %(points)s points, and this run makes no pair under %(floor)s.") % points


def _other(facts: Facts) -> str:
    return _("A rule of this run excludes the pair.")


BLOCKS: dict[str, Callable[[Facts], str]] = {
    "line_manager": _line_manager,
    "avoid": _avoid,
    "common_language": _language,
    "consent": _consent,
    "same_person": _same_person,
    "other_unit": _other_unit,
    "needs_area": _needs_area,
    "ways_to_meet": _ways_to_meet,
    "same_campus": _same_campus,
    "institutions": _institutions,
    "forbidden_pair": _forbidden,
    "under_floor": _under_floor,
}


def unmatched(reason: Mapping[str, Any], people: People) -> list[str]:
    """Why somebody has no partner, and what would help, in a few true sentences."""
    if not reason:
        return [_("The reason was erased, for its time was over.")]
    kind = ALONE.get(reason["kind"]) if reason.get("kind_alone") else None
    told = (kind or KINDS[reason["kind"]])(reason, people)
    return [" ".join(told), *(_relaxation(one, people) for one in reason.get("relaxations", []))]


def _no_allowed(reason: Mapping[str, Any], people: People) -> list[str]:
    return _none_passes(reason, people) or _one_passes(reason, people) or _all_fail_something(reason, people)


def _none_passes(reason: Mapping[str, Any], people: People) -> list[str]:
    """A single rule that excludes every mentor, and who would be possible but for it."""
    for rule, sentence in NONE_PASSES.items():
        if reason["rules"].get(rule, 0) == reason["mentors"] > 1:
            wanted = "; ".join(one["area"] for one in reason["areas"])
            names = ", ".join(people[UUID(one["mentor"])].name for one in reason["nearly"])
            told = [sentence() % {"areas": wanted}]
            return [*told, _("Otherwise possible: %(names)s.") % {"names": names}] if names else told
    return []


def _one_passes(reason: Mapping[str, Any], people: People) -> list[str]:
    """The only mentor who passes a rule fails another."""
    for rule, sentence in ONE_PASSES.items():
        if reason["mentors"] - reason["rules"].get(rule, 0) == 1:
            for one in reason["nearly"]:
                if one["block"]["rule"] != rule:
                    names = {"name": people[UUID(one["mentor"])].name, "why": block(one["block"])}
                    return [sentence() % names]
    return []


def _all_fail_something(reason: Mapping[str, Any], people: People) -> list[str]:
    told = [_("No mentor in the pool is possible.") + " " + _most_common(reason)]
    return told + [
        _("%(name)s fails one rule only: %(why)s")
        % {"name": people[UUID(one["mentor"])].name, "why": block(one["block"])}
        for one in reason["nearly"]
    ]


NONE_PASSES: dict[str, Callable[[], str]] = {
    "common_language": lambda: _("No mentor in the pool shares a language to meet in."),
    "needs_area": lambda: _("No mentor in the pool covers a wanted area (%(areas)s)."),
}
ONE_PASSES: dict[str, Callable[[], str]] = {
    "common_language": lambda: _("%(name)s is the only mentor with a common language, but: %(why)s"),
    "needs_area": lambda: _("%(name)s is the only mentor who covers a wanted area, but: %(why)s"),
}


def _most_common(reason: Mapping[str, Any]) -> str:
    """How many mentors fail each rule, the most frequent three first."""
    rules = sorted(reason["rules"].items(), key=lambda item: (-item[1], item[0]))[:3]
    told = [RULE_COUNTS.get(key, RULE_COUNTS["other"])(count) % {"n": count} for key, count in rules]
    return (
        _("Of %(all)d mentors, %(told)s.") % {"all": reason["mentors"], "told": ", ".join(told)}
        if told
        else ""
    )


RULE_COUNTS: dict[str, Callable[[int], str]] = {
    "needs_area": lambda n: ngettext("%(n)d covers no wanted area", "%(n)d cover no wanted area", n),
    "common_language": lambda n: ngettext("%(n)d shares no language", "%(n)d share no language", n),
    "other_unit": lambda n: ngettext("%(n)d works in the same unit", "%(n)d work in the same unit", n),
    "line_manager": lambda n: ngettext(
        "%(n)d is in the line of management", "%(n)d are in the line of management", n
    ),
    "avoid": lambda n: ngettext("%(n)d should not be paired", "%(n)d should not be paired", n),
    "under_floor": lambda n: ngettext(
        "%(n)d would have fewer points than this run allows",
        "%(n)d would have fewer points than this run allows",
        n,
    ),
    "other": lambda n: ngettext("%(n)d fails another rule", "%(n)d fail other rules", n),
}


def _full(reason: Mapping[str, Any], people: People) -> list[str]:
    names = [people[UUID(one)].name for one in reason["full"]]
    taken = [one for one in reason["areas"] if one["allowed"] and not one["free"]]
    told = []
    if taken:
        first = next((one for one in taken if one["important"]), taken[0])
        told.append(_("Every possible mentor for %(area)s is full.") % {"area": first["area"]})
    if len(names) == 1:
        told.append(_("The only possible mentor, %(name)s, has no free place.") % {"name": names[0]})
    elif len(names) == 2:
        both = {"first": names[0], "second": names[1]}
        told.append(_("Both possible mentors are full: %(first)s and %(second)s.") % both)
    else:
        shown = ", ".join(names[:4]) + ("…" if len(names) > 4 else "")
        text = ngettext(
            "The %(n)d possible mentor is full: %(names)s.",
            "All %(n)d possible mentors are full: %(names)s.",
            len(names),
        )
        told.append(text % {"n": len(names), "names": shown})
    witness = reason["witness"]
    if witness["mentees"] > 1:
        text = ngettext(
            "%(mentees)d mentees depend on the one place there.",
            "%(mentees)d mentees depend on the %(places)d places there.",
            witness["places"],
        )
        told.append(text % witness)
    return told


def _others_first(reason: Mapping[str, Any], people: People) -> list[str]:
    best = reason["next_best"]
    if best is None:
        return [_("The places are needed for locked pairs.")]
    name = people[UUID(best["mentor"])].name
    return [_("The next best is %(name)s: %(cost)s.") % {"name": name, "cost": cost(best)}]


def _no_place(reason: Mapping[str, Any], people: People) -> list[str]:
    return [_("Has no place to be matched with.")]


def _limits(reason: Mapping[str, Any], people: People) -> list[str]:
    told = _("There are places, but a limit on how many pairs may be made stands in the way.")
    which = "; ".join(limits.name(one["side"], one["name"]) for one in reason.get("limits", []))
    return [told, _("It is this one: %(limits)s.") % {"limits": which}] if which else [told]


def _not_proven(reason: Mapping[str, Any], people: People) -> list[str]:
    return [_("The best pairs that were found leave this mentee out; better ones may exist.")]


def _mentor_alone(reason: Mapping[str, Any], people: People) -> list[str]:
    text = ngettext(
        "No rule allows the %(n)d mentee in the pool.",
        "No rule allows any of the %(n)d mentees in the pool.",
        reason["mentees"],
    )
    return [text % {"n": reason["mentees"]}]


def _placed_elsewhere(reason: Mapping[str, Any], people: People) -> list[str]:
    text = ngettext(
        "%(n)d mentee was possible and is better placed with another mentor.",
        "%(n)d mentees were possible and are better placed with other mentors.",
        reason["allowed"],
    )
    return [text % {"n": reason["allowed"]}]


def _by_hand(reason: Mapping[str, Any], people: People) -> list[str]:
    return [_("A coordinator’s change on this board left them without a partner.")]


KINDS: dict[str, Callable[[Mapping[str, Any], People], list[str]]] = {
    "no_allowed_mentor": _no_allowed,
    "mentors_full": _full,
    "others_first": _others_first,
    "no_place_of_own": _no_place,
    "limits": _limits,
    "not_proven": _not_proven,
    "mentor_without_allowed_mentee": _mentor_alone,
    "mentees_placed_elsewhere": _placed_elsewhere,
    "by_hand": _by_hand,
}


def _full_alone(reason: Mapping[str, Any], people: People) -> list[str]:
    text = ngettext(
        "The %(n)d possible mentor is full, and nobody there could move elsewhere.",
        "All %(n)d possible mentors are full, and nobody there could move elsewhere.",
        reason["allowed"],
    )
    return [text % {"n": reason["allowed"]}]


def _others_alone(reason: Mapping[str, Any], people: People) -> list[str]:
    text = ngettext(
        "%(n)d mentor is possible, and is better given to somebody else by what counts most in this run.",
        "%(n)d mentors are possible, and are better given to others by what counts most in this run.",
        reason["allowed"],
    )
    return [text % {"n": reason["allowed"]}]


# Where there are too many people to answer one by one, only the kind of reason and its counts are known.
ALONE: dict[str, Callable[[Mapping[str, Any], People], list[str]]] = {
    "mentors_full": _full_alone,
    "others_first": _others_alone,
}


def _relaxation(one: Mapping[str, Any], people: People) -> str:
    """A change with which this mentee has a mentor too; the engine has solved again to be sure."""
    name = people[UUID(one["mentor"])].name
    if one["kind"] == "place":
        return _("What would help: one place more with %(name)s.") % {"name": name}
    return RELAXED.get(one["rule"], RELAXED["other"])() % {"name": name}


RELAXED: dict[str, Callable[[], str]] = {
    "common_language": lambda: _("What would help: a language to meet in with %(name)s."),
    "other_unit": lambda: _("What would help: allowing a pair within the unit, with %(name)s."),
    "needs_area": lambda: _("What would help: accepting %(name)s, who covers none of the wanted areas."),
    "ways_to_meet": lambda: _("What would help: agreeing with %(name)s on how to meet."),
    "other": lambda: _("What would help: lifting one rule for %(name)s."),
}
