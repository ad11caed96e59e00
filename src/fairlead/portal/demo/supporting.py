"""Support the pairs: some fare well and some do not, somebody asks for help, a circle meets."""

from datetime import datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from fairlead.mentorships.models import Meeting, Mentorship
from fairlead.portal.demo.founding import Scene
from fairlead.portal.demo.sharing import share
from fairlead.programmes.actions import add_member, remove_member
from fairlead.programmes.enums import RoundState, Side, TeamRole
from fairlead.support.actions import caring, circles, helping, hours
from fairlead.support.enums import CaseKind, CaseOutcome
from fairlead.support.models import Pulse
from fairlead.support.queries import pulses

PEOPLE = ("round__programme", "mentor__person", "mentee__person")
CONCERN = (
    "Our meetings have moved twice at an hour’s notice. I do not want to make anything of it, but I would "
    "like to know how others handle this. Please do not speak to him before you have spoken to me."
)
LONG_SILENCE = (
    "We have not met for three months. I have stopped asking, because I do not want to be a burden. Could "
    "somebody tell me whether I may look for another mentor?"
)
CALLED = "Called on Tuesday. Both had a full month, and both would like to keep a day that does not move."


def support(scene: Scene, *, by: str) -> None:
    """Store what the coordinators look after: pairs that fare differently, cases, a circle, office hours."""
    live = Mentorship.objects.filter(round__state=RoundState.CLOSED).select_related(*PEOPLE)
    pairs = {one.mentee.person_id: one for one in live}
    _fare(scene, pairs)
    _ask(scene, pairs, by=by)
    _meet_together(scene, by=by)


def _pair(scene: Scene, pairs: dict[UUID, Mentorship], key: str) -> Mentorship:
    return pairs[scene.people[key].pk]


def _fare(scene: Scene, pairs: dict[UUID, Mentorship]) -> None:
    """One pair has just begun, one is quiet, one is silent, of one a pulse was low."""
    calendar = scene.calendar
    begun = _pair(scene, pairs, "kiri.walker")
    Mentorship.objects.filter(pk=begun.pk).update(
        agreed_at=calendar.moment(9), introduced_at=calendar.moment(5), starts_on=calendar.day(5)
    )
    for key, days in (("camille.roussel", 50), ("uyen.pham", 100)):
        lately = Meeting.objects.filter(mentorship=_pair(scene, pairs, key))
        lately.filter(starts_at__gt=calendar.moment(days)).delete()
    low = _pair(scene, pairs, "rania.saleh")
    for person, thumbs in ((low.mentee.person_id, 2), (low.mentor.person_id, 4)):
        Pulse.objects.create(
            pk=pulses.id_of(low.pk, 2, person),
            mentorship=low,
            person_id=person,
            number=2,
            fingerprint=str(pulses.id_of(low.pk, 2, person)),
            asked_at=calendar.moment(26),
            expires_at=calendar.moment(26) + pulses.LINK_WORKS,
            thumbs=thumbs,
            answered_at=calendar.moment(25, 30),
        )


def _ask(scene: Scene, pairs: dict[UUID, Mentorship], *, by: str) -> None:
    """Somebody is unsure, two write in confidence (one to somebody who left), one shared case is closed."""
    calendar, coordinator = scene.calendar, scene.actor(by)
    programme = scene.programmes["safe-harbour"]
    contact = scene.people["nomvula.dlamini-hughes"]
    described = "Confidential contact for all staff"
    caring.add_contact(programme, contact, described, by=coordinator, at=calendar.moment(110))
    earlier = _pair(scene, pairs, "davit.sargsyan")
    settled = caring.Settled(CaseKind.TIME, calendar.day(30))
    closed = caring.open_by_hand(
        programme,
        settled,
        pair=earlier,
        words=CALLED,
        occasion="demo",
        by=coordinator,
        at=calendar.moment(40, 20),
    )
    share(scene, closed, by=by)
    caring.close(closed, CaseOutcome.AGREED_ANEW, by=coordinator, at=calendar.moment(33, 10))
    to = coordinator.person_id
    assert to is not None
    unsure = _pair(scene, pairs, "linnea.aas")
    helping.say_unsure(unsure, to=to, by=scene.actor("linnea.aas"), at=calendar.moment(2, 75))
    worried = _pair(scene, pairs, "silvia.bartosova")
    helping.write_in_confidence(
        worried,
        CONCERN,
        to=to,
        occasion="demo",
        by=scene.actor("silvia.bartosova"),
        at=calendar.moment(1, 15),
    )

    _leave(scene, _pair(scene, pairs, "uyen.pham"), by=by)


def _leave(scene: Scene, pair: Mentorship, *, by: str) -> None:
    """A deputy coordinator was told something, and has left the team since: the choice is the mentee's."""
    calendar, coordinator, asker = scene.calendar, scene.actor(by), scene.actor("uyen.pham")
    programme, deputy = scene.programmes["safe-harbour"], scene.people["fiadh.brennan"]
    member = add_member(
        programme,
        deputy,
        TeamRole.COORDINATOR,
        institution=None,
        responsible_for="Deputy until the autumn",
        by=coordinator,
        at=calendar.moment(60),
    )
    helping.write_in_confidence(
        pair, LONG_SILENCE, to=deputy.pk, occasion="deputy", by=asker, at=calendar.moment(12, 30)
    )
    remove_member(member, by=coordinator, at=calendar.moment(1, 45))


def _meet_together(scene: Scene, *, by: str) -> None:
    """A circle of mentors with a meeting to come, and three office hours of which one is booked."""
    calendar, coordinator = scene.calendar, scene.actor(by)
    programme = scene.programmes["safe-harbour"]
    circle = circles.form(
        programme,
        Side.MENTOR,
        "Mentors’ table",
        "An hour every two months: one case each, no minutes.",
        facilitator=scene.people["marit.vandoorn"],
        by=coordinator,
        at=calendar.moment(60),
    )
    for number, key in enumerate(("jurg.aebischer", "nikos.stathopoulos", "fiadh.brennan")):
        circles.join(circle, by=scene.actor(key), at=calendar.moment(50 - number))
    meets = circles.When(_at(scene, 9, 12), 60, "Seminar room, welcome centre")
    circles.plan(circle, meets, by=scene.actor("marit.vandoorn"), at=calendar.moment(6))
    offered = [
        hours.offer(
            programme,
            circles.When(_at(scene, days, hour), 20, "", "https://meet.example/office-hour"),
            places=1,
            by=coordinator,
            at=calendar.moment(4, hour),
        )
        for days, hour in ((3, 10), (3, 11), (10, 10))
    ]
    hours.book(offered[0], by=scene.actor("thandeka.mokoena"), at=calendar.moment(2, 20))


def _at(scene: Scene, ahead: int, hour: int) -> datetime:
    """This hour on a working day so many days ahead."""
    day = scene.calendar.day(-ahead)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return datetime.combine(day, time(hour), tzinfo=timezone.get_default_timezone())
