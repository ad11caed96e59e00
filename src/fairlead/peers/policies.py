"""Who arranges peer pairs, and who reads which pair."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import QuerySet

from fairlead.kernel import http
from fairlead.kernel.actors import Actor
from fairlead.peers.enums import TOLD, PeerPairState
from fairlead.peers.models import PeerSeat, PeerSet
from fairlead.programmes import policies as programmes
from fairlead.programmes.models import Round

OWN = (
    "participation__person",
    "pair__peer_set__round__programme__lead",
)


def can_look(actor: Actor, round: Round) -> bool:
    """Whether the actor reads the peer pairs of a round: the central team."""
    return programmes.can_lead_round(actor, round)


def can_arrange(actor: Actor, round: Round) -> bool:
    """Whether the actor prepares peer pairs of a round: coordinators."""
    return programmes.can_run_round(actor, round)


def can_see(actor: Actor, peer_set: PeerSet) -> bool:
    """Whether the actor reads all pairs."""
    return can_look(actor, peer_set.round)


def can_change(actor: Actor, peer_set: PeerSet) -> bool:
    """Whether the actor proposes, changes and publishes these pairs."""
    return can_arrange(actor, peer_set.round)


def fetch(actor: Actor, pk: UUID, *, to: Callable[[Actor, PeerSet], bool] = can_see) -> PeerSet:
    """The peer pairs if the actor may do `to`; else not found."""
    shown = PeerSet.objects.filter(round__in=programmes.visible_rounds(actor))
    return http.fetch(shown.select_related("round__programme__lead"), pk, actor=actor, to=to)


def own_seats(actor: Actor) -> QuerySet[PeerSeat]:
    """The actor's own seats in pairs of which they have been told."""
    return PeerSeat.objects.filter(participation__person=actor.person_id, pair__state__in=TOLD)


def is_one_of(actor: Actor, seat: PeerSeat) -> bool:
    """Whether this is the actor's own seat."""
    return actor.person_id is not None and seat.participation.person_id == actor.person_id


def can_end(actor: Actor, seat: PeerSeat) -> bool:
    """Whether the actor may end this pair: one of the two, while it is under way."""
    return is_one_of(actor, seat) and seat.pair.state == PeerPairState.RUNNING


def fetch_own(actor: Actor, pair: UUID, *, to: Callable[[Actor, PeerSeat], bool] = is_one_of) -> PeerSeat:
    """The actor's seat in this pair; else not found."""
    mine = own_seats(actor).filter(pair=pair).values_list("pk", flat=True).first()
    return http.fetch(own_seats(actor).select_related(*OWN), mine or pair, actor=actor, to=to)
