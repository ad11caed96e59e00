"""Mentees of the open intake who arrive in twos: peer pairs that have just been published."""

from fairlead.peers.actions import arranging, proposing, telling
from fairlead.peers.models import PeerSet
from fairlead.portal.demo.founding import Scene
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Participation, Round

# Who has said that they would rather not have a peer as well.
WITHOUT = "yasmin.alkhatib"
WORDS = (
    "You all begin this season, and nobody knows better than the person beside you what that is like. "
    "Have a coffee, on site or on the screen, and see what you can take off each other’s desk."
)


def pair_peers(scene: Scene, intake: Round, *, by: str) -> None:
    """Begin them, leave one out, propose, and tell the two of each pair."""
    actor, at = scene.actor(by), scene.calendar.moment(1, 230)
    given = {
        "title": "Arrive in twos",
        "side": Side.MENTEE.value,
        "until": scene.calendar.day(-84),
        "words": WORDS,
    }
    peers = arranging.begin(intake, given, by=actor, at=at)
    who = Participation.objects.get(round=intake, person=scene.people[WITHOUT], side=Side.MENTEE)
    arranging.leave_out(peers, who, True, seen=peers.revision, by=actor, at=at)
    for act in (proposing.propose, telling.publish):
        peers = PeerSet.objects.select_related("round__programme").get(pk=peers.pk)
        act(peers, seen=peers.revision, by=actor, at=at)
