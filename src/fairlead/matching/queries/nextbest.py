"""Who comes next once an offer came to nothing: the least change of a board that fits in whoever waits."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.model import Objective, Problem, Refusal, Status
from fairlead.engine.refusals import Cancelled
from fairlead.engine.solvers import solve
from fairlead.matching.models import PassedOver, Run
from fairlead.matching.queries import afterwards, freeplaces
from fairlead.matching.queries.board import Board
from fairlead.matching.queries.seats import laid, mentee_of
from fairlead.matching.queries.ways import Effect, difference, effect, narrowed, patience

LEAST_CHANGE = ("mentees", "kept", "score")
# Where mentees have several mentors: who has nobody yet before who gets another one.
OF_SEVERAL = ("mentees", "priority", "pairs", "kept", "score")
MANY = "many"
MOST_FITTED = 100
Pair = tuple[str, str]


@dataclass(frozen=True)
class Room:
    """Who of a round can be paired now, ids as text: mentees who wait, and how many places mentors have free.

    Whoever has as many mentors and open offers as the round gives is not among the mentees, and takes a
    place. `untrained`: who misses training and is in no new pair; a pair that is proposed they keep. `rooms`:
    how many mentors each mentee can still get.
    """

    mentees: frozenset[str]
    free: dict[str, int]
    untrained: frozenset[str] = frozenset()
    rooms: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Suggestion:
    """One change of a board that stands on its own: who is fitted in, who else moves, what it comes to."""

    fitted: tuple[str, ...]
    moves: dict[str, str | None]
    effect: Effect


@dataclass(frozen=True)
class Next:
    """What a board could do next. `without`: for whom nobody can be found, after an offer or a broken pair.

    `problem`: why nothing is known: "many" pairs, too "long" for a page, or a rule that a lock breaks.
    `free_alone`: only free places were looked at, and nobody else moves.
    """

    suggestions: list[Suggestion] = field(default_factory=list)
    without: tuple[str, ...] = ()
    problem: str = ""
    free_alone: bool = False


def room(frozen: Mapping[str, Any]) -> Room:
    """The mentees who wait and the free places in what a run of now would see (`pool.freeze`)."""
    return Room(
        frozenset(one["id"] for one in frozen["mentees"]),
        {one["id"]: one["places"] for one in frozen["mentors"]},
        frozenset(one["id"] for one in frozen["kept_out"]),
        {one["id"]: one["places"] for one in frozen["mentees"]},
    )


def of_board(board: Board, now: Room) -> Next:
    """The next best on this board: as many mentees as possible, then as few changed pairs, then points.

    Offers that are open, pairs that were accepted and pairs that are locked stay. Nobody gets somebody they
    were offered before, and no pair that was passed over. Solved exactly, on what the run froze. Where pairs
    are too many to be listed, only free places are looked at.
    """
    avoid = avoided(board, now)
    if board.compiled.problem.source is not None:
        return _into_free_places(board, now, avoid)
    try:
        moves = least_change(board, now, avoid=avoid)
    except Cancelled:
        return Next(problem="long")
    except Refusal:
        return Next(problem="locked")
    broken = broken_pairs(board, now, avoid)
    found = [_suggestion(board, part, broken) for part in parted(board, moves)]
    suggestions = [one for one in found if one.fitted]
    placed = {mentee for one in suggestions for mentee in one.moves}
    waits = {one for one in board.ended if mentee_of(one) in now.mentees}
    waits |= {one for one in broken if mentee_of(one) in now.mentees | now.untrained}
    return Next(suggestions, tuple(sorted(waits - placed)))


def _into_free_places(board: Board, now: Room, avoid: frozenset[Pair]) -> Next:
    """Whoever waits on a free place, as many as possible, then with the most points; nobody else moves."""
    broken, known = broken_pairs(board, now, avoid), board.compiled.places["mentee"]
    staying = {one: mentor for one, mentor in board.pairs.items() if one not in broken}
    waits = now.mentees - staying.keys() - board.held - board.out - board.locks.keys()
    gone = board.out | now.untrained
    most = {one: places for one, places in _places(board, now).items() if one not in gone}
    mentees = sorted(waits & known.keys())
    try:
        made = freeplaces.fit(board, mentees, freeplaces.left(board, most, staying), avoid=avoid)
    except Cancelled:
        return Next(problem="long")
    except Refusal:
        return Next(problem=MANY)
    if made is None or len(made) > MOST_FITTED:
        return Next(problem=MANY)
    found = [Suggestion((one,), {one: mentor}, effect(board, {one: mentor})) for one, mentor in made.items()]
    left_over = (board.ended & now.mentees) | (broken & (now.mentees | now.untrained))
    return Next(found, tuple(sorted(left_over - made.keys())), free_alone=True)


def avoided(board: Board, now: Room) -> frozenset[Pair]:
    """Pairs that are not suggested: forbidden, tried, passed over, or a pair before; three queries."""
    passed = PassedOver.objects.filter(run=board.run).values_list("mentee", "mentor")
    people = [UUID(one) for one in (*now.mentees, *now.free)]
    ids = [*passed, *afterwards.earlier_pairs(people)]
    found = {(str(mentee), str(mentor)) for mentee, mentor in ids} | board.tried
    standing = {(mentee_of(one), mentor) for one, mentor in board.pairs.items()} - board.said_no
    return frozenset(board.forbidden | (found - standing))


def least_change(board: Board, now: Room, *, avoid: frozenset[Pair]) -> dict[str, str | None]:
    """The moves of the best pairing around all that stays. Raises the engine's `Refusal`."""
    problem = _problem(board, now, avoid)
    several = any(len(seats) > 1 for seats in board.seats.values()) or bool(board.has)
    order = OF_SEVERAL if several else LEAST_CHANGE
    if several:
        nobody_yet = [int(one not in board.has) for one in problem.mentees]
        problem = replace(problem, mentee_class=np.array(nobody_yet, dtype=np.int64))
    objective = Objective(order=order, seed=board.run.seed)
    solution = solve(problem, objective, watch=patience())
    if solution.status is Status.INFEASIBLE:
        solution = solve(replace(problem, quotas=()), objective, watch=patience())
    made = [solution.problem.named(pair) for pair in solution.pairs]
    ends = ((one["mentee"], one["mentor"]) for one in made)
    held = {one: board.pairs[one] for one in board.held}
    there = {(mentee_of(one), mentor) for one, mentor in held.items()}
    pairs = laid([*there, *(one for one in ends if one not in there)], board.seats, board.pairs)
    return difference(board.pairs, pairs)


