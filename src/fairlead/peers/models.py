"""Peer pairs of one side of a round, who is left out, and the two of each pair."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fairlead.kernel.models import Record
from fairlead.peers.enums import PeerPairState, PeerSetState, Work
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Participation, Round


class PeerSet(Record):
    """The people of one side, each paired with one other; `revision` rises with each change.

    `figures`: how many pairs and points the newest proposal has, and how far it is proven. `work` says
    whether a worker has it, `lease_until` and `attempts` whose it is.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(_("title"), max_length=120)
    side = models.CharField(max_length=6, choices=Side.choices)
    until = models.DateField(_("last day"))
    words = models.TextField(_("words to the people"), blank=True)
    state = models.CharField(max_length=9, choices=PeerSetState.choices, default=PeerSetState.PREPARED)
    work = models.CharField(max_length=7, choices=Work.choices, default=Work.NONE)
    problem = models.TextField(blank=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    figures = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "round",
                "title",
                condition=~Q(state=PeerSetState.CANCELLED.value),
                name="peer_pairs_of_a_round_have_a_title_each",
            ),
        ]


class PeerLeftOut(Record):
    """Somebody of the side whom coordinators leave out."""

    peer_set = models.ForeignKey(PeerSet, on_delete=models.CASCADE, related_name="left_out")
    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("peer_set", "participation", name="left_out_of_peer_pairs_once"),
        ]


class PeerPair(Record):
    """Two people of one side. `locked`: it stays when pairs are proposed again; `by_hand`: chosen by one."""

    peer_set = models.ForeignKey(PeerSet, on_delete=models.CASCADE, related_name="pairs")
    state = models.CharField(max_length=9, choices=PeerPairState.choices, default=PeerPairState.PROPOSED)
    locked = models.BooleanField(default=False)
    by_hand = models.BooleanField(default=False)
    points = models.IntegerField(default=0)
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at", "id"]


class PeerSeat(Record):
    """One of the two of a pair: what the other gives to them, as points and named parts.

    A seat is `live` while its pair is proposed or under way: nobody has two of these.
    """

    peer_set = models.ForeignKey(PeerSet, on_delete=models.CASCADE, related_name="+")
    pair = models.ForeignKey(PeerPair, on_delete=models.CASCADE, related_name="seats")
    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()
    live = models.BooleanField(default=True)
    points = models.IntegerField(default=0)
    parts = models.JSONField(default=list)

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint("pair", "place", name="one_person_a_seat"),
            models.UniqueConstraint("pair", "participation", name="nobody_sits_twice_in_a_peer_pair"),
            models.UniqueConstraint(
                "peer_set",
                "participation",
                condition=Q(live=True),
                name="one_peer_pair_at_a_time",
            ),
            models.CheckConstraint(condition=Q(place__lte=1), name="a_peer_pair_has_two_seats"),
        ]
