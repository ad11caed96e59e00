"""The English sentences of `fairlead match` and `fairlead solve`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from fairlead.engine.model import Impossible
from fairlead.engine.rules import Block
from fairlead.engine.scoring import Part


def figure(number: int | Decimal) -> str:
    """A number written plainly and exactly: 12, 2.5, -0.75."""
    some = Decimal(number)
    if some == some.to_integral_value():
        return str(int(some))
    return format(some, "f").rstrip("0")


def counted(number: int | Decimal, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 point", "2 points"."""
    return f"{figure(number)} {one if number == 1 else many or one + 's'}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words in a row: "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def _texts(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def part(one: Part, points: Decimal) -> str:
    """What one criterion says about a pair, without the final stop."""
    facts = one.facts
    worth = f"({counted(points, 'point')})"
    if one.kind == "overlap":
        said = f"{one.label}: covers {len(_texts(facts['covered']))} of {len(_texts(facts['wanted']))}"
        if facts["covered"]:
            said += f", {listed(_texts(facts['covered']))}"
        if facts["important_covered"] is not None:
            among = (
                "the most important among them" if facts["important_covered"] else "not the most important"
            )
            said += f", {among}"
        return f"{said} {worth}"
    mentee, mentor = listed(_texts(facts["mentee"])), listed(_texts(facts["mentor"]))
    if one.kind == "ordinal":
        steps = int(str(facts["steps"])) if facts["steps"] is not None else 0
        where = (
            f"{counted(abs(steps), 'step')} {'above' if steps > 0 else 'below'}" if steps else "the same step"
        )
        return f"{one.label}: mentor {where}, {mentor} to {mentee} {worth}"
    if one.kind == "numeric":
        return f"{one.label}: {mentor} and {mentee} {worth}"
    if one.kind == "not_equal":
        return f"{one.label}: {mentor} and {mentee} {worth}"
    common = listed(_texts(facts["common"])) or f"{mentor} suits {mentee}"
    return f"{one.label}: {common} {worth}"


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


LIMITS = {
    "mentee_least": "the least number of mentors",
    "mentee_most": "the most mentors",
    "mentor_least": "the least number of mentees",
    "mentor_most": "the most mentees",
}


def impossible(one: Impossible) -> str:
    """Why the limits cannot all be kept, and the smallest change that helps."""
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
    others = f" together with {listed(one.together_with[:10])}" if one.together_with else ""
    return f"{demand}, which cannot be kept{others}: {change}, or allow more pairs."


def summary(report: Mapping[str, object]) -> str:
    """The last line of a run on the terminal."""
    if report["status"] == "infeasible":
        return "No pairing keeps all limits; the report says for whom and what would help."
    return (
        f"{report['status']}: {report['matched_mentees']} of {report['mentees']} mentees and "
        f"{report['matched_mentors']} of {report['mentors']} mentors in {report['pairs']} pairs, "
        f"total score {report['total_score']}."
    )
