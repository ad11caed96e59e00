"""What was changed by hand on a run's board, in words: the log, what is new, what the engine had chosen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from fairlead.kernel.actors import Actor
from fairlead.matching.enums import BoardKind
from fairlead.matching.models import BoardChange, Run
from fairlead.matching.queries.board import Board
from fairlead.matching.queries.runs import Who, known
from fairlead.matching.queries.seats import id_of, mentee_of
from fairlead.matching.queries.ways import Way
from fairlead.matching.queries.wording import boards as words
from fairlead.matching.queries.wording import costs


@dataclass(frozen=True)
class Entry:
    """A change as the log shows it."""

    change: BoardChange
    sentence: str
    figures: str


@dataclass(frozen=True)
class ByHand:
    """What a person changed for a mentee: the engine's mentor, and the change that made it otherwise."""

    engine: Who | None
    change: BoardChange


def of_run(run: Run) -> QuerySet[BoardChange]:
    """The run's changes, oldest first, without the rows they keep for undoing."""
    rows = ("before", "after", "of__before", "of__after")
    return BoardChange.objects.filter(run=run).defer(*rows).select_related("made_by", "of")


def touching(run: Run, people: set[str], *, since: int) -> list[BoardChange]:
    """The changes after number `since` that touched any of these people, oldest first; one query."""
    found = of_run(run).filter(number__gt=since)
    return [one for one in found if people & set(one.people)]


def entries(some: Iterable[BoardChange]) -> list[Entry]:
    """These changes in words; two queries more, whatever their number."""
    shown = list(some)
    people = known(id_of(one) for change in shown for one in _named(change.told))
    return [Entry(one, words.sentence(one, people), words.figures(one.told)) for one in shown]


def sentences(some: Iterable[BoardChange]) -> list[str]:
    """What these changes did, a sentence each."""
    return [one.sentence for one in entries(some)]


def _named(told: Mapping[str, Any]) -> set[str]:
    moved = {one for move in told["moves"] for one in (move["mentee"], move["before"], move["after"])}
    return {one for one in {told["mentee"], told["mentor"], *moved} if one}


def by_hand(some: Sequence[BoardChange]) -> dict[str, tuple[str | None, BoardChange]]:
    """For each mentee who does not stand as the engine chose: the engine's mentor, and the last change."""
    first: dict[str, str | None] = {}
    now: dict[str, tuple[str | None, BoardChange]] = {}
    for one in some:
        for move in one.told["moves"] if not one.of_id else ():
            first.setdefault(move["mentee"], move["before"])
            if not one.undone:
                now[move["mentee"]] = (move["after"], one)
    return {who: (first[who], one) for who, (after, one) in now.items() if after != first[who]}


def changed(run: Run) -> int:
    """How many mentees of the run do not stand as the engine chose; one query."""
    return len(by_hand(list(of_run(run))))


def to_undo(some: Sequence[BoardChange], actor: Actor) -> BoardChange | None:
    """The actor's own newest change that holds."""
    mine = [one for one in some if not one.of_id and one.made_by_id == actor.person_id and not one.undone]
    return mine[-1] if mine else None


def to_redo(some: Sequence[BoardChange], actor: Actor) -> BoardChange | None:
    """The change that the actor has undone last, as long as they have changed nothing else since."""
    mine = [one for one in some if one.made_by_id == actor.person_id]
    for one in reversed(mine):
        if not one.of_id:
            return None
        if one.of and one.of.undone:
            return one.of
    return None


def chosen(run: Run, actor: Actor, deed: str, given: str) -> BoardChange | None:
    """The change to undo or to do again: the one with this id, else the actor's own newest."""
    if not given:
        log = list(of_run(run))
        found = to_undo(log, actor) if deed == BoardKind.UNDO else to_redo(log, actor)
        return found and fetch(run, found.pk)
    try:
        return fetch(run, UUID(given))
    except ValueError:
        return None


def fetch(run: Run, pk: UUID) -> BoardChange | None:
    """A change of the run by its id, undoings left out."""
    return (
        BoardChange.objects.filter(run=run, pk=pk, of=None)
        .select_related("run__round__programme")
        .defer("run__frozen")
        .first()
    )


def named(some: Mapping[str, tuple[str | None, BoardChange]], seats: Iterable[str]) -> dict[str, ByHand]:
    """Of these seats those that do not stand as the engine chose, with the engine's mentor; two queries."""
    found = {one: some[one] for one in seats if one in some}
    people = known(UUID(engine) for engine, _change in found.values() if engine)
    return {
        mentee: ByHand(people[UUID(engine)] if engine else None, change)
        for mentee, (engine, change) in found.items()
    }


def planned(kind: BoardKind, told: Mapping[str, Any]) -> str:
    """What a change was to do, in words without who does it."""
    return words.deed(kind, told, known(id_of(one) for one in _named(told)))


def moves_told(board: Board, moves: Mapping[str, str | None]) -> list[dict[str, Any]]:
    """Moves as the sentences take them; `several` where the mentee keeps another mentor."""
    after = {mentee_of(one) for one in board.after(moves)} | board.has
    return [
        {
            "mentee": one,
            "leaves": board.pairs.get(one),
            "joins": to,
            **({"several": True} if to is None and mentee_of(one) in after else {}),
        }
        for one, to in moves.items()
    ]


@dataclass(frozen=True)
class ToldWay:
    """A way of pairing as a page shows it: its name, who else moves, figures, and what a form sends."""

    way: Way
    title: str
    others: list[str]
    figures: list[tuple[str, int | None, int | None]]


def told_way(board: Board, way: Way, people: Mapping[UUID, Who]) -> ToldWay:
    """A way in words."""
    moves = moves_told(board, way.moves)
    others = [costs.moves_to(one, people) for one in moves if one["mentee"] != way.mentee]
    return ToldWay(way, words.way(way.kind, way.other, people), others, words.compared(way.effect))
