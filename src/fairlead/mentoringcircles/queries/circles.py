"""The circles as pages and letters show them, and who could sit in which."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from fairlead.applications.models import ApplicationArea
from fairlead.matching.queries import circling
from fairlead.mentoringcircles.enums import CirclesState
from fairlead.mentoringcircles.models import CircleAnswer, CircleSeat, CircleSession, MentoringCircle
from fairlead.mentoringcircles.queries import asked
from fairlead.programmes.enums import ParticipationState, Side
from fairlead.programmes.models import Participation


@dataclass(frozen=True)
class Shown:
    """A circle with those who sit in it, by name; for how many mentees the topic is the most important."""

    circle: MentoringCircle
    mentors: list[CircleSeat]
    mentees: list[CircleSeat]
    most_important: int = 0

    @property
    def key(self) -> str:
        """The circle's id, for an address."""
        return str(self.circle.pk)

    @property
    def small(self) -> bool:
        """Whether it has fewer people than settled."""
        session = self.circle.session
        return len(self.mentees) < session.least or len(self.mentors) < session.mentors_least

    @property
    def starts_at(self) -> datetime:
        """When it first meets."""
        return self.circle.time.starts_at

    @property
    def ends_at(self) -> datetime:
        """When the first meeting is over."""
        return self.starts_at + timedelta(minutes=self.circle.session.minutes)

    @property
    def place(self) -> str:
        """Where it meets."""
        return self.circle.place or self.circle.session.place

    @property
    def link(self) -> str:
        """The video call."""
        return self.circle.link or self.circle.session.link


def of_session(session: CircleSession) -> list[Shown]:
    """All circles that are not off, by number; three queries."""
    found = list(session.circles.filter(off=False).select_related("time").order_by("number"))
    for one in found:
        one.session = session
    return shown(found)


def shown(circles: Iterable[MentoringCircle]) -> list[Shown]:
    """These circles (with session and time) and who sits in them; two queries."""
    kept = list(circles)
    seats = CircleSeat.objects.filter(circle__in=kept, out=False).select_related("participation__person")
    of: dict[tuple[UUID, bool], list[CircleSeat]] = {}
    for one in seats.order_by("participation__person__name", "pk"):
        of.setdefault((one.circle_id, one.leads), []).append(one)
    mentees = [one.participation_id for some in of.values() for one in some if not one.leads]
    first = ApplicationArea.objects.filter(application__participation__in=mentees, most_important=True)
    wished = set(first.values_list("application__participation", "area__name"))
    found = []
    for circle in kept:
        there = of.get((circle.pk, False), [])
        count = sum((one.participation_id, circle.topic) in wished for one in there)
        found.append(Shown(circle, of.get((circle.pk, True), []), there, count))
    return found


def own(answer: CircleAnswer) -> list[tuple[CircleSeat, Shown]]:
    """The circles in which somebody sits, the first first; three queries."""
    mine = CircleSeat.objects.filter(
        session=answer.session_id, participation=answer.participation_id, out=False, circle__off=False
    )
    seats = list(mine.select_related("circle__time").order_by("time__starts_at", "pk"))
    for one in seats:
        one.session = one.circle.session = answer.session
    return list(zip(seats, shown(one.circle for one in seats), strict=True)) if seats else []


def lost(answer: CircleAnswer) -> list[str]:
    """What became of circles in which somebody sat: "off", or "out" where they do not come; one query."""
    had = CircleSeat.objects.filter(session=answer.session_id, participation=answer.participation_id)
    seats = had.filter(Q(out=True) | Q(circle__off=True)).order_by("circle__number")
    return ["off" if off else "out" for off in seats.values_list("circle__off", flat=True)]


def no_more(session: CircleSession, circles: list[Shown]) -> list[Participation]:
    """Who sat in a circle of which they were told and is in none now, by name; one query."""
    had = CircleSeat.objects.filter(Q(out=True) | Q(circle__off=True), session=session)
    there = [one.participation_id for circle in circles for one in (*circle.mentors, *circle.mentees)]
    found = Participation.objects.filter(pk__in=had.values("participation")).exclude(pk__in=there)
    return list(found.select_related("person").order_by("person__name", "pk"))


def unseated(people: list[CircleAnswer], circles: list[Shown]) -> list[CircleAnswer]:
    """Those who could come at some time and are in no circle, by name; one query."""
    there = {one.participation_id for circle in circles for one in (*circle.mentors, *circle.mentees)}
    coming = circling.of_one_side(asked.said(people))
    return [one for one in people if one.participation_id in coming and one.participation_id not in there]


def fits(session: CircleSession, who: Participation, circle: MentoringCircle, *, at: datetime) -> bool:
    """Whether a mentee could sit in this circle as well: size, time, topic, and what is between people."""
    there = list(circle.seats.filter(out=False).exclude(participation=who))
    mentees = [one.participation_id for one in there if not one.leads]
    mentors = [one.participation_id for one in there if one.leads]
    known = circling.of_one_side(asked.said(asked.answers(session)))
    return (
        who.side == Side.MENTEE
        and len(mentees) < session.most
        and who.pk in known
        and circle.time_id in known[who.pk].times
        and _wish(who, circle.topic)
        and {(who.pk, mentor) for mentor in mentors}
        <= circling.possible(session.round, [who.pk, *mentors], at=at)
    )


def stands(session: CircleSession, circles: list[Shown], *, at: datetime) -> bool:
    """Whether all of these circles could still sit there: what they answered, what is between them."""
    known = circling.of_one_side(asked.said(asked.answers(session)))
    people = [one for circle in circles for one in (*circle.mentors, *circle.mentees)]
    if not all(one.participation_id in known for one in people):
        return False
    if not all(one.time_id in known[one.participation_id].times for one in people):
        return False
    pairs = {
        (mentee.participation_id, mentor.participation_id)
        for circle in circles
        for mentee in circle.mentees
        for mentor in circle.mentors
    }
    return pairs <= circling.possible(session.round, [one.participation_id for one in people], at=at)


def _wish(who: Participation, topic: str) -> bool:
    return ApplicationArea.objects.filter(application__participation=who, area__name=topic).exists()


def gone(*, at: datetime) -> list[CircleSeat]:
    """Whoever sits in a circle told of, before its first meeting, and takes part no longer; one query."""
    told = CircleSeat.objects.filter(
        session__state=CirclesState.PUBLISHED, out=False, circle__off=False, time__starts_at__gt=at
    )
    left = told.exclude(participation__state=ParticipationState.ACTIVE, participation__person__is_active=True)
    return list(left.select_related("session", "participation__person").order_by("session", "pk"))


def small(sessions: Iterable[CircleSession], *, at: datetime) -> list[MentoringCircle]:
    """Circles that have not met and have fewer people than settled, not decided on yet; four queries."""
    found = MentoringCircle.objects.filter(
        session__in=list(sessions), off=False, settled=False, time__starts_at__gt=at
    )
    loaded = found.select_related("session__round__programme", "time").order_by("session__made_at", "number")
    return [one.circle for one in shown(loaded) if one.small]
