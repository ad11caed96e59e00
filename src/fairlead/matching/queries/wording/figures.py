"""A run's figures and settings in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.engine.results import Method, Status
from fairlead.matching.models import Run
from fairlead.matching.queries.priority import ALL_CLASSES, CLASSES, LONGEST
from fairlead.matching.queries.pruned import number
from fairlead.matching.queries.tiers import PAIRS, SECONDS, USUAL, is_usual
from fairlead.matching.queries.weighing import RULES, WEIGHTS, Institutions, standing_of
from fairlead.matching.queries.wording import limits
from fairlead.matching.queries.wording.policies import floor_told, order_told, preset_told, standing_told

STEPS = {
    "": lambda: _("Waiting for a free worker"),
    "reading": lambda: _("Reading who takes part"),
    "scoring": lambda: _("Comparing every mentee with every mentor"),
    "most_mentees": lambda: _("Finding a mentor for as many mentees as possible"),
    "best_total": lambda: _("Raising the points of all pairs together"),
    "simplex": lambda: _("Finding the best pairs"),
    "frontier": lambda: _("Solving once for each step"),
    "trying": lambda: _("Trying each rule with and without"),
    "solving": lambda: _("Finding the best pairs and proving it"),
    "explaining": lambda: _("Working out the reasons"),
    "saving": lambda: _("Writing it down"),
}
METHODS = {
    Method.NOTHING: lambda: _("nothing to choose between"),
    Method.FLOW: lambda: _("a flow of least cost through a network, in whole numbers"),
    Method.LEVELS: lambda: _("prices raised level by level, in whole numbers"),
    Method.SIMPLEX: lambda: _("network simplex, in whole numbers"),
    Method.PRICED: lambda: _("short lists of pairs, priced until no other pair is better"),
    Method.BRANCHING: lambda: _("case by case, each bounded in whole numbers"),
    Method.STABLE: lambda: _("mentees ask, mentors keep whom they rank best"),
}


@dataclass(frozen=True)
class Summary:
    """A run in words: one headline, a few sentences, which of them tell of something missed, the record."""

    headline: str
    sentences: list[str]
    record: list[dict[str, str]]
    missed: list[str]


def step(name: str) -> str:
    """What a run is doing now."""
    return STEPS.get(name, STEPS[""])()


def failure(problem: str) -> str:
    """Why a run failed; a sentence the engine gave stands as it is, a code gets one."""
    if problem == "attempts":
        return _("The computer that worked on it was lost three times. Ask your IT administrator to look.")
    if problem == "limits":
        return _("The limits of institutions cannot all be kept; nobody was paired.")
    if " " in problem:
        return problem
    return _("Something unexpected happened (%(code)s). Nothing was changed.") % {"code": problem}


def impossible(run: Run) -> list[str]:
    """Why a run could not keep its limits of institutions, and what would do; none for any other run."""
    names = run.frozen.get("quotas", {}).get("names", {})
    return limits.impossible(run.result.get("impossible", []), names)


def summary(run: Run) -> Summary:
    """How many mentees have a mentor, that no more is possible, and how that is known."""
    result = run.result
    return Summary(
        headline=_headline(result),
        sentences=_sentences(result),
        record=_record(run),
        missed=limits.missed(result.get("limits")),
    )


def _headline(result: Mapping[str, Any]) -> str:
    matched, mentees = result["matched"], result["mentees"]
    if matched == mentees:
        text = ngettext("The one mentee has a mentor.", "All %(n)d mentees have a mentor.", mentees)
        return text % {"n": mentees}
    if result["most_possible"] is None:
        return _("%(matched)d of %(n)d mentees have a mentor.") % {"n": mentees, "matched": matched}
    text = ngettext(
        "At most %(most)d of the %(n)d mentee can have a mentor under these rules; %(matched)d has one.",
        "At most %(most)d of the %(n)d mentees can have a mentor under these rules; %(matched)d have one.",
        mentees,
    )
    return text % {"most": result["most_possible"], "n": mentees, "matched": matched}


def method(code: str) -> str:
    """How a run found its pairs; what an earlier version wrote stands as it is."""
    return METHODS[Method(code)]() if code in set(Method) else code


def _sentences(result: Mapping[str, Any]) -> list[str]:
    told = [_proof(result), *_several(result), *_first(result), *limits.sentences(result.get("limits"))]
    if result["places_used"]:
        told.append(
            _("Pairs have between %(worst)d and %(best)d points.")
            % {"worst": result["worst"], "best": result["best"]}
        )
    return told


def _several(result: Mapping[str, Any]) -> list[str]:
    """How many mentees have more than one mentor, where the round gives that; of all who were in the run."""
    words = {
        2: lambda n: ngettext("%(n)d mentee has two mentors.", "%(n)d mentees have two mentors.", n),
        3: lambda n: ngettext("%(n)d mentee has three mentors.", "%(n)d mentees have three mentors.", n),
    }
    counts = dict(enumerate(result.get("several", []), start=1))
    return [
        words[number](counts[number]) % {"n": counts[number]}
        for number in counts
        if number > 1 and counts[number]
    ]


def _proof(result: Mapping[str, Any]) -> str:
    """What is known about how good the pairs are, and nothing more."""
    order = result.get("order", USUAL)
    if (
        PAIRS in order
        and is_usual(one for one in order if one not in (PAIRS, SECONDS))
        and result["status"] != Status.WITHIN
    ):
        return _(
            "No other set of pairs gives as many mentees a mentor, then as many of them another one, and has "
            "more points: proven and checked."
        )
    if not is_usual(order):
        return _proof_of_order(result)
    if result["status"] != Status.WITHIN and result.get("least_change"):
        return _(
            "No other set of pairs gives as many mentees a mentor, keeps as many of the earlier pairs, and "
            "has more points: proven and checked."
        )
    if result["status"] != Status.WITHIN:
        return _("No other set of pairs gives as many mentees a mentor and more points: proven and checked.")
    mentees, points = result["most_possible"] - result["matched"], result["points_short"]
    if mentees:
        text = ngettext(
            "No better set of pairs was found, but it is not proven to be the best: at most %(n)d mentee "
            "more could have a mentor.",
            "No better set of pairs was found, but it is not proven to be the best: at most %(n)d mentees "
            "more could have a mentor.",
            mentees,
        )
        return text % {"n": mentees}
    text = ngettext(
        "No better set of pairs was found, but it is not proven to be the best: with as many mentees, at "
        "most %(n)d point more is possible.",
        "No better set of pairs was found, but it is not proven to be the best: with as many mentees, at "
        "most %(n)d points more are possible.",
        points,
    )
    return text % {"n": points}


def _proof_of_order(result: Mapping[str, Any]) -> str:
    """The same where the coordinator has set another order of importance."""
    if result["status"] != Status.WITHIN:
        return _(
            "In the order of importance that was set, no other set of pairs is better: proven and checked."
        )
    return _("No better set of pairs was found, but it is not proven to be the best.")


def _certificate(result: Mapping[str, Any]) -> str:
    """How anybody can check that nothing better is possible."""
    if result["status"] == Status.WITHIN:
        return _("An upper limit that no pairs can pass, worked out anew by separate code; not reached.")
    if result["method"] == Method.BRANCHING:
        return _("Every case is bounded, and separate code has added the bounds up anew.")
    return _("A price for each person, from which separate code works out a limit that these pairs reach.")


def _record(run: Run) -> list[dict[str, str]]:
    engine = {"v": run.engine_version, "how": method(run.result["method"])}
    rows = [
        (_("Asked by"), _asked_by(run)),
        (_("When"), date_format(localtime(run.asked_at), "j F Y, H:i")),
        (_("Input, frozen"), _people(run.result)),
        (_("What counted"), ", ".join(settings(run.policy))),
        (_("In this order"), order_told(run.policy)),
        *_preset(run),
        *_limits(run),
        (_("Seed for ties"), str(run.seed)),
        (_("Engine"), _("version %(v)s, %(how)s") % engine),
        (_("Proof"), _certificate(run.result)),
        (_("Time to solve"), _("%(s).2f seconds") % {"s": run.result["seconds"]}),
        *_kept(run),
    ]
    return [{"label": label, "value": value} for label, value in rows]


def _preset(run: Run) -> list[tuple[str, str]]:
    told = preset_told(run.policy)
    return [(_("Policy"), told)] if told else []


def _asked_by(run: Run) -> str:
    if run.scheduled:
        return _("the schedule of this intake")
    return run.asked_by.name if run.asked_by else "–"


def _limits(run: Run) -> list[tuple[str, str]]:
    told = limits.asked(run.frozen.get("quotas"))
    return [(_("Limits of institutions"), "; ".join(told))] if told else []


def _kept(run: Run) -> list[tuple[str, str]]:
    """How many of the earlier run's pairs, as far as both are still in the pool, were made again."""
    base = number(run.frozen, "base")
    if not base or "kept" not in run.result["tiers"]:
        return []
    figures = {"n": run.result["tiers"]["kept"]["value"], "all": base}
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
        if policy["weights"].get(key)
    ]
    told += [str(label) for key, (label, _h, _d) in RULES.items() if policy["rules"].get(key)]
    told += [f"{label} {weight}" for label, weight in own_weights(policy) if weight]
    classes = {**ALL_CLASSES, LONGEST: CLASSES[LONGEST]}
    told += [str(classes[key][0]) for key in classes if policy.get("first", {}).get(key)]
    if policy["weights"].get("grade") and (standing := standing_told(policy)):
        told.append(standing)
    if floor := floor_told(policy):
        told.append(_("no pair under %(n)s points") % {"n": floor})
    return [*told, str(Institutions(policy["institutions"]).label)]