def _problem(board: Board, now: Room, avoid: frozenset[Pair]) -> Problem:
    """The run's problem with the places of now; who cannot be paired now has no pair that could be made."""
    compiled, most = board.compiled, _places(board, now)
    stay = _staying(board, now, most, avoid)
    locked = []
    for mentee, mentor in stay.items():
        ends = compiled.mentee_at(mentee_of(mentee)), compiled.mentor_at(mentor)
        if ends in compiled.pair_at:
            locked.append(ends)
        else:
            most[mentor] -= 1
    rooms = _rooms(board, now, stay)
    return narrowed(board, _open(board, now, stay, rooms, avoid), locked=locked, places=most, rooms=rooms)


def _rooms(board: Board, now: Room, stay: Mapping[str, str]) -> dict[str, int]:
    """How many pairs of the board each mentee may have: those that stay, and what is free now."""
    rooms = {}
    for mentee, seats in board.seats.items():
        staying = sum(one in stay for one in seats)
        held = sum(one in board.held for one in seats)
        free = now.rooms.get(mentee, 0) - (staying - held)
        if mentee in now.untrained:
            free = sum(one in board.pairs for one in seats) - staying
        rooms[mentee] = staying + max(0, min(free, len(seats) - staying))
    return rooms


def _places(board: Board, now: Room) -> dict[str, int]:
    """How many pairs of the board each mentor may have now: offered, accepted, and what is free."""
    held = Counter(board.pairs[one] for one in board.held)
    proposed = Counter(board.pairs.values())
    most = {}
    for one, places in board.places.items():
        free = proposed[one] - held[one] if one in now.untrained else now.free.get(one, 0)
        most[one] = max(held[one], min(places, held[one] + free))
    return most


def broken_pairs(board: Board, now: Room, avoid: frozenset[Pair]) -> frozenset[str]:
    """Mentees whose proposed pair cannot be offered as it stands: forbidden, somebody gone, or no place."""
    most, held = _places(board, now), Counter(board.pairs[one] for one in board.held)
    present = now.mentees | now.untrained
    return frozenset(
        mentee
        for mentee, mentor in board.pairs.items()
        if mentee not in board.held
        and (
            (mentee_of(mentee), mentor) in avoid
            or mentee_of(mentee) not in present
            or most[mentor] <= held[mentor]
        )
    )


