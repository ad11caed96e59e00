"""What a simulation found, in plain words and rows to draw."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.engine.simulation.comparing import Estimate
from fairlead.kernel.languages import language_name

RHYTHMS = {
    "daily": lambda: _("every day"),
    "weekly": lambda: _("every week"),
    "fortnightly": lambda: _("every two weeks"),
    "monthly": lambda: _("every month"),
}


@dataclass(frozen=True)
class Bar:
    """A mean with its interval, drawn on a scale that all alternatives share (percentages of the width)."""

    words: str
    interval: str
    width: str
    low: str
    span: str


@dataclass(frozen=True)
class Row:
    """One alternative: when is matched, with how many mentors, and its figures."""

    matching: str
    mentors: str
    wait: Bar
    unmatched: Bar
    median: str
    fit: str
    busy: str
    hours: str


@dataclass(frozen=True)
class Told:
    """A whole simulation for a page: what it says first, the alternatives, the areas that wait longest."""

    answers: list[str]
    rows: list[Row]
    areas: list[tuple[str, str]]
    assumed: list[str]
    kinds: list[tuple[str, list[tuple[str, str, str]]]]
    wanted: list[tuple[str, str, int]]


def told(assumptions: Mapping[str, Any], result: Mapping[str, Any]) -> Told:
    """A finished simulation in words."""
    scenarios = result["scenarios"]
    waits = _bars(scenarios, "wait_90", _weeks)
    unmatched = _bars(scenarios, "unmatched", _percent)
    rows = [
        Row(
            matching=rhythm(one),
            mentors=_with_places(one),
            wait=wait,
            unmatched=left,
            median=_mean(one, "wait_median", _weeks),
            fit=_mean(one, "fit", _percent),
            busy=_mean(one, "busy", _percent),
            hours=number_format(one["hours"]["mean"], 0),
        )
        for one, wait, left in zip(scenarios, waits, unmatched, strict=True)
    ]
    longest = sorted(scenarios[0]["wait_by_area"].items(), key=lambda item: (-item[1], item[0]))[:5]
    areas = [(area or _("no area"), _weeks(wait)) for area, wait in longest]
    return Told(
        [*_best(scenarios), *_needed(assumptions, result["needed"])],
        rows,
        areas,
        _assumed(assumptions, result),
        _kinds(assumptions),
        _wanted(result["needed"]),
    )


def step(code: str) -> str:
    """What a simulation is doing just now."""
    words = {"simulating": _("Playing every plan"), "adding_mentors": _("Looking for the mentors you need")}
    return words.get(code, _("Waiting to start"))


class Asked(Protocol):
    """A simulation as it is kept."""

    @property
    def assumptions(self) -> dict[str, Any]:
        """What it assumes."""


def summary(asked: Asked) -> str:
    """What a simulation compares, in one line."""
    given = asked.assumptions
    kinds = [rhythm(_scenario_of(one)) for one in given.get("rhythms", ())]
    shares = [_percent(share) for share in given.get("shares_of_mentors", ())]
    facts = {
        "rhythms": ", ".join(kinds),
        "shares": ", ".join(shares),
        "rate": number_format(_rate(given), 2),
    }
    return capfirst(_("%(rhythms)s; %(shares)s of the mentors; %(rate)s mentees a week") % facts)


def _scenario_of(one: Any) -> Mapping[str, Any]:
    """A rhythm as a question says it, in the shape of a result."""
    if isinstance(one, Mapping):
        (kind, number), *_rest = one.items()
        return {"matching": kind, "enough": number, "days": number}
    return {"matching": one}


def _rate(assumptions: Mapping[str, Any]) -> float:
    return sum(float(one["per_week"]) for one in assumptions.get("mentees", ()))


def rhythm(scenario: Mapping[str, Any]) -> str:
    """When is matched."""
    if scenario["matching"] == "enough":
        n = scenario["enough"]
        return ngettext("when %(n)s mentee waits", "when %(n)s mentees wait", n) % {"n": n}
    if scenario["matching"] == "long":
        n = scenario["days"]
        words = ngettext("when somebody has waited %(n)s day", "when somebody has waited %(n)s days", n)
        return words % {"n": n}
    return RHYTHMS[scenario["matching"]]()


def _with_places(scenario: Mapping[str, Any]) -> str:
    given = {"mentors": scenario["mentors"], "places": scenario["places"]}
    return _("%(mentors)s mentors, %(places)s places") % given


def _weeks(value: float) -> str:
    return _("%(n)s weeks") % {"n": number_format(value, 1)}


def _percent(value: float) -> str:
    return f"{number_format(100 * value, 0)} %"


def _mean(scenario: Mapping[str, Any], name: str, words: Any) -> str:
    figure = scenario["figures"][name]
    if figure is None:
        return _("cannot be said")
    return _at_least(words(figure["mean"])) if _is_bound(scenario, name) else words(figure["mean"])


def _is_bound(scenario: Mapping[str, Any], name: str) -> bool:
    """Whether some years could not follow a wait to its end, so that the mean is the least it can be."""
    return name.startswith("wait_") and scenario["runs_without"][name] > 0


def _at_least(words: str) -> str:
    return _("more than %(wait)s") % {"wait": words}


def _bars(scenarios: list[dict[str, Any]], name: str, words: Any) -> list[Bar]:
    figures = [one["figures"][name] for one in scenarios]
    bounds = [_is_bound(one, name) for one in scenarios]
    ends = [one["mean" if bound else "high"] for one, bound in zip(figures, bounds, strict=True) if one]
    widest = max(ends, default=0) or 1
    return [_bar(one, bound, widest, words) for one, bound in zip(figures, bounds, strict=True)]


def _bar(figure: Mapping[str, float] | None, is_bound: bool, widest: float, words: Any) -> Bar:
    if figure is None:
        return Bar(_("longer than could be followed"), "", "100%", "100%", "0%")
    if is_bound:
        end = f"{100 * figure['mean'] / widest:.2f}%"
        return Bar(_at_least(words(figure["mean"])), "", end, end, "0%")
    low, high = max(0.0, figure["low"]), figure["high"]
    interval = _("%(low)s to %(high)s") % {"low": words(low), "high": words(high)}
    width, start, span = (f"{100 * value / widest:.2f}%" for value in (figure["mean"], low, high - low))
    return Bar(words(figure["mean"]), interval, width, start, span)


def _comparable(scenarios: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The alternatives of the fewest mentors with whom waits could be followed to their end, if any."""
    for places in sorted({one["places"] for one in scenarios}):
        same = [
            one
            for one in scenarios
            if one["places"] == places and one["figures"]["wait_90"] and not _is_bound(one, "wait_90")
        ]
        if len(same) > 1:
            return same
    return []


