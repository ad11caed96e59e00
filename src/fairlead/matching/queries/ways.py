"""The ways of pairing two people on a board, each with its whole effect, computed before it is done."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.model import Problem, Refusal, Status
from fairlead.engine.solvers import solve
from fairlead.engine.watching import Watch
from fairlead.matching.queries.board import Board, Figures, Moves, Pairs
from fairlead.matching.queries.seats import laid, mentee_of
from fairlead.matching.queries.wording import limits as limit_words

PATIENCE_SECONDS = 5
FREE, SWAP, INSTEAD, CHAIN, APART = "free", "swap", "instead", "chain", "apart"


@dataclass(frozen=True)
class Effect:
    """What moves come to together: figures before and after, limits newly broken, locks that are lifted."""

    before: Figures
    after: Figures
    broken: list[str]

    @property
    def worse(self) -> bool:
        """Whether a reason is asked for: fewer mentees, fewer points, or a limit broken."""
        fewer = self.after.matched < self.before.matched or self.after.total < self.before.total
        return fewer or bool(self.broken)


@dataclass(frozen=True)
class Way:
    """One way of doing it: which seats move where, what it comes to. `other` is the seat that makes room."""

    kind: str
    mentee: str
    moves: dict[str, str | None]
    effect: Effect
    other: str = ""

    @property
    def posted(self) -> str:
        """The moves as a form sends them."""
        return " ".join(f"{mentee}:{mentor or ''}" for mentee, mentor in sorted(self.moves.items()))


def effect(board: Board, moves: Moves) -> Effect:
    """What these moves come to on the board."""
    after = board.after(moves)
    before_limits, after_limits = board.limits(board.pairs), board.limits(after)
    broken = newly_broken(before_limits, after_limits) if before_limits and after_limits else []
    return Effect(board.figures(), board.figures(after), broken)


def newly_broken(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The limits that are farther from kept than before, each in a phrase with its count."""
    found = []
    for old, new in zip(before["places"], after["places"], strict=True):
        if _missed(new) > _missed(old):
            what = limit_words.name(new["side"], after["names"][new["institution"]])
            found.append(limit_words.broken(what, new))
    return found


def _missed(one: Mapping[str, Any]) -> int:
    over = 0 if one["most"] is None else int(one["count"]) - int(one["most"])
    return max(over, int(one["least"]) - int(one["count"]), 0)


def of_pair(board: Board, mentee: str, mentor: str) -> list[Way]:
    """Each way in which this mentee can get this mentor, the best first; none for a pair or the forbidden."""
    here = board.pairs.get(mentee)
    if here == mentor or mentee in board.held or board.obstacles(mentee, mentor):
        return []
    ways = list(_simple(board, mentee, mentor, here))
    chain = chain_for(board, mentee, mentor)
    if chain is not None and all(chain != one.moves for one in ways):
        ways.append(Way(CHAIN, mentee, chain, effect(board, chain)))
    return sorted(ways, key=_best_first)


def _best_first(way: Way) -> tuple[int, int, int, int]:
    order = (FREE, SWAP, CHAIN, INSTEAD, APART)
    after = way.effect.after
    return len(way.effect.broken), -after.matched, -after.total, order.index(way.kind)


def _simple(board: Board, mentee: str, mentor: str, here: str | None) -> Iterable[Way]:
    if board.free(mentor) > 0:
        moves: dict[str, str | None] = {mentee: mentor}
        yield Way(FREE, mentee, moves, effect(board, moves))
        return
    for other in board.mentees_of(mentor):
        if board.fixed(other):
            continue
        if here is not None and board.possible(other, here):
            moves = {mentee: mentor, other: here}
            yield Way(SWAP, mentee, moves, effect(board, moves), other)
        moves = {mentee: mentor, other: None}
        yield Way(INSTEAD, mentee, moves, effect(board, moves), other)


def apart(board: Board, mentee: str) -> Way | None:
    """What taking a mentee's pair apart comes to; None where there is none that may be changed."""
    if mentee not in board.pairs or mentee in board.held:
        return None
    moves: dict[str, str | None] = {mentee: None}
    return Way(APART, mentee, moves, effect(board, moves))


def leaving(board: Board, person: str) -> dict[str, str | None]:
    """What moves when somebody is left out: their pairs are taken apart."""
    pairs = board.pairs
    return {one: None for one in pairs if person in (mentee_of(one), pairs[one])}


