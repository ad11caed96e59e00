"""Real objects for tests: each function stores one thing with believable values; name only what matters."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from fairlead.applications.enums import ApplicationState, MeetingMode
from fairlead.applications.models import Application, ApplicationArea
from fairlead.institutions.models import Institution, Unit
from fairlead.kernel.actors import Actor
from fairlead.matching.enums import Afterwards
from fairlead.matching.models import Afterword
from fairlead.mentorships.models import Mentorship
from fairlead.people.models import Affiliation, Person, Role, RoleGrant
from fairlead.programmes.enums import RoundState, Side, TeamRole
from fairlead.programmes.models import Area, Participation, Partner, Programme, Round, TeamMember

AT = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
_number = count(1)
READY = {
    "aim": "Learn.",
    "contact_name": "The team",
    "contact_email": "mentoring@northport.example",
    "privacy_notice": "The team reads your application.",
}


def actor(person: Person | None = None) -> Actor:
    """The actor this person is; nobody without one."""
    if person is None:
        return Actor()
    return Actor(person_id=person.pk, name=person.name, email=person.email)


def institution(name: str = "", **fields: Any) -> Institution:
    """An institution."""
    name = name or f"University {next(_number)}"
    return Institution.objects.create(name=name, **{"short_name": name[:40], "city": "Northport", **fields})


def unit(of: Institution | None = None, name: str = "") -> Unit:
    """A unit of an institution."""
    return Unit.objects.create(institution=of or institution(), name=name or f"Office {next(_number)}")


def person(name: str = "", **fields: Any) -> Person:
    """A person; the password is "password" when one is asked for by `password=True`."""
    number = next(_number)
    password = "password" if fields.pop("password", False) else None
    email = fields.pop("email", f"person{number}@northport.example")
    return Person.objects.create_user(
        email, password, name=name or f"Person {number}", joined_at=AT, **fields
    )


def affiliation(of: Person, at_unit: Unit | None = None, **fields: Any) -> Affiliation:
    """Where a person works now."""
    at_unit = at_unit or unit()
    return Affiliation.objects.create(
        person=of,
        institution=at_unit.institution,
        unit=at_unit,
        **{"job_title": "Officer", "grade": 6, **fields},
    )


def grant(to: Person, role: Role) -> RoleGrant:
    """A role for the whole installation."""
    return RoleGrant.objects.create(person=to, role=role)


def programme(
    name: str = "", areas: tuple[str, ...] = ("Dual career", "Taxation"), **fields: Any
) -> Programme:
    """A programme with its areas, led by an institution that is also its first partner."""
    number = next(_number)
    lead = fields.pop("lead", None) or institution()
    made = Programme.objects.create(
        name=name or f"Programme {number}",
        **{"slug": f"programme-{number}", "lead": lead, **READY, **fields},
    )
    Partner.objects.create(programme=made, institution=lead)
    for position, area in enumerate(areas):
        Area.objects.create(programme=made, name=area, position=position)
    return made


def member(
    of: Programme, role: TeamRole = TeamRole.COORDINATOR, who: Person | None = None, **fields: Any
) -> Person:
    """A person of the programme's team."""
    who = who or person(f"{role.label} {next(_number)}")
    TeamMember.objects.create(programme=of, person=who, role=role, **fields)
    return who


def team_and_strangers(of: Programme, partner: Institution) -> dict[str, Person | None]:
    """Somebody of each role that has nothing to do with a pair: the team, the neighbours, and nobody."""
    administrator = person()
    grant(administrator, Role.IT_ADMINISTRATOR)
    return {
        "stranger": None,
        "coordinator": member(of),
        "other_coordinator": member(programme()),
        "partner_coordinator": member(of, TeamRole.PARTNER_COORDINATOR, institution=partner),
        "hr_lead": member(of, TeamRole.HR_LEAD),
        "it_admin": administrator,
    }


def round(of: Programme | None = None, **fields: Any) -> Round:
    """An open round."""
    defaults = {
        "name": f"Round {next(_number)}",
        "state": RoundState.OPEN,
        "opens_on": date(2026, 9, 1),
        "closes_on": date(2026, 10, 31),
        "starts_on": date(2026, 11, 15),
        "ends_on": date(2027, 5, 15),
    }
    return Round.objects.create(programme=of or programme(), **{**defaults, **fields})


def participation(
    of: Round, side: Side = Side.MENTEE, who: Person | None = None, **fields: Any
) -> Participation:
    """A person in a round."""
    return Participation.objects.create(
        round=of, person=who or person(), side=side, **{"joined_at": AT, "places": 1, **fields}
    )


def application(
    of: Round,
    side: Side = Side.MENTEE,
    who: Person | None = None,
    areas: tuple[str, ...] = ("Dual career",),
    **fields: Any,
) -> Application:
    """A complete application, sent and, unless another state is named, in the pool with its participation."""
    at_unit = fields.pop("unit", None) or unit()
    state = fields.pop("state", ApplicationState.ACCEPTED)
    who = who or person()
    places = fields.pop("places", 1)
    taken = places if side == Side.MENTOR else 1
    accepted = state == ApplicationState.ACCEPTED
    taking_part = participation(of, side, who, places=taken) if accepted else None
    defaults: dict[str, Any] = {
        "created_at": AT,
        "saved_at": AT,
        "submitted_at": None if state == ApplicationState.DRAFT else AT,
        "job_title": "Officer",
        "grade": 8 if side == Side.MENTOR else 6,
        "languages": ["en"],
        "meeting_mode": MeetingMode.EITHER,
        "line_manager_name": "Line Manager",
        "line_manager_email": "line.manager@northport.example",
        "consented_at": AT,
    }
    made = Application.objects.create(
        round=of,
        programme=of.programme,
        person=who,
        side=side,
        state=state,
        participation=taking_part,
        institution=at_unit.institution,
        unit=at_unit,
        places=places if side == Side.MENTOR else None,
        **{**defaults, **fields},
    )
    return choose(made, areas)


def choose(by: Application, areas: tuple[str, ...]) -> Application:
    """Name areas in an application; a mentee's first is the most important one."""
    for position, name in enumerate(areas):
        area, _made = Area.objects.get_or_create(programme=by.programme, name=name)
        first = position == 0 and by.side == Side.MENTEE
        ApplicationArea.objects.create(application=by, area=area, most_important=first)
    return by


def asked_again(pair: Mentorship) -> Afterword:
    """The word of a mentee who would like another mentor once this pair is over."""
    return Afterword.objects.create(
        mentorship=pair, participation=pair.mentee, kind=Afterwards.AGAIN, said_at=AT
    )


def mentorship(of: Round, mentor: Participation, mentee: Participation, **fields: Any) -> Mentorship:
    """A mentorship on the mentor's first place."""
    defaults: dict[str, Any] = {
        "place": 1,
        "agreed_at": AT,
        "starts_on": of.starts_on or date(2026, 11, 15),
        "ends_on": of.ends_on or date(2027, 5, 15),
    }
    return Mentorship.objects.create(round=of, mentor=mentor, mentee=mentee, **{**defaults, **fields})
