"""What tiers reached and could reach, as plain data and in words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, TypeAlias

from fairlead.cli.phrases import counted, figure, listed
from fairlead.engine.compile import Compiled
from fairlead.engine.evenness import EVENED
from fairlead.engine.model import Problem, Tier

Shown: TypeAlias = int | Decimal | dict[str, int]
LEVELS_TOLD = 3


def class_names(compiled: Compiled) -> dict[int, str]:
    """How each class of mentees is called: by the policy's word, or by its number."""
    order = compiled.policy.priority.order if compiled.policy.priority else ()
    return dict(enumerate(order, 1))


def shown(compiled: Compiled, tier: str, value: int) -> Shown:
    """A figure of a tier in the units in which it was given; by class or score where it counts several.

    For "leximin" only the scores at which pairs are made.
    """
    problem = compiled.problem
    if tier in ("score", "worst"):
        return problem.points(value)
    if tier == "priority":
        names = class_names(compiled)
        return {names.get(one, f"class {one}"): count for one, count in _levels(problem, tier, value)}
    if tier == "leximin":
        found = _levels(problem, tier, value)
        return {figure(problem.points(score)): count for score, count in found if count}
    return value


def _levels(problem: Problem, tier: str, value: int) -> list[tuple[int, int]]:
    """The counts that a figure of "priority" or "leximin" stands for, the most important first."""
    if tier == "priority":
        levels, size = sorted(set(problem.mentee_class.tolist()) - {0}), len(problem.mentees)
    else:
        levels, size = sorted(set(problem.score.tolist())), len(problem.score)
    bits, digits = size.bit_length(), abs(value)
    ones = (1 << bits) - 1
    counts = [digits >> bits * place & ones for place in reversed(range(len(levels)))]
    return list(zip(levels, counts, strict=True))


def as_data(compiled: Compiled, tier: Tier, *, bound: str = "bound", short: bool = False) -> dict[str, Any]:
    """A tier for a report: its name, its value, its bound, and if wished what it is short of it."""
    value, best = (shown(compiled, tier.name, number) for number in (tier.value, tier.bound))
    found = {"name": tier.name, "value": value, bound: best}
    if short:
        found["short"] = _difference(value, best)
    return found


def _difference(value: Shown, best: Shown) -> Shown:
    if isinstance(value, dict) or isinstance(best, dict):
        few, many = (one if isinstance(one, dict) else {} for one in (value, best))
        return {name: many.get(name, 0) - few.get(name, 0) for name in dict.fromkeys((*many, *few))}
    return best - value


def told(compiled: Compiled, tier: str, value: int) -> str:
    """A figure of a tier in words."""
    some = shown(compiled, tier, value)
    if tier in EVENED:
        return figure(-value)
    if not isinstance(some, dict):
        return figure(some)
    if tier == "priority":
        return listed([f"{count} of {name}" for name, count in some.items()]) or "no class is given"
    parts = [f"{counted(count, 'pair')} at {score}" for score, count in some.items()]
    more = len(parts) - LEVELS_TOLD
    return ", ".join([*parts[:LEVELS_TOLD], *(["..."] if more > 0 else [])]) or "no pair"


def gap(compiled: Compiled, tiers: Sequence[Tier]) -> str:
    """How far the result can be from the best: the first tier in which it is not proven to be the best."""
    for tier in tiers:
        if tier.value != tier.bound:
            value, bound = (told(compiled, tier.name, number) for number in (tier.value, tier.bound))
            limit = "no less than" if tier.name in EVENED else "no more than"
            return f"{tier.name} is {value}, and {limit} {bound} is possible"
    return ""
