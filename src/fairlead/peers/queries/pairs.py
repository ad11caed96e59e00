"""Who is in the pool of peer pairs, who has whom, and who has nobody."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from fairlead.matching.queries import peering
from fairlead.matching.queries.wording import parts
from fairlead.peers.enums import PeerPairState
from fairlead.peers.models import PeerPair, PeerSeat, PeerSet
from fairlead.peers.queries import wording
from fairlead.programmes.enums import ParticipationState
from fairlead.programmes.models import Participation, Round


@dataclass(frozen=True)
class Half:
    """One of the two, and what the other gives to them."""

    participation: Participation
    points: int
    legend: list[dict[str, Any]]
    told: str


@dataclass(frozen=True)
class Row:
    """A pair with its two halves, the earlier name first."""

    pair: PeerPair
    halves: list[Half]
    most: int = 0


@dataclass(frozen=True)
class Member:
    """Somebody of the pool: left out or not, and their pair, if any."""

    participation: Participation
    out: bool
    row: Row | None = None

    @property
    def partner(self) -> str:
        """The other's name; empty where there is nobody."""
        if self.row is None:
            return ""
        others = [one for one in self.row.halves if one.participation.pk != self.participation.pk]
        return others[0].participation.person.name if others else ""


@dataclass(frozen=True)
class Board:
    """The pairs by state, each weakest first, and the people."""

    members: list[Member]
    proposed: list[Row] = field(default_factory=list)
    running: list[Row] = field(default_factory=list)
    over: list[Row] = field(default_factory=list)

    @property
    def alone(self) -> list[Member]:
        """Who takes part, is not left out, and has nobody."""
        return [one for one in self.members if not one.out and one.row is None]

    @property
    def locks(self) -> bool:
        """Whether a proposed pair is locked."""
        return any(row.pair.locked for row in self.proposed)

    def as_proposed(self, peer_set: PeerSet) -> bool:
        """Whether as many can be paired as when the pairs were proposed, and all of these pairs stand."""
        now = self.count - 2 * len(self.running), len(self.proposed)
        return now == (peer_set.figures.get("people"), peer_set.figures.get("pairs"))

    @property
    def count(self) -> int:
        """How many take part and are not left out."""
        return sum(not one.out for one in self.members)


def of_round(round: Round) -> list[PeerSet]:
    """The peer pairs of a round, the newest first; one query."""
    return list(PeerSet.objects.filter(round=round).order_by("-made_at", "pk"))


def taking_part(peer_set: PeerSet) -> list[Participation]:
    """Everybody of the side who takes part in the round, by name; one query."""
    found = Participation.objects.filter(
        round=peer_set.round_id,
        side=peer_set.side,
        state=ParticipationState.ACTIVE,
        person__is_active=True,
    )
    return list(found.select_related("person").order_by("person__name", "pk"))


def free(peer_set: PeerSet) -> list[UUID]:
    """Who may be paired now: takes part, is not left out, is in no pair under way; three queries."""
    busy = set(peer_set.left_out.values_list("participation", flat=True))
    running = PeerSeat.objects.filter(peer_set=peer_set, live=True, pair__state=PeerPairState.RUNNING)
    busy |= set(running.values_list("participation", flat=True))
    return [one.pk for one in taking_part(peer_set) if one.pk not in busy]


def once_paired(peer_set: PeerSet) -> set[frozenset[UUID]]:
    """Whose pair in this set has ended: they are not paired again; one query."""
    return set(_twos(peer_set, PeerPairState.ENDED).values())


def locked(peer_set: PeerSet) -> list[tuple[UUID, UUID]]:
    """The proposed pairs that stay; one query."""
    pairs = _twos(peer_set, PeerPairState.PROPOSED, pair__locked=True).values()
    return [(one, other) for one, other in (sorted(two) for two in pairs if len(two) == 2)]


