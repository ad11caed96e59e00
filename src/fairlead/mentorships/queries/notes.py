"""Notes on meetings, opened for whoever may read them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from fairlead.kernel.actors import Actor
from fairlead.mentorships.enums import SHARED_NOTES, MeetingState, NoteKind
from fairlead.mentorships.models import Meeting, MeetingNote
from fairlead.sealed import queries as sealed


@dataclass(frozen=True)
class Note:
    """One of the four notes on a meeting, as the actor sees it; `words` is empty where there is none yet."""

    kind: NoteKind
    words: str = ""
    written_at: datetime | None = None
    seen: str = ""

    @property
    def shared(self) -> bool:
        """Whether both of the pair read it."""
        return self.kind in SHARED_NOTES


def seen_at(note: MeetingNote | None) -> str:
    """Which text of a note this is, so that nobody writes over words they have not read."""
    return note.text.written_at.isoformat() if note else ""


def notes(actor: Actor, meeting: Meeting) -> dict[str, Note]:
    """The four notes of a meeting, by kind, with the actor's own and not the partner's; three queries."""
    if actor.person_id is None:
        return {}
    mine = MeetingNote.objects.filter(Q(author=None) | Q(author=actor.person_id), meeting=meeting)
    kept = {note.kind: note for note in mine.select_related("text").defer("text__sealed")}
    said = sealed.opened(actor, [note.text_id for note in kept.values()])
    found = {}
    for kind in NoteKind:
        note = kept.get(kind.value)
        words, written = (said.get(note.text_id, ""), note.text.written_at) if note else ("", None)
        found[kind.value] = Note(kind, words, written, seen_at(note))
    return found


def first_agenda(meeting: Meeting) -> str:
    """What a pair may talk about when it meets for the first time; empty once it has met. One query."""
    held = Meeting.objects.filter(mentorship=meeting.mentorship_id, state=MeetingState.HELD)
    if held.exclude(pk=meeting.pk).exists():
        return ""
    points = (
        _("Ten minutes: how each of us came to this work"),
        _("Twenty minutes: what the mentee hopes for, with one case from their own desk"),
        _("Fifteen minutes: how often we meet, where, who sends the invitation, what stays between us"),
        _("Ten minutes: one thing that should be possible at the end, and the first small step"),
        _("Five minutes: the date of the next meeting"),
    )
    return "\n".join(f"{number}. {point}" for number, point in enumerate(points, 1))
