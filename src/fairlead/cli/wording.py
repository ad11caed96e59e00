"""The English sentences of `fairlead match`, `fairlead solve` and `fairlead verify`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from fairlead.cli.phrases import counted, figure, listed, some_of
from fairlead.engine.explain import Alternative, Move, Unmatched
from fairlead.engine.grouping import Between
from fairlead.engine.judging import Breach, Judgement
from fairlead.engine.model import Impossible, Method, Status
from fairlead.engine.parts import Part
from fairlead.engine.rules import Block

METHODS = {
    Method.NOTHING: "nothing to choose",
    Method.FLOW: "minimum-cost flow (OR-Tools cost scaling), tiers in whole numbers",
    Method.LEVELS: "prices raised level by level (primal-dual), whole numbers",
    Method.SIMPLEX: "network simplex, whole numbers",
    Method.PRICED: "short lists of pairs, priced against all pairs until none is better",
    Method.BRANCHING: "linear programmes and branching, proven in whole numbers",
    Method.STABLE: "deferred acceptance, mentees propose",
}

NO_MENTOR = {
    Status.INFEASIBLE: "There is no pairing that keeps all limits.",
    Status.WITHIN: "The best pairing that is known leaves this mentee without a mentor.",
}


def _texts(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def part(one: Part, points: Decimal) -> str:
    """What one criterion says about a pair, without the final stop."""
    facts = one.facts
    worth = counted(points, "point")
    if one.kind == "overlap":
        covered, wanted = _texts(facts["covered"]), _texts(facts["wanted"])
        said = f"{one.label}: covers {len(covered)} of {len(wanted)}"
        if covered:
            said += f" ({listed(covered)})"
        if facts["important_covered"] is not None:
            said += (
                ", the most important included" if facts["important_covered"] else ", not the most important"
            )
        return f"{said}, {worth}"
    mentee, mentor = listed(_texts(facts["mentee"])), listed(_texts(facts["mentor"]))
    if one.kind == "ordinal":
        steps = int(str(facts["steps"])) if facts["steps"] is not None else 0
        where = (
            f"{counted(abs(steps), 'step')} {'above' if steps > 0 else 'below'}" if steps else "the same step"
        )
        return f"{one.label}: mentor {where} ({mentor}, mentee {mentee}), {worth}"
    if one.kind in ("numeric", "not_equal"):
        return f"{one.label}: mentor {mentor}, mentee {mentee}, {worth}"
    common = listed(_texts(facts["common"])) or f"{mentor} suits {mentee}"
    return f"{one.label}: {common}, {worth}"


def reasons(parts: Sequence[tuple[Part, Decimal]]) -> str:
    """One sentence for a pair, made of the parts that give points."""
    told = [part(one, points) for one, points in parts if points]
    if not told:
        return "No hard rule speaks against it, and no criterion gives points."
    sentence = "; ".join(told)
    return sentence[0].upper() + sentence[1:] + "."


def blocked(one: Block) -> str:
    """Why a rule forbids a pair, without the final stop."""
    facts = one.facts
    if one.kind == "forbidden_pair":
        return "the pair was forbidden by hand"
    if one.kind == "pair_not_given":
        return "no score was given for the pair"
    mentee, mentor = (listed(_texts(facts[side])) or "nothing" for side in ("mentee", "mentor"))
    return f"rule {one.label!r} (mentee: {mentee}; mentor: {mentor})"


def unmatched(why: Unmatched, points: Callable[[int], Decimal]) -> str:
    """Why a mentee has no mentor, what comes next, and what would help."""
    told = [_why_unmatched(why)]
    best = why.next_best
    if best and best.possible:
        said = f"The next best is {best.mentor} ({counted(points(best.score), 'point')})"
        told.append(f"{said}: {_price(best, points)}.")
    for one in why.relaxations:
        if one.kind == "place":
            told.append(f"With one place more at {one.mentor} this mentee would have a mentor.")
        else:
            told.append(
                f"If rule {one.rule!r} were lifted for {one.mentor}, this mentee would have a mentor."
            )
    return " ".join(told)


def _price(one: Alternative, points: Callable[[int], Decimal]) -> str:
    """What choosing an alternative would change: who moves, who is left, what the total loses."""
    told = []
    for move in one.moves[1:]:
        if move.joins:
            told.append(f"{move.mentee} would move to {move.joins}")
        else:
            told.append(f"{move.mentee} would give up {move.leaves}")
    if one.cost > 0:
        told.append(f"the total would lose {counted(points(one.cost), 'point')}")
    elif one.cost < 0:
        told.append(f"the total would gain {counted(points(-one.cost), 'point')}")
    else:
        told.append("the total would stay the same")
    first = next((tier for tier, lost in one.lost if lost > 0), "score")
    if first != "score":
        told.append(f"the tier {first}, which counts before it, would lose")
    return listed(told)


def _why_unmatched(why: Unmatched) -> str:
    if why.kind == "no_place_of_own":
        return "This mentee may have no mentor: the most is 0."
    if why.kind == "no_allowed_mentor":
        if not why.rules:
            return "No pair with a mentor is given." if why.mentors else "There is no mentor at all."
        counts = listed([f"rule {key!r} forbids {count}" for key, count in why.rules])
        said = f"None of the {counted(why.mentors, 'mentor')} is allowed: {counts}."
        if why.nearly:
            near = why.nearly[0]
            said += f" Only {blocked(near.block)} stands between this mentee and {near.mentor}."
        return said
    if why.kind == "limits":
        full = f" (full: {some_of(why.quotas)})" if why.quotas else ""
        return f"There are places, but quotas, minimums or people kept together stand in the way{full}."
    if why.kind == "others_first":
        return "A pair would be possible, but the whole is better without it."
    many, names = counted(len(why.witness_mentees), "mentee"), some_of(why.witness_mentors)
    places = counted(why.places, "place")
    if not why.witness_mentors:
        return f"Every allowed mentor is full ({why.allowed}), and nobody there can move to another one."
    if why.allowed == 1:
        return f"The only allowed mentor is full: {many} can only be with {names}, with {places} in all."
    return (
        f"All {why.allowed} allowed mentors are full: {many} can only be with {names}, with {places} in all."
    )


LIMITS = {
    "mentee_least": "the least number of mentors",
    "mentee_most": "the most mentors",
    "mentor_least": "the least number of mentees",
    "mentor_most": "the most mentees",
    "quota_least": "the least number of pairs",
    "quota_most": "the most pairs",
    "quota_percent": "the percentage",
}


def quota(key: str, between: Mapping[str, Between]) -> str:
    """A quota by its label and the groups that it counts: "quota 'places' (mentors of North)"."""
    one = between.get(key, Between(key))
    groups = (
        (f"{side} of {name}") for side, name in (("mentees", one.mentees), ("mentors", one.mentors)) if name
    )
    whom = " with ".join(groups) or (f"pairs across {one.across}" if one.across else "")
    if not one.label:
        return f"the quota for {whom}"
    return f"quota {one.label!r} ({whom})" if whom else f"quota {one.label!r}"


def impossible(one: Impossible, between: Mapping[str, Between]) -> str:
    """Why the limits cannot all be kept, and the smallest change that helps."""
    if one.side == "quota":
        return _impossible_quota(one, quota(one.person, between), between)
    who = f"{one.side} {one.person}"
    change = f"set {LIMITS[one.limit]} of {who} to {one.needed}"
    if one.kind == "locked_over_most":
        given = counted(one.given, "place")
        return f"{who} has {given} but {counted(one.needed, 'locked pair')}: {change}, or unlock a pair."
    demand = f"{who} is to have at least {one.given}"
    if one.kind == "least_over_most":
        return f"{demand}, which is more than the most that is allowed: {change}, or give more places."
    if one.kind == "too_few_partners":
        return f"{demand}, but has not so many allowed partners with a place: {change}, or allow more."
    names = [quota(name, between) if name in between else name for name in one.together_with]
    others = f" together with {some_of(names)}" if names else ""
    return f"{demand}, which cannot be kept{others}: {change}, or allow more pairs."


def _impossible_quota(one: Impossible, who: str, between: Mapping[str, Between]) -> str:
    """Why a quota cannot be kept, and the smallest change of it that helps."""
    change = f"set {LIMITS[one.limit]} of it to {one.needed}"
    if one.kind == "locked_over_most":
        locked = counted(one.needed, "locked pair")
        return f"{who} is to count at most {one.given}, but counts {locked}: {change}, or unlock a pair."
    if one.limit == "quota_percent":
        demand = f"{who} is to count at least {one.given} % of all pairs, which cannot be kept"
        return f"{demand}: {change}, or allow more pairs."
    end = "most" if one.limit == "quota_most" else "least"
    demand = f"{who} is to count at {end} {one.given}"
    if one.kind == "least_over_most":
        return f"{demand}, which is more than the most that is allowed: {change}, or raise its most."
    if one.kind == "too_few_partners":
        return f"{demand}, but so many pairs with places are not allowed there: {change}, or allow more."
    names = [quota(name, between) if name in between else name for name in one.together_with]
    others = f" together with {some_of(names)}" if names else ""
    return f"{demand}, which cannot be kept{others}: {change}, or give more places or pairs."


def locked_but_forbidden(mentee: str, mentor: str, blocks: Sequence[Block]) -> str:
    """Why a locked pair is refused."""
    why = listed([blocked(one) for one in blocks])
    return f"the locked pair {mentee!r}, {mentor!r} breaks a hard rule: {why}. Unlock it or change the rule."


def not_stable(acceptable: int) -> str:
    """Why a mentee has no mentor in a stable pairing."""
    if not acceptable:
        return "No mentor is acceptable to this mentee and accepts this mentee."
    return f"Every mentor on both lists ({acceptable}) is full with mentees of a better rank."


def stable_summary(report: Mapping[str, Any]) -> str:
    """The last line of a run with preferences."""
    made = counted(report["pairs"], "pair")
    return f"stable: {report['matched_mentees']} of {report['mentees']} mentees in {made}."


def summary(report: Mapping[str, Any], gap: str = "") -> str:
    """The last line of a run on the terminal; `gap` says how far from the best the pairs can be."""
    if report["status"] == "infeasible":
        return "No pairing keeps all limits; the report says for whom and what would help."
    far = gap and f"; not proven to be the best: {gap}"
    kept = [f", {counted(tier['value'], 'pair')} kept" for tier in report["tiers"] if tier["name"] == "kept"]
    return (
        f"{report['status']}: {report['matched_mentees']} of {report['mentees']} mentees and "
        f"{report['matched_mentors']} of {report['mentors']} mentors in {counted(report['pairs'], 'pair')}, "
        f"total score {figure(report['total_score'])}{''.join(kept)}{far}."
    )


JUDGEMENTS = {
    Judgement.OPTIMAL: "optimal: nothing is broken, and no pairing is better.",
    Judgement.WITHIN: "valid: nothing is broken, and no better pairing is known, but this is not proven.",
    Judgement.NOT_BEST: "valid, but not the best: nothing is broken, and a better pairing exists.",
    Judgement.INVALID: "invalid: the pairs break what must be kept.",
}


def breach(one: Breach, first_line: int, between: Mapping[str, Between]) -> str:
    """What somebody's pairs break; `first_line` is where a doubled pair already stands."""
    if one.kind in ("over_quota", "under_quota"):
        limit = f"at {'most' if one.kind == 'over_quota' else 'least'} {one.limit}"
        return f"{quota(one.quota, between)} counts {counted(one.found, 'pair')}, and is to count {limit}."
    if one.kind == "not_together":
        return f"{some_of(one.people)} are to be kept together, but not all of them have the same mentors."
    who = f"{one.side} {one.person!r}"
    if one.kind == "unknown_person":
        return f"there is no {who}."
    if one.kind in ("over_most", "under_least"):
        limit = f"at {'most' if one.kind == 'over_most' else 'least'} {one.limit}"
        return f"{who} has {counted(one.found, 'pair')}, and is to have {limit}."
    pair = " and ".join(repr(name) for name in one.pair or ())
    if one.kind == "duplicate":
        return f"the pair {pair} is already on line {first_line}."
    if one.kind == "locked_missing":
        return f"the locked pair {pair} is missing."
    return f"the pair {pair} is not allowed: {listed([blocked(block) for block in one.blocks])}."


def way_to_best(kept: int, moves: Sequence[Move], most: int, *, nearest: bool) -> str:
    """How many pairs the nearest best pairing (or just one of the best) keeps, and who moves to reach it."""
    which, told = "The nearest" if nearest else "One", []
    for one in moves[:most]:
        steps = [f"leaves {one.leaves}"] if one.leaves else []
        steps += [f"joins {one.joins}"] if one.joins else []
        told.append(f"{one.mentee} {listed(steps)}")
    more = f"; and {len(moves) - most} more" if len(moves) > most else ""
    return f"{which} best pairing keeps {counted(kept, 'pair')}: {'; '.join(told)}{more}."


def blocking(pairs: Sequence[tuple[str, ...]], number: int) -> str:
    """How many allowed pairs would both rather have each other, with the first of them."""
    names = "; ".join(" and ".join(pair) for pair in pairs)
    would = "would both rather have each other than what they have"
    return f"{counted(number, 'allowed pair')} {would}: {names}{'; ...' if number > len(pairs) else '.'}"
