"""Mentoring circles of the open intake: some are told to everybody, for others people are asked."""

from datetime import datetime, time, timedelta
from itertools import cycle
from typing import Any

from django.utils import timezone

from fairlead.mentoringcircles.actions import asking, forming, moving, telling
from fairlead.mentoringcircles.models import CircleAnswer, CircleSession
from fairlead.mentoringcircles.queries import asked
from fairlead.portal.demo.founding import Scene
from fairlead.programmes.models import Round

GIVEN: dict[str, Any] = {
    "least": 3,
    "most": 6,
    "mentors_least": 1,
    "mentors_most": 2,
    "minutes": 90,
    "rhythm": "Every two weeks, five times in all",
    "place": "",
    "link": "",
}
# Which of the times people tick, one after another by name; nobody has to come at every time.
TICKED = ((0, 1, 2), (0, 1, 2), (1, 2), (0, 1, 2), (0, 2))
HOURS = ((0, 9), (1, 12), (2, 16))
PLACES = ("Boat house, small room", "Library, seminar room 2", "Main building, room 114", "Café by the lock")
# Who has not answered the second question yet: every fifth by name, and Pieter, who is asked at home.
SILENT = "pieter.vanderlinden"


def circle(scene: Scene, intake: Round, *, by: str) -> None:
    """Publish circles that first meet in the week after next; ask for others, which most have answered."""
    by_day = scene.calendar.moment(6, 60)
    told = _ask(scene, intake, "First circles", 9, by=by, at=by_day)
    for number, one in enumerate(_asked(told)):
        _answer(scene, one, number, at=scene.calendar.moment(4, 20 * number))
    _act(scene, told, forming.form, by=by, at=scene.calendar.moment(1, 10))
    forming.carry_out(told.pk, at=scene.calendar.moment(1, 20))
    _settle_places(scene, told, by=by, at=scene.calendar.moment(1, 30))
    _act(scene, told, telling.publish, by=by, at=scene.calendar.moment(1, 40))
    later = _ask(scene, intake, "More circles", 23, by=by, at=scene.calendar.moment(1, 90))
    for number, one in enumerate(_asked(later)):
        if number % 5 and one.participation.person != scene.people[SILENT]:
            _answer(scene, one, number, at=scene.calendar.moment(0, 5 + number))


def _ask(scene: Scene, intake: Round, title: str, days: int, *, by: str, at: datetime) -> CircleSession:
    day = scene.calendar.day(-days)
    while day.weekday():
        day += timedelta(days=1)
    zone = timezone.get_default_timezone()
    times = [datetime.combine(day + timedelta(days=more), time(hour), tzinfo=zone) for more, hour in HOURS]
    given = GIVEN | {"title": title, "answer_by": scene.calendar.day(2 - days)}
    session = asking.plan(intake, given, times, by=scene.actor(by), at=at)
    asking.ask(session, seen=session.revision, by=scene.actor(by), at=at)
    return session


def _act(scene: Scene, session: CircleSession, act: Any, *, by: str, at: datetime) -> None:
    now = CircleSession.objects.select_related("round__programme").get(pk=session.pk)
    act(now, seen=now.revision, by=scene.actor(by), at=at)


def _settle_places(scene: Scene, session: CircleSession, *, by: str, at: datetime) -> None:
    for circle, place in zip(session.circles.order_by("number"), cycle(PLACES), strict=False):
        seen = CircleSession.objects.get(pk=session.pk).revision
        moving.place(session, circle, place, "", seen=seen, by=scene.actor(by), at=at)


def _asked(session: CircleSession) -> list[CircleAnswer]:
    found = session.answers.select_related("session", "participation__person")
    return list(found.order_by("participation__person__name", "participation__side"))


def _answer(scene: Scene, one: CircleAnswer, number: int, *, at: datetime) -> None:
    times = asked.times(one.session)
    ticked = [times[which] for which in TICKED[number % len(TICKED)]]
    by = scene.actor(one.participation.person.email.partition("@")[0])
    asking.answer(one, ticked, 1, by=by, at=at)
