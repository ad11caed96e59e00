"""Write notes on a meeting, before and after it, for both or for oneself."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import AlreadyMoved
from fairlead.mentorships.actions.meetings import halves, must_live
from fairlead.mentorships.enums import SHARED_NOTES, NoteKind
from fairlead.mentorships.models import Meeting, MeetingNote
from fairlead.mentorships.queries.notes import seen_at
from fairlead.sealed import actions as sealed

MEANWHILE = _(
    "The other has written here while you were writing. Both texts are below: bring them together and save."
)

READ_ONLY = _("This mentorship has ended meanwhile. Its notes can be read, not changed any more.")


@transaction.atomic
def write(meeting: Meeting, kind: NoteKind, words: str, *, seen: str, by: Actor, at: datetime) -> None:
    """Put these words in the place of the note's; no words take it away.

    `seen` says which text they were written over, as `queries.notes.seen_at` gave it. The record keeps that a
    note was written, never what. Raises `AlreadyMoved` when the other has written meanwhile, `PairOver`.
    """
    # One of the two at a time: what is read below is what stands.
    must_live(meeting.mentorship, otherwise=READ_ONLY)
    shared = kind in SHARED_NOTES
    author = None if shared else by.person_id
    standing = MeetingNote.objects.select_for_update(of=("self",)).select_related("text")
    kept = standing.filter(meeting=meeting, kind=kind, author=author).first()
    if seen != seen_at(kept):
        raise AlreadyMoved(MEANWHILE)
    if kept is None:
        if not words:
            return
        _new(meeting, kind, words, by=by, at=at)
    elif not words:
        sealed.destroy([kept.text_id])
    else:
        sealed.rewrite(kept.text, words, by=by, at=at)
    if shared:
        details = {"pair": str(meeting.mentorship_id), "kind": kind.value}
        record("wrote meeting note", meeting, by=by, at=at, label=str(meeting.pk), details=details)


def _new(meeting: Meeting, kind: NoteKind, words: str, *, by: Actor, at: datetime) -> None:
    assert by.person_id is not None
    shared = kind in SHARED_NOTES
    readers = halves(meeting.mentorship) if shared else (by.person_id,)
    text = sealed.seal(words, kind=kind.value, readers=readers, at=at)
    author = None if shared else by.person_id
    try:
        with transaction.atomic():
            MeetingNote.objects.create(meeting=meeting, kind=kind, author_id=author, text=text)
    except IntegrityError as meanwhile:
        raise AlreadyMoved(MEANWHILE) from meanwhile
