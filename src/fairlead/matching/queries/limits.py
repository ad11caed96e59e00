"""A run's limits of institutions: for the engine, and what a result makes of them. Asks no database."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from fairlead.engine.model import Impossible, Objective, Problem, Solution, Status
from fairlead.engine.policy import Group, GroupQuota
from fairlead.engine.solvers import solve
from fairlead.engine.watching import Watch
from fairlead.matching.enums import Crossing

ACROSS = "across"


def as_group_quotas(quotas: Mapping[str, Any]) -> tuple[GroupQuota, ...]:
    """The engine's quotas for a run's limits, less what the round's pairs and offers already use.

    A wanted share is weighed, not demanded, so it is no quota.
    """
    found = [_of_place(one) for one in quotas.get("places", [])]
    across = quotas.get(ACROSS)
    if across and across["crossing"] == Crossing.REQUIRED:
        least = max(0, across["pairs"] - across["standing"])
        found.append(GroupQuota(ACROSS, least=least, across="institution", percent=across["percent"]))
    return tuple(found)


def _of_place(one: Mapping[str, Any]) -> GroupQuota:
    group = Group("institution", one["institution"])
    most = None if one["most"] is None else max(0, one["most"] - one["standing"])
    return GroupQuota(
        key_of(one),
        mentees=group if one["side"] == "mentees" else None,
        mentors=group if one["side"] == "mentors" else None,
        least=max(0, one["least"] - one["standing"]),
        most=most,
    )


def key_of(one: Mapping[str, Any]) -> str:
    """By what the engine knows the limit of an institution on one side."""
    return f"{one['side']}:{one['institution']}"


def named(keys: Iterable[str], quotas: Mapping[str, Any]) -> list[dict[str, str]]:
    """Limits by their keys, each with its side and the institution's name; across has no name."""
    found = []
    for key in keys:
        side, _, institution = key.partition(":")
        found.append({"side": side, "name": quotas["names"].get(institution, "")})
    return found


def reasons_as_json(reasons: Sequence[Impossible], quotas: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Which limits cannot be kept, each with what is asked and what would do, over the whole round."""
    standing = {key_of(one): one["standing"] for one in quotas.get("places", [])}
    standing[ACROSS] = (quotas.get(ACROSS) or {}).get("standing", 0)
    return [_reason(one, standing) for one in reasons if one.side == "quota"]


def _reason(one: Impossible, standing: Mapping[str, int]) -> dict[str, Any]:
    more = 0 if one.limit == "quota_percent" else standing[one.person]
    told = {"kind": one.kind, "key": one.person, "limit": one.limit.removeprefix("quota_")}
    return {**told, "given": one.given + more, "needed": one.needed + more}


def outcome(frozen: Mapping[str, Any], pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """What pairs of (mentee id, mentor id) make of the limits: each with its count over the round.

    Whose answers have gone from the frozen input counts for no institution.
    """
    quotas = frozen["quotas"]
    at = {one["id"]: one["values"]["institution"] for side in ("mentees", "mentors") for one in frozen[side]}
    ends = [(at.get(mentee), at.get(mentor)) for mentee, mentor in pairs]
    counts = Counter(("mentees", mentee) for mentee, _mentor in ends)
    counts.update(("mentors", mentor) for _mentee, mentor in ends)
    places = [
        {**one, "count": one["standing"] + counts[one["side"], one["institution"]]}
        for one in quotas["places"]
    ]
    crossing = sum(bool(one and other and one != other) for one, other in ends)
    across = quotas[ACROSS] and {**quotas[ACROSS], "count": crossing, "of": len(ends)}
    return {"names": quotas["names"], "places": places, ACROSS: across}


def without(problem: Problem, objective: Objective, found: Solution, watch: Watch) -> dict[str, int]:
    """What the limits cost: mentees and points that there would be more of without them, solved again."""
    free = solve(replace(problem, quotas=()), objective, watch=watch)
    assert free.status is Status.OPTIMAL
    more = len(_mentees(free)) - len(_mentees(found))
    return {"mentees": more, "points": int(problem.points(free.total_score - found.total_score))}


def _mentees(solution: Solution) -> set[int]:
    return {solution.problem.ends(pair)[0] for pair in solution.pairs}
