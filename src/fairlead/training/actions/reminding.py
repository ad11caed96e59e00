"""Remind those of a round who miss something."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.times import day_of
from fairlead.kernel.words import one_line
from fairlead.notifications.actions import write
from fairlead.notifications.reminders import Reminder
from fairlead.programmes.models import Round
from fairlead.training.queries.standing import Learner, of_round

STILL_MISSING = "fairlead.training.queries.standing.still_missing"


@transaction.atomic
def remind(round: Round, *, by: Actor, at: datetime) -> int:
    """Tell everybody of the round who misses something, in the mail of the day; how many."""
    lacking = [one for one in of_round(round, at=at) if one.missing]
    for one in lacking:
        _write(one, at=at)
    record("reminded of training", round, by=by, at=at, details={"people": len(lacking)})
    return len(lacking)


def _write(one: Learner, *, at: datetime) -> None:
    person = one.participation.person
    write(
        key=f"training-reminder:{one.participation.pk}:{day_of(at).isoformat()}",
        kind="training-reminder",
        to_email=person.email,
        to_name=one_line(person.name)[:200],
        template="training/letters/reminder.txt",
        context={
            "programme": one.participation.round.programme,
            "missing": [
                {"title": one_line(title), "minutes": minutes, "need": need}
                for title, minutes, need in dict.fromkeys(
                    (item.to_open.title, item.to_open.minutes, item.need) for item in one.missing
                )
            ],
            "url": settings.BASE_URL + reverse("training:mine"),
        },
        at=at,
        language=person.language,
        reminder=Reminder(STILL_MISSING, one.participation.pk, can_wait=True),
    )
