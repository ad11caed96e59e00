"""What the matching hears of wishes: pairs that must not be, and how much two are wished for together.

It hears neither who said it nor from which side it came.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from fairlead.preferences.enums import SHARES, Ranking
from fairlead.preferences.models import Terms
from fairlead.preferences.queries.said import NOTHING, Said, of_all
from fairlead.preferences.queries.terms import is_open, of_round
from fairlead.programmes.models import Round

# How much a pair is wished for when both sides rank each other first; every share of it below is whole.
FULL = 120


@dataclass(frozen=True)
class Heard:
    """Pairs (mentee, mentor) of participations: ruled out by either, and how much others are wished for.

    The wish for a pair is 1 to FULL. A pair that is ruled out is not wished for, whatever the other has said:
    whoever wished for somebody has not ruled them out, so points beside it would tell the side.
    """

    apart: frozenset[tuple[UUID, UUID]] = frozenset()
    wished: dict[tuple[UUID, UUID], int] = field(default_factory=dict)


def heard(round: Round, *, mentees: Collection[UUID], mentors: Collection[UUID], at: datetime) -> Heard:
    """What these people of a round have said of each other; four queries, one where nobody is asked.

    Who is ruled out is heard at once. Wishes of a dated round are heard once its last day is over: were they
    heard before, a pair with points that is impossible in the next run would tell who did not rule it out.
    """
    terms = of_round(round)
    if terms is None:
        return Heard()
    said = of_all([*mentees, *mentors])
    of_mentees, of_mentors = (
        _of(said, some, others) for some, others in ((mentees, mentors), (mentors, mentees))
    )
    apart = {(one, other) for one, them in of_mentees.items() for other in them.out}
    apart |= {(other, one) for one, them in of_mentors.items() for other in them.out}
    early = is_open(terms, at=at) and not round.rolling
    wished = {} if early else _wished(terms, of_mentees, of_mentors)
    return Heard(frozenset(apart), {pair: level for pair, level in wished.items() if pair not in apart})


def _of(said: dict[UUID, Said], some: Collection[UUID], others: Collection[UUID]) -> dict[UUID, Said]:
    """What each of some has said of the others, those left out who are not there any more."""
    there = set(others)
    found = {}
    for one in some:
        them = said.get(one, NOTHING)
        if them != NOTHING:
            ranked, out = (tuple(pk for pk in pks if pk in there) for pks in (them.ranked, them.out))
            found[one] = Said(ranked, out)
    return found


def _wished(
    terms: Terms, of_mentees: dict[UUID, Said], of_mentors: dict[UUID, Said]
) -> dict[tuple[UUID, UUID], int]:
    """Each wish falls by equal steps with its place; the two sides' are added by their shares."""
    by_mentee = terms.ranking != Ranking.MENTORS
    by_mentor = terms.ranking != Ranking.MENTEES
    shares = SHARES[terms.counting]
    mentee_counts, mentor_counts = (
        share * on for share, on in zip(shares, (by_mentee, by_mentor), strict=True)
    )
    found: dict[tuple[UUID, UUID], int] = {}
    for one, them in of_mentees.items():
        for place, other in enumerate(them.ranked):
            found[one, other] = mentee_counts * _worth(place, terms.most_ranked)
    for one, them in of_mentors.items():
        for place, other in enumerate(them.ranked):
            found[other, one] = found.get((other, one), 0) + mentor_counts * _worth(place, terms.most_ranked)
    whole = mentee_counts + mentor_counts
    return {pair: level // whole for pair, level in found.items() if level >= whole}


def _worth(place: int, most: int) -> int:
    """What a wish is worth at a place counted from 0: all of it at the first, equal steps less below."""
    return FULL * max(0, most - place) // most
