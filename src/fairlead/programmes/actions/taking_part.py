"""Bring a person into a round, and let them leave it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.kernel.states import move
from fairlead.people.models import Person
from fairlead.programmes.enums import PARTICIPATION_MOVES, ParticipationState, Side
from fairlead.programmes.models import Participation, Round


class NoPlace(Refused):
    """A mentor must offer at least one place."""


@transaction.atomic
def join(round: Round, person: Person, side: str, places: int, at: datetime) -> Participation:
    """The person takes part in the round on this side; a mentor with so many places, a mentee with one.

    Who has left before comes back; who takes part already gets the number of places given. Raises `NoPlace`.
    """
    if side == Side.MENTOR and places < 1:
        raise NoPlace(_("A mentor needs at least one place."))
    places = places if side == Side.MENTOR else 1
    standing = Participation.objects.select_for_update().filter(round=round, person=person, side=side).first()
    if standing is None:
        return Participation.objects.create(
            round=round, person=person, side=side, places=places, joined_at=at
        )
    if standing.state == ParticipationState.ACTIVE:
        Participation.objects.filter(pk=standing.pk).update(places=places)
        standing.places = places
    else:
        move(standing, ParticipationState.ACTIVE, moves=PARTICIPATION_MOVES, places=places, joined_at=at)
    return standing


def give_places(participation: Participation, *, places: int, by: Actor, at: datetime) -> None:
    """A mentor, locked, who has said yes to it offers so many places from now on."""
    Participation.objects.filter(pk=participation.pk, side=Side.MENTOR).update(places=places)
    participation.places = places
    label, details = participation.person.name, {"places": places}
    record("gave places", participation, by=by, at=at, label=label, details=details)


@transaction.atomic
def leave(participation: Participation) -> None:
    """The person no longer takes part in the round; who is not taking part stays as they are."""
    if participation.state == ParticipationState.ACTIVE:
        move(participation, ParticipationState.LEFT, moves=PARTICIPATION_MOVES)


def lock_participations(ids: Iterable[UUID]) -> dict[UUID, Participation]:
    """These participations as they stand now, locked until the transaction ends; with round and programme.

    They are always locked in the same order, so that no two acts wait for each other for ever.
    """
    found = Participation.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=set(ids))
    return {one.pk: one for one in found.select_related("round__programme", "person").order_by("pk")}
