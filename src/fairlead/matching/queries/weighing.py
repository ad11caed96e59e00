"""From the coordinator's weights to the engine's policy, and from frozen people to its candidates."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fairlead.engine.policy import Criterion, Group, GroupQuota, Policy, Priority, Rule
from fairlead.engine.values import Candidate
from fairlead.matching.queries import own, tiers, wishes
from fairlead.matching.queries.priority import First, classes_of

NOBODY_FIRST = First()
GRADES = tuple(str(grade) for grade in range(1, 21))
# How much of the grade's weight a gap earns, counted the way the mentor should stand: one or two is best.
GRADE_SHARES = {0: Decimal("0.5"), 1: Decimal(1), 2: Decimal(1), 3: Decimal("0.6"), 4: Decimal("0.3")}


class Institutions(models.TextChoices):
    """Whether pairs may, must or must not cross institutions."""

    ANY = "any", _("Within or across institutions")
    OTHER = "other", _("Only across institutions")
    SAME = "same", _("Only within an institution")


class Standing(models.TextChoices):
    """Which way the points for grade look: the mentor above the mentee, or below in reverse mentoring."""

    ABOVE = "above", _("above the mentee")
    BELOW = "below", _("below the mentee")


WEIGHTS: dict[str, tuple[Promise, Promise, int]] = {
    "areas": (
        _("Areas of expertise"),
        _("The share of the wanted areas that the mentor covers; the most important one counts three times."),
        45,
    ),
    "grade": (
        _("Grade"),
        _("Full points when the mentor is one or two grades above, or below; fewer for other gaps."),
        15,
    ),
    "reach": (_("New networks"), _("The two work at different institutions."), 15),
    "languages": (_("A further language"), _("They share a language besides English."), 10),
    "meeting": (_("Way of meeting"), _("Both like to meet in person, or both online."), 10),
    "campus": (_("Campus"), _("Both work on the same campus."), 5),
    wishes.KEY: (_("Wishes"), _("One of the two, or both, would like the pair."), 0),
}
RULES: dict[str, tuple[Promise, Promise, bool]] = {
    "other_unit": (_("Never within one unit"), _("Mentor and mentee work in different units."), True),
    "needs_area": (
        _("At least one wanted area"),
        _("The mentor covers an area that the mentee wants."),
        True,
    ),
    "ways_to_meet": (_("Only who can meet the same way"), _("Both in person, or both online."), False),
    "same_campus": (_("Only on the same campus"), _("Mentor and mentee work on the same campus."), False),
}
ALWAYS: dict[str, Promise] = {
    "line_manager": _("Nobody is paired with their own line manager, in either direction."),
    "avoid": _("Nobody is paired with somebody they, or the other, should not be paired with."),
    "common_language": _("The two share at least one language to meet in."),
    "consent": _("Both have agreed that the other institutions see what a match needs."),
    "same_person": _("Nobody who applied on both sides is paired with themselves."),
    "capacity": _("No mentor gets more mentees than they have places."),
}


def default_weights() -> dict[str, Any]:
    """The weights and rules a run starts from, as JSON."""
    return {
        "weights": {key: weight for key, (_label, _help, weight) in WEIGHTS.items() if weight},
        "rules": {key: on for key, (_label, _help, on) in RULES.items()},
        "institutions": Institutions.ANY.value,
        "standing": Standing.ABOVE.value,
        "own": {},
        "first": {},
        "tiers": list(tiers.USUAL),
        "preset": "default",
    }


def as_policy(weights: Mapping[str, Any], *, seed: int, quotas: tuple[GroupQuota, ...] = ()) -> Policy:
    """The engine's policy for these weights and limits: a criterion with weight 0 is left out."""
    first = classes_of(weights.get("first", {}))
    order = tiers.as_order(weights, somebody_first=bool(first))
    return Policy(
        rules=tuple(_rules(weights)),
        criteria=(
            *_criteria(weights["weights"], standing_of(weights)),
            *own.criteria(weights.get("own", {})),
        ),
        tiers=order,
        seed=seed,
        priority=Priority("first", first) if first else None,
        quotas=quotas,
        floor=floor_of(weights),
        new_mentors=Group("new", "yes") if tiers.NEW in order else None,
    )