def own_weights(policy: Mapping[str, Any]) -> list[tuple[str, int]]:
    """The questions of the programme's own form, with what each weighs."""
    return [(one["label"], one["weight"]) for one in policy.get("own", {}).values()]


def _first(result: Mapping[str, Any]) -> list[str]:
    """How many of those who come first have a mentor."""
    return [
        _("%(class)s: %(n)d of %(all)d have a mentor.")
        % {"class": ALL_CLASSES[one["key"]][0], "n": one["matched"], "all": one["of"]}
        for one in result.get("first", [])
        if one["of"]
    ]


def side_by_side(before: Run, after: Run) -> list[dict[str, Any]]:
    """Figures and settings of two runs, row by row, with what differs marked."""
    columns = [_column(before), _column(after)]
    return [
        {"label": label, "values": values, "differs": len({*values}) > 1}
        for label in dict.fromkeys([*columns[0], *columns[1]])
        if (values := [column.get(label, "–") for column in columns])
    ]


def _column(run: Run) -> dict[str, str]:
    result, policy = run.result, run.policy
    column = {
        _("Mentees with a mentor"): _("%(n)d of %(all)d")
        % {"n": result["matched"], "all": result["mentees"]},
        _("Points in all"): str(result["total_score"]),
        _("Weakest pair"): str(result["worst"]) if result["places_used"] else "–",
        _("Places used"): _("%(n)d of %(all)d") % {"n": result["places_used"], "all": result["places"]},
    }
    column |= {
        str(label): str(policy["weights"][key])
        for key, (label, _h, _d) in WEIGHTS.items()
        if key in policy["weights"]
    }
    column |= {
        str(label): _("yes") if policy["rules"].get(key) else _("no")
        for key, (label, _h, _d) in RULES.items()
    }
    column |= {label: str(weight) for label, weight in own_weights(policy)}
    column |= {
        str(label): _("yes") if policy.get("first", {}).get(key) else _("no")
        for key, (label, _help) in CLASSES.items()
    }
    column[_("For grades, the mentor stands")] = str(standing_of(policy).label)
    column[_("No pair under")] = floor_told(policy) or "–"
    column[_("Institutions")] = str(Institutions(policy["institutions"]).label)
    column[_("Order of importance")] = order_told(policy)
    column |= dict(_limits(run))
    column[_("Locked pairs")] = str(number(run.frozen, "locked"))
    column[_("Forbidden pairs")] = str(number(run.frozen, "forbidden"))
    column[_("Seed for ties")] = str(run.seed)
    return column
