"""A run's figures and settings in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.matching.models import Run
from fairlead.matching.queries.weighing import RULES, WEIGHTS, Institutions

STEPS = {
    "": lambda: _("Waiting for a free worker"),
    "scoring": lambda: _("Comparing every mentee with every mentor"),
    "solving": lambda: _("Finding the best pairs"),
    "checking": lambda: _("Checking the proof"),
    "explaining": lambda: _("Working out the reasons"),
    "saving": lambda: _("Writing it down"),
}


@dataclass(frozen=True)
class Summary:
    """A run in words: one headline, a few sentences, and the record."""

    headline: str
    sentences: list[str]
    record: list[dict[str, str]]


def step(name: str) -> str:
    """What a run is doing now."""
    return STEPS.get(name, STEPS[""])()


def failure(problem: str) -> str:
    """Why a run failed; a sentence the engine gave stands as it is, a code gets one."""
    if problem == "attempts":
        return _("The computer that worked on it was lost three times. Ask your IT administrator to look.")
    if " " in problem:
        return problem
    return _("Something unexpected happened (%(code)s). Nothing was changed.") % {"code": problem}


def summary(run: Run) -> Summary:
    """How many mentees have a mentor, that no more is possible, and how that is known."""
    result = run.result
    return Summary(headline=_headline(result), sentences=_sentences(result), record=_record(run))


def _headline(result: Mapping[str, Any]) -> str:
    matched, mentees = result["matched"], result["mentees"]
    if matched == mentees:
        text = ngettext("The one mentee has a mentor.", "All %(n)d mentees have a mentor.", mentees)
        return text % {"n": mentees}
    text = ngettext(
        "At most %(most)d of the %(n)d mentee can have a mentor under these rules; %(matched)d has one.",
        "At most %(most)d of the %(n)d mentees can have a mentor under these rules; %(matched)d have one.",
        mentees,
    )
    return text % {"most": result["most_possible"], "n": mentees, "matched": matched}


def _sentences(result: Mapping[str, Any]) -> list[str]:
    told = [
        _("No other set of pairs gives as many mentees a mentor and more points: proven and checked."),
    ]
    if result["places_used"]:
        told.append(
            _("Pairs have between %(worst)d and %(best)d points.")
            % {"worst": result["worst"], "best": result["best"]}
        )
    return told


def _record(run: Run) -> list[dict[str, str]]:
    rows = [
        (_("Asked by"), run.asked_by.name if run.asked_by else "–"),
        (_("When"), date_format(localtime(run.asked_at), "j F Y, H:i")),
        (_("Input, frozen"), _people(run.result)),
        (_("What counted"), ", ".join(settings(run.policy))),
        (_("Seed for ties"), str(run.seed)),
        (_("Engine"), _("version %(v)s, %(how)s") % {"v": run.engine_version, "how": run.result["method"]}),
        (_("Time to solve"), _("%(s).2f seconds") % {"s": run.result["seconds"]}),
        *_kept(run),
    ]
    return [{"label": label, "value": value} for label, value in rows]


def _kept(run: Run) -> list[tuple[str, str]]:
    """How many of the earlier run's pairs, as far as both are still in the pool, were made again."""
    base = run.frozen.get("base", [])
    if not base:
        return []
    figures = {"n": run.result["tiers"]["kept"]["value"], "all": len(base)}
    return [(_("Kept from the earlier run"), _("%(n)d of %(all)d pairs") % figures)]


def _people(result: Mapping[str, Any]) -> str:
    text = _("%(mentees)d mentees, %(mentors)d mentors with %(places)d places, %(pairs)d allowed pairs")
    keys = {"mentees": "mentees", "mentors": "mentors", "places": "places", "pairs": "allowed_pairs"}
    return text % {name: result[key] for name, key in keys.items()}


def settings(policy: Mapping[str, Any]) -> list[str]:
    """The weights above 0 and the chosen rules of a run."""
    told = [
        f"{label} {policy['weights'][key]}"
        for key, (label, _h, _d) in WEIGHTS.items()
        if policy["weights"][key]
    ]
    told += [str(label) for key, (label, _h, _d) in RULES.items() if policy["rules"][key]]
    return [*told, str(Institutions(policy["institutions"]).label)]


def side_by_side(before: Run, after: Run) -> list[dict[str, Any]]:
    """Figures and settings of two runs, row by row, with what differs marked."""
    columns = [_column(before), _column(after)]
    return [
        {"label": label, "values": [column[label] for column in columns], "differs": len({*values}) > 1}
        for label in columns[0]
        if (values := [column[label] for column in columns])
    ]


def _column(run: Run) -> dict[str, str]:
    result, policy = run.result, run.policy
    column = {
        _("Mentees with a mentor"): _("%(n)d of %(all)d")
        % {"n": result["matched"], "all": result["mentees"]},
        _("Points in all"): str(result["total_score"]),
        _("Weakest pair"): str(result["worst"]),
        _("Places used"): _("%(n)d of %(all)d") % {"n": result["places_used"], "all": result["places"]},
    }
    column |= {str(label): str(policy["weights"][key]) for key, (label, _h, _d) in WEIGHTS.items()}
    column |= {
        str(label): _("yes") if policy["rules"][key] else _("no") for key, (label, _h, _d) in RULES.items()
    }
    column[_("Institutions")] = str(Institutions(policy["institutions"]).label)
    column[_("Locked pairs")] = str(len(run.frozen["locked"]))
    column[_("Forbidden pairs")] = str(len(run.frozen["forbidden"]))
    column[_("Seed for ties")] = str(run.seed)
    return column
