"""Who could be paired now and is not in a run: late applicants, who waits again, and where they would fit."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from fairlead.engine.model import Refusal, Status
from fairlead.engine.refusals import Cancelled
from fairlead.engine.solvers import solve
from fairlead.kernel.errors import Refused
from fairlead.matching.enums import ENDED
from fairlead.matching.models import Proposal, Run
from fairlead.matching.queries import freeplaces
from fairlead.matching.queries.board import Board
from fairlead.matching.queries.computing import compiled_from
from fairlead.matching.queries.effects import MOST_AT_ONCE
from fairlead.matching.queries.nextbest import Room
from fairlead.matching.queries.priority import with_promised
from fairlead.matching.queries.seats import laid, mentee_of, of_frozen
from fairlead.matching.queries.several import having
from fairlead.matching.queries.ways import difference, patience

LEAST_CHANGE = {"least_change": True}


@dataclass(frozen=True)
class Since:
    """Who has come since a run: mentees, of them who waits again, mentors, and mentors with a place again."""

    mentees: tuple[str, ...]
    again: tuple[str, ...]
    mentors: tuple[str, ...]
    places: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.mentees or self.again or self.mentors or self.places)


@dataclass(frozen=True)
class Preview:
    """What a run of now would propose if it kept the pairs that are proposed before points.

    `before` are the pairs that are proposed now; `points` of each pair, whether it stands now or then;
    `moves` lead from those of now to those of then. `untrained`: who of the pairs that are proposed misses
    training now, and is left out of a new run. `free_alone`: there are too many people to work out a run on a
    page, so those who wait are fitted into free places and nobody else moves; a new run may find more.
    `having`: mentees who have a mentor or an open offer besides.
    """

    before: dict[str, str]  # seat to mentor, as on a board
    after: dict[str, str]
    points: dict[tuple[str, str], int]
    moves: dict[str, str | None]
    untrained: tuple[str, ...] = ()
    free_alone: bool = False
    having: frozenset[str] = frozenset()

    def total(self, pairs: Mapping[str, str]) -> int:
        """The points of these pairs in all."""
        return sum(self.points[mentee_of(one), mentor] for one, mentor in pairs.items())

    def matched(self, pairs: Mapping[str, str]) -> int:
        """How many mentees have a mentor among these pairs, and no other."""
        return len({mentee_of(one) for one in pairs} - self.having)

    @property
    def with_one(self) -> set[str]:
        """Mentees who have a mentor then, these pairs or others."""
        return {mentee_of(one) for one in self.after} | self.having


def since(board: Board, now: Room) -> Since:
    """Who could be paired now, but not on this board; one query.

    Mentees who wait again had a pair that is over, or an offer of an earlier run that came to nothing.
    """
    known = {one["id"] for one in board.run.frozen["mentees"]}
    held, new = Counter(board.pairs[one] for one in board.held), now.mentees - known
    ended = Proposal.objects.filter(mentee__in=[UUID(one) for one in new], state__in=ENDED)
    offered = frozenset(str(one) for one in ended.values_list("mentee", flat=True))
    return Since(
        mentees=tuple(sorted(new - offered)),
        again=tuple(sorted(_back(board, now) | offered)),
        mentors=tuple(sorted(now.free.keys() - board.places.keys())),
        places=tuple(
            sorted(
                one
                for one, free in now.free.items()
                if one in board.places and free > board.places[one] - held[one]
            )
        ),
    )


def _back(board: Board, now: Room) -> set[str]:
    """Mentees of the board who can be paired now although all their places there are offered or accepted."""
    return {one for one in now.mentees if board.held.issuperset(board.seats.get(one, [one]))}


def preview(board: Board, frozen: Mapping[str, Any], *, at: datetime) -> Preview | None:
    """What a run with the least change would give now, solved as it would be; None where it is not known.

    `frozen` is the pool of now with the board's run as base.
    """
    run = board.run
    before = {one: mentor for one, mentor in board.pairs.items() if one not in board.held}
    many = len(frozen["mentees"]) * len(frozen["mentors"]) > MOST_AT_ONCE
    if many and ("quotas" in frozen or run.round.mentors_each > 1):
        return None
    some = freeplaces.narrowed(frozen, before) if many else dict(frozen)
    pairs = len(some["mentees"]) * len(some["mentors"])
    if many and not 0 < pairs <= MOST_AT_ONCE:
        return None
    several = {"each": run.round.mentors_each} if run.round.mentors_each > 1 else {}
    policy = with_promised(run.policy, dict(frozen)) | LEAST_CHANGE | several
    trial = Run(round=run.round, policy=policy, seed=run.seed, frozen=some, asked_at=at)
    try:
        compiled = compiled_from(trial)
        solution = solve(compiled.problem, compiled.policy.objective, watch=patience())
    except (Cancelled, Refusal, Refused):
        return None
    if solution.status is not Status.OPTIMAL:
        return None
    problem = solution.problem
    named = [problem.named(pair) for pair in solution.pairs]
    made = [(one["mentee"], one["mentor"]) for one in named]
    after = before | dict(made) if many else laid(made, of_frozen(frozen["mentees"]), board.pairs)
    points = {(mentee_of(one), mentor): board.scores[one] for one, mentor in before.items()}
    points |= {pair: int(problem.points(compiled.score(*pair))) for pair in made}
    ends = {mentee_of(one) for pair in before.items() for one in pair}
    untrained = sorted(one["id"] for one in frozen["kept_out"] if one["id"] in ends)
    moves = difference(before, after)
    return Preview(before, after, points, moves, tuple(untrained), many, having(frozen))
