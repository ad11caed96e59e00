"""Give the people of ended pairs what they have to show: certificates, and a statement of hours."""

from datetime import date, datetime

from fairlead.kernel.actors import Actor
from fairlead.mentorships.enums import MentorshipState
from fairlead.mentorships.models import Mentorship
from fairlead.portal.demo.founding import Scene
from fairlead.recognition.actions import issuing
from fairlead.recognition.actions.wording import settle_wording
from fairlead.recognition.queries import parts
from fairlead.recognition.queries.wording import unwritten

WORDED_AGO = 190
WORDS = {
    "heading": "Certificate of mentoring",
    "mentor_words": (
        "For sharing experience and time as a mentor with a colleague who supports international academics, "
        "beside one’s own work and across the borders of offices and institutions."
    ),
    "mentee_words": (
        "For setting goals as a mentee and working on them with an experienced colleague, for the benefit "
        "of the international academics who come to our region."
    ),
    "first_name": "Νίκη Παπαδάκη",
    "first_role": "Head of International Relations",
    "second_name": "Nomvula Dlamini-Hughes",
    "second_role": "Head of Human Resources",
    "least_meetings": 4,
}


def recognise(scene: Scene, *, by: str) -> None:
    """Word the certificates of the regional programme, and issue what was earned the day after each end."""
    programme = scene.programmes["safe-harbour"]
    seen = unwritten(programme).revision
    worded_at = scene.calendar.moment(WORDED_AGO)
    settle_wording(programme, WORDS, seen=seen, by=scene.actor(by), at=worded_at)
    for half in parts.due():
        issuing.issue(half.pair, half.side, by=Actor(), at=_day_after(scene, half.ended_on))
    early = Mentorship.objects.select_related("mentor__person").filter(state=MentorshipState.ENDED_EARLY)
    for pair in early.order_by("ended_on", "pk")[:1]:
        mentor = pair.mentor.person
        who = Actor(person_id=mentor.pk, name=mentor.name, email=mentor.email)
        issuing.state_hours(pair, by=who, at=_day_after(scene, pair.ended_on or pair.ends_on))


def _day_after(scene: Scene, day: date) -> datetime:
    return scene.calendar.moment(max(0, (scene.calendar.today - day).days - 1), 15)
