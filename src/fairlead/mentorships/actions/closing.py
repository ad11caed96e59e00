"""Close a mentorship well: announce its last days, say thank you, leave words for the programme's record."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.kernel.times import day_of
from fairlead.mentorships import consents, policies
from fairlead.mentorships.actions import change_letters as letters
from fairlead.mentorships.enums import MentorshipState, Naming
from fairlead.mentorships.models import Comment, Mentorship, Thanks
from fairlead.mentorships.queries.agreements import side_of
from fairlead.notifications.reminders import Reminder
from fairlead.sealed import actions as sealed

THANKS = "thanks"
STILL_CLOSING = "fairlead.mentorships.queries.changes.still_closing"


class NotNow(Refused):
    """The pair is still far from its end, so it is not closed yet."""


@transaction.atomic
def announce(pair: Mentorship, *, at: datetime) -> int:
    """Remind both that the last days have come, once for each last day; how many letters."""
    active = Mentorship.objects.filter(pk=pair.pk, state=MentorshipState.ACTIVE, ends_on=pair.ends_on)
    new = active.filter(~Q(closing_announced_for=F("ends_on")) | Q(closing_announced_for=None))
    if new.update(closing_announced_for=pair.ends_on) != 1:
        return 0
    reminder = Reminder(STILL_CLOSING, pair.pk)
    letters.to_both(pair, "closing_soon", occasion=pair.ends_on.isoformat(), reminder=reminder, at=at)
    return 2


@transaction.atomic
def thank(pair: Mentorship, words: str, *, by: Actor, at: datetime) -> bool:
    """Keep what one half thanks the other for, sealed for the two; no words take it away.

    The other is told once, by a letter that holds none of it. False when there was nothing to keep or to take
    away. Raises `NotNow`.
    """
    locked = _locked(pair, by, at=at)
    side = side_of(by, locked)
    rows = Thanks.objects.select_for_update(of=("self",)).select_related("text")
    standing = rows.filter(mentorship=locked, side=side).first()
    if standing is not None and not words:
        sealed.destroy([standing.text_id])
    elif standing is not None:
        sealed.rewrite(standing.text, words, by=by, at=at)
    elif words:
        text = sealed.seal(words, kind=THANKS, readers=policies.halves(locked), at=at)
        Thanks.objects.create(mentorship=locked, side=side, text=text, written_at=at)
        letters.to_others(locked, "thanked", by=by, occasion=side, at=at)
        record("said thank you", locked, by=by, at=at, label=str(locked.pk))
    return bool(standing or words)


@transaction.atomic
def leave_comment(pair: Mentorship, words: str, *, naming: Naming, by: Actor, at: datetime) -> None:
    """Keep one half's words for the programme's record, as they agree to now. Raises `NotNow`."""
    locked = _locked(pair, by, at=at)
    side = side_of(by, locked)
    said = {
        "person_id": by.person_id,
        "words": words,
        "naming": naming,
        "consent": consents.CURRENT,
        "consented_at": at,
        "withdrawn_at": None,
    }
    kept, _new = Comment.objects.update_or_create(mentorship=locked, side=side, defaults=said)
    details = {"naming": naming.value, "consent": consents.CURRENT}
    record("consented to comment", kept, by=by, at=at, label=str(locked.pk), details=details)


@transaction.atomic
def withdraw_comment(pair: Mentorship, *, by: Actor, at: datetime) -> bool:
    """Take one's words back, at any time: they are gone from the record. False when there were none."""
    side = side_of(by, pair)
    kept = Comment.objects.filter(mentorship=pair, side=side, withdrawn_at=None)
    if kept.update(words="", withdrawn_at=at) != 1:
        return False
    record("withdrew comment", pair, by=by, at=at, label=str(pair.pk))
    return True


def _locked(pair: Mentorship, by: Actor, *, at: datetime) -> Mentorship:
    """The pair as it stands, held so that one of the two at a time writes."""
    rows = Mentorship.objects.select_for_update(of=("self",), no_key=True)
    locked = rows.select_related("round__programme", "mentor__person", "mentee__person").get(pk=pair.pk)
    if not policies.can_close(by, locked, today=day_of(at)):
        raise NotNow(_("Your mentorship still goes on; its closing opens two weeks before the last day."))
    return locked
