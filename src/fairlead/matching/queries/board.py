"""The board of a run: its pairs as they stand now, after what coordinators changed by hand."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from fairlead.engine.compile import Compiled, compile_problem
from fairlead.matching.enums import ENDED, STANDING, ProposalState, RulingKind
from fairlead.matching.models import BoardChange, Proposal, Restraint, Ruling, Run
from fairlead.matching.queries import wording
from fairlead.matching.queries.computing import (
    block_as_json,
    first_of,
    parts_as_json,
    told_apart,
)
from fairlead.matching.queries.limits import as_group_quotas
from fairlead.matching.queries.limits import outcome as limits_of
from fairlead.matching.queries.seats import mentee_of, of_frozen, seat
from fairlead.matching.queries.several import having
from fairlead.matching.queries.weighing import as_candidates, as_policy
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Participation, Round

KEPT_AT_ONCE = 4
Pairs = Mapping[str, str]
Moves = Mapping[str, str | None]


@dataclass(frozen=True)
class Figures:
    """What pairs come to: mentees with a mentor, points in all, points of the weakest pair if any."""

    matched: int
    total: int
    worst: int | None


@dataclass(frozen=True)
class Board:
    """How a run's pairs stand: ids are those of participations, as text, and mentees' places are seats.

    `pairs`: seat to mentor. `scores`: points of these pairs. `held`: seats whose pair has been offered or
    accepted, which is not changed by hand. `ended`: seats whose offers came to nothing and that have no pair
    now; `said_no`: pairs that one of the two refused, `tried` those and the pairs whose offer ran out or was
    called off. `locks`: seat to the mentor of a lock. `places`: how many pairs of the run each mentor may
    have. `out`: who is left out. `number`: that of the newest change, or 0. `seats`: those of each mentee;
    `has`: mentees who had a mentor before the run.
    """

    run: Run
    number: int
    compiled: Compiled
    pairs: dict[str, str]
    scores: dict[str, int]
    held: frozenset[str]
    ended: frozenset[str]
    said_no: frozenset[tuple[str, str]]
    tried: frozenset[tuple[str, str]]
    locks: dict[str, str]
    forbidden: frozenset[tuple[str, str]]
    places: dict[str, int]
    out: frozenset[str]
    seats: dict[str, list[str]]
    has: frozenset[str]

    def seats_of(self, mentee: str) -> list[str]:
        """The seats of a mentee that the run may fill, the lowest place first."""
        return self.seats.get(mentee, [mentee])

    def seat_with(self, mentee: str, mentor: str) -> str | None:
        """The seat on which a mentee has this mentor."""
        return next((one for one in self.seats_of(mentee) if self.pairs.get(one) == mentor), None)

    def free_seat(self, mentee: str) -> str:
        """A mentee's first seat without a pair; where none is, the first that may change."""
        seats = self.seats_of(mentee)
        empty = [one for one in seats if one not in self.pairs]
        movable = [one for one in seats if not self.fixed(one)]
        return next(iter([*empty, *movable, *seats]))

    def mentees_of(self, mentor: str) -> list[str]:
        """The seats that have this mentor, the strongest pair first."""
        return self._by_mentor.get(mentor, [])

    @cached_property
    def _by_mentor(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for mentee in sorted(self.pairs, key=lambda one: (-self.scores[one], one)):
            found.setdefault(self.pairs[mentee], []).append(mentee)
        return found

    def free(self, mentor: str) -> int:
        """How many places of a mentor are free."""
        return self.places[mentor] - len(self.mentees_of(mentor))

    def fixed(self, mentee: str) -> bool:
        """Whether a seat never moves because of somebody else's move: offered, accepted or locked."""
        return mentee in self.held or mentee in self.locks

    def points(self, mentee: str, mentor: str) -> int:
        """The points of any two, in a pair or not."""
        if self.pairs.get(mentee) == mentor:
            return self.scores[mentee]
        problem, one = self.compiled.problem, mentee_of(mentee)
        place = None if problem.source else self.compiled.pair(one, mentor)
        scaled = self.compiled.score(one, mentor) if place is None else int(problem.score[place])
        return int(problem.points(scaled))

    def obstacles(self, mentee: str, mentor: str, *, others_move: bool = False) -> list[str]:
        """Why these two cannot be a pair, each rule in a sentence; none if they can.

        `others_move`: the mentee's other seats move as well, so who has them now says nothing.
        """
        pair = mentee_of(mentee), mentor
        found = [wording.block(block_as_json(one)) for one in self.compiled.blocks(*pair)]
        if pair in self.forbidden:
            found.append(_("This pair is forbidden; lift that first."))
        if pair in self.said_no:
            found.append(_("One of the two has said no to this pair."))
        if {*pair} & self.out:
            found.append(_("One of the two is left out of this round’s runs."))
        if not others_move and self._elsewhere(mentee, mentor):
            found.append(_("The two are a pair of this board already."))
        return found

    def _elsewhere(self, seat: str, mentor: str) -> bool:
        """Whether a mentee has this mentor on another seat."""
        return self.seat_with(mentee_of(seat), mentor) not in (None, seat)

    def possible(self, mentee: str, mentor: str) -> bool:
        """Whether no rule forbids these two."""
        compiled = self.compiled
        if compiled.problem.source is not None:
            return not self.obstacles(mentee, mentor)
        pair = mentee_of(mentee), mentor
        here = pair not in self.forbidden | self.said_no and not {*pair} & self.out
        return here and not self._elsewhere(mentee, mentor) and compiled.pair(*pair) is not None

    def after(self, moves: Moves) -> dict[str, str]:
        """The pairs once these seats have moved."""
        changed = {**self.pairs, **moves}
        return {mentee: mentor for mentee, mentor in changed.items() if mentor is not None}

    def twice(self, pairs: Pairs) -> bool:
        """Whether some mentee has a mentor twice among these pairs."""
        ends = [(mentee_of(one), mentor) for one, mentor in pairs.items()]
        return len(set(ends)) < len(ends)

    def figures(self, pairs: Pairs | None = None) -> Figures:
        """What these pairs, or those of now, come to."""
        shown = self.pairs if pairs is None else pairs
        points = [self.points(mentee, mentor) for mentee, mentor in shown.items()]
        matched = {mentee_of(one) for one in shown} | self.has
        return Figures(len(matched), sum(points), min(points, default=None))

    def limits(self, pairs: Pairs) -> dict[str, Any] | None:
        """What these pairs make of the limits of institutions; None where there are none."""
        made = [(mentee_of(one), mentor) for one, mentor in pairs.items()]
        return limits_of(self.run.frozen, made) if self.run.frozen.get("quotas") else None

    def parts(self, pairs: list[tuple[str, str]]) -> list[list[dict[str, Any]]]:
        """The named parts of the scores of these pairs of (seat, mentor)."""
        return parts_as_json(self.compiled, [(mentee_of(one), to) for one, to in pairs]) if pairs else []


@lru_cache(maxsize=KEPT_AT_ONCE)
def _open_problem(run_id: UUID) -> Compiled:
    """The run's problem with its rules alone, no lock and nothing a coordinator has forbidden.

    What a finished run was given never changes, so the last few are kept.
    """
    run = Run.objects.get(pk=run_id)
    frozen = run.frozen
    policy = as_policy(run.policy, seed=run.seed, quotas=as_group_quotas(frozen.get("quotas", {})))
    return compile_problem(
        as_candidates(frozen["mentees"], first_of(run)),
        as_candidates(frozen["mentors"]),
        told_apart(policy, frozen, [])[0],
        forbidden=[(mentee, mentor) for mentee, mentor in never(frozen)],
    )


def never(frozen: Mapping[str, Any]) -> list[list[str]]:
    """Pairs that no coordinator can make: one has said no or ruled it out, or they were a pair before."""
    return [*frozen.get("refused", []), *frozen.get("earlier", [])]


def load(run: Run) -> Board:
    """The board of a finished run as it stands; five queries, whatever there is."""
    number = number_of(run)  # before the rows: whoever changes them meanwhile has a later one
    now, over = _rows(run)
    standing = {one: mentor for one, mentor, _score, _state in now}
    seats = of_frozen(run.frozen["mentees"])
    columns = ("kind", "mentee", "mentor")
    rulings = list(Ruling.objects.filter(round=run.round_id).order_by("mentee_place").values_list(*columns))
    restraints = dict(Restraint.objects.filter(round=run.round_id).values_list("participation", "places"))
    return Board(
        run=run,
        number=number,
        compiled=_open_problem(run.pk),
        pairs=standing,
        scores={one: score for one, _mentor, score, _state in now},
        held=frozenset(one for one, _m, _s, state in now if state != ProposalState.PROPOSED),
        ended=frozenset(one for one, _mentor, _s, _state in over) - standing.keys(),
        said_no=frozenset((mentee_of(one), to) for one, to, _s, st in over if st == ProposalState.REFUSED),
        tried=frozenset((mentee_of(one), other) for one, other, _s, _state in over),
        locks=_locks(_locked(run, rulings), seats, standing),
        forbidden=frozenset(
            (str(mentee), str(mentor)) for kind, mentee, mentor in rulings if kind == RulingKind.FORBID
        ),
        places=_places(run, restraints),
        out=frozenset(str(one) for one, places in restraints.items() if places == 0),
        seats=seats,
        has=having(run.frozen),
    )


Standing = list[tuple[str, str, int, str]]


def _rows(run: Run) -> tuple[Standing, Standing]:
    """Seat, mentor, score and state of the run's pairs that stand, and of those that came to nothing."""
    columns = ("mentee", "mentee_place", "mentor", "score", "state")
    rows = [
        (seat(mentee, place), str(mentor), score, state)
        for mentee, place, mentor, score, state in run.proposals.values_list(*columns)
    ]
    return [row for row in rows if row[3] in STANDING], [row for row in rows if row[3] in ENDED]


def _locked(run: Run, rulings: Iterable[tuple[str, UUID, UUID]]) -> list[tuple[str, str]]:
    """The locked pairs, but for those who were a pair already when the run began."""
    before = {(mentee, mentor) for mentee, mentor in run.frozen.get("earlier", [])}
    found = [(str(mentee), str(mentor)) for kind, mentee, mentor in rulings if kind == RulingKind.LOCK]
    return [pair for pair in found if pair not in before]


def _locks(locked: list[tuple[str, str]], seats: Mapping[str, list[str]], standing: Pairs) -> dict[str, str]:
    """Locked pairs on the seats where they stand; one that is not made, on the first seat that is left."""
    made = {
        one: mentor
        for mentee, mentor in locked
        for one in seats.get(mentee, [mentee])
        if standing.get(one) == mentor
    }
    there = {(mentee_of(one), mentor) for one, mentor in made.items()}
    for mentee, mentor in locked:
        left = [one for one in seats.get(mentee, [mentee]) if one not in made]
        if (mentee, mentor) not in there and left:
            made[left[0]] = mentor
    return made


def _places(run: Run, restraints: Mapping[UUID, int]) -> dict[str, int]:
    """How many pairs each mentor may have: as frozen, less or more what was set since."""
    then = {UUID(one): places for one, places in run.frozen.get("restraints", {}).items()}
    offered = dict(
        Participation.objects.filter(pk__in=restraints.keys() | then.keys()).values_list("pk", "places")
    )
    less = Counter[str]()
    for one, places in offered.items():
        less[str(one)] = min(places, then.get(one, places)) - min(places, restraints.get(one, places))
    return {one["id"]: max(0, one["places"] - less[one["id"]]) for one in run.frozen["mentors"]}


def current(run: Run) -> QuerySet[Proposal]:
    """The run's pairs as they stand, and of places that have none now the last that came to nothing."""
    same = Proposal.objects.filter(
        run=OuterRef("run"), mentee=OuterRef("mentee"), mentee_place=OuterRef("mentee_place")
    )
    newer = same.filter(Q(state__in=STANDING) | Q(offered_at__gt=OuterRef("offered_at")))
    return run.proposals.exclude(Exists(newer), state__in=ENDED)


def places_with(run: Run, mentor: str, most: int) -> int:
    """How many pairs of the run a mentor could have if the round's runs could use `most` of their places."""
    return _places(run, {UUID(mentor): most})[mentor]


def number_of(run: Run) -> int:
    """The number of the run's newest change; 0 if it has none."""
    return BoardChange.objects.filter(run=run).aggregate(newest=Max("number"))["newest"] or 0


def restraints_of(round: Round) -> list[Restraint]:
    """Whom the round's runs may use less, or not at all, oldest first."""
    found = Restraint.objects.filter(round=round).select_related("participation__person", "made_by")
    return list(found)


def both_in(run: Run, mentee: UUID, mentor: UUID | None = None) -> bool:
    """Whether the run knew this mentee, and this mentor."""
    there = {one["id"] for one in run.frozen.get("mentees", [])}
    if mentor is None:
        return str(mentee) in there
    return str(mentee) in there and str(mentor) in {one["id"] for one in run.frozen.get("mentors", [])}


def sides_of(run: Run, people: Iterable[str]) -> dict[str, str]:
    """On which side of the run each of these people stands; those it did not know are left out."""
    found = {one["id"]: Side.MENTEE.value for one in run.frozen["mentees"]}
    found |= {one["id"]: Side.MENTOR.value for one in run.frozen["mentors"]}
    return {one: found[one] for one in people if one in found}
