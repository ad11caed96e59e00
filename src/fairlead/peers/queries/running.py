"""What pairs under way need: somebody has left, the last day is over, two have nobody any more."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef

from fairlead.peers.enums import PeerPairState, PeerSetState
from fairlead.peers.models import PeerLeftOut, PeerSeat, PeerSet
from fairlead.programmes.enums import ParticipationState

THERE = {"participation__state": ParticipationState.ACTIVE, "participation__person__is_active": True}


def gone() -> list[PeerSeat]:
    """The seats, in pairs under way, of those who take part no longer; one query."""
    left = PeerSeat.objects.filter(live=True, pair__state=PeerPairState.RUNNING).exclude(**THERE)
    return list(left.select_related("pair").order_by("pair", "place"))


def others_there(seat: PeerSeat) -> list[UUID]:
    """The other of the two, if they still take part; one query."""
    others = PeerSeat.objects.filter(pair=seat.pair_id, **THERE).exclude(pk=seat.pk)
    return list(others.values_list("participation", flat=True))


def over(on: date) -> list[PeerSet]:
    """Peer pairs under way whose last day is before this one; one query."""
    return list(PeerSet.objects.filter(state=PeerSetState.RUNNING, until__lt=on).order_by("until", "pk"))


def left_alone(programmes: Iterable[UUID]) -> list[tuple[PeerSet, int]]:
    """Peer pairs under way, and how many of their people had a pair that ended and have nobody since.

    Two queries, one where there is nobody.
    """
    again = PeerSeat.objects.filter(
        peer_set=OuterRef("peer_set"), participation=OuterRef("participation"), live=True
    )
    out = PeerLeftOut.objects.filter(peer_set=OuterRef("peer_set"), participation=OuterRef("participation"))
    alone = PeerSeat.objects.filter(
        ~Exists(again),
        ~Exists(out),
        peer_set__state=PeerSetState.RUNNING,
        peer_set__round__programme__in=list(programmes),
        pair__state=PeerPairState.ENDED,
        **THERE,
    )
    rows = alone.order_by().values_list("peer_set").annotate(n=Count("participation", distinct=True))
    counts = dict(rows.values_list("peer_set", "n"))
    if not counts:
        return []
    sets = PeerSet.objects.filter(pk__in=counts).select_related("round__programme")
    return [(one, counts[one.pk]) for one in sets.order_by("round__programme__name", "title", "pk")]
