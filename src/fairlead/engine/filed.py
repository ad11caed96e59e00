"""A problem and the certificate of its best pairs as plain data, to keep in files; anybody can check them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np

from fairlead.engine.counting import reached
from fairlead.engine.duality import in_order
from fairlead.engine.model import Objective, Problem, Quota, Refusal, Stage
from fairlead.engine.slackness import Fault, walk

PROBLEM, CERTIFICATE = "fairlead-problem-1", "fairlead-certificate-1"


class NotReadable(Refusal):
    """The data is no such file. Facts: what (PROBLEM or CERTIFICATE), detail."""

    code = "not_readable"


@dataclass(frozen=True)
class Report:
    """What checking a certificate found: how much was looked at, what is reached, and every fault.

    Faults besides those of `slackness`: "altered" (`who` names the file whose fingerprint does not fit its
    contents), "other_problem" (the certificate was made for another problem), "unknown_pair" (a pair that the
    problem does not allow), "figures" (a tier reaches something else than is said), "weights" (the weights of
    a stage do not order its tiers).
    """

    pairs: int
    made: int
    places: int
    tiers: tuple[tuple[str, int], ...]
    faults: tuple[Fault, ...]


def fingerprint(data: Mapping[str, Any]) -> str:
    """SHA-256 of the data without its own fingerprint, in canonical JSON."""
    kept = {key: value for key, value in data.items() if key != "fingerprint"}
    text = json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def problem_as_data(problem: Problem) -> dict[str, Any]:
    """All that decides which pairs are best, people by their ids; for problems that list their pairs."""
    mentees, mentors = problem.mentees, problem.mentors
    data: dict[str, Any] = {"format": PROBLEM, "scale": problem.scale}
    for side, names in (("mentee", mentees), ("mentor", mentors)):
        least, most = (getattr(problem, f"{side}_{end}").tolist() for end in ("least", "most"))
        data[f"{side}s"] = [list(one) for one in zip(names, least, most, strict=True)]
    ends = zip(problem.pair_mentee.tolist(), problem.pair_mentor.tolist(), strict=True)
    scored = zip(ends, problem.score.tolist(), strict=True)
    data["pairs"] = [[mentees[mentee], mentors[mentor], score] for (mentee, mentor), score in scored]
    for name in ("locked", "base"):
        data[name] = [[mentees[mentee], mentors[mentor]] for mentee, mentor in getattr(problem, name)]
    data["classes"] = {one: int(n) for one, n in zip(mentees, problem.mentee_class, strict=True) if n}
    data["new_mentors"] = [one for one, n in zip(mentors, problem.mentor_new, strict=True) if n]
    data["quotas"] = [_quota_as_data(problem, one) for one in problem.quotas]
    return data | {"fingerprint": fingerprint(data)}


def _quota_as_data(problem: Problem, quota: Quota) -> dict[str, Any]:
    sides = {
        side: None if some is None else [getattr(problem, side)[one] for one in some]
        for side, some in (("mentees", quota.mentees), ("mentors", quota.mentors))
    }
    return {"key": quota.key, **sides, "least": quota.least, "most": quota.most}


def certificate_as_data(
    problem: Problem, objective: Objective, pairs: Sequence[int], stages: Sequence[Stage], *, version: str
) -> dict[str, Any]:
    """The pairs, what they reach, and the prices that prove that nothing is better."""
    tiers = reached(problem, objective, tuple(pairs))
    data: dict[str, Any] = {
        "format": CERTIFICATE,
        "engine": version,
        "problem": problem_as_data(problem)["fingerprint"],
        "tiers": [[one.name, one.value] for one in tiers],
        "pairs": [list(problem.named(one).values()) for one in pairs],
        "stages": [_stage_as_data(problem, one) for one in stages],
    }
    return data | {"fingerprint": fingerprint(data)}


def _stage_as_data(problem: Problem, stage: Stage) -> dict[str, Any]:
    quotas = [one.key for one in problem.quotas]
    named = {"mentee": problem.mentees, "mentor": problem.mentors, "quota": quotas}
    prices = {
        f"{kind}_prices": dict(zip(names, map(int, getattr(stage, f"{kind}_price")), strict=True))
        for kind, names in named.items()
    }
    return {"tiers": list(stage.tiers), "weights": [int(one) for one in stage.weights], **prices}


def problem_from_data(data: Mapping[str, Any]) -> Problem:
    """The problem of a file. Raises `NotReadable`, and what `Problem` raises."""
    if not isinstance(data, Mapping) or data.get("format") != PROBLEM:
        raise NotReadable(what=PROBLEM, detail="format")
    try:
        return _problem(data)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as wrong:
        raise NotReadable(what=PROBLEM, detail=str(wrong)) from wrong


def _problem(data: Mapping[str, Any]) -> Problem:
    places = {side: {one[0]: at for at, one in enumerate(data[side])} for side in ("mentees", "mentors")}
    mentee, mentor = places["mentees"], places["mentors"]
    columns: dict[str, Any] = {
        f"{side[:-1]}_{end}": [one[at] for one in data[side]]
        for side in places
        for at, end in ((1, "least"), (2, "most"))
    }
    return Problem.of(
        list(mentee),
        list(mentor),
        [(mentee[a], mentor[b], score) for a, b, score in data["pairs"]],
        **columns,
        scale=data["scale"],
        locked=[(mentee[a], mentor[b]) for a, b in data["locked"]],
        base=[(mentee[a], mentor[b]) for a, b in data["base"]],
        mentee_class=[data["classes"].get(one, 0) for one in mentee],
        mentor_new=[int(one in data["new_mentors"]) for one in mentor],
        quotas=[_quota(places, one) for one in data["quotas"]],
    )


def _quota(places: Mapping[str, Mapping[str, int]], one: Mapping[str, Any]) -> Quota:
    mentees, mentors = (
        None if one[side] is None else tuple(places[side][who] for who in one[side]) for side in places
    )
    return Quota(one["key"], mentees, mentors, least=one["least"], most=one["most"])


def check(problem_data: Mapping[str, Any], data: Mapping[str, Any]) -> Report:
    """Check a certificate against a problem, both as data. Raises `NotReadable` and what `Problem` raises."""
    problem = problem_from_data(problem_data)
    if not isinstance(data, Mapping) or data.get("format") != CERTIFICATE:
        raise NotReadable(what=CERTIFICATE, detail="format")
    try:
        return _checked(problem, problem_data, data)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as wrong:
        raise NotReadable(what=CERTIFICATE, detail=str(wrong)) from wrong


def _checked(problem: Problem, problem_data: Mapping[str, Any], data: Mapping[str, Any]) -> Report:
    faults = [
        Fault("altered", (one["format"],))
        for one in (problem_data, data)
        if one.get("fingerprint") != fingerprint(one)
    ]
    if data["problem"] != fingerprint(problem_data):
        faults.append(Fault("other_problem"))
    at = {tuple(problem.named(one).values()): one for one in range(len(problem.score))}
    named = [tuple(one) for one in data["pairs"]]
    faults += [Fault("unknown_pair", one) for one in named if one not in at]
    pairs = [at[one] for one in named if one in at]
    stages = [_stage(problem, one) for one in data["stages"]]
    tiers = tuple(name for name, _value in data["tiers"])
    walked = walk(problem, tiers, pairs, stages)
    faults += walked.faults
    counted = reached(problem, Objective(order=tiers), tuple(sorted(set(pairs))))
    for (name, value), one in zip(data["tiers"], counted, strict=True):
        if value != one.value:
            faults.append(Fault("figures", (name,), worth=one.value))
    for number, stage in enumerate(stages, start=1):
        if not in_order(problem, stage.tiers, stage.weights):
            faults.append(Fault("weights", stage.tiers, stage=number))
    told = tuple((one.name, one.value) for one in counted)
    return Report(walked.pairs, walked.made, walked.places, told, tuple(faults))


def _stage(problem: Problem, data: Mapping[str, Any]) -> Stage:
    quotas = [one.key for one in problem.quotas]
    named = {"mentee": problem.mentees, "mentor": problem.mentors, "quota": quotas}
    prices: dict[str, Any] = {}
    for kind, names in named.items():
        given = [data[f"{kind}_prices"][one] for one in names]
        if any(isinstance(one, bool) or not isinstance(one, int) for one in given):
            raise ValueError(f"{kind}_prices: whole numbers are expected")
        prices[f"{kind}_price"] = np.array(given, dtype=object)
    weights = tuple(data["weights"])
    if any(isinstance(one, bool) or not isinstance(one, int) for one in weights):
        raise ValueError("weights: whole numbers are expected")
    return Stage(tuple(data["tiers"]), weights, **prices)


__all__ = [
    "CERTIFICATE",
    "PROBLEM",
    "NotReadable",
    "Report",
    "certificate_as_data",
    "check",
    "fingerprint",
    "problem_as_data",
    "problem_from_data",
]
