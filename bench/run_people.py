"""A round with so many mentees and as many mentors, stored quickly and the same at every time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.core.management import call_command

from bench.network_people import SAID, _store
from fairlead.applications.models import Application, ApplicationArea
from fairlead.institutions.models import Institution, Unit
from fairlead.people.models import Affiliation, Person
from fairlead.programmes.enums import TeamRole
from fairlead.programmes.models import Area, Participation, Partner, Programme, Round, TeamMember

AT = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
SEED, INSTITUTIONS, UNITS, CAMPUSES = 20261129, 40, 25, 3
AREAS = (
    "Dual career", "Taxation", "Visas", "Housing", "Schools", "Pensions", "Health insurance", "Contracts",
    "Onboarding", "Languages", "Banking", "Driving licences", "Recognition of degrees", "Ethics", "Mobility",
    "Grants", "Family", "Relocation", "Social security", "Labour law", "Data protection", "Communication",
    "Events", "Leadership",
)  # fmt: skip
LANGUAGES = ("sk", "de", "fr", "pl", "es", "it", "cs", "hu", "uk", "pt")
MODES = ("either", "in_person", "online")


def fill(each: int) -> tuple[Round, Person]:
    """The tables, a round with `each` mentees and `each` mentors of 40 institutions, and its coordinator."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    drawn = random.Random(SEED)  # nosec B311: invented people
    places = _store(
        Institution,
        (Institution(name=f"University {n:02}", short_name=f"U{n:02}") for n in range(INSTITUTIONS)),
    )
    units = _store(Unit, (Unit(institution=one, name=f"Office {n}") for one in places for n in range(UNITS)))
    programme = Programme.objects.create(name="Large", slug="large", lead=places[0], aim="Learn.")
    _store(Partner, (Partner(programme=programme, institution=one) for one in places[1:]))
    areas = _store(Area, (Area(programme=programme, name=name, position=at) for at, name in enumerate(AREAS)))
    round = Round.objects.create(programme=programme, name="Autumn", state="closed")
    people = _store(Person, _people(2 * each))
    where = [units[drawn.randrange(len(units))] for _one in people]
    _store(
        Affiliation,
        (
            Affiliation(person=one, institution_id=unit.institution_id, unit=unit, job_title="Officer")
            for one, unit in zip(people, where, strict=True)
        ),
    )
    taking = _store(Participation, _taking(round, people, each))
    applied = _store(Application, _applied(programme, round, taking, where, drawn))
    _store(ApplicationArea, _wanted(applied, areas, drawn))
    coordinator = Person.objects.create_user("coordinator@large.example", None, name="Asta", joined_at=AT)
    TeamMember.objects.create(programme=programme, person=coordinator, role=TeamRole.COORDINATOR)
    return round, coordinator


def _people(count: int) -> Iterator[Person]:
    for key in range(count):
        address = f"person{key}@large.example"
        yield Person(email=address, name=f"Person {key:06}", password="!", joined_at=AT)


def _taking(round: Round, people: list[Person], each: int) -> Iterator[Participation]:
    for number, one in enumerate(people):
        side = "mentor" if number < each else "mentee"
        yield Participation(round=round, person=one, side=side, places=1, joined_at=AT)


def _applied(
    programme: Programme, round: Round, taking: list[Participation], where: list[Unit], drawn: random.Random
) -> Iterator[Application]:
    common: dict[str, Any] = {"round": round, "programme": programme, **SAID}
    for one, unit in zip(taking, where, strict=True):
        low = 6 if one.side == "mentor" else 3
        yield Application(
            **common
            | {
                "languages": ["en", *drawn.sample(LANGUAGES, drawn.randint(0, 2))],
                "meeting_mode": drawn.choice(MODES),
            },
            person_id=one.person_id,
            side=one.side,
            state="accepted",
            participation=one,
            institution_id=unit.institution_id,
            unit=unit,
            campus=f"Campus {drawn.randrange(CAMPUSES)}",
            grade=drawn.randint(low, low + 6),
            places=1 if one.side == "mentor" else None,
        )


def _wanted(applied: list[Application], areas: list[Area], drawn: random.Random) -> Iterator[ApplicationArea]:
    for one in applied:
        for place, area in enumerate(drawn.sample(areas, drawn.randint(2, 5))):
            first = one.side == "mentee" and place == 0
            yield ApplicationArea(application=one, area=area, most_important=first)
