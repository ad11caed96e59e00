"""Which words of the stage each role may read: the rule, said once more and shorter than in the policies."""

from collections.abc import Iterable

CENTRAL = ("coordinator", "hr_lead", "iro_lead")
PARTNER = {"A": "partner_a", "B": "partner_b"}
POOL = ("accepted", "proposed", "mentoring", "paired", "crossed")
# Whom the people of each institution in the pool are paired with or proposed to, besides their own.
NEXT, BEFORE = {"L": "A", "A": "B", "B": "L"}, {"A": "L", "B": "A", "L": "B"}
OWN = {"applicant": ["Asubmitted"], "mentee": ["Acrossed"], "mentor": ["Bmentoring"]}
PAIRED = {"mentee": ["Bmentoring"], "mentor": ["Bpaired", "Acrossed"]}


def may_read(role: str, place: str, key: str, kind: str) -> bool:
    """Whether the role may read this kind of word of the person `key` at the institution `place`."""
    who = f"{place}{key}"
    if who in OWN.get(role, ()):
        return True
    if who in PAIRED.get(role, ()):
        return kind in "nm"
    if key == "draft":
        return False
    if role == PARTNER.get(place) or (place == "L" and role == "coordinator"):
        return True
    if place == "L" and role in CENTRAL:
        return kind in "nml"
    if role in CENTRAL:
        return key in POOL and kind in "nm"
    return role in PARTNER.values() and _in_a_pair_with(role, place, key) and kind in "nm"


def _in_a_pair_with(role: str, place: str, key: str) -> bool:
    """Whether somebody of the partner's own is paired with them, or proposed to be."""
    mine = next(one for one, name in PARTNER.items() if name == role)
    if key == "mentoring":
        return BEFORE[place] == mine
    return key in ("crossed", "proposed") and NEXT[place] == mine


def leaks(role: str, found: Iterable[tuple[str, str, str]]) -> list[str]:
    """The words found that the role may not read."""
    return sorted(
        {f"{place}{key} ({kind})" for place, key, kind in found if not may_read(role, place, key, kind)}
    )
