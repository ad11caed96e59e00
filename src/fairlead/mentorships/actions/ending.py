"""End a mentorship: at its last day, or before it at nobody's fault."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.states import move
from fairlead.mentorships.actions import change_letters as letters
from fairlead.mentorships.actions.meeting_endings import clear
from fairlead.mentorships.actions.pairs import NO_PAUSE
from fairlead.mentorships.enums import (
    EXTENSION_MOVES,
    MENTORSHIP_MOVES,
    EndReason,
    ExtensionState,
    MentorshipState,
)
from fairlead.mentorships.models import Extension, Mentorship


@transaction.atomic
def complete(mentorship: Mentorship, *, by: Actor, at: datetime) -> None:
    """The pair has come to its planned end; the mentor's place is free again, and both get a letter.

    Raises `AlreadyMoved`.
    """
    changes = {"ended_on": min(timezone.localdate(at), mentorship.ends_on), **NO_PAUSE}
    move(mentorship, MentorshipState.COMPLETED, moves=MENTORSHIP_MOVES, **changes)
    let_go(mentorship, at=at)
    letters.to_both(mentorship, "completed", occasion="end", at=at)
    record("completed mentorship", mentorship, by=by, at=at, label=str(mentorship.pk))


@transaction.atomic
def end_early(mentorship: Mentorship, *, reason: EndReason | None, by: Actor, at: datetime) -> None:
    """The pair ends before its time, at nobody's fault; the place is free again.

    Both get the same neutral letter, whoever ended it, and the coordinators one of their own. The reason is
    counted only: neither letter, page nor record shows it with the pair. Raises `AlreadyMoved`.
    """
    changes = {
        "ended_on": timezone.localdate(at),
        "end_reason": reason.value if reason else "",
        **NO_PAUSE,
    }
    move(mentorship, MentorshipState.ENDED_EARLY, moves=MENTORSHIP_MOVES, **changes)
    let_go(mentorship, at=at)
    letters.to_both(mentorship, "ended_early", occasion="end", at=at)
    letters.to_coordinators(mentorship, "ended_team", by=by, occasion="end", at=at)
    record("ended mentorship", mentorship, by=by, at=at, label=str(mentorship.pk))


def let_go(mentorship: Mentorship, *, at: datetime) -> None:
    """What was planned beyond the end: meetings are cancelled, an open wish to go on lapses."""
    clear(mentorship, at=at)
    for wish in Extension.objects.filter(mentorship=mentorship, state=ExtensionState.ASKED):
        move(wish, ExtensionState.LAPSED, moves=EXTENSION_MOVES, settled_at=at)
