"""Let a pair rest for a while, and go on."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.states import move
from fairlead.kernel.times import day_of
from fairlead.mentorships.actions import change_letters as letters
from fairlead.mentorships.actions.pairs import NO_PAUSE
from fairlead.mentorships.enums import MENTORSHIP_MOVES, MentorshipState
from fairlead.mentorships.models import Mentorship


class NoSuchPause(Refused):
    """A pause ends after today and not after the pair's last day."""


@transaction.atomic
def pause(mentorship: Mentorship, *, until: date, by: Actor, at: datetime) -> None:
    """The pair rests until a day and keeps its place; reminders and expectations rest with it.

    Meetings that are planned stay planned: the page shows those in between. The other half is told.
    Raises `NoSuchPause`, `AlreadyMoved`.
    """
    today = day_of(at)
    if not today < until <= mentorship.ends_on:
        raise NoSuchPause(_("Choose a day after today and no later than the pair’s last day."))
    move(mentorship, MentorshipState.PAUSED, moves=MENTORSHIP_MOVES, paused_on=today, paused_until=until)
    letters.to_others(mentorship, "paused", by=by, occasion=str(today), at=at)
    record(
        "paused mentorship",
        mentorship,
        by=by,
        at=at,
        label=str(mentorship.pk),
        details={"until": until.isoformat()},
    )


@transaction.atomic
def resume(mentorship: Mentorship, *, by: Actor, at: datetime) -> None:
    """The pair goes on, also before the day it had named; whoever did not say so is told.

    Raises `AlreadyMoved`.
    """
    if mentorship.state != MentorshipState.PAUSED:
        raise AlreadyMoved(_("This pair is not paused; the page shows how it stands."))
    since = mentorship.paused_on
    move(mentorship, MentorshipState.ACTIVE, moves=MENTORSHIP_MOVES, **NO_PAUSE)
    letters.to_others(mentorship, "resumed", by=by, occasion=str(since), at=at)
    record("resumed mentorship", mentorship, by=by, at=at, label=str(mentorship.pk))
