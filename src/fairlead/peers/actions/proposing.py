"""Propose peer pairs: small pools at once, large ones by a worker; and change them by hand."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import NOBODY, Actor
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.jobs import enqueue
from fairlead.kernel.revisions import advance
from fairlead.matching.queries import peering
from fairlead.matching.queries.computing import CannotMatch
from fairlead.peers.actions.arranging import held
from fairlead.peers.enums import OPEN, PeerPairState, Work
from fairlead.peers.models import PeerPair, PeerSeat, PeerSet
from fairlead.peers.queries import pairs
from fairlead.programmes.models import Participation

log = structlog.get_logger(__name__)
TASK = "fairlead.peers.tasks.propose"
# More people than this take longer than somebody should look at a page that loads.
AT_ONCE = 150
LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 3


class NotPossible(Refused):
    """These two cannot be paired."""


def propose(peer_set: PeerSet, *, seen: int, by: Actor, at: datetime) -> int | None:
    """Pair those who have nobody, as well as can be; locked pairs stay. How many; None: it waits.

    It is worked out before anything is locked. Raises `CannotMatch`, `Closed`, `AlreadyMoved`.
    """
    if len(pairs.free(peer_set)) > AT_ONCE:
        with transaction.atomic():
            standing = held(peer_set, seen=seen)
            advance(standing, work=Work.QUEUED, problem="", attempts=0, lease_until=None)
            enqueue(TASK, standing.pk)
            record("asked for peer pairs", standing, by=by, at=at, label=standing.title)
        return None
    found = _worked_out(peer_set, at=at)
    with transaction.atomic():
        standing = held(peer_set, seen=seen)
        _put(standing, found, at=at)
        record("proposed peer pairs", standing, by=by, at=at, label=standing.title)
    return len(found.pairs)


def carry_out(pk: UUID, *, at: datetime) -> None:
    """Work out pairs that wait for a worker; nothing if another has them, or they are there already."""
    mine = _leased(pk, at=at)
    if mine is None:
        return
    problem, found = "", None
    try:
        found = _worked_out(mine, at=at)
    except CannotMatch as refusal:
        problem = str(refusal.sentence)
    with transaction.atomic():
        locked = PeerSet.objects.select_for_update(no_key=True).filter(
            pk=pk, work=Work.RUNNING, attempts=mine.attempts
        )
        standing = locked.first()
        if standing is None:
            return
        if found is None or standing.state not in OPEN:
            advance(standing, work=Work.FAILED, problem=problem, lease_until=None)
        else:
            standing.work, standing.lease_until = Work.NONE, None
            standing.save(update_fields=["work", "lease_until"])
            _put(standing, found, at=at)
        record("proposed peer pairs", standing, by=NOBODY, at=at, label=standing.title)


def waiting(*, at: datetime) -> list[UUID]:
    """Whose worker was lost, or never came."""
    lost = Q(work=Work.QUEUED) | Q(work=Work.RUNNING, lease_until__lte=at)
    return list(PeerSet.objects.filter(lost).order_by("made_at", "pk").values_list("pk", flat=True))


def _leased(pk: UUID, *, at: datetime) -> PeerSet | None:
    """The peer pairs taken over by this worker; given up after three workers were lost."""
    rows = PeerSet.objects.filter(Q(work=Work.QUEUED) | Q(work=Work.RUNNING, lease_until__lte=at), pk=pk)
    found = rows.select_related("round__programme").first()
    if found is None:
        return None
    mine = rows.filter(attempts=found.attempts)
    if found.attempts >= MOST_ATTEMPTS:
        mine.update(work=Work.FAILED, lease_until=None)
        return None
    if mine.update(work=Work.RUNNING, attempts=found.attempts + 1, lease_until=at + LEASE) != 1:
        return None
    found.attempts += 1
    return found


def _worked_out(peer_set: PeerSet, *, at: datetime) -> peering.Outcome:
    return peering.pair_up(
        peer_set.round,
        pairs.free(peer_set),
        apart=pairs.once_paired(peer_set),
        locked=pairs.locked(peer_set),
        at=at,
    )


def _put(standing: PeerSet, found: peering.Outcome, *, at: datetime) -> None:
    """Take these pairs for those proposed before; people who have left the pool meanwhile get none."""
    there = set(pairs.free(standing))
    before = {frozenset(two): True for two in pairs.locked(standing)}
    by_hand = _by_hand(standing)
    standing.pairs.filter(state=PeerPairState.PROPOSED).delete()
    made, seats = [], []
    for halves in found.pairs:
        two = frozenset(half.participation for half in halves)
        if not two <= there:
            continue
        pair, both = _pair(standing, halves, at=at)
        pair.locked, pair.by_hand = two in before, two in by_hand
        made.append(pair)
        seats += both
    PeerPair.objects.bulk_create(made)
    PeerSeat.objects.bulk_create(seats)
    figures = {
        "people": len(there),
        "pairs": len(made),
        "most_pairs": found.most_pairs,
        "points": sum(one.points for one in made),
        "points_short": found.points_short,
        "proven": found.proven,
        "alone": len(there) - 2 * len(made),
        "changed": False,
    }
    advance(standing, figures=figures)


def _by_hand(standing: PeerSet) -> set[frozenset[UUID]]:
    seats = PeerSeat.objects.filter(peer_set=standing, pair__by_hand=True, live=True).order_by()
    found: dict[UUID, frozenset[UUID]] = {}
    for pair, who in seats.values_list("pair", "participation"):
        found[pair] = found.get(pair, frozenset()) | {who}
    return set(found.values())


def _pair(
    standing: PeerSet, halves: tuple[peering.Half, peering.Half], *, at: datetime
) -> tuple[PeerPair, list[PeerSeat]]:
    pair = PeerPair(peer_set=standing, made_at=at, points=sum(half.points for half in halves))
    seats = [
        PeerSeat(
            peer_set=standing,
            pair=pair,
            participation_id=half.participation,
            place=place,
            points=half.points,
            parts=half.parts,
        )
        for place, half in enumerate(halves)
    ]
    return pair, seats


@transaction.atomic
def join(
    peer_set: PeerSet, one: Participation, other: Participation, *, seen: int, by: Actor, at: datetime
) -> None:
    """Pair these two and lock it; pairs proposed with others go, and those others have nobody for now.

    Raises `NotPossible` where anything keeps the two apart, `CannotMatch`, `Closed`, `AlreadyMoved`.
    """
    standing = held(peer_set, seen=seen)
    suits = peering.suitable(standing.round, pairs.free(standing), apart=pairs.once_paired(standing), at=at)
    if frozenset((one.pk, other.pk)) not in suits.points():
        raise NotPossible(_("These two cannot be paired, for a reason that is not shown."))
    PeerPair.objects.filter(
        pk__in=PeerSeat.objects.filter(
            peer_set=standing, live=True, participation__in=[one.pk, other.pk]
        ).values("pair")
    ).delete()
    (halves,) = suits.halves([(one.pk, other.pk)])
    pair, seats = _pair(standing, halves, at=at)
    pair.locked = pair.by_hand = True
    pair.save()
    PeerSeat.objects.bulk_create(seats)
    advance(standing, figures=standing.figures | {"changed": True})
    record("paired two peers by hand", standing, by=by, at=at, label=standing.title)


@transaction.atomic
def lock(pair: PeerPair, on: bool, *, seen: int, by: Actor, at: datetime) -> None:
    """Keep a proposed pair when pairs are proposed again, or let it go. Raises `Closed`, `AlreadyMoved`."""
    standing, current = _proposed(pair, seen=seen)
    PeerPair.objects.filter(pk=current.pk).update(locked=on)
    advance(standing)
    said = "locked peer pair" if on else "unlocked peer pair"
    record(said, standing, by=by, at=at, label=standing.title)


@transaction.atomic
def part(pair: PeerPair, *, seen: int, by: Actor, at: datetime) -> None:
    """Take a proposed pair apart; nobody had heard of it. Raises `Closed`, `AlreadyMoved`."""
    standing, current = _proposed(pair, seen=seen)
    PeerPair.objects.filter(pk=current.pk).delete()
    advance(standing, figures=standing.figures | {"changed": True})
    record("took peer pair apart", standing, by=by, at=at, label=standing.title)


def _proposed(pair: PeerPair, *, seen: int) -> tuple[PeerSet, PeerPair]:
    standing = held(pair.peer_set, seen=seen)
    current = PeerPair.objects.filter(pk=pair.pk, state=PeerPairState.PROPOSED).first()
    if current is None:
        raise AlreadyMoved(_("This has already changed; the page now shows how it stands."))
    return standing, current
