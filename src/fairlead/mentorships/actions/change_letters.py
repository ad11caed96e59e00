"""What is written when a pair pauses, goes on, is extended or ends: the same kind words to both."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from fairlead.kernel.actors import Actor
from fairlead.kernel.words import one_line
from fairlead.mentorships.models import Mentorship
from fairlead.notifications.actions import write
from fairlead.notifications.reminders import Reminder
from fairlead.people.models import Person
from fairlead.programmes.enums import Side
from fairlead.programmes.queries import coordinators

LONGEST_NAME = 200


def to_both(
    pair: Mentorship,
    kind: str,
    *,
    occasion: str,
    at: datetime,
    reminder: Reminder | None = None,
    **more: object,
) -> None:
    """Write to the two, in the same words; a reminder waits for the mail of the day."""
    two = (pair.mentee.person, pair.mentor.person)
    _to(pair, kind, two, occasion=occasion, at=at, reminder=reminder, more=more)


def to_others(pair: Mentorship, kind: str, *, by: Actor, occasion: str, at: datetime, **more: object) -> None:
    """Write to whichever of the two has not done it: to one when the other did, else to both."""
    halves = (pair.mentee.person, pair.mentor.person)
    told = [person for person in halves if person.pk != by.person_id]
    _to(pair, kind, told, occasion=occasion, at=at, more=more)


def to_one(
    pair: Mentorship, kind: str, side: str, *, mine: bool, occasion: str, at: datetime, **more: object
) -> None:
    """Write to the half on this side (`mine`), or to the other half."""
    on_side, other = (pair.mentor, pair.mentee) if side == Side.MENTOR else (pair.mentee, pair.mentor)
    _to(pair, kind, [(on_side if mine else other).person], occasion=occasion, at=at, more=more)


def to_coordinators(pair: Mentorship, kind: str, *, by: Actor, occasion: str, at: datetime) -> None:
    """Tell the programme's coordinators that it happened, without a reason; not the one who did it."""
    team = [one for one in coordinators(pair.round.programme) if one.pk != by.person_id]
    for person in team:
        context = {
            "mentee": one_line(pair.mentee.person.name),
            "mentor": one_line(pair.mentor.person.name),
            "round": pair.round,
            **_about(pair),
        }
        _write(pair, kind, person, context, occasion=occasion, at=at)


def _to(
    pair: Mentorship,
    kind: str,
    people: Iterable[Person],
    *,
    occasion: str,
    at: datetime,
    more: dict[str, object],
    reminder: Reminder | None = None,
) -> None:
    for person in people:
        as_mentor = person.pk == pair.mentor.person_id
        other = pair.mentee.person if as_mentor else pair.mentor.person
        context = {
            "other": one_line(other.name)[:LONGEST_NAME],
            "as_mentor": as_mentor,
            **_about(pair),
            **more,
        }
        _write(pair, kind, person, context, occasion=occasion, at=at, reminder=reminder)


def _about(pair: Mentorship) -> dict[str, object]:
    return {
        "pair": pair,
        "programme": pair.round.programme,
        "url": settings.BASE_URL + reverse("mentorships:detail", args=[pair.pk]),
        "closing_url": settings.BASE_URL + reverse("mentorships:closing", args=[pair.pk]),
        "handover_url": settings.BASE_URL + reverse("mentorships:handover", args=[pair.pk]),
        "meetings_url": settings.BASE_URL + reverse("mentorships:meetings", args=[pair.pk]),
    }


def _write(
    pair: Mentorship,
    kind: str,
    to: Person,
    context: dict[str, object],
    *,
    occasion: str,
    at: datetime,
    reminder: Reminder | None = None,
) -> None:
    write(
        key=f"pair:{pair.pk}:{kind}:{occasion}:{to.pk}",
        kind=f"pair-{kind.replace('_', '-')}",
        to_email=to.email,
        to_name=one_line(to.name)[:LONGEST_NAME],
        template=f"mentorships/letters/{kind}.txt",
        context=context,
        at=at,
        language=to.language,
        reminder=reminder,
    )