def _best(scenarios: list[dict[str, Any]]) -> list[str]:
    """Which rhythm lets nine in ten wait shortest with the same mentors, and what it costs in hours."""
    same = _comparable(scenarios)
    if not same:
        return []
    best = min(same, key=lambda one: one["figures"]["wait_90"]["mean"])
    slow = max(same, key=lambda one: one["figures"]["wait_90"]["mean"])
    apart = zip(slow["each"]["wait_90"], best["each"]["wait_90"], strict=True)
    difference = Estimate.of([one - other for one, other in apart])
    sure = difference is not None and difference.low > 0
    facts = {
        "mentors": _with_places(best),
        "best": rhythm(best),
        "slow": rhythm(slow),
        "wait": _weeks(best["figures"]["wait_90"]["mean"]),
        "other": _weeks(slow["figures"]["wait_90"]["mean"]),
        "hours": number_format(best["hours"]["mean"] - slow["hours"]["mean"], 0),
    }
    if not sure:
        return [
            _("With %(mentors)s, how often you match makes no difference that could be told from chance.")
            % facts
        ]
    return [
        _(
            "With %(mentors)s, matching %(best)s lets nine in ten wait at most %(wait)s; %(slow)s it is "
            "%(other)s. "
            "The difference in a coordinator’s time is %(hours)s hours a year."
        )
        % facts
    ]


