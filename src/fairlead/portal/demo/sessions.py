"""Live sessions of the demo: one that was, one that is full, one with places."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from fairlead.kernel.actors import Actor
from fairlead.people.models import Affiliation, Person
from fairlead.portal.demo.founding import Scene
from fairlead.programmes.enums import ParticipationState, RoundState, Side
from fairlead.programmes.models import Participation
from fairlead.training import queries
from fairlead.training.actions import curriculum, enrolling, sessions
from fairlead.training.enums import Kind, Need, Track
from fairlead.training.models import Module, Session

TEXT = """We practise the first meeting in threes: one is the mentor, one the mentee, one watches.

# Please bring

- a case you once found hard, without names
- the sentence with which you would begin

There is tea from a quarter of an hour before."""


def gather(scene: Scene, *, by: str) -> None:
    """Store a live module with its dates, and who came, comes and waits."""
    programme, actor = scene.programmes["safe-harbour"], scene.actor(by)
    given = {
        "title": "Practising the first meeting",
        "summary": "You have said your first sentences aloud, and heard how they sound.",
        "text": TEXT,
        "track": Track.MENTOR,
        "need": Need.OPTIONAL,
        "minutes": 120,
    }
    module = curriculum.add(programme, Kind.LIVE, given, by=actor, at=scene.calendar.moment(60))
    mentors = _mentors(scene)
    was = _plan(scene, module, 16, places=8, planned_ago=45, by=actor)
    _come(was, mentors[:8], at=scene.calendar.moment(30, 10))
    listed = [one.pk for one in queries.coming(was)]
    ended = was.starts_at + timedelta(hours=2, minutes=5)
    enrolling.tick(was, listed[:6], shown=listed, by=actor, at=ended)
    full = _plan(scene, module, -9, places=6, planned_ago=12, by=actor)
    _come(full, mentors[8:17], at=scene.calendar.moment(8, 30))
    shares = {scene.institutions["nuas"].pk: 3, scene.institutions["coastal"].pk: 2}
    joint = _plan(scene, module, -23, places=10, planned_ago=3, by=actor, shares=shares)
    _come(joint, _some_of_each(mentors[17:], shares), at=scene.calendar.moment(2, 40))


def _mentors(scene: Scene) -> list[Person]:
    """The mentors of the programme who take part now, in an order of their own."""
    found = Participation.objects.filter(
        round__programme=scene.programmes["safe-harbour"], side=Side.MENTOR, state=ParticipationState.ACTIVE
    ).exclude(round__state=RoundState.FINISHED)
    people = {one.person_id: one.person for one in found.select_related("person").order_by("pk")}
    return list(people.values())


def _some_of_each(people: list[Person], partners: dict[UUID, int]) -> list[Person]:
    """Two of each partner, and three of the institution that leads."""
    works_at = dict(
        Affiliation.objects.filter(person__in=people, ended_on=None).values_list("person", "institution")
    )
    left: dict[UUID | None, int] = dict.fromkeys(partners, 2)
    chosen, leading = [], 3
    for one in people:
        place = works_at.get(one.pk)
        if left.get(place):
            left[place] -= 1
            chosen.append(one)
        elif place not in partners and leading:
            leading -= 1
            chosen.append(one)
    return chosen


def _plan(
    scene: Scene, module: Module, ago: int, *, places: int, planned_ago: int, by: Actor, **more: Any
) -> Session:
    day = scene.calendar.day(ago)
    while day.weekday() > 4:
        day += timedelta(days=-1 if ago > 0 else 1)
    given = {
        "starts_at": datetime.combine(day, time(14), tzinfo=timezone.get_default_timezone()),
        "minutes": 120,
        "places": places,
        "place": "Boat house, upper room",
        "link": "",
        **more,
    }
    return sessions.plan(module, given, by=by, at=scene.calendar.moment(planned_ago, 60))


def _come(session: Session, people: list[Person], *, at: datetime) -> None:
    for number, person in enumerate(people):
        who = Actor(person_id=person.pk, name=person.name, email=person.email)
        enrolling.enrol(session, by=who, at=at + timedelta(minutes=7 * number))
