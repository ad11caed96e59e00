"""Who was paired with whom goes with the round's data."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.peers.models import PeerLeftOut, PeerPair, PeerSeat
from fairlead.programmes.keeping import Held, Key, Part, own_and_met

KINDS = {"peers": _("Peer pairs, and who was left out of them")}


def held(programme: UUID) -> Held:
    """Seats in peer pairs and words of being left out, by part; two queries."""
    rows: list[tuple[UUID, UUID]] = []
    for model in (PeerSeat, PeerLeftOut):
        found = model.objects.filter(participation__round__programme=programme).order_by()
        rows += found.values_list("participation__round", "participation__person")
    return Counter(("peers", Part(round, person)) for round, person in rows)


@transaction.atomic
def prune(keys: Collection[Key], *, at: datetime) -> Counter[str]:
    """Let go the peer pairs of these people in these rounds, also for those with whom they were paired."""
    theirs, _either = own_and_met(keys)
    seats = PeerSeat.objects.filter(theirs)
    gone = seats.count() + PeerLeftOut.objects.filter(theirs).delete()[0]
    PeerPair.objects.filter(pk__in=list(seats.values_list("pair", flat=True))).delete()
    return +Counter({"peers": gone})
