"""Publish peer pairs, end one, and bring them to their last day; those concerned are told."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import NOBODY, Actor
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.revisions import advance
from fairlead.kernel.states import move
from fairlead.kernel.times import day_of, said
from fairlead.kernel.words import one_line
from fairlead.matching.queries import peering
from fairlead.notifications.actions import write
from fairlead.peers.actions.arranging import held
from fairlead.peers.enums import PAIR_MOVES, SET_MOVES, PeerPairState, PeerSetState
from fairlead.peers.models import PeerPair, PeerSeat, PeerSet
from fairlead.peers.queries import introducing, pairs, running


class OutOfDate(Refused):
    """A proposed pair no longer fits those who take part."""


@transaction.atomic
def publish(peer_set: PeerSet, *, seen: int, by: Actor, at: datetime) -> int:
    """Tell the two of each proposed pair who the other is; how many pairs begin.

    Raises `OutOfDate` when a pair is not possible any more, `Closed`, `AlreadyMoved`.
    """
    standing = held(peer_set, seen=seen)
    if standing.until <= day_of(at):
        raise Refused(_("The last day of these pairs has come. Choose a later one first."))
    proposed = list(standing.pairs.filter(state=PeerPairState.PROPOSED).order_by("pk"))
    if not proposed:
        raise Refused(_("There is no proposed pair. Propose pairs first."))
    apart = pairs.once_paired(standing)
    possible = peering.suitable(standing.round, pairs.free(standing), apart=apart, at=at).points()
    seats = _seats(proposed)
    if any(frozenset(one.participation_id for one in both) not in possible for both in seats.values()):
        raise OutOfDate(
            _(
                "Since these pairs were proposed something has changed of the people in them, their answers "
                "or the rules. Propose them again, then publish."
            )
        )
    for pair in proposed:
        move(pair, PeerPairState.RUNNING, moves=PAIR_MOVES, started_at=at)
    if standing.state == PeerSetState.PREPARED:
        move(standing, PeerSetState.RUNNING, moves=SET_MOVES, published_at=at)
    advance(standing)
    _tell(standing, [seat for both in seats.values() for seat in both], "published", at=at)
    record("published peer pairs", standing, by=by, at=at, label=standing.title)
    return len(proposed)


@transaction.atomic
def end(pair: PeerPair, *, by: Actor = NOBODY, tell: Iterable[UUID] | None = None, at: datetime) -> None:
    """End a pair that is under way. The other of the two is told, or both where somebody else ends it.

    `tell`: the participations to write to. Raises `AlreadyMoved`.
    """
    standing = PeerSet.objects.select_for_update(no_key=True).get(pk=pair.peer_set_id)
    current = PeerPair.objects.get(pk=pair.pk)
    move(current, PeerPairState.ENDED, moves=PAIR_MOVES, ended_at=at)
    PeerSeat.objects.filter(pair=current).update(live=False)
    advance(standing, figures=standing.figures | {"changed": True})
    both = _seats([current])[current.pk]
    wanted = (
        set(tell)
        if tell is not None
        else {one.participation_id for one in both if one.participation.person_id != by.person_id}
    )
    _tell(standing, [one for one in both if one.participation_id in wanted], "ended", at=at)
    record("ended peer pair", current, by=by, at=at, label=standing.title)


@transaction.atomic
def finish(peer_set: PeerSet, *, at: datetime) -> bool:
    """Close what is past its last day; pairs that were only proposed go. Whether anything was done."""
    standing = PeerSet.objects.select_for_update(no_key=True).get(pk=peer_set.pk)
    if standing.state != PeerSetState.RUNNING or standing.until >= day_of(at):
        return False
    standing.pairs.filter(state=PeerPairState.PROPOSED).delete()
    for pair in standing.pairs.filter(state=PeerPairState.RUNNING).order_by("pk"):
        move(pair, PeerPairState.COMPLETED, moves=PAIR_MOVES, ended_at=at)
    PeerSeat.objects.filter(peer_set=standing).update(live=False)
    move(standing, PeerSetState.FINISHED, moves=SET_MOVES)
    record("finished peer pairs", standing, by=NOBODY, at=at, label=standing.title)
    return True


def end_gone(*, at: datetime) -> int:
    """End the pairs of those who have left the round; the other is told. How many."""
    done = 0
    for seat in running.gone():
        try:
            end(seat.pair, tell=running.others_there(seat), at=at)
        except AlreadyMoved:
            continue
        done += 1
    return done


def _seats(some: list[PeerPair]) -> dict[UUID, list[PeerSeat]]:
    found: dict[UUID, list[PeerSeat]] = {one.pk: [] for one in some}
    seats = PeerSeat.objects.filter(pair__in=some).select_related("participation__person")
    for seat in seats.order_by("pair", "place"):
        found[seat.pair_id].append(seat)
    return found


def _tell(peer_set: PeerSet, seats: list[PeerSeat], kind: str, *, at: datetime) -> None:
    """Write to each of these who the other is, or that the pair has ended."""
    known = introducing.both({seat.pair_id for seat in seats})
    programme = peer_set.round.programme
    for seat in seats:
        person = seat.participation.person
        others = [one for one in known[seat.pair_id] if one.participation != seat.participation_id]
        other = others[0] if others else None
        write(
            key=f"peers:{seat.pk}:{kind}",
            kind=f"peers-{kind}",
            to_email=person.email,
            to_name=one_line(person.name),
            template="peers/letters/pair.txt",
            context={
                "said": kind,
                "title": one_line(peer_set.title),
                "words": peer_set.words if kind == "published" else "",
                "other": other,
                "shared": introducing.shared(known[seat.pair_id]),
                "until": said(peer_set.until, "j F Y"),
                "programme": programme,
                "url": settings.BASE_URL + reverse("peers:mine", args=[seat.pair_id]),
            },
            at=at,
            language=person.language,
        )
