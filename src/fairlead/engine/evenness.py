"""The tiers by which the load of a side is to be as even as possible, and the side of each."""

from __future__ import annotations

from collections.abc import Iterable

EVENED = {"even": "mentor", "even_mentees": "mentee"}


def evened(tiers: Iterable[str]) -> frozenset[str]:
    """The sides whose load these tiers look at."""
    return frozenset(EVENED[tier] for tier in tiers if tier in EVENED)
