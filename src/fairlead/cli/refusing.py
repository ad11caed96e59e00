"""Why the engine does not take what it is given, said in English."""

from __future__ import annotations

from fairlead.engine.filed import PROBLEM, NotReadable
from fairlead.engine.model import NotEnoughMemory, NotProven, NotSolvable, Refusal, ScoresTooWide

GIGABYTE = 10**9
TAKES = {
    "source": "so many people with these tiers or limits",
    "quotas": "these quotas",
    "together": "people kept together here",
    "tiers": "these tiers",
}


def refused(refusal: Refusal) -> str:
    """What cannot be, and what would help."""
    facts = refusal.facts
    if isinstance(refusal, NotEnoughMemory):
        needed, available = (facts[name] / GIGABYTE for name in ("needed", "available"))
        return (
            f"this needs about {needed:.1f} GB of memory, and {available:.1f} GB are free; nothing was "
            "begun. Close other programs, take a larger machine, or match in parts."
        )
    if isinstance(refusal, ScoresTooWide):
        return _too_wide(facts)
    if isinstance(refusal, NotSolvable):
        what = TAKES.get(facts["what"], str(facts["what"]))
        tiers = f" ({', '.join(facts['tiers'])})" if facts.get("tiers") else ""
        return f"no method takes {what}{tiers}. Leave them out, or match in parts."
    if isinstance(refusal, NotReadable):
        what = "problem" if facts["what"] == PROBLEM else "certificate"
        return f"this is no {what} as a run gives it ({facts['detail']}). Take both files anew from one run."
    if isinstance(refusal, NotProven):
        return (
            f"the independent check did not confirm the result, so none is given. Please report it: {refusal}"
        )
    return str(refusal)


def _too_wide(facts: dict[str, object]) -> str:
    if "tier" in facts:
        told = f"the tier {facts['tier']} would have to compare {facts['levels']} different scores one by one"
        return f"{told}, which is too many. Round the scores, or ask for the tier worst."
    if "digits" in facts:
        return f"the points have {facts['digits']} decimals, too many to be added exactly. Write fewer."
    return "the scores have too many digits to be added exactly. Write fewer digits."
