"""Somebody of a pair leaves: the other is told kindly, and the pair ends with the last day."""

from datetime import datetime

from django.db import transaction

from fairlead.audit.actions import record
from fairlead.kernel.actors import NOBODY, Actor
from fairlead.mentorships.actions import change_letters as letters
from fairlead.mentorships.actions.ending import end_early
from fairlead.mentorships.enums import LIVE_STATES, EndReason
from fairlead.mentorships.models import Farewell, Mentorship
from fairlead.mentorships.queries.leaving import Leaver


@transaction.atomic
def tell(leaver: Leaver, *, at: datetime) -> int:
    """Write to both that one of them leaves, each in their own words; once for each last day.

    How many letters: none when the pair has ended or the day is known already.
    """
    pair, side = leaver.pair, leaver.side
    live = Mentorship.objects.select_for_update(of=("self",), no_key=True).filter(
        pk=pair.pk, state__in=LIVE_STATES
    )
    if not live.values_list("pk", flat=True):
        return 0
    known = Farewell.objects.filter(mentorship=pair, side=side).first()
    if known is not None and known.leaves_on == leaver.on:
        return 0
    told = {"leaves_on": leaver.on, "told_at": at}
    Farewell.objects.update_or_create(mentorship=pair, side=side, defaults=told)
    for mine, kind in ((False, "leaving"), (True, "leaving_self")):
        letters.to_one(pair, kind, side, mine=mine, occasion=leaver.on.isoformat(), at=at, on=leaver.on)
    record("told of leaving", pair, by=NOBODY, at=at, label=str(pair.pk), details={"side": side.value})
    return 2


@transaction.atomic
def forget(farewell: Farewell, *, at: datetime) -> int:
    """Somebody stays after all: the other is told, and the pair goes on; how many letters."""
    if not Farewell.objects.filter(pk=farewell.pk).delete()[0]:
        return 0
    pair, side = farewell.mentorship, farewell.side
    occasion = f"{farewell.leaves_on.isoformat()}:{farewell.pk}"
    letters.to_one(pair, "stays", side, mine=False, occasion=occasion, at=at)
    record("told of staying", pair, by=NOBODY, at=at, label=str(pair.pk), details={"side": side})
    return 1


def end_for_leaver(pair: Mentorship, *, by: Actor, at: datetime) -> None:
    """The last day of one of the two is over, and with it the pair. Raises `AlreadyMoved`."""
    end_early(pair, reason=EndReason.LEFT, by=by, at=at)