def floor_of(weights: Mapping[str, Any]) -> Decimal | None:
    """The points below which a run makes no pair that is not locked; None: it takes any."""
    floor = weights.get("floor")
    return Decimal(floor) if floor else None


def standing_of(weights: Mapping[str, Any]) -> Standing:
    """Which way the points for grade look; policies from before there was a choice look up."""
    return Standing(weights.get("standing") or Standing.ABOVE)


def _rules(weights: Mapping[str, Any]) -> Iterable[Rule]:
    yield Rule("not_listed", "same_person", mentee="person", mentor_is="person")
    for key, field, name in (("line_manager", "manager", "email"), ("avoid", "avoids", "person")):
        yield Rule("not_listed", key, mentee=field, mentor=field, mentee_is=name, mentor_is=name)
    yield Rule("overlap", "common_language", "languages", "languages")
    yield Rule("present", "consent", "consent", "consent")
    yield from (rule for key, rule in SWITCHED.items() if weights["rules"].get(key))
    yield from institutions_rule(weights["institutions"])


SWITCHED = {
    "other_unit": Rule("not_equal", "other_unit", "unit", "unit"),
    "needs_area": Rule("overlap", "needs_area", "areas", "areas"),
    "ways_to_meet": Rule("overlap", "ways_to_meet", "modes", "modes"),
    "same_campus": Rule("equal", "same_campus", "campus", "campus"),
}


def institutions_rule(choice: str) -> list[Rule]:
    """The rule on institutions of this choice; none where pairs may be within or across."""
    if choice == Institutions.ANY:
        return []
    kind = "equal" if choice == Institutions.SAME else "not_equal"
    return [Rule(kind, "institutions", "institution", "institution")]


def _criteria(weights: Mapping[str, int], standing: Standing) -> Iterable[Criterion]:
    points = {key: Decimal(weight) for key, weight in weights.items() if weight}
    if "areas" in points:
        yield Criterion(
            "overlap",
            "areas",
            "areas",
            "areas",
            points=(points["areas"],),
            count="share",
            important="most_important",
        )
    if "grade" in points:
        yield _by_grade(points["grade"], standing)
    if "reach" in points:
        yield Criterion("not_equal", "reach", "institution", "institution", points=(points["reach"],))
    for key, field in (("languages", "further_languages"), ("meeting", "modes")):
        if key in points:
            yield Criterion(
                "overlap", key, field, field, points=(points[key],), count="each", most=points[key]
            )
    if "campus" in points:
        yield Criterion("equal", "campus", "campus", "campus", points=(points["campus"],))
    if wishes.KEY in points:
        yield wishes.criterion(points[wishes.KEY])


def _by_grade(points: Decimal, standing: Standing) -> Criterion:
    way = -1 if standing == Standing.BELOW else 1
    steps = tuple((way * gap, (share * points).quantize(Decimal(1))) for gap, share in GRADE_SHARES.items())
    return Criterion("ordinal", "grade", "grade", "grade", order=GRADES, steps=steps)


def as_candidates(frozen: Iterable[Mapping[str, Any]], first: First = NOBODY_FIRST) -> list[Candidate]:
    """The engine's candidates for one side of the frozen pool, with the class that puts them first."""
    return [_candidate(one, first) for one in frozen]


def _candidate(one: Mapping[str, Any], first: First) -> Candidate:
    values = one["values"]
    areas = dict(values["importance"])
    most_important = [area for area, count in areas.items() if count > 1]
    wished = values.get("wished", {})
    listed = {key: tuple(values[key]) for key in ("avoids", "languages", "areas", "modes")}
    single = {
        key: values[key] for key in ("person", "email", "manager", "consent", "institution", "unit", "campus")
    }
    return Candidate(
        id=one["id"],
        values={
            **single,
            **listed,
            **own.as_values(values.get("own", {})),
            "id": one["id"],
            "wished": wishes.listed(wished),
            "first": first.class_of(values, has_one=bool(one.get("taken"))),
            "new": "yes" if values.get("new") else None,
            "grade": None if values["grade"] is None else str(values["grade"]),
            "further_languages": tuple(code for code in values["languages"] if code != "en"),
            "most_important": most_important[0] if most_important else None,
        },
        most=one["places"],
        importance={"areas": areas, "wished": wishes.importance(wished)},
    )
