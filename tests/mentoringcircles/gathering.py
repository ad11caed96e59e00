"""A round whose people sit in circles."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fairlead.applications.models import Application
from fairlead.mentoringcircles.actions import asking, forming, telling
from fairlead.mentoringcircles.models import CircleAnswer, CircleSeat, CircleSession, MentoringCircle
from fairlead.mentoringcircles.queries import asked
from fairlead.programmes.models import Participation
from tests.matching.pools import Pool, pool

MENTORS, MENTEES = ("Ana", "Boris"), ("Chen", "Dana", "Eva", "Finn")


@dataclass
class Scene:
    """The pool, everybody's application by name, and circles that could meet in a week, at two times."""

    people: Pool
    of: dict[str, Application]
    at: datetime
    session: CircleSession

    def now(self) -> CircleSession:
        """The circles as they stand."""
        return CircleSession.objects.select_related("round__programme").get(pk=self.session.pk)

    def do(self, action: Any, *given: Any) -> CircleSession:
        """One act on the circles as they stand."""
        now = self.now()
        action(now, *given, seen=now.revision, by=self.people.by, at=self.at)
        return self.now()

    def ask(self) -> CircleSession:
        """Ask everybody."""
        return self.do(asking.ask)

    def answer(self, name: str, times: str = "12", circles: int = 1) -> None:
        """Somebody's answer: the times by number."""
        wanted = [asked.times(self.session)[int(one) - 1] for one in times]
        mine = self.asked(name)
        asking.answer(mine, wanted, circles, by=self.people.by, at=self.at)

    def everybody(self, **times: str) -> CircleSession:
        """Ask, and have everybody answer."""
        now = self.ask()
        for name in self.of:
            self.answer(name, times.get(name, "12"))
        return now

    def form(self) -> CircleSession:
        """Form the circles."""
        return self.do(forming.form)

    def publish(self, **times: str) -> CircleSession:
        """All of it."""
        self.everybody(**times)
        self.form()
        return self.do(telling.publish)

    def part(self, name: str) -> Participation:
        """Somebody as they take part."""
        return self.people.people[name]

    def asked(self, name: str) -> CircleAnswer:
        """What somebody was asked."""
        loaded = CircleAnswer.objects.select_related("session__round__programme", "participation__person")
        return loaded.get(session=self.session, participation=self.part(name))

    def seat(self, name: str) -> CircleSeat:
        """Somebody's seat."""
        loaded = CircleSeat.objects.select_related("session", "circle", "participation__person")
        return loaded.get(session=self.session, participation=self.part(name))

    def circle(self, number: int = 1) -> MentoringCircle:
        """A circle by its number."""
        return MentoringCircle.objects.get(session=self.session, number=number)

    def circles(self) -> list[str]:
        """Each circle as a line: the mentors, then the mentees."""
        found = []
        for circle in MentoringCircle.objects.filter(session=self.session).order_by("number"):
            seats = CircleSeat.objects.filter(circle=circle, out=False)
            names = [
                " ".join(
                    sorted(seats.filter(leads=leads).values_list("participation__person__name", flat=True))
                )
                for leads in (True, False)
            ]
            found.append(": ".join(names))
        return found


GIVEN: dict[str, Any] = {
    "title": "Spring circles",
    "least": 2,
    "most": 4,
    "mentors_least": 1,
    "mentors_most": 1,
    "minutes": 90,
    "rhythm": "Every two weeks",
    "place": "Boat house",
    "link": "",
}


def scene(at: datetime, **given: Any) -> Scene:
    """Two mentors and four mentees who share an area, and circles of two to four mentees with one mentor."""
    here = pool()
    made = {name: here.mentor(name) for name in MENTORS} | {name: here.mentee(name) for name in MENTEES}
    times = [at + timedelta(days=7 + number) for number in (0, 1)]
    settled = GIVEN | {"answer_by": (at + timedelta(days=3)).date()} | given
    return Scene(here, made, at, asking.plan(here.round, settled, times, by=here.by, at=at))
