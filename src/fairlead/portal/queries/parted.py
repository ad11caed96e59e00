"""Pairs that still run after their partner has left: what its coordinator goes on looking after."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from fairlead.kernel.actors import Actor
from fairlead.mentorships import policies as mentorships
from fairlead.mentorships.models import Mentorship
from fairlead.programmes import policies as programmes
from fairlead.programmes.models import Programme


@dataclass(frozen=True)
class Parted:
    """A programme that the actor's institution has left, and its pairs that run, the first to end first."""

    programme: Programme
    pairs: tuple[Mentorship, ...]


def parted(actor: Actor) -> tuple[Parted, ...]:
    """By the names of the programmes, without pairs that the actor is half of or sees in another role.

    One query for whoever's institution has left nothing, two else.
    """
    gone = set(programmes.parting_institutions(actor)) - set(programmes.team_roles(actor))
    if not gone:
        return ()
    live = mentorships.visible(actor, mentorships.LIVE & Q(round__programme__in=gone))
    own = live.exclude(mentor__person=actor.person_id).exclude(mentee__person=actor.person_id)
    found: dict[Programme, list[Mentorship]] = defaultdict(list)
    for pair in own.select_related("round__programme", "mentor__person", "mentee__person").order_by(
        "ends_on", "pk"
    ):
        found[pair.round.programme].append(pair)
    return tuple(
        Parted(programme, tuple(pairs))
        for programme, pairs in sorted(found.items(), key=lambda item: item[0].name)
    )
