"""Fill a database with a national network, the same at every time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.core.management import call_command
from django.db import connection, models

from bench import network_copies
from fairlead.applications.models import Application, ApplicationArea
from fairlead.institutions.models import Institution, Unit
from fairlead.mentorships.models import Mentorship
from fairlead.people.models import Affiliation, Person, Role, RoleGrant
from fairlead.programmes.enums import TeamRole
from fairlead.programmes.models import Area, Participation, Partner, Programme, Round, TeamMember

M = TypeVar("M", bound=models.Model)
INSTITUTIONS, PROGRAMMES, PARTNERS, STEP = 200, 20, 9, 10
MOST_IN_A_ROUND, IN_ONE = 500, 1_000
AT = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
AREAS = ("Dual career", "Taxation", "Visas", "Housing", "Schools")
BATCH = 2_000
SAID: dict[str, Any] = {
    "created_at": AT,
    "saved_at": AT,
    "submitted_at": AT,
    "consented_at": AT,
    "job_title": "Officer",
    "languages": ["en"],
    "meeting_mode": "either",
    "line_manager_name": "Line Manager",
    "line_manager_email": "line.manager@network.example",
}


def make_tables() -> None:
    """The tables of this version."""
    call_command("migrate", run_syncdb=True, verbosity=0)


def fill(people: int) -> None:
    """Institutions, programmes and so many people, in rounds of 500; the last two of each programme go on.

    Up to a thousand all are in the first programme, whose pages are opened; more are shared out evenly. The
    first is stored row by row; the people of the others are copies of its people, made in the database, who
    work at the institutions of theirs.
    """
    institutions, units = _institutions()
    programmes = [_programme(number, institutions) for number in range(PROGRAMMES)]
    alone = people <= IN_ONE
    share = people if alone else people // PROGRAMMES
    size = min(share, MOST_IN_A_ROUND)
    count = max(share // size, 2)
    rounds = [_rounds(programme, count) for programme in programmes]
    staff = _staff(share, institutions, units)
    for place, one in enumerate(rounds[0]):
        begins = place * size % share
        _taking_part(programmes[0], one, staff[begins : begins + size], live=place == count - 2)
    with connection.cursor() as cursor:
        if not alone:
            network_copies.copy(cursor, _moved(programmes, rounds, institutions, units))
        _team(programmes[0])
        cursor.execute("ANALYZE")


def _moved(
    programmes: list[Programme], rounds: list[list[Round]], places: list[Institution], units: list[Unit]
) -> Iterator[tuple[int, UUID, UUID]]:
    """What stands in a copy in place of what belongs to the first programme: number, old, new."""
    areas = [list(Area.objects.filter(programme=one)) for one in programmes]
    for number in range(1, PROGRAMMES):
        yield number, programmes[0].pk, programmes[number].pk
        pairs = (*zip(rounds[0], rounds[number], strict=True), *zip(areas[0], areas[number], strict=True))
        yield from ((number, old.pk, new.pk) for old, new in pairs)
        for at in range(INSTITUTIONS):
            to = (at + number * STEP) % INSTITUTIONS
            yield number, places[at].pk, places[to].pk
            yield from ((number, units[at * 3 + n].pk, units[to * 3 + n].pk) for n in range(3))


def _store(kind: type[M], rows: Iterable[M]) -> list[M]:
    kept: list[M] = []
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        kept += kind._default_manager.bulk_create(batch)
    return kept


def _institutions() -> tuple[list[Institution], list[Unit]]:
    places = _store(
        Institution,
        (
            Institution(
                name=f"University {number:03}", short_name=f"U{number:03}", city=f"Town {number % 70}"
            )
            for number in range(INSTITUTIONS)
        ),
    )
    offices = _store(Unit, (Unit(institution=one, name=f"Office {n}") for one in places for n in range(3)))
    return places, offices


def _programme(number: int, institutions: list[Institution]) -> Programme:
    made = Programme.objects.create(
        name=f"Programme {number:02}",
        slug=f"programme-{number:02}",
        lead=institutions[number * STEP],
        aim="Learn.",
    )
    taking_part = [institutions[(number * STEP + step * 7) % INSTITUTIONS] for step in range(PARTNERS + 1)]
    _store(Partner, (Partner(programme=made, institution=one) for one in taking_part))
    _store(Area, (Area(programme=made, name=name, position=place) for place, name in enumerate(AREAS)))
    return made


def _staff(share: int, institutions: list[Institution], units: list[Unit]) -> list[Affiliation]:
    """The people of the first programme with where they work: at its ten institutions in turn."""

    def rows() -> Iterator[Person]:
        for key in range(share):
            address = f"person{key}@network.example"
            yield Person(email=address, name=f"Person {key:06}", password="!", joined_at=AT)

    def work(person: Person, place: int) -> Affiliation:
        at = place % (PARTNERS + 1) * 7 % INSTITUTIONS
        return Affiliation(
            person=person,
            institution=institutions[at],
            unit=units[at * 3 + place % 3],
            job_title="Officer",
            grade=5 + place % 6,
        )

    return _store(Affiliation, (work(person, place) for place, person in enumerate(_store(Person, rows()))))


def _rounds(programme: Programme, count: int) -> list[Round]:
    """The intakes: the last is open, the one before has pairs that go on, all others are finished."""
    made = []
    for back in reversed(range(count)):
        begins = date(2026, 11, 15) - timedelta(days=120 * back)
        made.append(
            Round.objects.create(
                programme=programme,
                name=f"Round {count - back}",
                state={0: "open", 1: "closed"}.get(back, "finished"),
                opens_on=begins - timedelta(days=60),
                closes_on=date(2036, 1, 1) if back == 0 else begins - timedelta(days=10),
                starts_on=begins,
                ends_on=date(2036, 6, 1) if back <= 1 else begins + timedelta(days=100),
            )
        )
    return made


def _taking_part(programme: Programme, round: Round, staff: list[Affiliation], *, live: bool) -> None:
    sides = ["mentor" if number % 5 < 2 else "mentee" for number in range(len(staff))]
    rows = (
        Participation(
            round=round,
            person_id=one.person_id,
            side=side,
            places=2 if side == "mentor" else 1,
            joined_at=AT,
        )
        for one, side in zip(staff, sides, strict=True)
    )
    taking = _store(Participation, rows)
    _applications(programme, round, list(zip(staff, sides, taking, strict=True)))
    if round.state != "open":
        _pairs(round, taking, live=live)


def _applications(
    programme: Programme, round: Round, rows: list[tuple[Affiliation, str, Participation]]
) -> None:
    areas = list(Area.objects.filter(programme=programme))
    waits = round.state == "open"
    common: dict[str, Any] = {"round": round, "programme": programme, **SAID}
    stored = _store(
        Application,
        (
            Application(
                **common,
                person_id=staff.person_id,
                side=side,
                state="submitted" if waits and number % 2 else "accepted",
                participation=taking,
                institution_id=staff.institution_id,
                unit_id=staff.unit_id,
                grade=staff.grade,
                places=2 if side == "mentor" else None,
            )
            for number, (staff, side, taking) in enumerate(rows)
        ),
    )
    _store(
        ApplicationArea,
        (
            ApplicationArea(application=one, area=areas[number % 5], most_important=one.side == "mentee")
            for number, one in enumerate(stored)
        ),
    )


def _pairs(round: Round, taking: list[Participation], *, live: bool) -> None:
    mentors = [one for one in taking if one.side == "mentor"]
    mentees = [one for one in taking if one.side == "mentee"]
    assert round.starts_on is not None
    assert round.ends_on is not None
    _store(
        Mentorship,
        (
            Mentorship(
                round=round,
                mentor=mentor,
                mentee=mentee,
                place=1,
                state="active" if live else "completed",
                agreed_at=AT,
                introduced_at=AT,
                starts_on=round.starts_on,
                ends_on=round.ends_on,
                ended_on=None if live else round.ends_on,
            )
            for mentor, mentee in zip(mentors, mentees, strict=False)
        ),
    )


def _team(programme: Programme) -> None:
    """Somebody of each role, and a participant: the first of the programme’s open round."""
    partner = Partner.objects.filter(programme=programme).exclude(institution=programme.lead).first()
    assert partner is not None
    places = {"coordinator": TeamRole.COORDINATOR, "partner": TeamRole.PARTNER_COORDINATOR}
    for name, role in places.items():
        person = Person.objects.create_user(f"{name}@network.example", None, name=name, joined_at=AT)
        at = partner.institution if name == "partner" else None
        TeamMember.objects.create(programme=programme, person=person, role=role, institution=at)
    keeps = Person.objects.create_user("administrator@network.example", None, name="keeps", joined_at=AT)
    RoleGrant.objects.create(person=keeps, role=Role.IT_ADMINISTRATOR)
    first = Participation.objects.filter(round__programme=programme, round__state="open").first()
    assert first is not None
    Person.objects.filter(pk=first.person_id).update(email="participant@network.example")
