"""A round whose mentees are paired with each other."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fairlead.applications.models import Application
from fairlead.peers.actions import arranging, proposing, telling
from fairlead.peers.enums import PeerPairState
from fairlead.peers.models import PeerPair, PeerSeat, PeerSet
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Participation
from tests import factories
from tests.matching.pools import Pool, pool


@dataclass
class Scene:
    """The pool, everybody's application by name, and peer pairs for three weeks."""

    people: Pool
    of: dict[str, Application]
    at: datetime
    peers: PeerSet

    def now(self) -> PeerSet:
        """The peer pairs as they stand."""
        return PeerSet.objects.select_related("round__programme").get(pk=self.peers.pk)

    def part(self, name: str) -> Participation:
        """Somebody as they take part."""
        return self.people.people[name]

    def propose(self) -> PeerSet:
        """Propose pairs."""
        now = self.now()
        proposing.propose(now, seen=now.revision, by=self.people.by, at=self.at)
        return self.now()

    def publish(self) -> PeerSet:
        """Propose them and tell everybody."""
        now = self.propose()
        telling.publish(now, seen=now.revision, by=self.people.by, at=self.at)
        return self.now()

    def leave_out(self, name: str, out: bool = True) -> None:
        """Leave somebody out, or let them in."""
        now, who = self.now(), self.part(name)
        arranging.leave_out(now, who, out, seen=now.revision, by=self.people.by, at=self.at)

    def join(self, one: str, other: str) -> None:
        """Pair two by hand."""
        now = self.now()
        two = self.part(one), self.part(other)
        proposing.join(now, *two, seen=now.revision, by=self.people.by, at=self.at)

    def pair(self, name: str) -> PeerPair:
        """Somebody's newest pair."""
        seats = PeerSeat.objects.filter(peer_set=self.peers, participation=self.part(name))
        newest = seats.select_related("pair__peer_set").order_by("-live", "-pair__made_at").first()
        assert newest is not None
        return newest.pair

    def pairs(self, *states: str) -> set[str]:
        """The pairs in these states, or proposed and under way, as two names in their order."""
        found: dict[Any, list[str]] = {}
        wanted = states or (PeerPairState.PROPOSED, PeerPairState.RUNNING)
        seats = PeerSeat.objects.filter(peer_set=self.peers, pair__state__in=wanted)
        for pair, name in seats.values_list("pair", "participation__person__name"):
            found.setdefault(pair, []).append(name)
        return {" ".join(sorted(names)) for names in found.values()}


GIVEN: dict[str, Any] = {"title": "Arrive in twos", "side": Side.MENTEE.value, "words": "Have a coffee."}
AREAS = {
    "Chen": ("Dual career", "Taxation"),
    "Dana": ("Dual career", "Taxation"),
    "Eva": ("Dual career", "Housing"),
    "Finn": ("Dual career", "Housing"),
}


def scene(at: datetime, **given: Any) -> Scene:
    """Four mentees, of whom two and two have chosen the same; and a mentor."""
    here = pool()
    made = {name: here.mentee(name, areas, unit=factories.unit(here.home)) for name, areas in AREAS.items()}
    made["Ana"] = here.mentor("Ana")
    until = {"until": at.date() + timedelta(days=21)}
    peers = arranging.begin(here.round, GIVEN | until | given, by=here.by, at=at)
    return Scene(here, made, at, peers)