def _staying(board: Board, now: Room, most: dict[str, int], avoid: frozenset[Pair]) -> dict[str, str]:
    """The pairs that never move: offered or accepted, and locked ones that still have a place."""
    stay = {one: board.pairs[one] for one in sorted(board.held)}
    taken = Counter(stay.values())
    for mentee, mentor in sorted(board.locks.items()):
        if board.pairs.get(mentee) != mentor or mentee in stay or (mentee_of(mentee), mentor) in avoid:
            continue
        if mentee_of(mentee) in now.mentees | now.untrained and taken[mentor] < most[mentor]:
            stay[mentee] = mentor
            taken[mentor] += 1
    return stay


def _open(
    board: Board, now: Room, stay: dict[str, str], rooms: Mapping[str, int], avoid: frozenset[Pair]
) -> NDArray[np.bool_]:
    """Which listed pairs may be made: of mentees who wait, none avoided, no other than a lock says."""
    compiled, problem = board.compiled, board.compiled.problem
    places = compiled.places["mentee"]
    staying = Counter(mentee_of(one) for one in stay)
    open_to = {one for one in now.mentees - board.out if rooms.get(one, 0) > staying[one]}
    free = [places[one] for one in open_to if one in places]
    open_ones = np.isin(problem.pair_mentee, free)
    gone = [place for one, place in compiled.places["mentor"].items() if one in board.out | now.untrained]
    open_ones &= ~np.isin(problem.pair_mentor, gone)
    for seat, mentor in board.pairs.items():
        mentee = mentee_of(seat)
        if seat not in stay and {mentee, mentor} & now.untrained and mentee in now.mentees | now.untrained:
            pair = compiled.pair(mentee, mentor)
            if pair is not None:
                open_ones[pair] = True
    open_ones &= _as_locked(board, stay, rooms)
    for mentee, mentor in avoid:
        if mentee in places and mentor in compiled.places["mentor"]:
            pair = compiled.pair(mentee, mentor)
            if pair is not None:
                open_ones[pair] = False
    return open_ones


def _as_locked(board: Board, stay: dict[str, str], rooms: Mapping[str, int]) -> NDArray[np.bool_]:
    """Not the pairs that would take a place which a lock wants for another mentor."""
    problem, places = board.compiled.problem, board.compiled.places
    staying, wanted = Counter(mentee_of(one) for one in stay), defaultdict(list)
    for seat, mentor in board.locks.items():
        if seat not in stay and mentee_of(seat) in places["mentee"]:
            wanted[mentee_of(seat)].append(places["mentor"].get(mentor, -1))
    kept = np.ones(len(problem.score), dtype=bool)
    for mentee, mentors in wanted.items():
        if rooms.get(mentee, 1) - staying[mentee] <= len(mentors):
            own = problem.pair_mentee == places["mentee"][mentee]
            kept &= ~own | np.isin(problem.pair_mentor, mentors)
    return kept


def parted(board: Board, moves: dict[str, str | None]) -> list[dict[str, str | None]]:
    """The moves in parts that stand on their own, so that each can be taken without the others.

    Two belong together where one of them takes the place that the other leaves.
    """
    leaving = {board.pairs[one] for one in moves if one in board.pairs}
    linked: dict[str, set[str]] = defaultdict(set)
    for mentee, mentor in moves.items():
        for one in {board.pairs.get(mentee), mentor} & leaving:
            if one is not None:
                linked[one].add(mentee)
    left, parts = set(moves), []
    for mentee in sorted(moves):
        if mentee in left:
            part = _reached(mentee, linked.values())
            left -= part
            parts.append({one: moves[one] for one in sorted(part)})
    return parts


def _reached(mentee: str, groups: Iterable[set[str]]) -> set[str]:
    part, before = {mentee}, set[str]()
    while part != before:
        before = set(part)
        for group in groups:
            if group & part:
                part |= group
    return part


def _suggestion(board: Board, moves: dict[str, str | None], broken: frozenset[str]) -> Suggestion:
    """Fitted in is whoever had nobody, or a pair that cannot be offered; else whoever gets somebody else."""
    get = [one for one in moves if moves[one] is not None]
    need = [one for one in get if one not in board.pairs or one in broken]
    return Suggestion(tuple(need or get), moves, effect(board, moves))


def passed_over(run: Run) -> list[PassedOver]:
    """What coordinators do not want to be suggested for a run, oldest first; one query."""
    found = PassedOver.objects.filter(run=run).select_related("said_by")
    return list(found)
