"""A round whose people meet shortly."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fairlead.applications.models import Application
from fairlead.flash.actions import arranging, telling
from fairlead.flash.models import FlashGuest, FlashMeeting, FlashSession
from fairlead.programmes.models import Participation
from tests.matching.pools import Pool, pool


@dataclass
class Scene:
    """The pool, everybody's application by name, and a flash meeting in three days."""

    people: Pool
    of: dict[str, Application]
    at: datetime
    session: FlashSession

    def now(self) -> FlashSession:
        """The flash meeting as it stands."""
        return FlashSession.objects.select_related("round__programme").get(pk=self.session.pk)

    def compute(self) -> FlashSession:
        """Make the timetable."""
        now = self.now()
        arranging.compute(now, seen=now.revision, by=self.people.by, at=self.at)
        return self.now()

    def publish(self) -> FlashSession:
        """Make it and tell everybody."""
        now = self.compute()
        telling.publish(now, seen=now.revision, by=self.people.by, at=self.at)
        return self.now()

    def limit(self, name: str, most: int) -> None:
        """Settle how many somebody meets."""
        now, who = self.now(), self.part(name)
        arranging.limit(now, who, most, seen=now.revision, by=self.people.by, at=self.at)

    def part(self, name: str) -> Participation:
        """Somebody as they take part."""
        return self.people.people[name]

    def guest(self, name: str) -> FlashGuest:
        """Somebody's place."""
        loaded = FlashGuest.objects.select_related("session", "participation__person")
        return loaded.get(session=self.session, participation=self.part(name))

    def pairs(self) -> set[tuple[str, str]]:
        """Who meets whom, by name: (mentee, mentor)."""
        found = FlashMeeting.objects.filter(session=self.session)
        return set(found.values_list("mentee__person__name", "mentor__person__name"))


GIVEN: dict[str, Any] = {
    "title": "First afternoon",
    "minutes": 10,
    "pause": 5,
    "slots": 2,
    "place": "Boat house",
    "link": "",
}


def scene(at: datetime, **given: Any) -> Scene:
    """Two mentors and two mentees of whom each could meet each, and a flash meeting of two slots."""
    here = pool()
    made = {
        "Ana": here.mentor("Ana", ("Dual career", "Taxation")),
        "Boris": here.mentor("Boris", ("Dual career",)),
        "Chen": here.mentee("Chen", ("Dual career", "Taxation")),
        "Dana": here.mentee("Dana", ("Dual career",)),
    }
    when = {"starts_at": at + timedelta(days=3)}
    session = arranging.plan(here.round, GIVEN | when | given, by=here.by, at=at)
    return Scene(here, made, at, session)
