"""Two pairs change partners by agreement."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.states import move
from fairlead.mentorships.actions.ending import let_go
from fairlead.mentorships.actions.pairs import NO_PAUSE
from fairlead.mentorships.enums import MENTORSHIP_MOVES, EndReason, MentorshipState
from fairlead.mentorships.models import Mentorship


@transaction.atomic
def swap(first: Mentorship, second: Mentorship, *, by: Actor, at: datetime) -> tuple[Mentorship, Mentorship]:
    """End both pairs and begin two: each mentee goes to the other's mentor, in that mentor's place.

    Each new pair starts on its mentee's first day, or today when that is over, and keeps the mentee's last
    day. The notebooks stay with the old pairs. Whoever calls it has locked the four and writes to them.
    Raises `AlreadyMoved`.
    """
    today = timezone.localdate(at)
    for pair in (first, second):
        changes = {"ended_on": today, "end_reason": EndReason.SWAPPED.value, **NO_PAUSE}
        move(pair, MentorshipState.ENDED_EARLY, moves=MENTORSHIP_MOVES, **changes)
        let_go(pair, at=at)
    made = [
        Mentorship.objects.create(
            round_id=pair.round_id,
            mentor=other.mentor,
            mentee=pair.mentee,
            place=other.place,
            mentee_place=pair.mentee_place,
            agreed_at=at,
            starts_on=max(today, pair.starts_on),
            ends_on=pair.ends_on,
        )
        for pair, other in ((first, second), (second, first))
    ]
    for one in made:
        record("began mentorship by a swap", one, by=by, at=at, label=str(one.pk))
    return made[0], made[1]