def chain_for(board: Board, mentee: str, mentor: str) -> dict[str, str | None] | None:
    """The best of all rearrangements around a pair, as moves; None where there is none.

    Solved exactly, with the run's own order of aims: this pair, every pair that is locked or offered, and
    the mentee's other pairs stay, and among equally good ones as many of the other pairs as possible.
    """
    problem = _around(board, mentee, mentor)
    if problem is None:
        return None
    try:
        solution = solve(problem, board.compiled.policy.objective, watch=patience())
    except Refusal:
        return None
    if solution.status is not Status.OPTIMAL:
        return None
    made = [problem.named(pair) for pair in solution.pairs]
    wanted = {**board.pairs, mentee: mentor}
    found = laid(((one["mentee"], one["mentor"]) for one in made), board.seats, wanted)
    return difference(board.pairs, found)


def patience() -> Watch:
    """Calls the work off once a page has waited long enough; then only the simple ways are told."""
    begun = monotonic()
    return Watch(is_cancelled=lambda: monotonic() - begun > PATIENCE_SECONDS)


def difference(before: Pairs, after: Pairs) -> dict[str, str | None]:
    """The moves that lead from some pairs to others, in the order of ids: told alike at every time."""
    everybody = sorted(before.keys() | after.keys())
    return {one: after.get(one) for one in everybody if before.get(one) != after.get(one)}


def _around(board: Board, mentee: str, mentor: str) -> Problem | None:
    """The run's problem as the board stands, with this pair made; None where its pairs are not listed."""
    compiled, problem = board.compiled, board.compiled.problem
    if problem.source is not None:
        return None
    others = [one for one in board.seats_of(mentee_of(mentee)) if one in board.pairs]
    stay = {one: board.pairs[one] for one in board.pairs if board.fixed(one) or one in others}
    stay |= {mentee: mentor}
    locked = tuple(_ends(board, *pair) for pair in stay.items())
    if any(pair not in compiled.pair_at for pair in locked):
        return None
    shut = _shut(board, stay)
    rooms = {one: sum(each not in shut for each in seats) for one, seats in board.seats.items()}
    return narrowed(board, _open_pairs(board, stay, shut), locked=locked, places=board.places, rooms=rooms)


def narrowed(
    board: Board,
    open_ones: NDArray[np.bool_],
    *,
    locked: Sequence[tuple[int, int]],
    places: Mapping[str, int],
    rooms: Mapping[str, int],
) -> Problem:
    """The run's problem with the open ones of its listed pairs alone, and the locked ones, which are made.

    `places`: of each mentor, `rooms`: of each mentee. What stands on the board is the earlier pairing of
    which most is kept.
    """
    compiled, problem = board.compiled, board.compiled.problem
    open_ones[[compiled.pair_at[pair] for pair in locked]] = True
    return replace(
        problem,
        pair_mentee=problem.pair_mentee[open_ones],
        pair_mentor=problem.pair_mentor[open_ones],
        score=problem.score[open_ones],
        mentor_most=np.array([places[one] for one in problem.mentors], dtype=np.int64),
        mentee_most=np.array([max(1, rooms[one]) for one in problem.mentees], dtype=np.int64),
        locked=tuple(locked),
        base=tuple(_ends(board, *pair) for pair in board.pairs.items()),
    )


def _ends(board: Board, mentee: str, mentor: str) -> tuple[int, int]:
    return board.compiled.mentee_at(mentee_of(mentee)), board.compiled.mentor_at(mentor)


def _shut(board: Board, stay: Pairs) -> set[str]:
    """Seats that get nobody: an offer came to nothing, or a lock is not made."""
    return {one for one in board.ended | board.held | board.locks.keys() if one not in stay}


def _open_pairs(board: Board, stay: Pairs, shut: set[str]) -> NDArray[np.bool_]:
    """Which listed pairs may be made: nobody who is left out, or without an open seat, nothing forbidden."""
    compiled, problem = board.compiled, board.compiled.problem
    gone = board.out | {one for one, seats in board.seats.items() if shut.issuperset(seats)}
    open_ones = np.ones(len(problem.score), dtype=bool)
    for side in ("mentee", "mentor"):
        places = compiled.places[side]
        ends = getattr(problem, f"pair_{side}")
        open_ones &= ~np.isin(ends, [places[one] for one in gone if one in places])
    for one, other in board.forbidden | board.said_no:
        if one in compiled.places["mentee"] and other in compiled.places["mentor"]:
            place = compiled.pair_at.get(_ends(board, one, other))
            if place is not None:
                open_ones[place] = False
    return open_ones