def _twos(peer_set: PeerSet, state: str, **more: Any) -> dict[UUID, frozenset[UUID]]:
    seats = PeerSeat.objects.filter(peer_set=peer_set, pair__state=state, **more).order_by("pk")
    found: dict[UUID, frozenset[UUID]] = {}
    for pair, who in seats.values_list("pair", "participation"):
        found[pair] = found.get(pair, frozenset()) | {who}
    return found


def board(peer_set: PeerSet) -> Board:
    """All pairs and people; four queries."""
    out = set(peer_set.left_out.values_list("participation", flat=True))
    rows = _rows(PeerPair.objects.filter(peer_set=peer_set))
    has = {
        half.participation.pk: row
        for row in rows
        if row.pair.state in (PeerPairState.PROPOSED, PeerPairState.RUNNING)
        for half in row.halves
    }
    people = taking_part(peer_set)
    by_state: dict[str, list[Row]] = {}
    for row in rows:
        by_state.setdefault(row.pair.state, []).append(row)
    return Board(
        members=[Member(one, one.pk in out, has.get(one.pk)) for one in people],
        proposed=by_state.get(PeerPairState.PROPOSED, []),
        running=by_state.get(PeerPairState.RUNNING, []),
        over=by_state.get(PeerPairState.ENDED, []) + by_state.get(PeerPairState.COMPLETED, []),
    )


def _rows(pairs: "Iterable[PeerPair]") -> list[Row]:
    """These pairs with their halves, the fewest points first, then by name; two queries."""
    kept = list(pairs)
    seats: dict[UUID, list[PeerSeat]] = {}
    found = PeerSeat.objects.filter(pair__in=kept).select_related("participation__person")
    for seat in found.order_by("participation__person__name", "place"):
        seats.setdefault(seat.pair_id, []).append(seat)
    rows = [
        Row(one, list(map(_half, mine)), sum(parts.most(seat.parts) for seat in mine))
        for one in kept
        if (mine := seats.get(one.pk))
    ]
    return sorted(rows, key=lambda row: (row.pair.points, row.halves[0].participation.person.name))


def _half(seat: PeerSeat) -> Half:
    told = wording.one_sentence(seat.parts)
    return Half(seat.participation, seat.points, wording.legend(seat.parts), told)


def is_settled(peer_set: PeerSet, board: Board) -> bool:
    """Whether nothing has changed since pairs were proposed: nobody has come, left, or been moved."""
    told = peer_set.figures
    if told.get("changed", True) or told.get("alone") != len(board.alone):
        return False
    return not board.proposed or board.as_proposed(peer_set)


def pair(peer_set: PeerSet, pk: UUID) -> PeerPair | None:
    """One pair of this set; one query."""
    return PeerPair.objects.filter(peer_set=peer_set, pk=pk).select_related("peer_set").first()


@dataclass(frozen=True)
class Choice:
    """Somebody with whom another may be paired: the points, who has them now, and what it comes to in all."""

    member: Member
    points: int
    effect: str = ""


def choices(board: Board, who: Member, points: dict[frozenset[UUID], int]) -> list[Choice]:
    """With whom somebody may be paired, the most points first; no query.

    `points`: of each two who may be paired.
    """
    found = []
    for one in board.members:
        two = frozenset((who.participation.pk, one.participation.pk))
        if two in points and not one.out and (one.row is None or one.row is not who.row):
            found.append(Choice(one, points[two]))
    return sorted(found, key=lambda one: (-one.points, one.member.participation.person.name))


def with_effects(some: Iterable[Choice], who: Member, suits: peering.Suitable, board: Board) -> list[Choice]:
    """The same with what each comes to once all others are fitted around it, where that is quickly done."""
    kept = [(one, other) for one, other in (_ids(row) for row in board.proposed if row.pair.locked)]
    shown = list(some)
    twos = [(who.participation.pk, one.member.participation.pk) for one in shown]
    told = suits.effects(twos, kept)
    return (
        [replace(one, effect=wording.effect(*found)) for one, found in zip(shown, told, strict=True)]
        if told
        else shown
    )


def _ids(row: Row) -> list[UUID]:
    return [half.participation.pk for half in row.halves]
