"""Where a round gives a mentee several mentors: who has one already, and how many have how many."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from fairlead.matching.models import Run


def having(frozen: Mapping[str, Any]) -> frozenset[str]:
    """Mentees who had a mentor, or an open offer, when the pool was frozen."""
    return frozenset(one["id"] for one in frozen.get("mentees", []) if one.get("taken"))


def told(run: Run, proposals: list[dict[str, Any]]) -> dict[str, Any]:
    """How many mentees have one mentor, two and so on, those from before the run counted too."""
    each = run.policy.get("each", 1)
    if each == 1:
        return {}
    held = Counter({one["id"]: len(one.get("taken", [])) for one in run.frozen["mentees"]})
    held.update(str(one["mentee_id"]) for one in proposals)
    counts = Counter(held.values())
    return {"several": [counts[number] for number in range(1, each + 1)]}
