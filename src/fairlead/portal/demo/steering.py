"""How the three institutions steer their programme: a meeting that was, what is left to do, the next."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from fairlead.partnerships.actions import minutes, steering
from fairlead.partnerships.enums import ActionState
from fairlead.partnerships.models import SteeringMeeting
from fairlead.portal.demo.founding import Scene

LEAD, NUAS, COASTAL = "asta.gudmundsdottir", "natia.gelashvili", "mai.dang"
PROGRAMME = "safe-harbour"
AGENDA = """1. How the round began
2. Training together
3. Who speaks to the housing offices"""
TEXT = """# How the round began

All three have told their people. At the coastal academy two mentors come to **every** meeting of
newcomers, which the others would like to do, too.

# Training together

Sessions at the boat house are easy to reach from all three places. Places are kept
for each, until three days before.

# Housing offices

Each speaks to its own; the sheet of numbers is shared."""
WRONG = TEXT.replace("two mentors", "four mentors")
DECISIONS = """- Sessions of the training keep places for each institution.
- The sheet of numbers is looked through twice a year, in spring by the coast."""
NEXT = """1. What we said we would do
2. Numbers at half-time
3. A day for all mentors in June?"""
TO_DO = (
    ("Ask the print shop what two hundred leaflets in three languages cost", LEAD, 30),
    ("Look through the sheet of urgent numbers", COASTAL, 6),
    ("Find a room for a day of all mentors", NUAS, -9),
)


def steer(scene: Scene) -> None:
    """One meeting with minutes that were amended once, and the next with its agenda."""
    was = _plan(scene, 41, AGENDA, planned_ago=60)
    held = was.starts_at + timedelta(hours=3)
    by = scene.actor(LEAD)
    for text, who, ago in TO_DO:
        owner, due = scene.people[who].pk, scene.calendar.day(ago)
        action = minutes.agree(was, text=text, owner=owner, due_on=due, by=by, at=held)
        if who == LEAD:
            minutes.settle(action, ActionState.DONE, by=by, at=scene.calendar.moment(32, 20))
    _circulate(scene, was, WRONG, who=LEAD, note="", at=held + timedelta(hours=18))
    note = "Two mentors, not four, at the coast."
    _circulate(scene, was, TEXT, who=COASTAL, note=note, at=held + timedelta(days=2))
    _plan(scene, -12, NEXT, planned_ago=5)


def _plan(scene: Scene, ago: int, agenda: str, *, planned_ago: int) -> SteeringMeeting:
    given: dict[str, Any] = {
        "starts_at": datetime.combine(_weekday(scene.calendar.day(ago)), time(10), tzinfo=_zone()),
        "minutes": 90,
        "place": "Boat house, lower room",
        "link": "https://call.northport.example/steering",
        "agenda": agenda,
        "guests": [scene.people[key].pk for key in (LEAD, NUAS, COASTAL)],
    }
    programme, by = scene.programmes[PROGRAMME], scene.actor(LEAD)
    return steering.plan(programme, given, by=by, at=scene.calendar.moment(planned_ago, 45))


def _circulate(
    scene: Scene, meeting: SteeringMeeting, text: str, *, who: str, note: str, at: datetime
) -> None:
    by = scene.actor(who)
    meeting.refresh_from_db()
    there = [one.pk for one in meeting.guests.all()]
    said = {"text": text, "decisions": DECISIONS}
    kept = minutes.write(meeting, said, there=there, seen=meeting.revision, by=by, at=at)
    minutes.circulate(kept, note=note, seen=kept.revision, by=by, at=at)


def _weekday(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))


def _zone() -> Any:
    return timezone.get_default_timezone()
