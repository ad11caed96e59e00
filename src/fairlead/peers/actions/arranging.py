"""Prepare peer pairs: their title, side, last day and words, and who is left out."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.kernel.revisions import advance, check_seen
from fairlead.kernel.states import move
from fairlead.kernel.times import day_of
from fairlead.peers.enums import OPEN, SET_MOVES, PeerPairState, PeerSetState, Work
from fairlead.peers.models import PeerLeftOut, PeerPair, PeerSeat, PeerSet
from fairlead.programmes.models import Participation, Round

LONGEST = timedelta(days=731)
FIELDS = ("title", "side", "until", "words")


class NotSo(Refused):
    """Peer pairs cannot be so: the day has passed, the title is taken, the side cannot change any more."""


class Closed(Refused):
    """The pairs are over, called off, or being worked out, so nothing is changed."""


@transaction.atomic
def begin(round: Round, given: Mapping[str, Any], *, by: Actor, at: datetime) -> PeerSet:
    """Begin peer pairs of the round; entered twice, they are one. Nobody hears of it. Raises `NotSo`."""
    _must_be_to_come(given["until"], at=at)
    Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    standing = PeerSet.objects.filter(round=round, title=given["title"])
    known = standing.exclude(state=PeerSetState.CANCELLED).first()
    same = known is not None and all(getattr(known, name) == given[name] for name in FIELDS)
    if known is not None and same and known.state == PeerSetState.PREPARED:
        return known
    if known is not None:
        raise NotSo(_("The round has peer pairs of this title already."))
    made = PeerSet.objects.create(round=round, made_at=at, **{name: given[name] for name in FIELDS})
    record("began peer pairs", made, by=by, at=at, label=made.title)
    return made


@transaction.atomic
def change(peer_set: PeerSet, given: Mapping[str, Any], *, seen: int, by: Actor, at: datetime) -> None:
    """Change title, last day or words, and the side while nobody is paired.

    Raises `NotSo`, `Closed`, `AlreadyMoved`.
    """
    standing = held(peer_set, seen=seen)
    _must_be_to_come(given["until"], at=at)
    if given["side"] != standing.side and PeerPair.objects.filter(peer_set=standing).exists():
        raise NotSo(_("There are pairs already, so the side stays. Begin others for the other side."))
    try:
        with transaction.atomic():
            advance(standing, **{name: given[name] for name in FIELDS})
    except IntegrityError as twice:
        raise NotSo(_("The round has peer pairs of this title already.")) from twice
    record("changed peer pairs", standing, by=by, at=at, label=standing.title)


@transaction.atomic
def leave_out(
    peer_set: PeerSet, who: Participation, out: bool, *, seen: int, by: Actor, at: datetime
) -> None:
    """Leave somebody out, or let them in again; a pair proposed for them goes.

    Raises `NotSo` for somebody who is in a pair under way, `Closed`, `AlreadyMoved`.
    """
    standing = held(peer_set, seen=seen)
    if (who.round_id, who.side) != (standing.round_id, standing.side):
        raise NotSo(_("This person is not of this side of the round."))
    if out:
        seat = PeerSeat.objects.filter(peer_set=standing, participation=who, live=True).first()
        if seat is not None and seat.pair.state == PeerPairState.RUNNING:
            raise NotSo(_("They are in a pair that is under way. End the pair first."))
        if seat is not None:
            PeerPair.objects.filter(pk=seat.pair_id).delete()
        PeerLeftOut.objects.get_or_create(peer_set=standing, participation=who)
    else:
        PeerLeftOut.objects.filter(peer_set=standing, participation=who).delete()
    advance(standing, figures=standing.figures | {"changed": True})
    said = "left somebody out of peer pairs" if out else "let somebody into peer pairs"
    record(said, standing, by=by, at=at, label=standing.title)


@transaction.atomic
def cancel(peer_set: PeerSet, *, seen: int, by: Actor, at: datetime) -> None:
    """Call peer pairs off before anybody has been told. Raises `Closed`, `AlreadyMoved`."""
    standing = held(peer_set, seen=seen)
    move(standing, PeerSetState.CANCELLED, moves=SET_MOVES)
    PeerPair.objects.filter(peer_set=standing, state=PeerPairState.PROPOSED).delete()
    record("called peer pairs off", standing, by=by, at=at, label=standing.title)


def held(peer_set: PeerSet, *, seen: int | None = None) -> PeerSet:
    """The peer pairs, locked, open, at rest and as somebody saw them. Raises `Closed`, `AlreadyMoved`."""
    locked = PeerSet.objects.select_for_update(no_key=True, of=("self",))
    standing = locked.select_related("round__programme").get(pk=peer_set.pk)
    if standing.state not in OPEN:
        raise Closed(_("These peer pairs are over or called off, and are not changed any more."))
    if standing.work in (Work.QUEUED, Work.RUNNING):
        raise Closed(_("The pairs are being worked out. Wait until they are there."))
    if seen is not None:
        check_seen(standing, seen)
    return standing


def _must_be_to_come(until: Any, *, at: datetime) -> None:
    if until <= day_of(at):
        raise NotSo(_("Choose a day that is still to come."))
    if until > day_of(at + LONGEST):
        raise NotSo(_("Choose a day within two years."))
