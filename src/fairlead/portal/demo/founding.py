"""Store the demo's institutions, people and programmes."""

from dataclasses import dataclass, field
from uuid import NAMESPACE_URL, UUID, uuid5

from django.contrib.auth.hashers import make_password

from fairlead.institutions.models import Institution, Unit
from fairlead.kernel.actors import Actor
from fairlead.people.models import Affiliation, Person, Role, RoleGrant
from fairlead.portal.demo import PASSWORD, SIGN_INS, programmes
from fairlead.portal.demo.calendar import Calendar
from fairlead.portal.demo.cast import CAST, LENT_TO, Character
from fairlead.portal.demo.faces import FACES, draw_logos
from fairlead.portal.demo.places import OFFICES, PLACES, Office
from fairlead.programmes.models import Area, Partner, Programme, TeamMember

SPACE = uuid5(NAMESPACE_URL, "https://fairlead.example/demo")
OFFICE: dict[str, Office] = {office.key: office for office in OFFICES}
CHARACTER: dict[str, Character] = {one.key: one for one in CAST}
DOMAIN: dict[str, str] = {place.key: place.domain for place in PLACES}


def fixed(*words: str) -> UUID:
    """The id that these words always give, so that every demo is the same demo."""
    return uuid5(SPACE, ":".join(words))


@dataclass
class Scene:
    """What has been stored so far, by key, and the calendar it hangs on."""

    calendar: Calendar
    institutions: dict[str, Institution] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    programmes: dict[str, Programme] = field(default_factory=dict)
    areas: dict[tuple[str, str], Area] = field(default_factory=dict)

    def actor(self, key: str) -> Actor:
        """This person as somebody who acts."""
        person = self.people[key]
        return Actor(person_id=person.pk, name=person.name, email=person.email)


def address(key: str, unit: str) -> str:
    """The address of somebody who works in this unit."""
    return f"{key}@{DOMAIN[OFFICE[unit].place]}"


def supervisor(key: str) -> tuple[str, str]:
    """Name and address of a person's line manager, the head of the unit they answer to; empty for a head."""
    office = OFFICE[LENT_TO.get(key, CHARACTER[key].unit)]
    if office.head_address == key:
        return "", ""
    return office.head, address(office.head_address, office.key)


def found_institutions(scene: Scene) -> None:
    """Store institutions and units."""
    for place in PLACES:
        scene.institutions[place.key] = Institution(
            pk=fixed("place", place.key),
            name=place.name,
            short_name=place.short_name,
            city=place.city,
            **FACES[place.key],
        )
    for office in OFFICES:
        scene.units[office.key] = Unit(
            pk=fixed("office", office.key), institution=scene.institutions[office.place], name=office.name
        )
    Institution.objects.bulk_create(scene.institutions.values())
    Unit.objects.bulk_create(scene.units.values())
    draw_logos(scene.institutions)


def welcome_people(scene: Scene) -> None:
    """Store everybody with where they work; those one can sign in as get the demo's password."""
    known, none = make_password(PASSWORD), make_password(None)
    named = {person.email for person in SIGN_INS}
    for number, one in enumerate(CAST):
        email = address(one.key, one.unit)
        scene.people[one.key] = Person(
            pk=fixed("person", one.key),
            email=email,
            name=one.name,
            password=known if email in named else none,
            joined_at=scene.calendar.moment(420, number),
        )
    Person.objects.bulk_create(scene.people.values())
    Affiliation.objects.bulk_create(_affiliation(scene, one) for one in CAST)
    RoleGrant.objects.bulk_create(
        [
            RoleGrant(person=scene.people["asta.gudmundsdottir"], role=Role.PROGRAMME_OWNER),
            RoleGrant(person=scene.people["raul.ibanez"], role=Role.IT_ADMINISTRATOR),
        ]
    )


def _affiliation(scene: Scene, one: Character) -> Affiliation:
    head, head_email = supervisor(one.key)
    return Affiliation(
        pk=fixed("affiliation", one.key),
        person=scene.people[one.key],
        institution=scene.institutions[OFFICE[one.unit].place],
        unit=scene.units[one.unit],
        job_title=one.job,
        grade=one.grade,
        campus=one.campus,
        line_manager_name=head,
        line_manager_email=head_email,
        started_on=scene.calendar.day(900),
    )


def found_programmes(scene: Scene) -> None:
    """Store both programmes with partners, areas and teams."""
    every_place = [place.key for place in PLACES]
    _programme(scene, programmes.SAFE_HARBOUR, every_place, programmes.AREAS, programmes.SAFE_HARBOUR_TEAM)
    some = {key: programmes.AREAS[key] for key in programmes.GROW_AREAS}
    _programme(scene, programmes.GROW, ["northport"], some, programmes.GROW_TEAM)


def _programme(
    scene: Scene,
    texts: dict[str, object],
    places: list[str],
    areas: dict[str, str],
    team: tuple[programmes.Member, ...],
) -> None:
    slug = str(texts["slug"])
    made = Programme(
        pk=fixed("programme", slug),
        lead=scene.institutions["northport"],
        changed_at=scene.calendar.moment(60),
        **texts,
    )
    made.save(force_insert=True)
    scene.programmes[slug] = made
    for position, (key, name) in enumerate(areas.items()):
        scene.areas[slug, key] = Area(
            pk=fixed("area", slug, key), programme=made, name=name, position=position
        )
    Area.objects.bulk_create(area for (of, _key), area in scene.areas.items() if of == slug)
    Partner.objects.bulk_create(
        Partner(programme=made, institution=scene.institutions[key]) for key in places
    )
    TeamMember.objects.bulk_create(
        TeamMember(
            programme=made,
            person=scene.people[member.key],
            role=member.role,
            institution=scene.institutions.get(member.place),
            responsible_for=member.responsible_for,
        )
        for member in team
    )
