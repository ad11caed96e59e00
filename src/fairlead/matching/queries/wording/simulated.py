"""What a simulation found, in plain words and rows to draw."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
    longest = sorted(scenarios[0]["wait_by_area"].items(), key=lambda item: -item[1])[:5]
    areas = [(area or _("no area"), _weeks(wait)) for area, wait in longest]
    return Told(
        [*_best(scenarios), *_needed(assumptions, result["needed"])],
        rows,
        areas,
        _assumed(assumptions, result),
    )


def rhythm(scenario: Mapping[str, Any]) -> str:
    """When is matched."""
    if scenario["matching"] == "enough":
        n = scenario["enough"]
        return ngettext("when %(n)s mentee waits", "when %(n)s mentees wait", n) % {"n": n}
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
    return _("cannot be said") if figure is None else words(figure["mean"])


def _bars(scenarios: list[dict[str, Any]], name: str, words: Any) -> list[Bar]:
    figures = [one["figures"][name] for one in scenarios]
    widest = max([one["high"] for one in figures if one is not None] or [0]) or 1
    return [_bar(one, widest, words) for one in figures]


def _bar(figure: Mapping[str, float] | None, widest: float, words: Any) -> Bar:
    if figure is None:
        return Bar(_("longer than could be followed"), "", "100%", "100%", "0%")
    low, high = max(0.0, figure["low"]), figure["high"]
    interval = _("%(low)s to %(high)s") % {"low": words(low), "high": words(high)}
    width, start, span = (f"{100 * value / widest:.2f}%" for value in (figure["mean"], low, high - low))
    return Bar(words(figure["mean"]), interval, width, start, span)


def _best(scenarios: list[dict[str, Any]]) -> list[str]:
    """With the mentors of today, which rhythm lets nine in ten wait shortest, and what it costs in hours."""
    first = scenarios[0]["places"]
    same = [one for one in scenarios if one["places"] == first and one["figures"]["wait_90"] is not None]
    if len(same) < 2:
        return []
    best = min(same, key=lambda one: one["figures"]["wait_90"]["mean"])
    slow = max(same, key=lambda one: one["figures"]["wait_90"]["mean"])
    sure = best["figures"]["wait_90"]["high"] < slow["figures"]["wait_90"]["low"]
    facts = {
        "best": rhythm(best),
        "slow": rhythm(slow),
        "wait": _weeks(best["figures"]["wait_90"]["mean"]),
        "other": _weeks(slow["figures"]["wait_90"]["mean"]),
        "hours": number_format(best["hours"]["mean"] - slow["hours"]["mean"], 0),
    }
    if not sure:
        return [_("How often you match makes no difference that could be told from chance.")]
    return [
        _(
            "Matching %(best)s lets nine in ten wait at most %(wait)s; %(slow)s it is %(other)s. "
            "The difference in a coordinator’s time is %(hours)s hours a year."
        )
        % facts
    ]


def _needed(assumptions: Mapping[str, Any], needed: Mapping[str, Any] | None) -> list[str]:
    if needed is None:
        return []
    goal = _("nine in ten within %(wait)s, at most %(left)s left over") % {
        "wait": _weeks(float(assumptions["goal"]["wait_90"])),
        "left": _percent(float(assumptions["goal"]["unmatched"])),
    }
    n = sum(needed["added"].values())
    if not needed["reached"]:
        text = _("Even %(n)s mentors more do not keep your goal (%(goal)s).")
        return [text % {"n": n, "goal": goal}]
    if not n:
        return [_("The mentors you have keep your goal: %(goal)s.") % {"goal": goal}]
    areas = ", ".join(f"{area}: {number}" for area, number in needed["added"].items())
    text = ngettext(
        "One mentor more keeps your goal (%(goal)s): %(areas)s.",
        "%(n)s mentors more keep your goal (%(goal)s): %(areas)s.",
        n,
    )
    return [text % {"goal": goal, "n": n, "areas": areas}]


def _assumed(assumptions: Mapping[str, Any], result: Mapping[str, Any]) -> list[str]:
    rate = sum(float(one["per_week"]) for one in assumptions["mentees"])
    facts = {
        "rate": number_format(rate, 2),
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
        _("Mentors stay for the whole year, and nobody gives up waiting."),
        _("%(runs)s years were played, each after %(warm_up)s weeks of warm-up.") % facts,
        _("The ranges are those in which the true mean lies in 95 of 100 cases."),
    ]
