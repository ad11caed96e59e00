"""Runs whose people's data have gone by the retention rule: what is left of them, in figures."""

from collections import Counter
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fairlead.matching.models import Run
from fairlead.matching.queries import wishes

# What stands where a reason was, in the one table in which a no must have one.
ERASED = "–"
PEOPLE = ("mentees", "mentors", "kept_out")
PAIRS = ("locked", "forbidden", "refused", "earlier", "base")
COUNTED = ("locked", "forbidden", "base", "kept_out")
WHY_NOT = _(
    "What this run knew of people was erased, for its time was over. Its figures stay; who else was "
    "possible, and what differs from another run, can no longer be said."
)


def without(frozen: dict[str, Any], people: set[str]) -> dict[str, Any]:
    """A run's input without these people; how many pairs were locked, forbidden and kept stays known.

    Without anybody left on both sides, only those counts and the limits of institutions remain.
    """
    left = {key: [one for one in frozen.get(key, []) if one["id"] not in people] for key in PEOPLE}
    counts = {"counts": {key: number(frozen, key) for key in COUNTED}}
    limits = {"quotas": frozen["quotas"]} if "quotas" in frozen else {}
    if not left["mentees"] and not left["mentors"]:
        return {**counts, **limits}
    for one in left["mentees"]:
        one["values"] = wishes.without(one["values"], people)
    pairs = {key: [one for one in frozen.get(key, []) if people.isdisjoint(one)] for key in PAIRS}
    less = {one: most for one, most in frozen.get("restraints", {}).items() if one not in people}
    return {**frozen, **left, **pairs, **counts, "restraints": less}


def names_nobody(frozen: dict[str, Any]) -> bool:
    """Whether nobody is left in a run's input."""
    return not frozen.get("mentees") and not frozen.get("mentors")


def number(frozen: dict[str, Any], key: str) -> int:
    """How many a run's input listed under a key, whether or not people have gone from it since."""
    counted = frozen.get("counts")
    return int(counted[key]) if counted else len(frozen.get(key, []))


def why_not(run: Run) -> Promise | None:
    """Why the run cannot be looked into any more; None while it knows everybody it saw."""
    return WHY_NOT if run.pruned_at is not None or "counts" in run.frozen else None


def states_of(run: Run) -> list[dict[str, Any]]:
    """How many of its proposals stand where, in words; one query."""
    found = Counter(run.proposals.order_by().values_list("state", flat=True))
    states = run.proposals.model._meta.get_field("state").flatchoices
    return [{"label": str(label), "value": found[value]} for value, label in states if found[value]]
