"""An afternoon in which the people of the open intake meet shortly, before the pairs are made."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from fairlead.flash.actions import arranging, telling
from fairlead.flash.models import FlashSession
from fairlead.portal.demo.founding import Scene
from fairlead.programmes.models import Participation, Round

# Who has said that they have time for two only.
TWO_ONLY = "andrei.munteanu"


def flash(scene: Scene, intake: Round, *, by: str) -> None:
    """Prepare it, make its timetable, and tell everybody; it is on a working day of next week."""
    actor, at = scene.actor(by), scene.calendar.moment(1, 200)
    day = scene.calendar.day(-7)
    while day.weekday() > 3:
        day += timedelta(days=1)
    given = {
        "title": "Ten minutes with each",
        "starts_at": datetime.combine(day, time(14), tzinfo=timezone.get_default_timezone()),
        "minutes": 10,
        "pause": 5,
        "slots": 5,
        "place": "Boat house, upper room",
        "link": "",
    }
    session = arranging.plan(intake, given, by=actor, at=at)
    short = Participation.objects.get(round=intake, person=scene.people[TWO_ONLY])
    arranging.limit(session, short, 2, seen=session.revision, by=actor, at=at)
    for act in (arranging.compute, telling.publish):
        session = FlashSession.objects.select_related("round__programme").get(pk=session.pk)
        act(session, seen=session.revision, by=actor, at=at)
