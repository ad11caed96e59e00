"""Introduce the two of a pair to each other on their first day."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from fairlead.matching.queries import sharing
from fairlead.mentorships import actions as mentorships
from fairlead.mentorships.models import Mentorship
from fairlead.notifications.actions import write
from fairlead.programmes.enums import Side


@transaction.atomic
def introduce(pair: Mentorship, *, at: datetime) -> bool:
    """Write to both on the first day, once; False when they were introduced before, or have ended.

    The letters name the other, the reasons and the page with everything else; what somebody answered in
    their form is read on the page, by the two alone.
    """
    if not mentorships.introduce(pair, at=at):
        return False
    for side in Side:
        _write(pair, side, at=at)
    return True


def _write(pair: Mentorship, side: str, *, at: datetime) -> None:
    as_mentor = side == Side.MENTOR
    mine, other = (pair.mentor, pair.mentee) if as_mentor else (pair.mentee, pair.mentor)
    write(
        key=f"first-day:{pair.pk}:{side}",
        kind="first-day",
        to_email=mine.person.email,
        to_name=mine.person.name,
        template="matching/letters/first_day.txt",
        context={
            "programme": pair.round.programme,
            "other": other.person.name,
            "other_email": other.person.email,
            "as_mentor": as_mentor,
            "reasons": sharing.of_pair(pair, side),
            "url": settings.BASE_URL + reverse("matching:introduction", args=[pair.pk]),
        },
        at=at,
        language=mine.person.language,
    )
