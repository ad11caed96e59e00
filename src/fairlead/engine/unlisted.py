"""Pairs of very many people, which a problem does not list but asks a source for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from fairlead.engine.model import Ints, Source
from fairlead.engine.policy import Policy
from fairlead.engine.values import Matrix, People

TIERS_WITH_SOURCE = ("mentees", "score")
Compiled: TypeAlias = tuple[tuple[Matrix, ...], tuple[Matrix, ...]]


def can_have_source(policy: Policy, limits: Mapping[str, Ints]) -> bool:
    """Whether a problem of this policy can be solved without listing its pairs.

    So far: most mentees, then the greatest total, one mentor for each at most, nothing but places as limits.
    Without numba a source would be slower than a list.
    """
    from fairlead.engine.numba_door import PRESENT  # loaded only where there are very many people

    plain = policy.tiers == TIERS_WITH_SOURCE and not policy.quotas and not policy.together
    single = bool((limits["mentee_most"] == 1).all())
    free = not limits["mentee_least"].any() and not limits["mentor_least"].any()
    return PRESENT and plain and single and free


def source_for(
    people: People, policy: Policy, compiled: Compiled, forbidden: Iterable[tuple[int, int]]
) -> Source:
    """The source of all pairs: by bits where points and values fit them, else block after block.

    Points that few pairs have, such as those for wishes, are added to it.
    """
    from fairlead.engine.network import ranks_of
    from fairlead.engine.sources.added import AddedSource, few, points_of
    from fairlead.engine.sources.bits import digits_in, source_of
    from fairlead.engine.sources.bits_programs import NotInBits
    from fairlead.engine.sources.blocks import BlockSource
    from fairlead.engine.sources.told import Said

    by_hand = tuple(forbidden)
    mentees, mentors = (tuple(one.id for one in people.side(side)) for side in ("mentee", "mentor"))
    both = ranks_of(policy.seed, "mentee", mentees), ranks_of(policy.seed, "mentor", mentors)
    told = Said(people)
    digits = digits_in(told, policy)
    often, seldom = few(told, policy, digits)
    if digits_in(told, often) < digits:
        often, seldom = policy, []
    try:
        found: Source = source_of(told, often, forbidden=by_hand, ranks=both)
    except NotInBits:
        size = len(people.mentees), len(people.mentors)
        return BlockSource(size, *compiled, forbidden=by_hand, ranks=both)
    for one in seldom:
        found = AddedSource(found, points_of(told, one, digits), ranks=both)
    return found