def _needed(assumptions: Mapping[str, Any], needed: Mapping[str, Any] | None) -> list[str]:
    if needed is None:
        return []
    goal = _("nine in ten within %(wait)s, at most %(left)s left over, matching %(rhythm)s") % {
        "rhythm": rhythm(needed["then"]),
        "wait": _weeks(float(assumptions["goal"]["wait_90"])),
        "left": _percent(float(assumptions["goal"]["unmatched"])),
    }
    n = sum(one["number"] for one in needed["added"])
    if not needed["reached"]:
        return [_out_of_reach(needed["then"], n, goal)]
    if not n:
        return [_("The mentors you have keep your goal: %(goal)s.") % {"goal": goal}]
    text = ngettext(
        "One mentor more keeps your goal: %(goal)s.", "%(n)s mentors more keep your goal: %(goal)s.", n
    )
    return [text % {"goal": goal, "n": n}]


def _out_of_reach(then: Mapping[str, Any], n: int, goal: str) -> str:
    if n:
        text = ngettext(
            "Even %(n)s mentor more does not keep your goal (%(goal)s).",
            "Even %(n)s mentors more do not keep your goal (%(goal)s).",
            n,
        )
        return text % {"n": n, "goal": goal}
    facts = {
        "goal": goal,
        "wait": _mean(then, "wait_90", _weeks),
        "left": _mean(then, "unmatched", _percent),
    }
    text = _(
        "Mentors alone do not keep your goal (%(goal)s): with plenty for everybody, nine in ten still wait "
        "up to %(wait)s, and %(left)s are left over. Match more often, or have offers answered sooner."
    )
    return text % facts


def _wanted(needed: Mapping[str, Any] | None) -> list[tuple[str, str, int]]:
    """The mentors that keep the goal: area, language, how many."""
    if needed is None or not needed["reached"]:
        return []
    return [
        (one["area"] or _("any area"), capfirst(str(language_name(one["language"]))), one["number"])
        for one in needed["added"]
    ]


def _kinds(assumptions: Mapping[str, Any]) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Who arrives and which mentors there are, each kind with its areas, languages and number."""
    mentees = [(*_said(one), number_format(float(one["per_week"]), 2)) for one in assumptions["mentees"]]
    mentors = [
        (*_said(one), number_format(one["number"] * one.get("places", 1), 0))
        for one in assumptions["mentors"]
    ]
    return [(_("Mentees a week"), mentees), (_("Mentors’ places"), mentors)]


def _said(one: Mapping[str, Any]) -> tuple[str, str]:
    languages = [capfirst(str(language_name(code))) for code in one["languages"]]
    return ", ".join(one["areas"]), ", ".join(languages)


def _assumed(assumptions: Mapping[str, Any], result: Mapping[str, Any]) -> list[str]:
    facts = {
        "rate": number_format(_rate(assumptions), 2),
        "length": number_format(assumptions["length"], 0),
        "early": _percent(float(assumptions["ends_early"])),
        "accepts": _percent(float(assumptions["accepts"])),
        "answer": number_format(float(assumptions["answer"]) * 7, 0),
        "runs": result["runs"],
        "warm_up": number_format(result["warm_up"], 0),
    }
    return [
        _("%(rate)s mentees a week arrive by chance, evenly over the year.") % facts,
        _("A pair lasts %(length)s weeks; %(early)s of the pairs end early.") % facts,
        _("Both answer within %(answer)s days, and %(accepts)s of the offers are accepted.") % facts,
        _("A pair needs a common language and a common area; more of the wanted areas are better."),
        _("A mentee has one mentor at a time, also where a round gives several."),
        _("Mentors stay for the whole year, and nobody gives up waiting."),
        _("“Left over” are those who wait when the year ends, also if they have come only just before."),
        _("%(runs)s years were played, each after %(warm_up)s weeks of warm-up.") % facts,
        _("The ranges are those in which the true mean lies in 95 of 100 cases."),
    ]
