"""Peer pairs: people of one side who are paired with each other, by the rules and weights of the round."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from fairlead.engine import peers
from fairlead.engine.compile import Compiled, compile_problem
from fairlead.engine.model import Refusal
from fairlead.engine.peer_model import PeerPool, Peers
from fairlead.matching.enums import ProposalState, RulingKind
from fairlead.matching.models import Proposal, Ruling
from fairlead.matching.queries import wishes
from fairlead.matching.queries.computing import CannotMatch, parts_as_json
from fairlead.matching.queries.pool import frozen_alone
from fairlead.matching.queries.runs import newest_done
from fairlead.matching.queries.weighing import as_candidates, as_policy, default_weights
from fairlead.mentorships.models import Mentorship
from fairlead.preferences.queries.said import of_all
from fairlead.programmes.models import Participation, Round

MOST_PEOPLE = peers.MOST_PEOPLE
EFFECTS_UP_TO = 60
Two = frozenset[UUID]


@dataclass(frozen=True)
class Half:
    """One of two: what the other gives to them, as points and named parts, read as mentee and mentor."""

    participation: UUID
    points: int
    parts: list[dict[str, Any]]


@dataclass(frozen=True)
class Outcome:
    """The pairs, each as its two halves, and how far they are proven the best."""

    pairs: list[tuple[Half, Half]]
    most_pairs: int
    points_short: int

    @property
    def proven(self) -> bool:
        """Whether nothing is better: most pairs, then most points."""
        return len(self.pairs) == self.most_pairs and self.points_short == 0


@dataclass(frozen=True)
class Suitable:
    """Who of a pool may be paired with whom, and what the two directions come to together."""

    compiled: Compiled
    scores: Mapping[tuple[int, int], int]

    @property
    def ids(self) -> list[UUID]:
        """The participations, by position."""
        return [UUID(one) for one in self.compiled.problem.mentees]

    def points(self) -> dict[Two, int]:
        """For each two who may be paired the points of both directions."""
        ids = self.ids
        return {frozenset((ids[a], ids[b])): self._told(a, b) + self._told(b, a) for a, b in self.scores}

    def halves(self, pairs: Iterable[tuple[UUID, UUID]]) -> list[tuple[Half, Half]]:
        """For each pair what either gives the other."""
        given = [(str(one), str(other)) for one, other in pairs]
        both = [way for one, other in given for way in ((one, other), (other, one))]
        parts = parts_as_json(self.compiled, both)
        place = self.compiled.places["mentee"]
        found = [
            Half(UUID(to), self._told(place[to], place[of]), said)
            for (to, of), said in zip(both, parts, strict=True)
        ]
        return list(zip(found[::2], found[1::2], strict=True))

    def effects(
        self, twos: Sequence[tuple[UUID, UUID]], locked: Collection[tuple[UUID, UUID]]
    ) -> list[tuple[int, int]]:
        """For each two how many pairs, then points, fewer there are in all when they are paired by hand.

        Compared with the best around the `locked` pairs. Solved again for each; nothing beyond 60 people.
        """
        if len(self.ids) > EFFECTS_UP_TO:
            return []
        try:
            best = self.best(locked)
            others = [
                self.best([*(pair for pair in locked if not set(pair) & set(two)), two]) for two in twos
            ]
        except Refusal:
            return []
        return [
            (len(best.pairs) - len(one.pairs), max(0, -int(-self._points(best.score - one.score) // 1)))
            for one in others
        ]

    def _points(self, scaled: int) -> Decimal:
        return self.compiled.problem.points(scaled)

    def best(self, locked: Collection[tuple[UUID, UUID]]) -> Peers:
        """The best pairs of all around those that are locked and possible. Raises `Refusal`."""
        place = {one: rank for rank, one in enumerate(self.ids)}
        there = [pair for pair in locked if set(pair) <= set(place)]
        held = [tuple(sorted((place[one], place[other]))) for one, other in there]
        names = self.compiled.problem.mentees
        kept = [(a, b) for a, b in held if (a, b) in self.scores]
        return peers.pair_up(PeerPool.of(names, self.scores, locked=kept))

    def _told(self, mentee: int, mentor: int) -> int:
        pair = self.compiled.pair_at[mentee, mentor]
        return int(self.compiled.problem.points(int(self.compiled.problem.score[pair])))


def pair_up(
    round: Round,
    people: Collection[UUID],
    *,
    apart: Collection[Two] = (),
    locked: Collection[tuple[UUID, UUID]] = (),
    at: datetime,
) -> Outcome:
    """The best pairs of these participations: as many as possible, then the most points of both directions.

    `apart`: who is not paired again. A locked pair that is not possible is not made. Raises `CannotMatch`.
    """
    suits = suitable(round, people, apart=apart, at=at)
    try:
        found = suits.best(locked)
    except Refusal as problem:
        raise CannotMatch(_("No pairs can be made of this (%(code)s).") % {"code": problem.code}) from problem
    pairs = [(suits.ids[a], suits.ids[b]) for a, b in found.pairs]
    return Outcome(suits.halves(pairs), found.most_pairs, _short(found, suits))


def _short(found: Peers, suits: Suitable) -> int:
    missing = suits.compiled.problem.points(found.most_score - found.score)
    return -int(-missing // 1)


def suitable(
    round: Round, people: Collection[UUID], *, apart: Collection[Two] = (), at: datetime
) -> Suitable:
    """Who of these may be paired: in both directions nothing forbids it. Raises `CannotMatch`.

    The rules and weights are those of the round's newest run, or the usual ones. Kept apart are also those
    whom somebody's word keeps apart, whichever side they spoke for, and who are or were a pair.
    """
    if len(people) > MOST_PEOPLE:
        raise CannotMatch(_("Peer pairs take up to %(n)d people. Leave some out.") % {"n": MOST_PEOPLE})
    newest = newest_done(round)
    policy = as_policy(newest.policy if newest else default_weights(), seed=0)
    weighed = tuple(one for one in policy.criteria if one.key != wishes.KEY)
    policy = replace(policy, criteria=weighed, tiers=("mentees", "score"))
    policy = replace(policy, priority=None, new_mentors=None, floor=None, quotas=())
    candidates = as_candidates(frozen_alone(round, people))
    there = {UUID(one.id) for one in candidates}
    never = [sorted(map(str, two)) for two in {*apart, *_kept_apart(round, there)} if two <= there]
    both = [(a, b) for a, b in never] + [(b, a) for a, b in never]
    try:
        compiled = compile_problem(candidates, candidates, policy, forbidden=both)
    except Refusal as problem:
        raise CannotMatch(
            _("The answers of the pool cannot be matched as they are (%(code)s).") % {"code": problem.code}
        ) from problem
    return Suitable(compiled, _both_ways(compiled))


def _both_ways(compiled: Compiled) -> dict[tuple[int, int], int]:
    """By the positions of two the scores of both directions together, where both are allowed."""
    problem = compiled.problem
    ends = zip(problem.pair_mentee.tolist(), problem.pair_mentor.tolist(), strict=True)
    one_way = dict(zip(ends, problem.score.tolist(), strict=True))
    return {(a, b): score + one_way[b, a] for (a, b), score in one_way.items() if a < b and (b, a) in one_way}


def _kept_apart(round: Round, there: set[UUID]) -> set[Two]:
    """Whom a word keeps apart, whoever said it and as what, and who are or were a pair, by person."""
    whose = dict(Participation.objects.filter(pk__in=there).values_list("person", "pk"))
    every = Participation.objects.filter(round__programme=round.programme_id, person__in=whose)
    person = dict(every.values_list("pk", "person"))
    said = of_all(person)
    ends = [
        (person[one], person[other]) for one, them in said.items() for other in them.out if other in person
    ]
    sides = ("mentee__person", "mentor__person")
    for found in (
        Ruling.objects.filter(round=round, kind=RulingKind.FORBID),
        Proposal.objects.filter(run__round=round, state=ProposalState.REFUSED),
        Mentorship.objects.all(),
    ):
        among = found.filter(mentee__person__in=whose, mentor__person__in=whose)
        ends += list(among.order_by().values_list(*sides))
    return {frozenset((whose[one], whose[other])) for one, other in ends if one != other}
