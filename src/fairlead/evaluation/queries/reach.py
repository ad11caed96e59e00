"""The ties that a programme's pairs made between units and institutions, beside those known before."""

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from fairlead.applications.models import Application
from fairlead.evaluation.reach import drawing, figures
from fairlead.mentorships.models import Mentorship
from fairlead.programmes.models import Participation, Programme, Round

UNITS, INSTITUTIONS = "units", "institutions"


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """Which pairs count: all, those of a round, those agreed from a day to a day; and what a place is."""

    round: Round | None = None
    since: date | None = None
    until: date | None = None
    level: str = UNITS


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where somebody works, as they said when they applied; the unit may be unsaid.

    `key` is the unit or the institution, whichever is drawn; `unit` is always the unit.
    """

    key: Hashable
    unit: Hashable
    name: str
    institution: UUID
    home: str

    def group(self, level: str) -> Hashable:
        """What it is drawn next to: the units of its institution; an institution next to all others."""
        return self.institution if level == UNITS else INSTITUTIONS


@dataclass(frozen=True, kw_only=True)
class Reach:
    """What the chosen pairs amount to.

    `people` took part; `unplaced` pairs are left out, because somebody's place is not known. `across` joins
    units, `abroad` institutions, out of `figures.pairs`. `begun_on` is the day before which ties count as
    known before; None where nothing counts.
    """

    people: int
    unplaced: int
    across: int
    abroad: int
    begun_on: date | None
    figures: figures.Figures
    picture: drawing.Picture
    places: dict[Hashable, Place]
    groups: dict[Hashable, str]


@dataclass
class _Found:
    """What is gathered while reading."""

    places: dict[Hashable, Place] = field(default_factory=dict)
    unit_of: dict[UUID, Place] = field(default_factory=dict)
    people: dict[Hashable, set[UUID]] = field(default_factory=dict)


def rounds(programme: Programme) -> QuerySet[Round]:
    """The rounds one can choose: those with people in them, newest first."""
    return Round.objects.filter(pk__in=Participation.objects.values("round"), programme=programme)


def of_programme(programme: Programme, chosen: Chosen) -> Reach:
    """The programme's reach; four queries."""
    made = _made(programme, chosen)
    begun = _begin(chosen, [row["agreed_at"] for row in made])
    earlier = _rows(Mentorship.objects.filter(agreed_at__lt=begun)) if begun else []
    joined = list(_joined(programme, chosen))
    found = _places(programme, begun, chosen.level)
    known = found.unit_of
    for participation, person in [*joined, *(half for row in made for half in _halves(row))]:
        if participation in known:
            found.people.setdefault(known[participation].key, set()).add(person)
    placed = [row for row in made if row["mentor"] in known and row["mentee"] in known]
    links = [(known[row["mentor"]], known[row["mentee"]]) for row in placed]
    before = [
        (known[row["mentor"]].key, known[row["mentee"]].key)
        for row in earlier
        if row["mentor"] in known and row["mentee"] in known
    ]
    ordered = sorted(found.people, key=lambda key: _in_order(found.places[key]))
    people: dict[Hashable, set[UUID]] = {key: found.people[key] for key in ordered}
    keys = [(first.key, second.key) for first, second in links]
    before = [link for link in before if link[0] in people and link[1] in people]
    groups = {key: found.places[key].group(chosen.level) for key in people}
    return Reach(
        people=len(set().union(*people.values())),
        unplaced=len(made) - len(placed),
        across=sum(first.unit != second.unit for first, second in links),
        abroad=sum(first.institution != second.institution for first, second in links),
        begun_on=timezone.localdate(begun) if begun else None,
        figures=figures.measure(people, before=before, made=keys),
        picture=drawing.draw(people, groups, before=before, made=keys),
        places=found.places,
        groups={groups[key]: found.places[key].home for key in people} if chosen.level == UNITS else {},
    )


def _in_order(place: Place) -> tuple[str, str]:
    return (place.home, place.name)


def _rows(pairs: QuerySet[Mentorship]) -> list[dict[str, Any]]:
    """Without names: who was paired with whom, by ids, and when."""
    columns = ("mentor", "mentee", "mentor__person", "mentee__person", "agreed_at")
    return [dict(row) for row in pairs.order_by("agreed_at", "pk").values(*columns)]


def _halves(row: dict[str, Any]) -> tuple[tuple[UUID, UUID], tuple[UUID, UUID]]:
    return (row["mentor"], row["mentor__person"]), (row["mentee"], row["mentee__person"])


def _made(programme: Programme, chosen: Chosen) -> list[dict[str, Any]]:
    pairs = Mentorship.objects.filter(_between("agreed_at", chosen), round__programme=programme)
    return _rows(pairs if chosen.round is None else pairs.filter(round=chosen.round))


def _between(moment: str, chosen: Chosen) -> Q:
    found = Q()
    if chosen.since:
        found &= Q(**{f"{moment}__gte": _midnight(chosen.since)})
    if chosen.until:
        found &= Q(**{f"{moment}__lt": _midnight(chosen.until + timedelta(days=1))})
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _begin(chosen: Chosen, agreed: list[datetime]) -> datetime | None:
    """The moment before which ties were known before: the first chosen day, or the first chosen pair."""
    if chosen.since:
        return _midnight(chosen.since)
    return min(agreed, default=None)


def _joined(programme: Programme, chosen: Chosen) -> QuerySet[Participation, tuple[UUID, UUID]]:
    taking_part = Participation.objects.filter(_between("joined_at", chosen), round__programme=programme)
    if chosen.round is not None:
        taking_part = taking_part.filter(round=chosen.round)
    return taking_part.order_by("pk").values_list("pk", "person")


def _places(programme: Programme, begun: datetime | None, level: str) -> _Found:
    """Where everybody of the programme, and of the earlier pairs, works."""
    mine = Q(participation__round__programme=programme)
    if begun:
        earlier = Mentorship.objects.filter(agreed_at__lt=begun).order_by()
        mine |= Q(participation__in=earlier.values("mentor"))
        mine |= Q(participation__in=earlier.values("mentee"))
    columns = ("participation", "institution", "institution__name", "unit", "unit__name")
    found = _Found()
    for row in Application.objects.filter(mine, institution__isnull=False).order_by().values(*columns):
        if row["participation"] is None:
            continue
        place = _institution(row) if level == INSTITUTIONS else _unit(row)
        found.places[place.key] = place
        found.unit_of[row["participation"]] = place
    return found


def _unit(row: dict[str, Any]) -> Place:
    unit = row["unit"] or ("unsaid", row["institution"])
    return Place(
        key=unit,
        unit=unit,
        name=row["unit__name"] or _("No unit named"),
        institution=row["institution"],
        home=row["institution__name"],
    )


def _institution(row: dict[str, Any]) -> Place:
    name = row["institution__name"]
    return replace(_unit(row), key=row["institution"], name=name)
