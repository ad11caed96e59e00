"""What people have learnt for their part: modules of a programme's curriculum, as they were completed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fairlead.kernel.actors import Actor
from fairlead.mentorships.models import Mentorship
from fairlead.programmes.enums import Side
from fairlead.training.enums import Track
from fairlead.training.models import Completion

Key = tuple[UUID, Side]


@dataclass(frozen=True)
class Learnt:
    """A module somebody has completed."""

    title: str
    on: date
    minutes: int


def minutes(pairs: Iterable[Mentorship]) -> dict[Key, int]:
    """Minutes of training of both halves of each pair, by pair and side; one query.

    Each module of the pair's programme for this side counts once, if it was completed by the pair's last day.
    """
    found = list(pairs)
    people = {half.person_id for pair in found for half in (pair.mentor, pair.mentee)}
    programmes = {pair.round.programme_id for pair in found}
    done = Completion.objects.filter(person__in=people, module__programme__in=programmes).order_by()
    rows = set(
        done.values_list("person", "module__programme", "module", "module__track", "module__minutes", "on")
    )
    return {
        (pair.pk, side): sum(_modules(rows, pair, side).values())
        for pair in found
        for side in (Side.MENTOR, Side.MENTEE)
    }


def _modules(
    rows: Iterable[tuple[UUID, UUID, UUID, str, int, date]], pair: Mentorship, side: Side
) -> dict[UUID, int]:
    half = pair.mentor if side == Side.MENTOR else pair.mentee
    last = pair.ended_on or pair.ends_on
    return {
        module: length
        for person, programme, module, track, length, on in rows
        if person == half.person_id
        and programme == pair.round.programme_id
        and track in (side.value, Track.BOTH)
        and on <= last
    }


def of_person(actor: Actor) -> list[Learnt]:
    """What the actor has completed, the newest first; each module once. One query."""
    done = Completion.objects.filter(person=actor.person_id).select_related("module").order_by("on", "pk")
    newest = {one.module_id: Learnt(one.module.title, one.on, one.module.minutes) for one in done}
    return sorted(newest.values(), key=lambda one: (-one.on.toordinal(), one.title))
