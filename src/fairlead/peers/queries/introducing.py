"""What two peers are told of each other when they begin."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from fairlead.applications.models import Application
from fairlead.kernel.languages import language_name
from fairlead.peers.models import PeerSeat
from fairlead.people.models import Person


@dataclass(frozen=True)
class About:
    """One of the two, as the other may know them: who, where, for what, and in which languages."""

    participation: UUID
    person: Person
    job_title: str = ""
    work: str = ""
    areas: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shared:
    """What both have chosen, and the languages that both speak."""

    areas: tuple[str, ...]
    languages: tuple[str, ...]


def both(pairs: Collection[UUID]) -> dict[UUID, list[About]]:
    """By pair the two of it; three queries."""
    seats = PeerSeat.objects.filter(pair__in=pairs).select_related("participation__person")
    rows = list(seats.order_by("pair", "place"))
    known = {
        one.participation_id: one
        for one in Application.objects.filter(participation__in=[seat.participation_id for seat in rows])
        .select_related("unit", "institution")
        .prefetch_related("chosen_areas__area")
        .order_by("pk")
    }
    found: dict[UUID, list[About]] = {pair: [] for pair in pairs}
    for seat in rows:
        found[seat.pair_id].append(_about(seat, known.get(seat.participation_id)))
    return found


def shared(two: Collection[About]) -> Shared:
    """What the two have in common, in the order of the first."""
    if len(two) != 2:
        return Shared((), ())
    one, other = two
    areas = tuple(area for area in one.areas if area in other.areas)
    return Shared(areas, tuple(name for name in one.languages if name in other.languages))


def _about(seat: PeerSeat, application: Application | None) -> About:
    person = seat.participation.person
    if application is None:
        return About(seat.participation_id, person)
    work = [place.name for place in (application.unit, application.institution) if place is not None]
    return About(
        seat.participation_id,
        person,
        job_title=application.job_title,
        work=", ".join(work),
        areas=tuple(one.area.name for one in application.chosen_areas.all()),
        languages=tuple(language_name(code) for code in application.languages),
    )
